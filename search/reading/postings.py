"""Where one key stands: documents with weights and scores, and the single places."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.layout import WORDS
from search.reading.cache import ByteCache
from search.reading.numbering import Numbering, Places
from search.reading.segments import Segment

# Whoosh's own parameters of BM25F.
_K1, _B = np.float32(1.2), np.float32(0.75)
_ENTRY_BYTES = 200  # of the objects around the arrays, roughly
_SEGMENTS_LIMIT = 48 << 20
_LISTS_LIMIT = 48 << 20
_ROWS_LIMIT = 96 << 20
_PLACES_LIMIT = 96 << 20
_KEYS_AT_HAND = 10_000
_FREQUENT = 16  # times more documents there are than have a key; more frequent ones are passed over as rows

Row = NDArray[np.float32]  # by document number


class Lists(NamedTuple):
    """Documents, ascending, with what is known about each."""

    documents: NDArray[np.int32]
    weights: NDArray[np.float32]  # the sum of the weights of the key's tokens in the document
    counts: NDArray[np.float32]  # BM25F without the idf


class Postings:
    """Where a key stands over all segments, deleted documents included. What is asked for is read then."""

    def __init__(
        self,
        frequency: int,
        size: int,
        lists: Callable[[], Lists],
        row: Callable[[], Row],
        places: Callable[[], Places],
    ) -> None:
        self._frequency = frequency
        self._lists = lists
        self._row = row
        self._places = places
        self.idf = log(max(size, 1) / (frequency + 1)) + 1  # Whoosh's
        self.frequent = frequency * _FREQUENT >= size

    def __len__(self) -> int:
        return self._frequency

    @property
    def documents(self) -> NDArray[np.int32]:
        """In ascending order."""
        return self._lists().documents

    @property
    def weights(self) -> NDArray[np.float32]:
        """By place in that list: the sum of the weights of the key's tokens."""
        return self._lists().weights

    @property
    def counts(self) -> NDArray[np.float32]:
        """By place in that list: BM25F without the idf."""
        return self._lists().counts

    @property
    def row(self) -> Row:
        """The same counts by document number, 0 where the key does not stand. For frequent keys."""
        return self._row()

    @property
    def scores(self) -> NDArray[np.float32]:
        """BM25F as Whoosh counts it."""
        return self.counts * np.float32(self.idf)

    @property
    def places(self) -> Places:
        """Sorted, in the numbering of the snapshot."""
        return self._places()

    def among(self, numbers: NDArray[np.int32]) -> NDArray[np.int32]:
        """Those of a few documents that have the key."""
        if self.frequent:
            having = self.row[numbers] > 0
        elif self._frequency:
            documents = self.documents
            having = documents[np.minimum(np.searchsorted(documents, numbers), len(documents) - 1)] == numbers
        else:
            having = np.zeros(len(numbers), np.bool_)
        found: NDArray[np.int32] = numbers[having]
        return found


class _Part(NamedTuple):
    """The postings of a key in one segment, with the segment's own document numbers."""

    documents: NDArray[np.int32]
    weights: NDArray[np.float32]


class _Found(NamedTuple):
    """A segment that has a key, the number of the term, and that of the segment's first document."""

    segment: Segment
    number: int
    start: np.int32


Parts = ByteCache[_Part]


def new_parts() -> Parts:
    """An empty cache of what was read of segments; it outlives commits."""
    return ByteCache(_SEGMENTS_LIMIT, lambda part: 8 * len(part.documents) + _ENTRY_BYTES)


class PostingsReader:
    """Reads postings over all segments of a snapshot and scores them as Whoosh does."""

    def __init__(self, segments: Sequence[Segment], starts: Sequence[int], parts: Parts) -> None:
        self._segments = [(segment, np.int32(start)) for segment, start in zip(segments, starts, strict=True)]
        self._parts = parts
        self._size = sum(segment.size for segment in segments)
        self.numbering = Numbering.fitting(self._size, max((each.last_position for each in segments), default=0))
        self._known = ByteCache[Postings](_KEYS_AT_HAND, lambda _: 1)
        self._lists = ByteCache[Lists](_LISTS_LIMIT, lambda each: 12 * len(each.documents) + _ENTRY_BYTES)
        self._rows = ByteCache[Row](_ROWS_LIMIT, lambda each: each.nbytes + _ENTRY_BYTES)
        self._places = ByteCache[Places](_PLACES_LIMIT, lambda each: each.nbytes + _ENTRY_BYTES)

    def read(self, key: str) -> Postings:
        """The postings of a key; empty if it is unknown."""
        return self._known.get(key, partial(self._postings, key))

    def _postings(self, key: str) -> Postings:
        term = key.encode()
        numbers = [(segment, segment.words.find(term), start) for segment, start in self._segments]
        found = [_Found(segment, number, start) for segment, number, start in numbers if number is not None]
        return Postings(
            sum(segment.words.frequency(number) for segment, number, _ in found),
            self._size,
            partial(self._lists.get, key, partial(self._read_lists, found)),
            partial(self._rows.get, key, partial(self._read_row, found)),
            partial(self._places.get, key, partial(self._read_places, found)),
        )

    def _read_lists(self, found: Sequence[_Found]) -> Lists:
        parts = [self._parts.get((each.segment.name, each.number), partial(_part, each)) for each in found]
        numbered = [
            part.documents + each.start if each.start else part.documents
            for part, each in zip(parts, found, strict=True)
        ]
        documents = _joined(numbered, np.int32)
        weights = _joined([part.weights for part in parts], np.float32)
        return Lists(documents, weights, _counts(weights, self._norms[documents]))

    def _read_row(self, found: Sequence[_Found]) -> Row:
        weights = np.zeros(self._size, np.float32)
        for segment, number, start in found:
            weights[start : start + segment.size][segment.words.documents(number)] = segment.words.weights(number)
        return _counts(weights, self._norms)

    def _read_places(self, found: Sequence[_Found]) -> Places:
        places = [segment.words.places(number, int(start), self.numbering) for segment, number, start in found]
        return _joined(places, self.numbering.kind.type)

    @cached_property
    def _norms(self) -> Row:
        lengths = np.concatenate([np.zeros(0, np.float32), *(segment.lengths for segment, _ in self._segments)])
        average = sum(segment.total_length(WORDS) for segment, _ in self._segments) / max(self._size, 1) or 1.0
        norms: Row = _K1 * (1 - _B) + _K1 * _B / np.float32(average) * lengths
        return norms


def _counts(weights: NDArray[np.float32], norms: NDArray[np.float32]) -> NDArray[np.float32]:
    return weights * (_K1 + 1) / (weights + norms)


def _part(found: _Found) -> _Part:
    return _Part(found.segment.words.documents(found.number), found.segment.words.weights(found.number))


def _joined(parts: list[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, kind)
