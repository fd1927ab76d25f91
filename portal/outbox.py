"""Orders written in the transaction of the change they follow from, and carried out after it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Index, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.orm import NEVER_REUSED, Base, Id, utcnow


class Order(Base):
    """One piece of work waiting: a topic (such as "index") and the key of what it is about."""

    __tablename__ = "outbox_order"
    __table_args__ = (Index(None, "topic", "id"), NEVER_REUSED)

    id: Mapped[Id]
    topic: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]


def place(session: Session, topic: str, keys: Iterable[str]) -> None:
    """Write one order a key in the session's transaction; safe during a flush."""
    now = utcnow()
    rows = [{"topic": topic, "key": key, "created_at": now} for key in keys]
    if rows:
        # On the connection: the session would take twice as long to find out that no object is concerned.
        session.connection().execute(insert(Order), rows)


def batch(session: Session, topic: str, limit: int) -> Sequence[tuple[int, str]]:
    """Return the oldest waiting orders as (id, key), at most `limit`."""
    statement = select(Order.id, Order.key).where(Order.topic == topic).order_by(Order.id).limit(limit)
    return [(order_id, key) for order_id, key in session.execute(statement)]


def fulfil(session: Session, order_ids: Sequence[int]) -> None:
    """Remove exactly these orders; later ones for the same key stay."""
    session.execute(delete(Order).where(Order.id.in_(order_ids)))


def waiting(session: Session, topic: str) -> int:
    """Return how many orders of a topic wait."""
    return session.execute(select(func.count()).where(Order.topic == topic)).scalar_one()
