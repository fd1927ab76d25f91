"""Entries of the log in words, for the page and for the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts import wording as accounts
from portal.audit import AuditEntry, Event
from portal.organisations import queries as organisations
from portal.oversight.events import EVENTS
from portal.text import N_
from portal.web.presentation import german_moment

# After a rollback the log holds what only the newer version knows; what it says of it nobody could read.
_UNKNOWN = Event("", N_("Etwas, das diese Version des Portals nicht kennt"), {})


@dataclass(frozen=True)
class Decision:
    """One entry as the timeline shows it; `changes` are (label, before, after)."""

    title: str
    when: str
    when_iso: str
    who: str
    note: str
    changes: list[tuple[str, str, str]]
    organisation: str


def decisions(session: Session, entries: Sequence[AuditEntry], *, naming: bool = True) -> list[Decision]:
    """Return the entries in words; without `naming` organisations and roles stand where else people are named."""
    tell = accounts.names if naming else accounts.sides
    people = tell(session, {number for entry in entries for number in _people_in(entry)})
    places = organisations.names(session, {entry.organisation_id for entry in entries})
    return [_decision(entry, people, places) for entry in entries]


def _people_in(entry: AuditEntry) -> Iterable[int | None]:
    """Give the numbers of the accounts an entry speaks of."""
    yield entry.account_id
    if entry.about_kind == "account":
        yield entry.about_id
    for name in _event(entry).people & entry.changes.keys():
        yield from entry.changes[name]


def _event(entry: AuditEntry) -> Event:
    return EVENTS.get(entry.event, _UNKNOWN)


def _decision(entry: AuditEntry, people: Mapping[int, str], places: Mapping[int, str]) -> Decision:
    event = _event(entry)
    about = people.get(entry.about_id or 0, "") if entry.about_kind == "account" else ""

    def told(name: str, value: Any) -> str:
        return people.get(value or 0, "") if name in event.people else _text(value)

    return Decision(
        title=_(event.label),
        when=german_moment(entry.at),
        when_iso=entry.at.isoformat(),
        who=people.get(entry.account_id or 0, ""),
        note=_("Betrifft: %(name)s", name=about) if about and entry.about_id != entry.account_id else "",
        changes=[
            (_(event.fields[name]), told(name, before), told(name, after))
            for name, (before, after) in entry.changes.items()
            if name in event.fields
        ],
        organisation=places.get(entry.organisation_id or 0, ""),
    )


def rows(decided: Iterable[Decision]) -> Iterable[list[str]]:
    """Return lines of the file: moment, event, organisation, from which side, note, what changed."""
    for each in decided:
        changed = "; ".join(f"{label}: {before or '–'} → {after or '–'}" for label, before, after in each.changes)
        yield [each.when_iso, each.title, each.organisation, each.who, each.note, changed]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(_("ja") if value else _("nein"))
    return "" if value is None else str(_(value) if isinstance(value, str) else value)
