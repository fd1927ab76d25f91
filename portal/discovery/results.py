"""The results page: words, facets, chips, cards, pages; and what to do when nothing was found."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import current_app, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.discovery import addresses, searching
from portal.discovery.addresses import address
from portal.discovery.cards import cards
from portal.discovery.facets import BY_FIELD, Facet, Value
from portal.discovery.searching import RELEVANCE, SearchAnswer, SearchRequest
from portal.text import N_
from portal.web.guards import current_actor, public
from portal.web.listing import Pagination
from portal.work import reading

_UNKNOWN_SHOWN = 5
_SORT_LABELS = {
    "newest": N_("Neueste zuerst"),
    "recently_confirmed": N_("Zuletzt bestätigt"),
    "title": N_("Titel von A bis Z"),
}


@dataclass(frozen=True)
class Choice:
    """A value of a facet as the filter shows it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Group:
    """A facet as the filter shows it."""

    name: str
    label: str
    values: list[Choice]
    filterable: bool
    open: bool


@dataclass(frozen=True)
class Chip:
    """A chosen filter and the address without it."""

    label: str
    remove_url: str


@dataclass(frozen=True)
class WayOut:
    """What would be found without one of the filters."""

    text: str
    url: str
    count: int


@public
def search() -> str:
    """Show what the address asks for."""
    asked = addresses.parse(request.args.items(multi=True))
    with reading() as session:
        answer = searching.run(session, current_actor(), current_app.extensions["indexer"].index, asked)
        return render_template("discovery/search.html", **_view(asked, answer))


def _view(asked: SearchRequest, answer: SearchAnswer) -> dict[str, Any]:
    done = answer.request
    return {
        "words": done.words,
        "shortened": len(request.args.get("q", "").strip()) > searching.WORDS_MAX,
        "count_text": _count_text(answer),
        "groups": [_group(group) for group in answer.facets],
        "chips": _chips(answer),
        "reset_url": address(done.unfiltered()),
        "sorts": _sorts(done),
        "sort": _sort(done),
        "cards": cards(answer.projects, answer.highlights),
        "page": Pagination(done.page, done.page_size, answer.total, partial(address, done)),
        "by_index": answer.by_index,
        "unknown": [(_(each.label), each.text) for each in answer.unknown[:_UNKNOWN_SHOWN]],
        "missing_page": asked.page != done.page and answer.total > 0,
        "suggestion": answer.suggestion,
        "suggestion_url": address(replace(done, words=answer.suggestion or "", page=1)),
        "ways_out": _ways_out(answer),
        "unfiltered": answer.unfiltered if done.filters else 0,
    }


def _count_text(answer: SearchAnswer) -> str:
    count = ngettext("%(num)s Projekt", "%(num)s Projekte", answer.total)
    words = answer.request.words
    return str(_("%(count)s zu „%(words)s“", count=count, words=words) if words else count)


def _label(value: Value) -> str:
    return str(_(value.label)) if value.fixed else value.label


def _group(group: searching.FacetGroup) -> Group:
    facet = group.facet
    return Group(
        name=facet.parameter,
        label=_(facet.label),
        values=[Choice(each.value.slug, _label(each.value), each.count, each.selected) for each in group.values],
        filterable=facet.filterable,
        open=facet.open,
    )


def _chips(answer: SearchAnswer) -> list[Chip]:
    return [
        Chip(
            _chip_label(group.facet, _label(each.value)),
            address(answer.request.without(group.facet.field, each.value.code)),
        )
        for group in answer.facets
        for each in group.values
        if each.selected
    ]


def _chip_label(facet: Facet, value: str) -> str:
    return f"{_(facet.label)}: {value}"


def _sorts(done: SearchRequest) -> list[tuple[str, str]]:
    """Return the sorts to choose from; without words the best hits are the newest, which then come first."""
    names = {sort: name for name, sort in addresses.SORT_NAMES.items()}
    offered = [(names[sort], _(label)) for sort, label in _SORT_LABELS.items()]
    if done.words:
        return [("", _("Beste Treffer zuerst")), *offered]
    return [("", _(_SORT_LABELS["newest"])), *(each for each in offered if each[0] != names["newest"])]


def _sort(done: SearchRequest) -> str:
    if done.sort == RELEVANCE or (done.sort == "newest" and not done.words):
        return ""
    return next(name for name, sort in addresses.SORT_NAMES.items() if sort == done.sort)


def _ways_out(answer: SearchAnswer) -> list[WayOut]:
    """Return for each filter what would be found without it, the most first; nothing that finds nothing."""
    chosen = {
        group.facet.field: ", ".join(_label(each.value) for each in group.values if each.selected)
        for group in answer.facets
    }
    ways = [
        WayOut(_chip_label(BY_FIELD[field], chosen[field]), address(answer.request.without(field)), count)
        for field, count in answer.without.items()
        if count
    ]
    return sorted(ways, key=lambda way: -way.count)
