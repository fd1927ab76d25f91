"""The terms of one field over all segments: how frequent they are, and the most frequent with a prefix."""

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.reading.terms import TermTable

_SPARE = 4  # so many times more terms are looked at than are asked for
_SHORT = 64  # a list of up to so many terms is looked at whole

Found = tuple[bytes, int]  # a term and its frequency


class _Share(NamedTuple):
    """The terms of one segment that are looked at, and how frequent those that are not may be at most."""

    table: TermTable
    frequencies: dict[bytes, int]
    bound: int


class FieldTerms:
    """Frequencies count deleted documents, but a term that stands in these alone does not live."""

    def __init__(self, tables: Sequence[TermTable], live: Sequence[NDArray[np.bool_]]) -> None:
        """`live` says for each segment which of its documents are not deleted."""
        self._tables = tables
        self._live = live
        self._deleted = [len(each) - int(np.count_nonzero(each)) for each in live]

    def frequency(self, term: bytes) -> int:
        """In how many documents the term stands."""
        return _frequency(self._tables, term)

    def lives(self, term: bytes) -> bool:
        """Whether some live document has the term. Documents are read for rare terms alone."""
        for table, live, deleted in zip(self._tables, self._live, self._deleted, strict=True):
            number = table.find(term)
            if number is not None and (table.frequency(number) > deleted or live[table.documents(number)].any()):
                return True
        return False

    def most_frequent(self, prefix: bytes, limit: int) -> list[Found]:
        """The most frequent living terms with a prefix.

        Of a long list only the most frequent terms are looked at. What these lack in the other long lists is looked
        up where it may still decide; with one long list, which is what a rebuild leaves, the result is exact.
        """
        wanted = limit
        while True:
            found, complete = self._candidates(prefix, wanted)
            found.sort(key=lambda each: (-each[1], each[0]))
            living = list(islice((each for each in found if self.lives(each[0])), limit))
            if complete or len(living) == limit:
                return living
            wanted *= _SPARE

    def _candidates(self, prefix: bytes, wanted: int) -> tuple[list[Found], bool]:
        """Terms among which the wanted number of most frequent ones is, and whether they are all there are."""
        most = wanted if len(self._tables) == 1 else max(wanted * _SPARE, _SHORT)
        shares = [_share(table, prefix, most) for table in self._tables]
        known: Counter[bytes] = Counter()
        for share in shares:
            known.update(share.frequencies)
        long = [share for share in shares if share.bound]
        enough = nlargest(wanted, known.values())[-1] if len(known) >= wanted else 0
        found = []
        for term, frequency in known.items():
            lacking = [share for share in long if term not in share.frequencies]
            if frequency + sum(share.bound for share in lacking) >= enough:
                found.append((term, frequency + _frequency((share.table for share in lacking), term)))
        return found, not long and len(found) == len(known)


def _share(table: TermTable, prefix: bytes, most: int) -> _Share:
    numbers: Sequence[int] = table.starting(prefix)
    bound = 0
    if len(numbers) > most:
        frequencies = table.frequencies[numbers[0] : numbers[-1] + 1]
        bound = int(np.partition(frequencies, -most)[-most])
        above = np.flatnonzero(frequencies > bound)
        equal = np.flatnonzero(frequencies == bound)[: most - len(above)]
        numbers = (np.concatenate([above, equal]) + numbers[0]).tolist()
    return _Share(table, {table.term(number): table.frequency(number) for number in numbers}, bound)


def _frequency(tables: Iterable[TermTable], term: bytes) -> int:
    found = ((table, table.find(term)) for table in tables)
    return sum(table.frequency(number) for table, number in found if number is not None)
