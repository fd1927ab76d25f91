"""Verbs on sign-ins: begin, notice, confirm, end. They flush, never commit."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, not_, update
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.accounts.events import SESSIONS_ENDED
from portal.accounts.sessions import queries
from portal.accounts.sessions.devices import Device
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.errors import NotFound


def begin(session: Session, account_id: int, method: SignInMethod, device: Device, now: datetime) -> str:
    """Begin a sign-in and return the token for the cookie, which nobody can read again."""
    token = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            account_id=account_id,
            token_hash=queries.token_hash(token),
            created_at=now,
            last_seen_at=_hour(now),
            confirmed_at=now,
            method=method,
            browser=device.browser,
            system=device.system,
        )
    )
    session.flush()
    return token


def is_due(last_seen_at: datetime, now: datetime) -> bool:
    """Return whether `last_seen_at` is behind, so that `notice` has something to write: at most once an hour."""
    return _hour(now) > last_seen_at


def notice(session: Session, session_id: int, now: datetime) -> None:
    """Note that a sign-in is in use."""
    session.execute(update(AccountSession).where(AccountSession.id == session_id).values(last_seen_at=_hour(now)))


def confirm(session: Session, session_id: int, now: datetime) -> None:
    """Note that the person has just proved again who they are."""
    session.execute(update(AccountSession).where(AccountSession.id == session_id).values(confirmed_at=now))


def end(session: Session, actor: Actor, session_id: int) -> None:
    """End one sign-in of the actor's own. Raises NotFound for any other."""
    if not _delete(session, AccountSession.id == session_id, AccountSession.account_id == actor.account_id):
        raise NotFound
    audit.record(session, actor, SESSIONS_ENDED, ("account", actor.account_id), after={"count": 1})


def leave(session: Session, session_id: int) -> None:
    """End the sign-in of the browser that asks; it may be over already."""
    _delete(session, AccountSession.id == session_id)


def end_others(session: Session, actor: Actor, session_id: int) -> int:
    """End all sign-ins of the actor but one; return how many there were."""
    count = _delete(session, AccountSession.id != session_id, AccountSession.account_id == actor.account_id)
    if count:
        audit.record(session, actor, SESSIONS_ENDED, ("account", actor.account_id), after={"count": count})
    return count


def end_all(session: Session, account_id: int) -> int:
    """End every sign-in of an account; return how many there were."""
    return _delete(session, AccountSession.account_id == account_id)


def remove_expired(session: Session, idle: timedelta, now: datetime) -> int:
    """Remove the sign-ins that no longer count; return how many."""
    return _delete(session, not_(queries.alive(idle, now)))


def _delete(session: Session, *which: ColumnElement[bool]) -> int:
    return len(session.execute(delete(AccountSession).where(*which).returning(AccountSession.id)).all())


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
