"""The page itself: words, filters, hits, what follows after them; and what to do when nothing was found."""

from functools import partial
from typing import Any

from flask import current_app, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from portal import running
from portal.discovery import addresses
from portal.discovery.addresses import address
from portal.discovery.cards import Card, card, wanted_card
from portal.discovery.finding import searching
from portal.discovery.finding.answers import AnyFound, Found, SearchAnswer
from portal.discovery.finding.requests import WORDS_MAX, SearchRequest
from portal.discovery.results import choices, ranges, wording
from portal.projects.vocabulary import LABELS, ActionField
from portal.web.guards import current_actor, public
from portal.web.listing import Pagination
from portal.work import reading
from search import rescoped

_UNKNOWN_SHOWN = 5
_NAME_SHOWN = 60  # characters


@public
def search() -> str:
    """Show what the address asks for."""
    asked = addresses.parse(request.args.items(multi=True))
    index, settings = current_app.extensions["indexer"].index, running.settings()
    with reading() as session:
        answer = searching.run(session, current_actor(), index, asked, settings.review_period_days)
        return render_template("discovery/search.html", **_view(asked, answer))


def _view(asked: SearchRequest, answer: SearchAnswer) -> dict[str, Any]:
    done = answer.request
    return {
        "words": done.words,
        "exact": done.exact,
        "count_text": wording.count_text(answer),
        "groups": choices.groups(answer),
        "years": ranges.year_range(answer),
        "area": ranges.area_filter(answer, _home()),
        "chips": choices.chips(answer),
        "reset_url": address(done.unfiltered()),
        "sorts": choices.sorts(done),
        "sort": choices.chosen_sort(done),
        "cards": _cards(answer.hits),
        "page": Pagination(done.page, done.page_size, answer.total, partial(address, done)),
        "tail": _cards(answer.tail),
        "tail_total": answer.tail_total,
        "related": _cards(answer.related),
        **_notices(asked, answer),
        **_ways_on(answer),
    }


def _home() -> str:
    """Return the Kommune of the signed-in person, empty without one."""
    own = current_user.organisations if current_user.is_authenticated else ()
    return next((each.slug for each in own if each.is_municipality), "")


def _cards(found: tuple[AnyFound, ...]) -> list[Card]:
    return [_card(each) for each in found]


def _card(each: AnyFound) -> Card:
    told = {"also": wording.also_searched(each.reasons), "why": wording.why(each.reasons)}
    if isinstance(each, Found):
        return card(each.project, each.highlights, **told)
    return wanted_card(each.wanted, each.highlights, **told)


def _notices(asked: SearchRequest, answer: SearchAnswer) -> dict[str, Any]:
    """Return what differs from what was asked for."""
    done, understanding = answer.request, answer.understanding
    return {
        "by_index": answer.by_index,
        "shortened": len(request.args.get("q", "").strip()) > WORDS_MAX,
        "unknown_places": _unknown_places(answer),
        "unknown": [(_(each.label), each.text) for each in answer.unknown[:_UNKNOWN_SHOWN]],
        "missing_page": asked.page != done.page and answer.total > 0,
        "corrected": understanding.corrected,
        "exact_url": address(done.asking(done.words, exact=True)),
        "notes": wording.notes(answer),
    }


def _unknown_places(answer: SearchAnswer) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the names behind stadt: that are not known, each with those that may be meant and the way there."""
    done = answer.request
    return [
        (
            place.name[:_NAME_SHOWN],
            [(near, address(done.asking(rescoped(done.words, place.name, near)))) for near in place.near],
        )
        for place in answer.understanding.unknown_places[:_UNKNOWN_SHOWN]
    ]


def _ways_on(answer: SearchAnswer) -> dict[str, Any]:
    """Return where to go when this was not it."""
    done, proposal = answer.request, answer.understanding.proposal
    return {
        "proposal": proposal,
        "proposal_url": address(done.asking(proposal or "")),
        "ways_out": choices.ways_out(answer),
        "unfiltered": answer.unfiltered if done.narrowings else 0,
        "fields": [
            (_(LABELS[field]), address(SearchRequest(filters={"action_field": (field.value,)})))
            for field in ActionField
        ],
    }
