"""Verbs on synonyms: add, change, delete. They flush, never commit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.access import Actor, ensure
from portal.database import wait_for_turn
from portal.errors import Conflict, Invalid, NotFound
from portal.orm import utcnow
from portal.synonyms import access, queries
from portal.synonyms.models import SYNONYMS_MAX, Action, Direction, Synonym, SynonymChange
from portal.text import N_
from search import curated_synonyms, one_way_synonym, same_term, synonym_group

_FIELDS = ("term", "others", "direction", "note")


@dataclass(frozen=True)
class Wanted:
    """What a synonym shall say."""

    term: str
    others: tuple[str, ...]
    direction: Direction
    note: str | None = None


class Overtaken(Conflict):
    """Somebody else changed the synonym meanwhile. Nothing was changed."""

    message = N_("Jemand anderes hat diesen Eintrag inzwischen geändert.")


def add(session: Session, actor: Actor, wanted: Wanted) -> Synonym:
    """Add a synonym; it acts on the next search. Raises Forbidden, and Invalid with what is wrong with it."""
    _begin(session, actor)
    if queries.count(session) >= SYNONYMS_MAX:
        raise Invalid({"": [N_("Mehr Einträge kann die Suche nicht aufnehmen. Bitte löschen Sie zuerst andere.")]})
    synonym = Synonym(term="", others=[])
    before = dict.fromkeys(_FIELDS)
    _write(synonym, _checked(wanted, queries.listed(session)))
    session.add(synonym)
    _note(session, actor, Action.ADD, synonym.term, before, _stated(synonym))
    return synonym


def change(session: Session, actor: Actor, synonym: Synonym, wanted: Wanted, *, seen: str) -> None:
    """Change a synonym; `seen` is its version as the writer saw it. Raises Forbidden, Overtaken and Invalid."""
    _begin(session, actor)
    _ensure_seen(session, synonym, seen)
    before = _stated(synonym)
    _write(synonym, _checked(wanted, (other for other in queries.listed(session) if other.id != synonym.id)))
    if _stated(synonym) != before:
        synonym.version += 1
        _note(session, actor, Action.CHANGE, synonym.term, before, _stated(synonym))


def delete(session: Session, actor: Actor, synonym: Synonym, *, seen: str) -> None:
    """Delete a synonym as the writer saw it. Raises Forbidden and Overtaken."""
    _begin(session, actor)
    _ensure_seen(session, synonym, seen)
    session.delete(synonym)
    _note(session, actor, Action.DELETE, synonym.term, _stated(synonym), dict.fromkeys(_FIELDS))


def _begin(session: Session, actor: Actor) -> None:
    ensure(actor, access.MANAGE, None)
    # One after the other: each is checked against all others, and the number of the last change tells all before it.
    wait_for_turn(session, "synonyms")


def _ensure_seen(session: Session, synonym: Synonym, seen: str) -> None:
    if queries.by_id(session, synonym.id) is None:  # deleted while we waited
        raise NotFound
    if str(synonym.version) != seen:
        raise Overtaken


def _checked(wanted: Wanted, others: Iterable[Synonym]) -> Wanted:
    """Return what is wanted, tidied. Raises Invalid when the search cannot use it or knows it already."""
    try:
        if wanted.direction is Direction.BOTH_WAYS:
            term, *found = synonym_group((wanted.term, *wanted.others))
        else:
            term, [*found] = one_way_synonym(wanted.term, wanted.others)
    except ValueError as error:
        field = "term" if f"„{wanted.term}“" in str(error) else "others"
        raise Invalid({field: [str(error)]}) from None
    tidy = Wanted(term, tuple(found), wanted.direction, wanted.note)
    if _is_known(tidy, others):
        raise Invalid({"others": [N_("Das findet die Suche schon, auch ohne diesen Eintrag.")]})
    return tidy


def _is_known(wanted: Wanted, others: Iterable[Synonym]) -> bool:
    entries = curated_synonyms().joined(queries.as_value(others, "")).entries
    same = {same_term(entry.term): {*map(same_term, entry.same)} for entry in entries}
    wider = {same_term(entry.term): {*map(same_term, entry.wider)} for entry in entries}
    term, *found = (same_term(each) for each in (wanted.term, *wanted.others))
    if wanted.direction is Direction.ONE_WAY:
        return set(found) <= same.get(term, set()) | wider.get(term, set())
    return set(found) <= same.get(term, set())


def _write(synonym: Synonym, wanted: Wanted) -> None:
    synonym.term, synonym.others = wanted.term, list(wanted.others)
    synonym.direction, synonym.note = wanted.direction, wanted.note


def _stated(synonym: Synonym) -> dict[str, Any]:
    return {
        "term": synonym.term,
        "others": list(synonym.others),
        "direction": synonym.direction.value,
        "note": synonym.note,
    }


def _note(
    session: Session, actor: Actor, action: Action, term: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    changes = {name: [before[name], after[name]] for name in _FIELDS if before[name] != after[name]}
    session.add(SynonymChange(at=utcnow(), account_id=actor.account_id, action=action, term=term, changes=changes))
    session.flush()
