"""Reads of sign-ins."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.queries import WITH_MEMBERSHIPS
from portal.accounts.sessions.models import AccountSession

MAX_AGE = timedelta(hours=24)  # NIST SP 800-63B-4 for two factors; whoever works in the portal is asked once a day
COARSE = timedelta(hours=1)


def token_hash(token: str) -> str:
    """Return what is kept of a token. It is random and long: a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def longest(idle: timedelta) -> timedelta:
    """Return after how long a sign-in ends at the latest, however often it is used."""
    return max(MAX_AGE, idle)


def alive(idle: timedelta, now: datetime) -> ColumnElement[bool]:
    """Hold for sign-ins that still count: used within `idle` (give or take the coarse hour) and not too old."""
    return and_(
        AccountSession.last_seen_at > now - idle - COARSE,
        AccountSession.created_at > now - longest(idle),
    )


def by_token(session: Session, token: str, idle: timedelta, now: datetime) -> tuple[AccountSession, Account] | None:
    """Return the sign-in of a cookie while it counts, with its account and roles: every request asks this."""
    statement = (
        select(AccountSession, Account)
        .join(Account, Account.id == AccountSession.account_id)
        .where(AccountSession.token_hash == token_hash(token), alive(idle, now))
        .options(WITH_MEMBERSHIPS)
    )
    return session.execute(statement).one_or_none()


def of_account(session: Session, account_id: int, idle: timedelta, now: datetime) -> Sequence[AccountSession]:
    """Return the sign-ins of an account that count, the one used last first."""
    statement = (
        select(AccountSession)
        .where(AccountSession.account_id == account_id, alive(idle, now))
        .order_by(AccountSession.last_seen_at.desc(), AccountSession.id.desc())
    )
    return session.execute(statement).scalars().all()
