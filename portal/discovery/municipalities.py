"""The Kommunen: map and table of all, and a page for each."""

from collections.abc import Sequence
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import ANYONE, allowed
from portal.discovery import asking, maps
from portal.discovery.addresses import address
from portal.discovery.cards import Card, cards
from portal.discovery.finding.requests import SearchRequest
from portal.errors import NotFound
from portal.organisations import access
from portal.organisations import queries as organisations
from portal.organisations.models import FactKind, Organisation
from portal.orm import utcnow
from portal.partnerships.cases import showing
from portal.partnerships.seeking import queries as seeking
from portal.partnerships.vocabulary import LABELS as PARTNERSHIP_LABELS
from portal.projects import queries
from portal.projects.lists import counting
from portal.projects.lists import published as listing
from portal.projects.lists.counting import Counts
from portal.text import N_
from portal.web.guards import current_actor, public
from portal.web.presentation import german_date, german_number
from portal.work import reading

_NONE = Counts(0, 0)
_SHOWN = 10  # entries of each list; all of them are a search away
_MEASURES = (
    (FactKind.POPULATION, N_("Einwohner"), 0, ""),
    (FactKind.AREA, N_("Fläche"), 1, " km²"),
)


@public
def municipalities() -> str:
    """Show all Kommunen on the map and in a table."""
    with reading() as session:
        counts = counting.by_organisation(session)
        shapes = organisations.shapes(session)
        population = organisations.facts(session, FactKind.POPULATION)
        return render_template(
            "discovery/municipalities.html",
            shapes=maps.by_projects(shapes, {each: found.projects for each, found in counts.items()}),
            view_box=maps.VIEW_BOX,
            legend=maps.legend(),
            attribution=maps.ATTRIBUTION,
            rows=[
                (each, population.get(each.id), counts.get(each.id, _NONE))
                for each in organisations.municipalities(session)
            ],
            census=next(iter(population.values()), None),
        )


@public
def municipality(slug: str) -> str:
    """Show one Kommune: its entries, its neighbours, what is known of it."""
    with reading() as session:
        found = organisations.municipality_by_slug(session, slug)
        if found is None:
            raise NotFound
        counts = counting.by_organisation(session)
        lists = {
            "led": listing.led_by(session, found.id),
            "shared": listing.shared_by(session, found.id),
            "told": listing.told_of(session, found.id),
        }
        return render_template(
            "discovery/municipality.html",
            municipality=found,
            partnerships=showing.of_organisation(session, found.id),
            wanted=seeking.open_of(session, found.id),
            kinds=PARTNERSHIP_LABELS,
            answers=showing.answers(session, found.id, utcnow()),
            ask_url=asking.of_organisation(current_actor(), found),
            may_change=allowed(current_actor(), access.CHANGE, found),
            counts=counts.get(found.id, _NONE),
            neighbours=[(each, counts.get(each.id, _NONE).projects) for each in found.neighbours],
            facts=_facts(found),
            sizes={name: len(ids) for name, ids in lists.items()},
            all_url=address(SearchRequest(filters={"municipality": (found.slug,)})),
            shapes=maps.around(found, organisations.shapes(session)),
            view_box=maps.VIEW_BOX,
            attribution=maps.ATTRIBUTION,
            **_cards(session, lists),
        )


def _cards(session: Session, lists: dict[str, Sequence[int]]) -> dict[str, list[Card]]:
    """Return the first cards of each list, loaded together."""
    shown = {name: ids[:_SHOWN] for name, ids in lists.items()}
    wanted = [project_id for ids in shown.values() for project_id in ids]
    found = {project.id: project for project in queries.cards(session, wanted, ANYONE)}
    return {name: cards([found[project_id] for project_id in ids]) for name, ids in shown.items()}


def _facts(municipality: Organisation) -> list[tuple[str, Any, str]]:
    """Return what is known, each with its source and date."""
    known = {fact.kind: fact for fact in municipality.facts}
    return [
        (
            _(label),
            german_number(known[kind].value, digits) + unit,
            _("%(source)s, Stand %(date)s", source=known[kind].source.attribution, date=german_date(known[kind].as_of)),
        )
        for kind, label, digits, unit in _MEASURES
        if kind in known
    ]
