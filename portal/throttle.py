"""Counters that slow down guessing and flooding, kept in the database so that every process counts together.

A whole town hall often comes from one address; callers therefore count per account *and* address with a low limit
and per address alone with a high one.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.errors import Throttled
from portal.orm import Base, utcnow


class ThrottleCount(Base):
    """Tries within one window. `bucket` is a hash: no address or mail address is kept."""

    __tablename__ = "throttle_count"

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_ends_at: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


def bucket(*parts: str) -> str:
    """Return the name under which tries of this kind by this somebody are counted."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def ensure_below(session: Session, name: str, limit: int) -> None:
    """Raise Throttled, with the seconds to wait, when the bucket has reached its limit."""
    row = session.get(ThrottleCount, name, populate_existing=True)
    if row is not None and row.count >= limit and row.window_ends_at > utcnow():
        raise Throttled(retry_after=int((row.window_ends_at - utcnow()).total_seconds()) + 1)


def count(session: Session, name: str, window: timedelta) -> int:
    """Count one try and return how many there are now; the window starts with the first and does not move."""
    now = utcnow()
    session.execute(delete(ThrottleCount).where(ThrottleCount.window_ends_at <= now))
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(ThrottleCount).values(bucket=name, window_ends_at=now + window, count=1)
    again = {"count": ThrottleCount.count + 1}  # in one statement: two processes may count at the same moment
    counting = first.on_conflict_do_update(index_elements=[ThrottleCount.bucket], set_=again)
    return session.execute(counting.returning(ThrottleCount.count)).scalar_one()


def forget(session: Session, name: str) -> None:
    """Start anew, for example after a successful sign-in."""
    session.execute(delete(ThrottleCount).where(ThrottleCount.bucket == name))
