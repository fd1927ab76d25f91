"""The terms of one field of a segment in order, and what stands under each: plain arrays in the segment's file.

Arrays of a field, each named after it: the terms as UTF-8 one after another and where each ends; where the postings
of each term end, and its places; for each posting the document, the weight and the number of positions; and the
positions. A field that knows no positions has neither weights (all are 1) nor counts nor positions.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from search.reading.arrays import ArrayFile
from search.reading.numbering import Numbering, Places

TERMS, TERM_ENDS, POSTING_ENDS, PLACE_ENDS = "terms", "term_ends", "posting_ends", "place_ends"
DOCUMENTS, WEIGHTS, COUNTS, POSITIONS = "documents", "weights", "counts", "positions"
# Weights are kept as whole eighths where that is exact, which takes one byte or two instead of four.
WEIGHT_UNITS = 8
_FEW = 4096  # terms; so many may lie in memory as objects, as small segments come and go
_STEP = 32
_SPARE = 2  # times
_AFTER_ALL = b"\xff"  # greater than any byte of UTF-8


class Block(NamedTuple):
    """The postings of neighbouring terms, as they are stored; the last three are None for a field without positions."""

    frequencies: NDArray[Any]  # by term: its number of postings
    documents: NDArray[Any]
    weights: NDArray[Any] | None
    counts: NDArray[Any] | None
    positions: NDArray[Any] | None


class TermTable:
    """Terms are numbered in order. The list of terms is read at its first use, postings whenever they are asked for."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._file = file
        self._field = field

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        entry = self._file.entries.get(self._name(TERM_ENDS))
        return 0 if entry is None else entry.length

    def __iter__(self) -> Iterator[bytes]:
        terms = self._terms if len(self) else b""
        return (terms[start:end] for start, end in pairwise(self._term_ends.tolist()))

    def term(self, number: int) -> bytes:
        """The term with this number."""
        ends = self._term_ends
        return self._terms[ends[number] : ends[number + 1]]

    def find(self, term: bytes) -> int | None:
        """The number of the term, if it is there."""
        if len(self) <= _FEW:
            return self._numbers.get(term)
        number = self.first_from(term)
        return number if number < len(self) and self.term(number) == term else None

    def first_from(self, term: bytes) -> int:
        """The number of the first term that is not before this one."""
        block = max(bisect_left(self._samples, term) - 1, 0)
        count = self._count
        return bisect_left(range(count), term, block * _STEP, min((block + 1) * _STEP, count), key=self.term)

    def starting(self, prefix: bytes) -> range:
        """The numbers of the terms with the prefix."""
        return range(self.first_from(prefix), self.first_from(prefix + _AFTER_ALL))

    def described(self, numbers: Sequence[int]) -> list[tuple[bytes, int]]:
        """The terms with these numbers, each with its frequency."""
        terms, ends, postings = self._terms, self._term_ends, self._posting_ends
        return [(terms[ends[each] : ends[each + 1]], postings[each + 1] - postings[each]) for each in numbers]

    def frequency(self, number: int) -> int:
        """In how many documents the term stands, deleted ones included."""
        return self._posting_ends[number + 1] - self._posting_ends[number]

    @cached_property
    def frequencies(self) -> NDArray[np.int32]:
        """The same for all terms."""
        return np.diff(np.asarray(self._posting_ends)).astype(np.int32)

    def most_frequent(self, numbers: range, count: int) -> list[int]:
        """The `count` most frequent of neighbouring terms, the most frequent first, equal ones in order."""
        order, ranks = self._by_frequency
        found = ranks[numbers.start : numbers.stop]
        looked_at = _SPARE * count * len(order) // max(len(found), 1)
        if looked_at < len(found):  # so many of the most frequent of all mostly hold enough of these
            most = order[:looked_at]
            most = most[(most >= numbers.start) & (most < numbers.stop)]
            if len(most) >= count:
                return cast("list[int]", most[:count].tolist())
        if count < len(found):
            found = np.partition(found, count - 1)[:count]
        return cast("list[int]", order[np.sort(found)].tolist())

    @cached_property
    def _by_frequency(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """All terms, the most frequent first, and the rank of each term in that order."""
        order = np.argsort(-self.frequencies, kind="stable").astype(np.int32)
        ranks = np.empty_like(order)
        ranks[order] = np.arange(len(order), dtype=np.int32)
        return order, ranks

    def documents(self, number: int) -> NDArray[np.int32]:
        """The documents of a term, ascending."""
        start, stop = self._posting_ends[number], self._posting_ends[number + 1]
        return self._array(DOCUMENTS, start, stop).astype(np.int32)

    def weights(self, number: int) -> NDArray[np.float32]:
        """The weight of the term in each of them."""
        start, stop = self._posting_ends[number], self._posting_ends[number + 1]
        if not self.has_positions:
            return np.ones(stop - start, np.float32)
        return decoded_weights(self._array(WEIGHTS, start, stop))

    def counts(self, number: int) -> NDArray[np.int64]:
        """How often the term stands in each of them."""
        return self._array(COUNTS, self._posting_ends[number], self._posting_ends[number + 1]).astype(np.int64)

    def positions(self, number: int) -> NDArray[np.int64]:
        """Where it stands, for one document after the other, ascending in each."""
        return self._array(POSITIONS, self._place_ends[number], self._place_ends[number + 1]).astype(np.int64)

    def places(self, number: int, first: int, numbering: Numbering) -> Places:
        """Documents, of which the first of the segment has this number, and positions in one, sorted."""
        positions = self._array(POSITIONS, self._place_ends[number], self._place_ends[number + 1])
        return numbering.places(self.documents(number) + np.int32(first), self.counts(number), positions)

    def block(self, start: int, stop: int) -> Block:
        """All that is stored under the terms from start to stop."""
        first, last = self._posting_ends[start], self._posting_ends[stop]
        frequencies, documents = self.frequencies[start:stop], self._array(DOCUMENTS, first, last)
        if not self.has_positions:
            return Block(frequencies, documents, None, None, None)
        positions = self._array(POSITIONS, self._place_ends[start], self._place_ends[stop])
        return Block(
            frequencies, documents, self._array(WEIGHTS, first, last), self._array(COUNTS, first, last), positions
        )

    @property
    def has_positions(self) -> bool:
        """Whether the field knows weights and positions."""
        return self._name(POSITIONS) in self._file.entries

    def _name(self, part: str) -> str:
        return array_name(self._field, part)

    def _array(self, part: str, start: int, stop: int) -> NDArray[Any]:
        return self._file.array(self._name(part), start, stop)

    def _ends(self, part: str) -> memoryview:
        return with_start(self._file.array(self._name(part)) if len(self) else np.zeros(0, np.uint8))

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        """The numbers of few terms."""
        return {term: number for number, term in enumerate(self)}

    @cached_property
    def _samples(self) -> list[bytes]:
        """Every so many terms one, so that most of a bisection runs over a plain list."""
        return [self.term(number) for number in range(0, len(self), _STEP)]

    @cached_property
    def _terms(self) -> bytes:
        return self._file.text(self._name(TERMS))

    @cached_property
    def _term_ends(self) -> memoryview:
        return self._ends(TERM_ENDS)

    @cached_property
    def _posting_ends(self) -> memoryview:
        return self._ends(POSTING_ENDS)

    @cached_property
    def _place_ends(self) -> memoryview:
        return self._ends(PLACE_ENDS)


def array_name(field: str, part: str) -> str:
    """The name of an array of a field."""
    return f"{field}:{part}"


def with_start(ends: NDArray[Any]) -> memoryview:
    """The ends with a 0 before them, so that a thing begins where the one before it ends.

    Single numbers come out of a memoryview faster than out of an array.
    """
    return np.concatenate([[0], ends]).astype(ends.dtype.newbyteorder("=")).data


def decoded_weights(stored: NDArray[Any]) -> NDArray[np.float32]:
    """Weights as they are, from eighths or floats."""
    if stored.dtype.kind == "f":
        return stored.astype(np.float32)
    return stored.astype(np.float32) / np.float32(WEIGHT_UNITS)
