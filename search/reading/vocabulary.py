"""The keys and written words of one snapshot, for prefixes, completion and spelling."""

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from search.reading.segments import Segment
from search.reading.terms import TermTable

WORD = "word"
_NEAR = 10  # words that are compared further
_SPARE = 4  # of several segments each is asked for as many times more terms


class Written(NamedTuple):
    """A word, a tag or a title as it is written, its folded form, and in how many documents it stands."""

    folded: str
    surface: str
    kind: str
    frequency: int


class Vocabulary:
    """What stands in deleted documents alone is not given; but frequencies count these until their segment is merged.

    What is most frequent over several segments is looked for among what is most frequent in each of them.
    """

    def __init__(self, segments: Sequence[Segment], live: Sequence[NDArray[np.bool_]]) -> None:
        """`live` says for each segment which of its documents are not deleted."""
        self._segments = segments
        self._live = live
        self._deleted = [len(each) - int(np.count_nonzero(each)) for each in live]
        self._words = [segment.words for segment in segments]
        self._surfaces = [segment.surfaces for segment in segments]

    def frequency(self, key: str) -> int:
        """In how many documents the key stands."""
        return _frequency(self._words, key.encode())

    def longer(self, prefix: str, limit: int) -> tuple[str, ...]:
        """The `limit` most frequent keys that begin with the prefix and are longer than it."""
        found = self._most_frequent(self._words, prefix.encode(), limit + 1)
        return tuple(term.decode() for term, _ in found if term != prefix.encode())[:limit]

    def starting(self, folded: str, limit: int) -> tuple[Written, ...]:
        """The `limit` most frequent written words whose folded form begins like this."""
        return tuple(_written(*each) for each in self._most_frequent(self._surfaces, folded.encode(), limit))

    def near(self, folded: str, edits: int) -> tuple[Written, ...]:
        """The written words whose folded form is at most `edits` edits away, the nearest first."""
        terms = {term for segment in self._segments for term in segment.spellings.near(folded, edits)}
        found = [
            _written(term, _frequency(self._surfaces, term)) for term in terms if self._lives(self._surfaces, term)
        ]
        return tuple(
            nsmallest(_NEAR, found, key=lambda each: (OSA.distance(folded, each.folded), -each.frequency, each))
        )

    def _most_frequent(self, tables: Sequence[TermTable], prefix: bytes, limit: int) -> list[tuple[bytes, int]]:
        share = limit if len(tables) == 1 else limit * _SPARE
        most = max((len(table.starting(prefix)) for table in tables), default=0)
        while True:
            terms = {term for table in tables for term in _frequent(table, prefix, share)}
            found = [(term, _frequency(tables, term)) for term in terms if self._lives(tables, term)]
            if len(found) >= limit or share >= most:
                return nsmallest(limit, found, key=lambda each: (-each[1], each[0]))
            share *= _SPARE

    def _lives(self, tables: Iterable[TermTable], term: bytes) -> bool:
        """Whether some live document has the term. Documents are read for rare terms alone."""
        for table, live, deleted in zip(tables, self._live, self._deleted, strict=True):
            number = table.find(term)
            if number is not None and (table.frequency(number) > deleted or live[table.documents(number)].any()):
                return True
        return False


def _written(term: bytes, frequency: int) -> Written:
    folded, surface, kind = term.decode().split("\0")
    return Written(folded, surface, kind, frequency)


def _frequency(tables: Iterable[TermTable], term: bytes) -> int:
    found = ((table, table.find(term)) for table in tables)
    return sum(table.frequency(number) for table, number in found if number is not None)


def _frequent(table: TermTable, prefix: bytes, limit: int) -> Iterable[bytes]:
    numbers = table.starting(prefix)
    if len(numbers) <= limit:
        return map(table.term, numbers)
    frequencies = table.frequencies[numbers.start : numbers.stop]
    least = np.partition(frequencies, -limit)[-limit]
    above = np.flatnonzero(frequencies > least)
    equal = np.flatnonzero(frequencies == least)[: limit - len(above)]
    return map(table.term, (np.concatenate([above, equal]) + numbers.start).tolist())
