"""Counters that slow down guessing and flooding, kept in the database so that every process counts together.

A whole town hall often comes from one address; callers therefore count per account *and* address with a low limit
and per address alone with a high one.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import String, case, delete, select, update
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


def count(session: Session, name: str, window: timedelta) -> int:
    """Count one try and return how many there are now; the window starts with the first and does not move."""
    return _counted(session, name, window)[0]


def count_within(session: Session, name: str, limit: int, window: timedelta) -> None:
    """Count one try, or raise Throttled, with the seconds to wait, when the bucket has reached its limit.

    Counting and looking are one step, so that of many at the same moment no more than `limit` pass. Whoever lets the
    error end the transaction has not counted what was refused.
    """
    number, ends_at = _counted(session, name, window)
    if number > limit:
        raise Throttled(retry_after=int((ends_at - utcnow()).total_seconds()) + 1)


def is_counted(session: Session, name: str) -> bool:
    """Return whether there was a try in the window that runs. Counts none."""
    running = (ThrottleCount.bucket == name) & (ThrottleCount.window_ends_at > utcnow())
    return session.execute(select(ThrottleCount.bucket).where(running)).one_or_none() is not None


def _counted(session: Session, name: str, window: timedelta) -> tuple[int, datetime]:
    now = utcnow()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(ThrottleCount).values(bucket=name, window_ends_at=now + window, count=1)
    over = ThrottleCount.window_ends_at <= now
    again = {
        "count": case((over, 1), else_=ThrottleCount.count + 1),
        "window_ends_at": case((over, first.excluded.window_ends_at), else_=ThrottleCount.window_ends_at),
    }
    # In one statement: two processes may count at the same moment.
    counting = first.on_conflict_do_update(index_elements=[ThrottleCount.bucket], set_=again)
    number, ends_at = session.execute(counting.returning(ThrottleCount.count, ThrottleCount.window_ends_at)).one()
    return number, ends_at


def take_back(session: Session, name: str) -> None:
    """Count one try less: it turned out to be none."""
    counted = (ThrottleCount.bucket == name) & (ThrottleCount.count > 0)
    session.execute(update(ThrottleCount).where(counted).values(count=ThrottleCount.count - 1))


def forget(session: Session, name: str) -> None:
    """Start anew, for example after a successful sign-in."""
    session.execute(delete(ThrottleCount).where(ThrottleCount.bucket == name))
