"""Reads of reports."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.feedback.models import Report

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def by_token(session: Session, token: str) -> Report | None:
    """Return the report of a private address with its entry; None when unknown."""
    if not _TOKEN.fullmatch(token):
        return None
    statement = select(Report).where(Report.token == token).options(joinedload(Report.project))
    return session.execute(statement).scalar_one_or_none()


def by_id(session: Session, report_id: int, *, for_update: bool = False) -> Report | None:
    """Return a report with its entry. `for_update` locks the row until the transaction ends."""
    statement = select(Report).where(Report.id == report_id).options(joinedload(Report.project))
    if for_update:
        statement = statement.with_for_update(of=Report)
    return session.execute(statement).scalar_one_or_none()


def waiting(session: Session, limit: int) -> Sequence[Report]:
    """Return the reports without an answer, with their entries, the oldest first."""
    statement = select(Report).where(Report.answered_at.is_(None)).options(joinedload(Report.project))
    return session.execute(statement.order_by(Report.id).limit(limit)).scalars().all()


def answered(session: Session, limit: int) -> Sequence[Report]:
    """Return the answered reports, with their entries, the latest answer first."""
    statement = select(Report).where(Report.answered_at.is_not(None)).options(joinedload(Report.project))
    return session.execute(statement.order_by(Report.answered_at.desc(), Report.id).limit(limit)).scalars().all()


def count_waiting(session: Session) -> int:
    """Return how many reports have no answer yet."""
    return session.execute(select(func.count(Report.id)).where(Report.answered_at.is_(None))).scalar_one()
