"""Answers a query from one snapshot: match, filter, count, order, cut the page, highlight."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from search.fields import NEWEST, RELEVANCE
from search.highlights import highlights
from search.matching import Scores, match
from search.planning import plan
from search.queries import Hit, Query, Results
from search.reading.snapshot import Snapshot


def answer(snapshot: Snapshot, query: Query) -> Results:
    """The page of hits with total and facet counts."""
    wanted = plan(query.words, snapshot.vocabulary)
    scores = None if wanted is None else match(wanted, snapshot)
    found = snapshot.live
    if scores is not None:
        found = np.zeros(snapshot.size, bool)
        found[list(scores)] = True
    selected = snapshot.facets.filtered(found, query.filters)
    keys = frozenset() if wanted is None else wanted.keys
    return Results(
        total=int(np.count_nonzero(selected)),
        hits=tuple(_hit(snapshot, number, scores, keys) for number in _page(snapshot, selected, scores, query)),
        facets=snapshot.facets.counted(found, query.filters),
    )


def _page(snapshot: Snapshot, selected: NDArray[np.bool_], scores: Scores | None, query: Query) -> list[int]:
    ranks = snapshot.order(NEWEST if query.sort == RELEVANCE else query.sort)
    numbers: list[int] = np.flatnonzero(selected).tolist()
    if query.sort == RELEVANCE and scores is not None:
        numbers.sort(key=lambda number: (-scores[number], ranks[number]))
    else:
        numbers.sort(key=lambda number: ranks[number])
    return numbers[query.offset : query.offset + query.limit]


def _hit(snapshot: Snapshot, number: int, scores: Scores | None, keys: Collection[str]) -> Hit:
    return Hit(
        key=snapshot.key(number),
        score=0.0 if scores is None else scores[number],
        highlights=highlights(snapshot.texts(number).fields, keys) if keys else {},
    )
