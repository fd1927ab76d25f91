"""Reads of synonyms; the search gets them as one value that is made anew only after a change."""

from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from portal.synonyms.models import Direction, Synonym, SynonymChange
from search import Synonyms

# The last value of each database.
_known: WeakKeyDictionary[Engine, Synonyms] = WeakKeyDictionary()


def current(session: Session) -> Synonyms:
    """Return the synonyms as they are now, in one query while nothing has changed."""
    version = _version(session)
    if not version:
        return Synonyms("")
    bind = session.get_bind()
    engine = bind.engine if isinstance(bind, Connection) else bind
    known = _known.get(engine)
    if known is None or known.version != version:
        known = _known[engine] = as_value(listed(session), version)
    return known


def as_value(synonyms: Iterable[Synonym], version: str) -> Synonyms:
    """Return synonyms in the form in which the search takes them."""
    rows = list(synonyms)
    return Synonyms(
        version,
        same=tuple((row.term, *row.others) for row in rows if row.direction is Direction.BOTH_WAYS),
        wider=tuple((row.term, tuple(row.others)) for row in rows if row.direction is Direction.ONE_WAY),
    )


def listed(session: Session) -> Sequence[Synonym]:
    """Return all synonyms by term."""
    return session.execute(select(Synonym).order_by(Synonym.term_sort, Synonym.id)).scalars().all()


def by_id(session: Session, synonym_id: int) -> Synonym | None:
    """Return a synonym."""
    return session.get(Synonym, synonym_id, populate_existing=True)


def count(session: Session) -> int:
    """Return how many there are."""
    return session.execute(select(func.count(Synonym.id))).scalar_one()


def history(session: Session, limit: int) -> Sequence[SynonymChange]:
    """Return the changes, latest first."""
    return session.execute(select(SynonymChange).order_by(SynonymChange.id.desc()).limit(limit)).scalars().all()


def _version(session: Session) -> str:
    """Return what every change changes: its number, and its time, as a restored backup may use numbers again.

    Empty while there has been no change.
    """
    statement = select(SynonymChange.id, SynonymChange.at).order_by(SynonymChange.id.desc()).limit(1)
    last = session.execute(statement).one_or_none()
    return f"{last.id} {last.at.isoformat()}" if last else ""
