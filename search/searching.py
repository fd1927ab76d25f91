"""Answers a query from one snapshot: plan, rank, filter, count, order, cut the page, mark."""

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from search.fields import NEWEST, RELEVANCE
from search.matching.marking import Marking
from search.matching.ranking import Mask, Ranking, freshness, overdue
from search.meaning.encoder import Encoder
from search.meaning.related import FEW, Related
from search.planning.planner import bounded, plan
from search.planning.plans import Plan
from search.queries import Completion, Hit, Places, Query, Results, Similar, Understood
from search.reading.cache import ByteCache
from search.reading.facets import Facets
from search.reading.snapshot import Snapshot
from search.suggesting.completion import MAX_CHARACTERS, complete
from search.suggesting.similar import similar
from search.suggesting.spelling import Proposal, Speller

TAIL = 20  # documents at most
_ENOUGH = 20  # hits beyond which nobody needs a tail
_FEW = 3  # hits up to which another spelling is proposed
# What a snapshot keeps: rankings by their bytes, as paging and filtering ask for them again, of all else so many.
_KEPT_RANKINGS = 32 << 20
_LEAST = 4096  # bytes of the longest words that are kept, and of what is kept under them
_KEPT_PROPOSALS = 500
_KEPT_COMPLETIONS = 2000
_KEPT_SIMILAR = 500
_FAINTEST = 0.1  # of the best score of the tail

Numbers = NDArray[np.intp]


