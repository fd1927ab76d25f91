"""A slow, obvious second opinion on matching and ranking: one document, one key, one place after the other.

Analysis and plan are taken as they are; what BM25F gives a key in a document is Whoosh's word.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import log

from search import Document
from search.analysis.chain import analyse
from search.analysis.clean import clean
from search.fields import TEXTS
from search.planning.plans import Alternative, Plan, Wanted
from tests.search import reference

BETWEEN_FIELDS = 100
BETWEEN_PIECES = 10

Bm25 = Callable[[str, int], float]  # of a key in the document with that number, without the idf


class Slow:
    """What is in the index under its number, deleted documents included: they count for how rare a word is."""

    def __init__(self, documents: Sequence[Document], live: Sequence[bool], bm25: Bm25) -> None:
        self.documents = documents
        self.live = live
        self._bm25 = bm25
        self.places = [places(document) for document in documents]

    def scores(self, alternatives: Iterable[Alternative]) -> list[float]:
        """What the best of the alternatives gives each document, times how rare it is that any of them matches."""
        best = [0.0] * len(self.documents)
        for alternative in alternatives:
            for number, held in enumerate(self.places):
                if matches(alternative, held):
                    each = [self._bm25(key, number) for key in alternative.keys]
                    best[number] = max(best[number], alternative.weight * sum(each) / len(each))
        rarity = self.rarity(best)
        return [score * rarity for score in best]

    def rarity(self, scores: Sequence[float]) -> float:
        frequency = sum(score > 0 for score in scores)
        return max(log(max(len(self.documents), 1) / (frequency + 1)) + 1, 0.1)


def places(document: Document) -> dict[str, list[int]]:
    """The keys of a document with their positions."""
    found: dict[str, list[int]] = defaultdict(list)
    start = 0
    for field in TEXTS:
        pieces = [text for piece in document.pieces(field.name) if (text := clean(piece)).strip()]
        for piece in pieces:
            last = start
            for token in analyse(piece):
                last = start + token.position
                for key in token.keys.all:
                    found[key].append(last)
            start = last + BETWEEN_PIECES
        start += (BETWEEN_FIELDS - BETWEEN_PIECES) if pieces else 0
    return found


def matches(alternative: Alternative, held: dict[str, list[int]]) -> bool:
    if not all(key in held for key in alternative.keys):
        return False
    first, *others = alternative.keys
    if alternative.offsets:
        row = list(zip(others, alternative.offsets[1:], strict=True))
        return any(all(place + offset in held[key] for key, offset in row) for place in held[first])
    if alternative.window is not None:
        near = range(-alternative.window, alternative.window + 1)
        return any(all(any(place + by in held[key] for by in near) for key in others) for place in held[first])
    return True


@dataclass(frozen=True)
class Ranked:
    """The hits and the tail of one plan, by number, with their scores; neither filtered nor ordered nor cut."""

    slow: Slow
    plan: Plan
    today: date | None

    @cached_property
    def _strict(self) -> list[list[float]]:
        return [self.slow.scores(wanted.alternatives) for wanted in self.plan.wanted]

    @cached_property
    def _excluded(self) -> list[list[float]]:
        return [self.slow.scores(wanted.alternatives) for wanted in self.plan.excluded]

    @cached_property
    def hits(self) -> dict[int, float]:
        required = [scores for wanted, scores in self._words(self._strict) if wanted.required]
        return {
            number: self._adjusted(number, sum(each[number] for each in self._strict) + (not required), 1e16, 1e8)
            for number in self._allowed()
            if self._is_hit(number, required)
        }

    def _is_hit(self, number: int, required: list[list[float]]) -> bool:
        if required:
            return all(scores[number] > 0 for scores in required)
        if self.plan.places:
            return self._in(number, self.plan.places)
        return bool(self.plan.scope.within or self.plan.scope.outside or self.plan.excluded)

    @cached_property
    def tail(self) -> dict[int, float]:
        """Documents that match some required word at least in part: the sum over the words, times the part of the
        query that is covered, words weighing as much as they are rare, a part of a word half of that. A place that was
        named counts by where a document lies, not by its name."""
        widened = [self.slow.scores(wanted.widened) for wanted in self.plan.wanted]
        ways = [[max(pair) for pair in zip(*both, strict=True)] for both in zip(self._strict, widened, strict=True)]
        counting = [each for wanted, each in self._words(ways) if wanted.required or not wanted.place]
        found = {}
        for number in self._allowed():
            asked = covered = 0.0
            for (wanted, strict), all_ways in zip(self._words(self._strict), ways, strict=True):
                if wanted.required:
                    rarity = self.slow.rarity(all_ways)
                    asked += rarity
                    covered += rarity if strict[number] > 0 else rarity / 2 if all_ways[number] > 0 else 0
            if covered and number not in self.hits:
                found[number] = self._adjusted(number, sum(each[number] for each in counting) * covered / asked, 2, 1.2)
        return found

    def _words(self, scores: list[list[float]]) -> list[tuple[Wanted, list[float]]]:
        return list(zip(self.plan.wanted, scores, strict=True))

    def _allowed(self) -> list[int]:
        return [
            number
            for number, live in enumerate(self.slow.live)
            if live
            and not self.plan.scope.impossible
            and (not self.plan.scope.within or self._in(number, self.plan.scope.within))
            and not self._in(number, self.plan.scope.outside)
            and not any(scores[number] for scores in self._excluded)
        ]

    def _in(self, number: int, codes: tuple[str, ...]) -> bool:
        document = self.slow.documents[number]
        places = {*reference.values(document, "municipality"), *reference.values(document, "district")}
        return bool(set(codes) & places)

    def _adjusted(self, number: int, score: float, in_place: float, next_to_it: float) -> float:
        """More in a named municipality and next to it; a tenth more if confirmed today, fading in a year."""
        if self._in(number, self.plan.places):
            score *= in_place
        elif self._in(number, self.plan.neighbours):
            score *= next_to_it
        confirmed = reference.column(self.slow.documents[number], "recently_confirmed")
        if self.today is not None and confirmed:
            year, month, day = (*map(int, confirmed.split("-")), 1, 1)[:3]
            score *= 1 + 0.1 * min(max(1 - (self.today - date(year, month, day)).days / 365, 0), 1)
        return score
