"""The history of an entry in words: what was done, when, for which organisation, and what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.projects import wording
from portal.projects.models import ProjectChange
from portal.projects.values import ABOUT_PERSONS
from portal.text import N_
from portal.web.presentation import german_moment

ACTIONS = {
    "import": N_("Aus öffentlicher Quelle eingetragen"),
    "create": N_("Entwurf angelegt"),
    "update": N_("Angaben geändert"),
    "publish": N_("Veröffentlicht"),
    "confirm": N_("Bestätigt"),
    "archive": N_("Archiviert"),
    "restore": N_("Wiederhergestellt"),
    "hide": N_("Ausgeblendet"),
    "show": N_("Wieder gezeigt"),
    "merge": N_("Doppelten Eintrag übernommen"),
    "merge-away": N_("Mit einem anderen Eintrag zusammengeführt"),
    "assign": N_("Zuständigkeit festgelegt"),
    "hand-over": N_("Zuständigkeit übergeben"),
    "take-over": N_("Pflege übernommen"),
    "move": N_("Pflege übertragen"),
    "confirm-participation": N_("Beteiligung bestätigt"),
    "deny-participation": N_("Beteiligung verneint"),
    "describe-participation": N_("Eigenen Beitrag beschrieben"),
}
# Only these do this, whoever keeps the entry then.
_OF_PORTAL = {
    "move": N_("Portalverwaltung"),
    **dict.fromkeys(("hide", "show", "merge", "merge-away"), N_("Moderation")),
}


@dataclass(frozen=True)
class Event:
    """One line of the history as the timeline shows it; `changes` are (label, before, after)."""

    title: str
    when: str
    when_iso: str
    who: str
    note: str
    changes: list[tuple[str, str, str]]


def slugs_in(history: Sequence[ProjectChange]) -> set[str]:
    """Return the organisations the changes speak of."""
    sides = [{name: side} for change in history for name, pair in change.changes.items() for side in pair]
    return {slug for side in sides for slug in wording.slugs_in(side)}


def events(history: Sequence[ProjectChange], names: wording.Names) -> list[Event]:
    """Return the history in words. Of a person's data and of a person who acted it tells nothing."""
    return [_event(change, names) for change in history]


def _event(change: ProjectChange, names: wording.Names) -> Event:
    about_persons = [wording.label(name) for name in change.changes if name in ABOUT_PERSONS]
    return Event(
        title=_(ACTIONS[change.action]),
        when=german_moment(change.at),
        when_iso=change.at.isoformat(),
        who=_who(change),
        note=_("Geändert: %(fields)s", fields=", ".join(about_persons)) if about_persons else "",
        changes=[
            (wording.label(name), wording.text(name, before, names), wording.text(name, after, names))
            for name, (before, after) in change.changes.items()
            if name not in ABOUT_PERSONS
        ],
    )


def _who(change: ProjectChange) -> str:
    if change.account_id is None:
        return ""
    if change.action in _OF_PORTAL:
        return str(_(_OF_PORTAL[change.action]))
    if change.organisation is None:
        return str(_("Portalverwaltung"))
    return change.organisation.name