class Answering:
    """Answers queries from one snapshot."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder | None = None) -> None:
        self._snapshot = snapshot
        self._related = None if encoder is None else Related(snapshot, encoder)
        self._rankings: ByteCache[Ranking | None] = ByteCache(_KEPT_RANKINGS, _bytes_of)
        self._proposals: ByteCache[Proposal | None] = ByteCache(_KEPT_PROPOSALS, _one)
        self._completions: ByteCache[tuple[Completion, ...]] = ByteCache(_KEPT_COMPLETIONS, _one)
        self._similar: ByteCache[tuple[Similar, ...]] = ByteCache(_KEPT_SIMILAR, _one)
        self._fresh: tuple[tuple[date, int], NDArray[np.float32]] | None = None
        self._aged: tuple[tuple[date, int], Facets] | None = None
        self.speller = Speller(snapshot)

    def answer(self, query: Query) -> Results:
        """The page of hits with totals, counts and tail.

        When the words as typed find nothing, whatever the filters, and another spelling finds something, that is
        answered instead; the same words are always read alike, so that a count keeps what it promises.
        """
        query = replace(query, words=bounded(query.words))  # what is kept is kept under these
        ranking = self._ranking(query)
        if ranking is None or ranking.found > _FEW or ranking.plan.scope.impossible:
            return self._as_typed(query)
        proposal = self._proposal(query)
        if proposal is None:
            return self._as_typed(query)
        other = replace(query, words=proposal.words)
        instead = self._ranking(other)
        better = instead is not None and (instead.found or (instead.tail.any() and not ranking.tail.any()))
        if proposal.sure and better and not ranking.found and not query.exact:
            return replace(self._as_typed(other), corrected=proposal.words)
        return replace(self._as_typed(query), proposal=proposal.words)

    def _proposal(self, query: Query) -> Proposal | None:
        asked = (query.words, query.synonyms.version, query.places.version)
        return self._proposals.get(asked, lambda: self.speller.propose(query))

    def plan(self, query: Query) -> Plan | None:
        """How the words are looked up; None without words."""
        ranking = self._ranking(query)
        return None if ranking is None else ranking.plan

    def complete(self, typed: str, places: Places, limit: int) -> tuple[Completion, ...]:
        """Ways to go on typing, the best first."""
        return self._completions.get(
            (typed[:MAX_CHARACTERS], places.version, limit),
            lambda: complete(self._snapshot.vocabulary, typed, places, limit),
        )

    def similar(self, key: str, limit: int) -> tuple[Similar, ...]:
        """Documents like the one with this key, () if there is none."""
        number = self._snapshot.number(key)
        if number is None:
            return ()
        return self._similar.get((number, limit), lambda: similar(self._snapshot, number, limit))

    def _as_typed(self, query: Query) -> Results:
        snapshot = self._snapshot
        ranking = self._ranking(query)
        found, scores = (snapshot.live, None) if ranking is None else (ranking.hits, ranking.scores)
        facets = self._facets(query)
        found = facets.filtered(found, query.restrict)
        selected = facets.filtered(found, query.filters)
        page, total = self._page(selected, scores, query)
        tail: Numbers = np.empty(0, dtype=np.intp)
        if ranking is not None and total < _ENOUGH:
            tail = self._tail(ranking, query)
        last_page = query.limit > 0 and query.offset + query.limit >= total
        shown = tail if last_page else tail[:0]
        return Results(
            total=total,
            hits=self._hits(page, scores, ranking, widened=False),
            facets=facets.counted(found, query.filters),
            # Scoring the tail takes longest of all: only where somebody sees it.
            tail=self._hits(shown, ranking.tail, ranking, widened=True) if ranking and len(shown) else (),
            tail_total=len(tail),
            related=() if ranking is None or total >= FEW else self._found_by_meaning(ranking, tail, query),
            understood=Understood() if ranking is None else _understood(ranking, selected),
        )

    def _ranking(self, query: Query) -> Ranking | None:
        """The ranking for the words, None without words. The last few are kept: paging and filtering ask again."""

        def rank() -> Ranking | None:
            wanted = plan(query, self.speller.longer)
            if wanted is None:
                return None
            ranking = Ranking(self._snapshot, wanted, self._freshness(query))
            if ranking.found or wanted.relaxed is None:
                return ranking
            relaxed = Ranking(self._snapshot, wanted.relaxed, self._freshness(query))
            return relaxed if relaxed.found or not ranking.tail.any() else ranking

        return self._rankings.get(
            (query.words, query.synonyms.version, query.places.version, query.today, query.fresh_days), rank
        )

    def _freshness(self, query: Query) -> NDArray[np.float32] | None:
        if query.today is None:
            return None
        period = (query.today, query.fresh_days)
        if self._fresh is None or self._fresh[0] != period:
            self._fresh = (period, freshness(self._snapshot, *period))
        return self._fresh[1]

    def _facets(self, query: Query) -> Facets:
        """The facets as they are on the query's day."""
        if query.today is None:
            return self._snapshot.facets
        period = (query.today, query.fresh_days)
        if self._aged is None or self._aged[0] != period:
            self._aged = (period, self._snapshot.facets.aged(overdue(self._snapshot, *period)))
        return self._aged[1]

    def _page(self, selected: Mask, scores: NDArray[np.float32] | None, query: Query) -> tuple[Numbers, int]:
        """The numbers of the page in order, and how many there are over all pages."""
        numbers = np.flatnonzero(selected)
        end = query.offset + query.limit
        by_score = query.sort == RELEVANCE and scores is not None
        order = self._snapshot.order(NEWEST if query.sort == RELEVANCE else query.sort)[numbers]
        ranked = scores[numbers] if by_score and scores is not None else -order.astype(np.float32)
        return _first(numbers, ranked, order, end)[query.offset :], len(numbers)

    def _tail(self, ranking: Ranking, query: Query) -> Numbers:
        scores = ranking.tail
        numbers = np.flatnonzero(self._passing(scores > 0, query))
        if not len(numbers):
            return numbers
        numbers = numbers[scores[numbers] >= scores[numbers].max() * _FAINTEST]
        return _first(numbers, scores[numbers], self._snapshot.order(NEWEST)[numbers], TAIL)

    def _passing(self, found: Mask, query: Query) -> Mask:
        """Those of the found documents that pass all filters."""
        facets = self._facets(query)
        return facets.filtered(facets.filtered(found, query.restrict), query.filters)

    def _found_by_meaning(self, ranking: Ranking, tail: Numbers, query: Query) -> tuple[Hit, ...]:
        """What is near by its meaning and neither a hit nor in the tail, on the first page alone."""
        if self._related is None or query.offset or not query.limit:
            return ()
        allowed = ranking.allowed & ~ranking.hits
        allowed[tail] = False
        found = self._related.to(ranking.plan, self._passing(allowed, query))
        return tuple(Hit(self._snapshot.key(number), score, {}) for number, score in found)

    def _hits(
        self, numbers: Numbers, scores: NDArray[np.float32] | None, ranking: Ranking | None, *, widened: bool
    ) -> tuple[Hit, ...]:
        found = numbers.tolist()
        if ranking is None or scores is None or not found:
            return tuple(Hit(self._snapshot.key(number), 0.0, {}) for number in found)
        marking = Marking(self._snapshot, ranking, found, widened=widened)
        return tuple(Hit(self._snapshot.key(number), float(scores[number]), *marking.of(number)) for number in found)


def _bytes_of(ranking: Ranking | None) -> int:
    return ranking.most_bytes if ranking else _LEAST


def _one(_: object) -> int:
    return 1


def _first(numbers: Numbers, scores: NDArray[np.float32], order: NDArray[np.int32], count: int) -> Numbers:
    """The first `count` by score, equal ones in the given order."""
    if count <= 0 or not len(numbers):
        return numbers[:0]
    if count < len(numbers):
        # Everything that ties with the last one kept has to stay until the order decides.
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        kept = scores >= least
        numbers, scores, order = numbers[kept], scores[kept], order[kept]
    return numbers[np.lexsort((order, -scores))][:count]


def _understood(ranking: Ranking, selected: Mask) -> Understood:
    wanted = ranking.plan
    present = tuple(code for code in wanted.places if (selected & ranking.of_places((code,))).any())
    others = selected & ~ranking.of_places(present) if wanted.places else selected[:0]
    return Understood(
        places=wanted.places,
        present=present,
        beyond=bool(others.any()),
        nearby=bool(len(others) and (others & ranking.of_places(wanted.neighbours)).any()),
        within=wanted.scope.within,
        outside=wanted.scope.outside,
        unknown=wanted.scope.unknown,
        excluded=tuple(each.word for each in wanted.excluded),
        ignored=wanted.ignored,
        waived=wanted.waived,
    )
