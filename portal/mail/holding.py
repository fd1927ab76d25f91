"""Holding mails back that waited in a restored backup, until somebody has decided on them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.mail.models import FORGOTTEN, Mail, MailState
from portal.mail.posting import GIVE_UP_AFTER
from portal.orm import utcnow


def hold(session: Session, now: datetime, without_trace: Collection[str] = ()) -> int:
    """Let nothing that waits go out before somebody has decided on it; return how many mails that are.

    The kinds `without_trace` never do, and no address of them stays: whom they were for is erased, and most went out
    before the portal was restored.
    """
    forgotten = (Mail.state == MailState.WAITING) & Mail.kind.in_(without_trace)
    session.execute(update(Mail).where(forgotten).values(state=MailState.DROPPED, **FORGOTTEN))
    waiting = update(Mail).where(Mail.state == MailState.WAITING)
    held = session.execute(waiting.values(held_at=now, leased_until=None).returning(Mail.id)).scalars().all()
    return len(held)


def release(session: Session, mails: Sequence[Mail]) -> None:
    """Let these mails go out that were held, as if they were just ordered."""
    now = utcnow()
    for mail in mails:
        mail.held_at, mail.next_try_at, mail.give_up_at = None, now, now + GIVE_UP_AFTER
    session.flush()


def discard(session: Session, mails: Sequence[Mail], without_trace: Collection[str] = ()) -> None:
    """Let these mails that were held never go out; of the kinds `without_trace` no address stays."""
    for mail in mails:
        mail.held_at, mail.state = None, MailState.DROPPED
        if mail.kind in without_trace:
            mail.to_address = mail.last_error = None
    session.flush()
