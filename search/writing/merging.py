"""Joins the postings of several sources, by chunks of neighbouring terms, into the arrays of a new segment."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from search.reading.segments import Segment
from search.reading.terms import COUNTS, POSITIONS, WEIGHTS, Block, array_name, decoded_weights
from search.writing.encoding import grouped

_CHUNK = 1 << 21  # postings in memory at a time, or those of one term if it has more


class Kinds(NamedTuple):
    """The types of a field's arrays beside the documents."""

    weights: np.dtype[Any]
    counts: np.dtype[Any]
    positions: np.dtype[Any]


class Source(Protocol):
    """Postings by field and term; document numbers are those of the new segment."""

    def fields(self) -> Iterable[str]:
        """The fields that have terms."""

    def terms(self, field: str) -> list[bytes]:
        """The terms of a field in order."""

    def frequencies(self, field: str) -> NDArray[Any]:
        """The number of postings of each term, at most."""

    def kinds(self, field: str) -> Kinds | None:
        """The types of the field's arrays; None if it knows no positions."""

    def block(self, field: str, start: int, stop: int) -> Block:
        """The postings of the terms from start to stop."""


class SegmentSource:
    """A segment that goes into another one: `numbers` has the new number of each document, -1 for deleted ones."""

    def __init__(self, segment: Segment, numbers: NDArray[np.int32]) -> None:
        self._segment = segment
        self._numbers = numbers

    def fields(self) -> Iterable[str]:
        """See Source."""
        return self._segment.fields

    def terms(self, field: str) -> list[bytes]:
        """See Source."""
        return list(self._segment.table(field))

    def frequencies(self, field: str) -> NDArray[Any]:
        """See Source."""
        return self._segment.table(field).frequencies

    def kinds(self, field: str) -> Kinds | None:
        """See Source."""
        if not self._segment.table(field).has_positions:
            return None
        entries = self._segment.file.entries
        return Kinds(*(entries[array_name(field, part)].kind for part in (WEIGHTS, COUNTS, POSITIONS)))

    def block(self, field: str, start: int, stop: int) -> Block:
        """See Source."""
        stored = self._segment.table(field).block(start, stop)
        documents = self._numbers[stored.documents]
        kept = documents >= 0
        if kept.all():
            return stored._replace(documents=documents)
        ends = np.concatenate([[0], np.cumsum(stored.frequencies)])
        frequencies = np.diff(np.concatenate([[0], np.cumsum(kept)])[ends])
        if stored.counts is None or stored.weights is None or stored.positions is None:
            return Block(frequencies, documents[kept], None, None, None)
        positions = stored.positions[np.repeat(kept, stored.counts)]
        return Block(frequencies, documents[kept], stored.weights[kept], stored.counts[kept], positions)


def merged(field: str, sources: Sequence[Source]) -> Iterator[tuple[list[bytes], Block]]:
    """The joined postings of a field: terms in order with their blocks, for some terms at a time.

    A term whose documents are all deleted has no postings.
    """
    lists = [source.terms(field) for source in sources]
    frequencies = [source.frequencies(field) for source in sources]
    if len(sources) == 1:
        [source], [terms], [totals] = sources, lists, frequencies
        for first, last in _chunks(totals):
            yield terms[first:last], source.block(field, first, last)
        return
    terms = sorted(set().union(*lists))
    numbers = dict(zip(terms, range(len(terms)), strict=True))
    places = [np.fromiter(map(numbers.__getitem__, each), np.int64, len(each)) for each in lists]
    totals = np.zeros(len(terms), np.int64)
    for numbered, each in zip(places, frequencies, strict=True):
        totals[numbered] += each
    for first, last in _chunks(totals):
        parts = []
        for source, numbered in zip(sources, places, strict=True):
            start, stop = np.searchsorted(numbered, [first, last]).tolist()
            if start < stop:
                block = source.block(field, start, stop)
                parts.append((np.repeat(numbered[start:stop] - first, block.frequencies), block))
        yield terms[first:last], _joined(parts, last - first)


def _chunks(frequencies: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """Ranges of terms with about as many postings as may be in memory."""
    ends = np.cumsum(frequencies)
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, before + _CHUNK, side="right")), first + 1)
        yield first, last
        first = last


def _joined(parts: Sequence[tuple[NDArray[np.int64], Block]], count: int) -> Block:
    terms = np.concatenate([numbers for numbers, _ in parts])
    documents = np.concatenate([block.documents for _, block in parts])
    order = np.argsort(terms << 32 | documents, kind="stable")
    frequencies = np.bincount(terms, minlength=count)
    weights, counts, positions = (
        _concatenated([block[part] for _, block in parts]) for part in range(2, len(Block._fields))
    )
    if weights is None or counts is None or positions is None:
        return Block(frequencies, documents[order], None, None, None)
    return Block(frequencies, documents[order], weights[order], counts[order], positions[grouped(counts, order)])


def _concatenated(parts: Sequence[Any]) -> NDArray[Any] | None:
    if parts[0] is None:
        return None
    if len({part.dtype.kind for part in parts}) > 1:  # weights in eighths here and as they are there
        parts = [decoded_weights(part) for part in parts]
    joined: NDArray[Any] = np.concatenate(parts)
    return joined
