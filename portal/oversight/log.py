"""The log of decisions as people read it: found by what, where and when, never by who."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.audit import AuditEntry

_BERLIN = ZoneInfo("Europe/Berlin")
AT_ONCE = 500


@dataclass(frozen=True)
class Asked:
    """Which entries are asked for: of one organisation or of all, of one event, from and to a day, both included.

    By whom something was done is no filter on purpose: the log shows decisions, not how busy somebody is.
    """

    organisation_id: int | None = None
    event: str | None = None
    first_day: date | None = None
    last_day: date | None = None


def statement(asked: Asked) -> Select[AuditEntry]:
    """Return the entries, latest first."""
    found = select(AuditEntry).order_by(AuditEntry.id.desc())
    if asked.organisation_id is not None:
        found = found.where(AuditEntry.organisation_id == asked.organisation_id)
    if asked.event is not None:
        found = found.where(AuditEntry.event == asked.event)
    if asked.first_day is not None:
        found = found.where(AuditEntry.at >= _midnight(asked.first_day))
    if asked.last_day is not None:
        found = found.where(AuditEntry.at < _midnight(asked.last_day + timedelta(days=1)))
    return found


def page(session: Session, asked: Asked, first: int, size: int) -> Sequence[AuditEntry]:
    """Return `size` entries from number `first`, from 1."""
    return session.execute(statement(asked).offset(first - 1).limit(size)).scalars().all()


def every(session: Session, asked: Asked) -> Iterator[Sequence[AuditEntry]]:
    """Give all entries, some at once: the whole log may be long."""
    last: int | None = None
    while True:
        further = statement(asked) if last is None else statement(asked).where(AuditEntry.id < last)
        entries = session.execute(further.limit(AT_ONCE)).scalars().all()
        if not entries:
            return
        yield entries
        last = entries[-1].id


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, _BERLIN)
