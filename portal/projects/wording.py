"""Any value of an entry in German words, as check-your-answers, history and the conflict page show it.

Values come plain, as `values.plain` makes them and the history keeps them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from marshmallow import fields
from sqlalchemy.orm import Session

from portal.organisations import queries as organisations
from portal.partial_date import PartialDate
from portal.projects.schemas import ProjectSchema
from portal.projects.vocabulary import LABELS, ParticipationState
from portal.text import N_
from portal.web.fields import Choice, Listing, OneOf, Partial, WholeNumber
from portal.web.presentation import german_date

_FIELDS = ProjectSchema().fields
# What the history tells beside the fields of the form.
_OTHER_LABELS = {
    "keeper": N_("Pflege"),
    "archive_reason": N_("Grund der Archivierung"),
    "merged_entry": N_("Doppelter Eintrag"),
    "merged_into": N_("Zusammengeführt mit"),
    "participation": N_("Beteiligung"),
    "responsibles": N_("Zuständige"),
    "contact_person": N_("Ansprechperson"),
}
_ORGANISATIONS = frozenset({"lead", "participants", "keeper"})

Names = Mapping[str, str]


def label(name: str) -> str:
    """Return the German label of a field."""
    return str(_(_OTHER_LABELS.get(name) or _FIELDS[name].metadata["label"]))


def names(session: Session, slugs: Iterable[str]) -> Names:
    """Return the names of organisations by slug."""
    return {slug: organisation.name for slug, organisation in organisations.by_slugs(session, set(slugs)).items()}


def slugs_in(named: Mapping[str, Any]) -> set[str]:
    """Return the organisations some plain values (by field name) speak of."""
    found: set[str] = set()
    for name in _ORGANISATIONS.intersection(named):
        value = named[name]
        found.update(value if isinstance(value, list) else [value] if value else [])
    return found


def text(name: str, value: Any, names: Names) -> str:
    """Return a plain value in words, rows with one a line; empty when nothing is stated."""
    if value in (None, "", []):
        return ""
    if name in _ORGANISATIONS:
        slugs = value if isinstance(value, list) else [value]
        return ", ".join(sorted(names.get(slug, slug) for slug in slugs))
    if name == "participation":
        return str(_(LABELS[ParticipationState(value)]))
    return _in_words(_FIELDS[name], value) if name in _FIELDS else str(value)


def _in_words(bound: fields.Field[Any], value: Any) -> str:
    if isinstance(bound, Listing):
        separator = "\n" if isinstance(bound.inner, fields.Nested) else ", "
        return separator.join(_in_words(bound.inner, item) for item in value)
    if isinstance(bound, fields.Nested):
        return _row(bound, value)
    if isinstance(bound, Choice):
        return _label_of(bound, value)
    if isinstance(bound, OneOf):
        return str(_(value))
    if isinstance(bound, Partial):
        return german_date(PartialDate.parse(value))
    return str(value)


def _row(bound: fields.Nested, row: Mapping[str, Any]) -> str:
    stated = [(inner, row[key]) for key, inner in bound.schema.fields.items() if row.get(key) not in (None, "")]
    return " – ".join(_part(inner, value) for inner, value in stated)


def _part(bound: fields.Field[Any], value: Any) -> str:
    """Return a value of a row; numbers and dates say nothing by themselves and come with their label."""
    words = _in_words(bound, value)
    return f"{_(bound.metadata['label'])}: {words}" if isinstance(bound, WholeNumber | Partial) else words


def _label_of(bound: Choice, value: str) -> str:
    # The history may hold a value that has left the list since.
    return next((str(_(LABELS[member])) for member in bound.members if member.value == value), value)
