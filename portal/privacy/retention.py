"""What is deleted after how long, as one table; `portal worker` carries it out every day."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, delete, or_
from sqlalchemy.orm import Session

from portal.accounts.address import service as address
from portal.accounts.sessions import service as sessions
from portal.audit import AuditEntry
from portal.feedback.models import Report
from portal.jobs import Job, Run
from portal.mail.models import Mail, MailState
from portal.members.joining import patience
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.orm import Base
from portal.personal import Holding
from portal.privacy import unused
from portal.privacy.erasures import Erasures
from portal.settings import Retention, Settings
from portal.throttle import ThrottleCount

DAILY, HOURLY = timedelta(days=1), timedelta(hours=1)

Ended = Callable[[datetime], ColumnElement[bool]]


def jobs(settings: Settings, holdings: Sequence[Holding]) -> Sequence[Job]:
    """Return the jobs that delete what is past its time; `holdings` says what goes with an account."""
    idle = timedelta(hours=settings.session_hours)
    alone = timedelta(days=settings.retention.accounts)

    def sign_ins(session: Session, now: datetime) -> None:
        sessions.remove_expired(session, idle, now)

    def addresses(session: Session, now: datetime) -> None:
        address.remove_expired(session, now)

    def unanswered(session: Session, now: datetime) -> None:
        patience.end_unanswered(session, now - timedelta(days=settings.retention.unanswered))

    def warnings(session: Session, now: datetime) -> None:
        unused.warn(session, now, alone)

    def accounts(session: Session, now: datetime) -> Sequence[Run]:
        return [
            partial(unused.erase, alone=alone, holdings=holdings, account_id=each)
            for each in unused.ripe(session, now, alone)
        ]

    return (
        Job("retention.sign-ins", HOURLY, sign_ins),
        Job("retention.addresses", HOURLY, addresses),
        *(_deleting(name, model, ended) for name, model, ended in _table(settings.retention)),
        Job("retention.unanswered-requests", DAILY, unanswered),
        Job("retention.warnings", DAILY, warnings),
        Job("retention.accounts", DAILY, parts=accounts),  # last: nobody waits for an answer any more
    )


def keep_erasures(erasures: Erasures) -> Job:
    """Return the job that lists erased accounts outside the database, should the one who erased have been cut off."""

    def run(session: Session, _now: datetime) -> None:
        erasures.keep(session)

    return Job("privacy.erasures", HOURLY, run)


def _table(keep: Retention) -> Sequence[tuple[str, type[Base], Ended]]:
    """Return for each kind of row when it has ended, given the present moment."""
    return (
        (
            "mails",
            Mail,
            lambda now: (
                (Mail.created_at <= now - timedelta(days=keep.mails))
                & ~unused.still_counts()
                & or_(Mail.state != MailState.WAITING, Mail.held_at <= now - timedelta(days=keep.mails))
            ),
        ),
        (
            "reports",
            Report,
            lambda now: or_(
                Report.answered_at <= now - timedelta(days=keep.reports),
                Report.answered_at.is_(None) & (Report.created_at <= now - timedelta(days=keep.unanswered)),
            ),
        ),
        (
            "invitations",
            Invitation,
            lambda now: or_(
                Invitation.decided_at <= now - timedelta(days=keep.requests),
                (Invitation.state == InvitationState.OPEN)
                & (Invitation.expires_at <= now - timedelta(days=keep.requests)),
            ),
        ),
        (
            "requests",
            MembershipRequest,
            lambda now: (
                (MembershipRequest.decided_at <= now - timedelta(days=keep.requests))
                & (MembershipRequest.state != RequestState.WAITING)
            ),
        ),
        ("log", AuditEntry, lambda now: AuditEntry.at <= now - timedelta(days=keep.log)),
        ("counters", ThrottleCount, lambda now: ThrottleCount.window_ends_at <= now),
    )


def _deleting(name: str, model: type[Base], ended: Ended) -> Job:
    def run(session: Session, now: datetime) -> None:
        session.execute(delete(model).where(ended(now)))

    return Job(f"retention.{name}", DAILY, run)
