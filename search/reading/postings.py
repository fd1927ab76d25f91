"""Where one key stands: documents with weights and scores, and the single places."""

from collections.abc import Callable, Sequence
from functools import partial
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.layout import POSITION_BITS, WORDS
from search.reading.cache import ByteCache
from search.reading.segments import Segment

# Whoosh's own parameters of BM25F.
_K1, _B = np.float32(1.2), np.float32(0.75)
_ENTRY_BYTES = 200  # of the objects around the arrays, roughly
_SEGMENTS_LIMIT = 64 << 20
_MERGED_LIMIT = 64 << 20
_PLACES_LIMIT = 64 << 20


class Postings:
    """The posting list of a key over all segments; deleted documents are included."""

    def __init__(
        self,
        documents: NDArray[np.int32],
        weights: NDArray[np.float32],
        counts: NDArray[np.float32],
        idf: float,
        places: Callable[[], NDArray[np.int64]],
    ) -> None:
        self.documents = documents  # ascending
        self.weights = weights  # the sum of the weights of its tokens in the document
        self.counts = counts  # BM25F without the idf
        self.idf = idf  # Whoosh's
        self._places = places

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def scores(self) -> NDArray[np.float32]:
        """BM25F as Whoosh counts it."""
        return self.counts * np.float32(self.idf)

    @property
    def places(self) -> NDArray[np.int64]:
        """Sorted: document << 24 | position. Read when asked for."""
        return self._places()


class _Part(NamedTuple):
    """The postings of a key in one segment, with the segment's own document numbers."""

    documents: NDArray[np.int32]
    weights: NDArray[np.float32]


_NOWHERE = _Part(np.zeros(0, np.int32), np.zeros(0, np.float32))
Parts = ByteCache[_Part]


def new_parts() -> Parts:
    """An empty cache of what was read of segments; it outlives commits."""
    return ByteCache(_SEGMENTS_LIMIT, lambda part: 8 * len(part.documents) + _ENTRY_BYTES)


class PostingsReader:
    """Reads postings over all segments of a snapshot and scores them as Whoosh does."""

    def __init__(self, segments: Sequence[Segment], offsets: Sequence[int], parts: Parts) -> None:
        self._segments = tuple(zip(segments, offsets, strict=True))
        self._parts = parts
        self._size = sum(segment.size for segment in segments)
        self._norms: NDArray[np.float32] | None = None
        self._merged = ByteCache[Postings](_MERGED_LIMIT, lambda each: 12 * len(each) + _ENTRY_BYTES)
        self._places = ByteCache[NDArray[np.int64]](_PLACES_LIMIT, lambda each: each.nbytes + _ENTRY_BYTES)

    def read(self, key: str) -> Postings:
        """The postings of a key; empty if it is unknown."""
        return self._merged.get(key, partial(self._read, key))

    def _read(self, key: str) -> Postings:
        found = [
            (part, offset)
            for segment, offset in self._segments
            if len((part := self._parts.get((segment.name, key), partial(_part, segment, key))).documents)
        ] or [(_NOWHERE, 0)]
        documents = _joined([part.documents + np.int32(offset) if offset else part.documents for part, offset in found])
        weights = _joined([part.weights for part, _ in found])
        idf = log(max(self._size, 1) / (len(documents) + 1)) + 1
        places = partial(self._places.get, key, partial(self._read_places, key))
        return Postings(documents, weights, self._counts(documents, weights), idf, places)

    def _read_places(self, key: str) -> NDArray[np.int64]:
        parts = [np.zeros(0, np.int64)]
        for segment, offset in self._segments:
            number = segment.words.find(key.encode())
            if number is not None:
                parts.append(segment.words.places(number) + (offset << POSITION_BITS))
        return np.concatenate(parts)

    def _counts(self, documents: NDArray[np.int32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
        if not len(documents):
            return weights
        return weights * (_K1 + 1) / (weights + self._norm(documents))

    def _norm(self, documents: NDArray[np.int32]) -> NDArray[np.float32]:
        if self._norms is None:
            lengths = np.concatenate([segment.lengths for segment, _ in self._segments])
            average = sum(segment.total_length(WORDS) for segment, _ in self._segments) / self._size or 1.0
            self._norms = _K1 * (1 - _B) + _K1 * _B / np.float32(average) * lengths
        return self._norms[documents]


def _part(segment: Segment, key: str) -> _Part:
    number = segment.words.find(key.encode())
    return _NOWHERE if number is None else _Part(segment.words.documents(number), segment.words.weights(number))


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
