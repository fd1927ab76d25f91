"""From a plan to scores: the documents that match all of it, and those that match parts."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.matching.evaluating import Scores, idf, raise_to, weighed
from search.planning.plans import Alternative, Plan, Wanted
from search.reading.snapshot import Snapshot

Mask = NDArray[np.bool_]

# What a document of a named municipality counts for, and one of its neighbours. Hits come in this order whatever else
# they have; in the tail, where a document may match next to nothing, the place is only one reason more.
IN_PLACE, NEXT_TO_IT = 1e16, 1e8
IN_PLACE_OF_TAIL, NEXT_TO_IT_IN_TAIL = 2.0, 1.2
FRESH = 0.1  # what a confirmation of today adds; it fades to nothing
_FURTHER_ARRAYS = 5  # of four bytes a document, beside one for each word
MOST_POSTINGS = 300_000  # that far-fetched ways may take
_EPOCH = date(1970, 1, 1)
_PLACES = ("municipality", "district")  # the facets that hold codes of places


def freshness(snapshot: Snapshot, today: date, days: int) -> Scores:
    """What the score of each document is multiplied with: more than 1 if it was confirmed within the days."""
    age = ((today - _EPOCH).days - snapshot.confirmed_day).astype(np.float32)
    faded = np.clip(1 - age / days, 0, 1) * (snapshot.confirmed_day > 0)
    return (1 + FRESH * faded).astype(np.float32)


def overdue(snapshot: Snapshot, today: date, days: int) -> Mask:
    """The documents that were confirmed, and last more than so many days ago."""
    confirmed = snapshot.confirmed_day
    return (confirmed > 0) & ((today - _EPOCH).days - confirmed > days)


class Ranking:
    """The scores of one plan in one snapshot; what is not asked for is not computed."""

    def __init__(self, snapshot: Snapshot, plan: Plan, freshness: Scores | None) -> None:
        self.plan = plan
        self._snapshot = snapshot
        self._freshness = freshness

    @property
    def most_bytes(self) -> int:
        """What this may take in memory when everything was asked for."""
        arrays = len(self.plan.wanted) + _FURTHER_ARRAYS
        return 4 * arrays * self._snapshot.size

    def widened(self, wanted: Wanted) -> tuple[Alternative, ...]:
        """The further ways of a word that are looked up."""
        return tuple(each for each in wanted.widened if len(each.keys) == 1 or each in self._affordable)

    @cached_property
    def _affordable(self) -> frozenset[Alternative]:
        """Of the further ways with several keys the heaviest, as long as their postings together are not too many.

        In some hundred thousand documents far-fetched ways of frequent words would take longer than all the rest.
        """
        room, kept = MOST_POSTINGS, []
        several = (each for wanted in self.plan.wanted for each in wanted.widened if len(each.keys) > 1)
        for each in sorted(several, key=lambda way: -way.weight):
            postings = sum(len(self._snapshot.postings(key)) for key in each.keys)
            if postings <= room:
                room -= postings
                kept.append(each)
        return frozenset(kept)

    def _scores_of(self, alternatives: Iterable[Alternative]) -> Scores:
        """The best of the alternatives in every document, deleted ones included; without the idf."""
        best: Scores = np.zeros(self._snapshot.size, dtype=np.float32)
        for alternative in sorted(alternatives, key=lambda each: -each.weight):
            raise_to(best, self._snapshot, alternative)
        return best

    @cached_property
    def allowed(self) -> Mask:
        """The live documents that nothing excludes."""
        allowed = self._snapshot.live
        scope = self.plan.scope
        if scope.impossible:
            return np.zeros_like(allowed)
        if scope.within:
            allowed = allowed & self.of_places(scope.within)
        if scope.outside:
            allowed = allowed & ~self.of_places(scope.outside)
        for excluded in self.plan.excluded:
            unwanted = self._scores_of(excluded.alternatives) > 0
            if excluded.unless:
                unwanted &= self._scores_of(excluded.unless) == 0
            allowed = allowed & ~unwanted
        return allowed

    @cached_property
    def _strict(self) -> tuple[Scores, ...]:
        return tuple(weighed(self._snapshot, self._scores_of(wanted.alternatives)) for wanted in self.plan.wanted)

    @cached_property
    def hits(self) -> Mask:
        """The documents that match every required word; without words, those of the named municipalities."""
        found = self.allowed
        if not self.plan.required:
            if self.plan.places:
                return found & self.of_places(self.plan.places)
            narrowed = self.plan.scope.within or self.plan.scope.outside or self.plan.excluded
            return found if narrowed else np.zeros_like(found)
        for wanted, scores in zip(self.plan.wanted, self._strict, strict=True):
            if wanted.required:
                found = found & (scores > 0)
        return found

    @cached_property
    def found(self) -> int:
        """How many hits there are without any filter."""
        return int(np.count_nonzero(self.hits))

    @cached_property
    def scores(self) -> Scores:
        """The score of every document, of use for hits alone; all above 0 there."""
        total: Scores = np.zeros(self._snapshot.size, dtype=np.float32)
        for scores in self._strict:
            total += scores
        if not self.plan.required:
            total += 1
        return self._adjusted(total, IN_PLACE, NEXT_TO_IT)

    @cached_property
    def tail(self) -> Scores:
        """The score of documents that match parts of the plan, 0 for hits and for all others."""
        total: Scores = np.zeros(self._snapshot.size, dtype=np.float32)
        if not self.plan.required:
            return total
        covered = np.zeros_like(total)
        everything = 0.0
        for wanted, strict in zip(self.plan.wanted, self._strict, strict=True):
            if wanted.place and not wanted.required:
                continue  # what lies there counts more anyway; that much would drown the words
            ways = np.maximum(strict, weighed(self._snapshot, self._scores_of(self.widened(wanted))))
            total += ways
            if wanted.required:
                matched = ways > 0
                rarity = max(idf(self._snapshot, int(np.count_nonzero(matched))), 0.1)
                everything += rarity
                # half for a match in any way, the other half for one in a strict way
                covered += np.float32(rarity / 2) * np.add(matched, strict > 0, dtype=np.float32)
        total *= covered
        total *= self.allowed & ~self.hits
        return self._adjusted(total / np.float32(everything), IN_PLACE_OF_TAIL, NEXT_TO_IT_IN_TAIL)

    def _adjusted(self, scores: Scores, in_place: float, next_to_it: float) -> Scores:
        if self.plan.places:
            factor = np.where(self.of_places(self.plan.neighbours), next_to_it, 1.0)
            factor = np.where(self.of_places(self.plan.places), in_place, factor)
            scores = scores * factor.astype(np.float32)
        if self._freshness is not None:
            scores = scores * self._freshness
        return scores.astype(np.float32, copy=False)

    def of_places(self, codes: tuple[str, ...]) -> Mask:
        """The documents of these municipalities and districts."""
        here, around = (self._snapshot.facets.having(group, codes) for group in _PLACES)
        return here | around
