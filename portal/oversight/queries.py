"""Reads for the portal administration: how the mail goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.mail.models import Mail, MailState

LISTED = 100
OVERDUE = timedelta(minutes=10)

_HELD = (Mail.state == MailState.WAITING) & Mail.held_at.is_not(None)


@dataclass(frozen=True)
class MailTraffic:
    """How the mail goes. `dead`, `failing` and `held` hold at most LISTED, the latest first; `overdue` counts those
    that nobody has even tried for a while, which tells that no worker runs. What is held does not count as waiting.
    """

    dead: Sequence[Mail]
    failing: Sequence[Mail]
    held: Sequence[Mail]
    dead_count: int
    held_count: int
    waiting_count: int
    overdue: int


def mail_traffic(session: Session, now: datetime) -> MailTraffic:
    """Return how the mail goes."""
    waiting = (Mail.state == MailState.WAITING) & Mail.held_at.is_(None)
    return MailTraffic(
        dead=_latest(session, Mail.state == MailState.DEAD),
        failing=_latest(session, waiting & Mail.last_error.is_not(None)),
        held=_latest(session, _HELD),
        held_count=_count(session, _HELD),
        dead_count=_count(session, Mail.state == MailState.DEAD),
        waiting_count=_count(session, waiting),
        overdue=_count(
            session, waiting & (Mail.next_try_at < now - OVERDUE) & (func.coalesce(Mail.leased_until, now) <= now)
        ),
    )


def count_mails_to_see_to(session: Session) -> int:
    """Return how many mails were given up and can be sent again, or are held until somebody decides."""
    return _count(session, _HELD | ((Mail.state == MailState.DEAD) & Mail.to_address.is_not(None)))


def mail_by_id(session: Session, mail_id: int) -> Mail | None:
    """Return an ordered mail, kept for this transaction alone."""
    return session.get(Mail, mail_id, with_for_update=True, populate_existing=True)


def held_mails(session: Session, mail_id: int | None) -> Sequence[Mail]:
    """Return the held mail of this id, or all held mails, kept for this transaction alone."""
    wanted = _HELD if mail_id is None else _HELD & (Mail.id == mail_id)
    return session.execute(select(Mail).where(wanted).order_by(Mail.id).with_for_update()).scalars().all()


def _latest(session: Session, which: ColumnElement[bool]) -> Sequence[Mail]:
    return session.execute(select(Mail).where(which).order_by(Mail.id.desc()).limit(LISTED)).scalars().all()


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return session.execute(select(func.count(Mail.id)).where(which)).scalar_one()
