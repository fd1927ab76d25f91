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
    """The terms of one segment that are looked at, by number, and how frequent those that are not may be at most."""

    table: TermTable
    numbers: dict[bytes, int]
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
        return self._frequency(table.find(term) for table in self._tables)

    def lives(self, term: bytes) -> bool:
        """Whether some live document has the term. Documents are read for rare terms alone."""
        return self._lives(table.find(term) for table in self._tables)

    def _lives(self, numbers: Iterable[int | None]) -> bool:
        """The same for the numbers that a term has in the segments."""
        for number, table, live, deleted in zip(numbers, self._tables, self._live, self._deleted, strict=True):
            if number is not None and (table.frequency(number) > deleted or live[table.documents(number)].any()):
                return True
        return False

    def most_frequent(self, prefix: bytes, limit: int) -> list[Found]:
        """The most frequent living terms with a prefix.

        Of a long list only the most frequent terms are looked at. What these lack in the other long lists is looked
        up where it may still decide; with one long list, which is what a rebuild leaves, the result is exact.
        """
        ranges = [table.starting(prefix) for table in self._tables]
        having = [place for place, numbers in enumerate(ranges) if numbers]
        if len(having) == 1:
            return self._of_one(having[0], ranges[having[0]], limit)
        wanted = limit
        while having:
            found, complete = self._candidates(ranges, wanted)
            living = list(islice((each for each, numbers in found if self._lives(numbers)), limit))
            if complete or len(living) == limit:
                return living
            wanted *= _SPARE
        return []

    def _of_one(self, place: int, numbers: range, limit: int) -> list[Found]:
        """The same where no other segment has such terms, which takes a fraction of the time."""
        table, live, deleted = self._tables[place], self._live[place], self._deleted[place]
        wanted = limit
        while True:
            most = table.most_frequent(numbers, wanted)
            found = table.described(most)
            if deleted:
                found = [
                    each
                    for each, number in zip(found, most, strict=True)
                    if each[1] > deleted or live[table.documents(number)].any()
                ]
            if len(found) >= limit or len(most) == len(numbers):
                return found[:limit]
            wanted *= _SPARE

    def _candidates(self, ranges: Sequence[range], wanted: int) -> tuple[list[tuple[Found, list[int | None]]], bool]:
        """Terms among which the wanted number of most frequent ones is, these first, each with its number in every
        segment; and whether they are all there are."""
        most = max(wanted * _SPARE, _SHORT)
        shares = [_share(table, numbers, most) for table, numbers in zip(self._tables, ranges, strict=True)]
        known: Counter[bytes] = Counter()
        for share in shares:
            known.update({term: share.table.frequency(number) for term, number in share.numbers.items()})
        long = [share for share in shares if share.bound]
        enough = nlargest(wanted, known.values())[-1] if len(known) >= wanted else 0
        found = []
        for term, frequency in known.items():
            if frequency + sum(share.bound for share in long if term not in share.numbers) >= enough:
                numbers = [_number(share, term) for share in shares]
                found.append(((term, self._frequency(numbers)), numbers))
        found.sort(key=lambda each: (-each[0][1], each[0][0]))
        return found, not long and len(found) == len(known)

    def _frequency(self, numbers: Iterable[int | None]) -> int:
        pairs = zip(self._tables, numbers, strict=True)
        return sum(table.frequency(number) for table, number in pairs if number is not None)


def _share(table: TermTable, all_numbers: range, most: int) -> _Share:
    numbers = table.most_frequent(all_numbers, most)
    bound = table.frequency(numbers[-1]) if len(numbers) < len(all_numbers) else 0
    return _Share(table, {table.term(number): number for number in numbers}, bound)


def _number(share: _Share, term: bytes) -> int | None:
    """The number of a term; a short list is known whole."""
    return share.table.find(term) if share.bound and term not in share.numbers else share.numbers.get(term)
