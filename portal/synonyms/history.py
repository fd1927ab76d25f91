"""The changes of the synonyms in words, as the timeline shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.synonyms.models import DIRECTION_LABELS, Action, Direction, SynonymChange
from portal.synonyms.schemas import SynonymSchema
from portal.text import N_
from portal.web.presentation import german_moment

_TITLES = {
    Action.ADD: N_("„%(term)s“ hinzugefügt"),
    Action.CHANGE: N_("„%(term)s“ geändert"),
    Action.DELETE: N_("„%(term)s“ gelöscht"),
}
_LABELS = {name: bound.metadata["label"] for name, bound in SynonymSchema().fields.items()}


@dataclass(frozen=True)
class Event:
    """One line of the history as the timeline shows it; `changes` are (label, before, after)."""

    title: str
    when: str
    when_iso: str
    changes: list[tuple[str, str, str]]
    who: str = ""
    note: str = ""


def events(history: Sequence[SynonymChange]) -> list[Event]:
    """Return the history in words; of the person who acted it tells nothing."""
    return [
        Event(
            title=_(_TITLES[change.action], term=change.term),
            when=german_moment(change.at),
            when_iso=change.at.isoformat(),
            changes=[
                (_(_LABELS[name]), _text(name, before), _text(name, after))
                for name, (before, after) in change.changes.items()
                if name != "term" or change.action is Action.CHANGE  # else the title says it
            ],
        )
        for change in history
    ]


def _text(name: str, value: Any) -> str:
    if name == "direction" and value:
        return str(_(DIRECTION_LABELS[Direction(value)]))
    return ", ".join(value) if isinstance(value, list) else value or ""
