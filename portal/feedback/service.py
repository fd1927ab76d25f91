"""Verbs on reports: report a mistake or a barrier, answer. They flush, never commit."""

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import throttle
from portal.access import Actor, ensure
from portal.errors import Conflict
from portal.feedback import access
from portal.feedback.models import Report, ReportKind
from portal.orm import utcnow
from portal.projects.models import Project
from portal.text import N_

WINDOW = timedelta(hours=1)
REPORTS_PER_ADDRESS = 60  # a whole town hall may come from one address


class Answered(Conflict):
    """Somebody else answered meanwhile. `report` is as it stands now; nothing was changed."""

    message = N_("Jemand anderes hat diese Meldung inzwischen beantwortet.")

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def report_mistake(
    session: Session, actor: Actor, project: Project, *, field: str, message: str, email: str | None, address: str
) -> Report:
    """Take a reader's report about one field of an entry; `address` is where the request comes from.

    Raises Forbidden for an entry that is confirmed or not published, Throttled after too many reports.
    """
    ensure(actor, access.REPORT_MISTAKE, project)
    report = Report(kind=ReportKind.MISTAKE, project=project, field=field, message=message, email=email)
    return _take(session, report, address)


def report_barrier(
    session: Session, actor: Actor, *, page: str | None, message: str, email: str | None, address: str
) -> Report:
    """Take a report about a page somebody could not use. Raises Throttled after too many reports."""
    ensure(actor, access.REPORT_BARRIER, None)
    return _take(session, Report(kind=ReportKind.BARRIER, page=page, message=message, email=email), address)


def answer(session: Session, actor: Actor, report: Report, text: str, *, seen: str) -> None:
    """Write the answer, or correct one; `seen` is the answer mark of the report as the writer saw it.

    Raises Forbidden, and Answered when somebody else answered since.
    """
    ensure(actor, access.ANSWER, report)
    if report.answer_mark != seen:
        raise Answered(report)
    report.answer, report.answered_at, report.answered_by_id = text, utcnow(), actor.account_id
    session.flush()


def _take(session: Session, report: Report, address: str) -> Report:
    bucket = throttle.bucket("report", address)
    throttle.count_within(session, bucket, REPORTS_PER_ADDRESS, WINDOW)
    report.token = secrets.token_urlsafe(32)
    report.created_at = utcnow()
    session.add(report)
    session.flush()
    return report
