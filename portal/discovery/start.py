"""The start page: search, figures, action fields, what is new and what was confirmed."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _

from portal.access import ANYONE
from portal.discovery.addresses import address
from portal.discovery.cards import cards
from portal.discovery.finding.requests import SearchRequest
from portal.projects import queries
from portal.projects.document import CONFIRMED, OVERDUE
from portal.projects.lists import counting
from portal.projects.lists import published as listing
from portal.projects.lists.counting import Counts
from portal.projects.vocabulary import LABELS, ActionField
from portal.web.guards import public
from portal.work import reading

_SHOWN = 4  # entries of each list
_EXAMPLES = ("Online-Termine", "Glasfaser", "Mängelmelder", "LoRaWAN")


@dataclass(frozen=True)
class Entrance:
    """An action field as a way into the register."""

    key: str
    label: str
    url: str
    count: int


@public
def start() -> str:
    """Show the start page."""
    with reading() as session:
        newest, confirmed = listing.newest(session, _SHOWN), listing.recently_confirmed(session, _SHOWN)
        found = {project.id: project for project in queries.cards(session, [*newest, *confirmed], ANYONE)}
        by_field = counting.by_action_field(session)
        with_entries, municipalities = counting.municipalities(session)
        return render_template(
            "discovery/start.html",
            examples=[(words, address(SearchRequest(words=words))) for words in _EXAMPLES],
            projects=sum(counts.projects for counts in by_field.values()),
            confirmed_projects=sum(counts.confirmed for counts in by_field.values()),
            municipalities=municipalities,
            with_entries=with_entries,
            entrances=[_entrance(field, by_field.get(field, Counts(0, 0))) for field in ActionField],
            newest=cards([found[project_id] for project_id in newest]),
            confirmed=cards([found[project_id] for project_id in confirmed]),
            all_confirmed=address(
                SearchRequest(filters={"confirmation": (CONFIRMED, OVERDUE)}, sort="recently_confirmed")
            ),
        )


def _entrance(field: ActionField, counts: Counts) -> Entrance:
    url = address(SearchRequest(filters={"action_field": (field.value,)}))
    return Entrance(field.value, _(LABELS[field]), url, counts.projects)
