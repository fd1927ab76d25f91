"""What matched in the hits of a page: the marked passages of their texts, and the reason for each word.

The index keeps the place of every key and the letters of every position, so no text is analysed again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce

import numpy as np
from numpy.typing import NDArray

from search.analysis.chain import keys
from search.analysis.folding import canonical
from search.matching.passages import Span, fragments
from search.matching.places import in_a_row, near, places_in
from search.matching.ranking import Ranking
from search.planning.plans import Alternative, Wanted
from search.queries import Fragment, How, Reason
from search.reading.numbering import Places
from search.reading.snapshot import Snapshot

MAX_MARKS = 6  # of one key in one document, the first ones
MAX_FOUND = 3
_ALWAYS_SHOWN = ("title", "summary")  # of the other fields the first, and only if these do not tell


_SIGN = re.compile(r"[*:_/(-]+in(nen)?\)?$")
_ENDINGS = frozenset(("", "e", "n", "s", "en", "er", "es", "em", "ern", "nen", "in", "innen", "ns", "t", "te", "ten"))
_LONGEST_ENDING = 3


@dataclass
class _Match:
    """One word of the query in one document: the best way and the positions of all ways."""

    word: str
    how: How
    weight: float
    positions: set[int] = field(default_factory=set)


class Marking:
    """The highlights and reasons of the documents of one page."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking, numbers: Sequence[int], *, widened: bool) -> None:
        self._snapshot = snapshot
        self._ranking = ranking
        self._numbers = np.array(sorted(numbers), dtype=np.int32)
        self._matches: dict[int, list[_Match]] = {number: [] for number in numbers}
        for wanted in ranking.plan.wanted:
            further = ranking.widened(wanted) if widened else ()
            self._find(wanted, (*wanted.alternatives, *further))

    def of(self, number: int) -> tuple[dict[str, tuple[Fragment, ...]], tuple[Reason, ...]]:
        """The texts of a document in which something matched, cut into marked and unmarked pieces; and for each word
        of the query that it matches: how, and the words that stand there."""
        texts = self._snapshot.texts(number)
        matches = self._matches[number]
        spans: dict[str, list[Span]] = {}
        read: dict[str, str] = {}
        surfaces: dict[int, str] = {}
        for position, name, start, end in texts.located(set().union(*(match.positions for match in matches))):
            if name not in spans:
                spans[name], read[name] = [], texts.text(name)
            spans[name].append((start, end))
            surfaces[position] = read[name][start:end]
        shown = [name for name in _ALWAYS_SHOWN if name in read] or list(read)[:1]
        highlights = {name: tuple(fragments(read[name], spans[name])) for name in shown}
        return highlights, tuple(_reason(match, surfaces) for match in matches)

    def _find(self, wanted: Wanted, alternatives: Iterable[Alternative]) -> None:
        best: dict[int, _Match] = {}
        for alternative in alternatives:
            weight = alternative.weight
            # Where the word itself stands, far-fetched ways to it are not worth a mark.
            present = [
                number
                for number in self._having_all(alternative).tolist()
                if number not in best or weight > best[number].weight / 2
            ]
            if not present:
                continue
            for places in self._places(alternative, np.array(present, dtype=np.int32)):
                for number, position in self._first(places):
                    if number not in best:
                        best[number] = _Match(wanted.word, alternative.how, weight)
                    best[number].positions.add(position)
        for number, match in best.items():
            self._matches[number].append(match)

    def _having_all(self, alternative: Alternative) -> NDArray[np.int32]:
        """The documents that have all keys of the alternative."""
        return reduce(lambda present, key: self._snapshot.postings(key).among(present), alternative.keys, self._numbers)

    def _first(self, places: Places) -> Iterator[tuple[int, int]]:
        """The first places of each document, as its number and the position."""
        numbering = self._snapshot.numbering
        marked: Counter[int] = Counter()
        numbers = numbering.documents(places).tolist()
        positions = numbering.positions(places).tolist()
        for number, position in zip(numbers, positions, strict=True):
            if marked[number] < MAX_MARKS:
                marked[number] += 1
                yield number, position

    def _places(self, alternative: Alternative, present: NDArray[np.int32]) -> list[Places]:
        """For each key where it stands, of keys that belong together only where they stand together."""
        places = [
            places_in(self._snapshot.postings(key).places, present, self._snapshot.numbering)
            for key in alternative.keys
        ]
        if alternative.offsets:
            found = in_a_row(places, alternative.offsets)
            return [found + offset for offset in alternative.offsets]
        if alternative.window is not None:
            found = near(places, alternative.window)
            return [found, *(near([others, found], alternative.window) for others in places[1:])]
        return places


def _reason(match: _Match, surfaces: Mapping[int, str]) -> Reason:
    found = dict.fromkeys(surfaces[position] for position in sorted(match.positions) if position in surfaces)
    how = match.how
    if how is How.WHOLE and not any(_whole(surface, match.word) for surface in found):
        how = How.PART
    return Reason(match.word, how, tuple(found)[:MAX_FOUND])


@lru_cache(maxsize=1 << 14)  # the same few words stand in most hits of a page
def _whole(surface: str, word: str) -> bool:
    """Whether the surface is the word itself in some form, not a longer word with it inside."""
    if " " in word:
        return True
    one, other = canonical(_SIGN.sub("", surface)), canonical(word)
    same = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if one[same:] in _ENDINGS and other[same:] in _ENDINGS:
        return True
    if abs(len(one) - len(other)) > _LONGEST_ENDING:
        return False
    # Analysing a word takes longer than all the rest here, so only Haus and Häuser come that far.
    found, wanted = keys(surface), keys(word)
    return found is not None and wanted is not None and bool({found.whole, *found.same} & {wanted.whole, *wanted.same})
