"""Answers a query from one snapshot: match, filter, count, order, cut the page, highlight."""

from collections.abc import Collection
from heapq import nsmallest

from search.bits import bits_of, contains, flags_of
from search.facets import counted, filtered
from search.fields import NEWEST, RELEVANCE
from search.highlights import highlights
from search.matching import Scores, match
from search.planning import plan
from search.queries import Hit, Query, Results
from search.snapshot import Snapshot


def answer(snapshot: Snapshot, query: Query) -> Results:
    """The page of hits with total and facet counts."""
    wanted = plan(query.words, snapshot.vocabulary)
    scores = None if wanted is None else match(wanted, snapshot.searcher)
    found = snapshot.live if scores is None else bits_of(scores, snapshot.size)
    selected = filtered(found, snapshot.facets, query.filters)
    keys = frozenset() if wanted is None else wanted.keys
    return Results(
        total=selected.bit_count(),
        hits=tuple(_hit(snapshot, number, scores, keys) for number in _page(snapshot, selected, scores, query)),
        facets=counted(found, snapshot.facets, query.filters),
    )


def _page(snapshot: Snapshot, selected: int, scores: Scores | None, query: Query) -> list[int]:
    flags = flags_of(selected, snapshot.size)
    end = query.offset + query.limit
    by_relevance = query.sort == RELEVANCE and scores is not None
    order = snapshot.orders[NEWEST if query.sort == RELEVANCE else query.sort]
    in_order = (number for number in order if contains(flags, number))
    if by_relevance and scores is not None:
        # nsmallest is stable: documents of equal score stay in the order newest first
        end = min(end, len(scores))
        return nsmallest(end, in_order, key=lambda number: -scores[number])[query.offset :]
    page: list[int] = []
    for place, number in enumerate(in_order):
        if place >= end:
            break
        if place >= query.offset:
            page.append(number)
    return page


def _hit(snapshot: Snapshot, number: int, scores: Scores | None, keys: Collection[str]) -> Hit:
    return Hit(
        key=snapshot.keys[number],
        score=0.0 if scores is None else scores[number],
        highlights=highlights(snapshot.texts(number), keys) if keys else {},
    )
