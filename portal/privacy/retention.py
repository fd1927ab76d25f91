"""What is deleted after how long, as one table; `portal worker` carries it out every day."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_
from sqlalchemy.orm import Session

from portal.accounts.address import service as address
from portal.accounts.sessions import service as sessions
from portal.audit import AuditEntry
from portal.feedback.models import Report
from portal.jobs import Job
from portal.mail.models import Mail, MailState
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.orm import Base
from portal.settings import Retention, Settings
from portal.throttle import ThrottleCount

DAILY = timedelta(days=1)

Ended = Callable[[datetime], ColumnElement[bool]]


def jobs(settings: Settings) -> Sequence[Job]:
    """Return the jobs that delete what is past its time."""
    idle = timedelta(hours=settings.session_hours)

    def sign_ins(session: Session, now: datetime) -> None:
        sessions.remove_expired(session, idle, now)

    def addresses(session: Session, now: datetime) -> None:
        address.remove_expired(session, now)

    return (
        Job("retention.sign-ins", DAILY, sign_ins),
        Job("retention.addresses", DAILY, addresses),
        *(_deleting(name, model, ended) for name, model, ended in _table(settings.retention)),
    )


def _table(keep: Retention) -> Sequence[tuple[str, type[Base], Ended]]:
    """Return for each kind of row when it has ended, given the present moment."""
    return (
        (
            "mails",
            Mail,
            lambda now: (Mail.created_at <= now - timedelta(days=keep.mails)) & (Mail.state != MailState.WAITING),
        ),
        ("reports", Report, lambda now: Report.answered_at <= now - timedelta(days=keep.reports)),
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
