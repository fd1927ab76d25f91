"""Making, renewing and ending the secret address of an account. The verbs flush, never commit."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.accounts.models import Account
from portal.errors import NotFound
from portal.partnerships.calendar_feeds.events import ENDED, RENEWED
from portal.partnerships.calendar_feeds.models import Feed
from portal.partnerships.calendar_feeds.queries import TOKEN_BYTES, token_hash


def renew(session: Session, actor: Actor, now: datetime) -> str:
    """Give the actor an address; a former one leads nowhere from now on. Return its token, which nobody has again."""
    if actor.account_id is None:
        raise NotFound
    # One after the other: of two at once each would find none to take away.
    session.execute(select(Account.id).where(Account.id == actor.account_id).with_for_update())
    token = secrets.token_urlsafe(TOKEN_BYTES)
    forget(session, actor.account_id)
    session.add(Feed(account_id=actor.account_id, token_hash=token_hash(token), created_at=now))
    audit.record(session, actor, RENEWED, ("account", actor.account_id))
    session.flush()
    return token


def end(session: Session, actor: Actor) -> None:
    """Let the actor's address lead nowhere; without one it changes nothing."""
    if actor.account_id is not None and forget(session, actor.account_id):
        audit.record(session, actor, ENDED, ("account", actor.account_id))
        session.flush()


def forget(session: Session, account_id: int) -> bool:
    """Take an address away without a word; return whether there was one."""
    gone = session.execute(delete(Feed).where(Feed.account_id == account_id).returning(Feed.account_id))
    return gone.scalar_one_or_none() is not None
