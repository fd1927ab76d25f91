"""Where one key stands: documents with weights and scores, and the single places."""

from collections.abc import Callable, Sequence
from functools import partial
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
_SEGMENTS_LIMIT = 64 << 20
_MERGED_LIMIT = 64 << 20
_PLACES_LIMIT = 96 << 20


class Postings:
    """The posting list of a key over all segments; deleted documents are included."""

    def __init__(
        self,
        documents: NDArray[np.int32],
        weights: NDArray[np.float32],
        counts: NDArray[np.float32],
        idf: float,
        places: Callable[[], Places],
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
    def places(self) -> Places:
        """Sorted, in the numbering of the snapshot. Read when asked for."""
        return self._places()


class _Part(NamedTuple):
    """The postings of a key in one segment, with the segment's own document numbers."""

    documents: NDArray[np.int32]
    weights: NDArray[np.float32]


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
        self._norms: NDArray[np.float32] | None = None
        self._merged = ByteCache[Postings](_MERGED_LIMIT, lambda each: 12 * len(each) + _ENTRY_BYTES)
        self._places = ByteCache[Places](_PLACES_LIMIT, lambda each: each.nbytes + _ENTRY_BYTES)

    def read(self, key: str) -> Postings:
        """The postings of a key; empty if it is unknown."""
        return self._merged.get(key, partial(self._read, key))

    def frequency(self, key: str) -> int:
        """The length of the postings of a key."""
        return sum(segment.words.frequency(number) for segment, number, _ in self._find(key))

    def _read(self, key: str) -> Postings:
        found = self._find(key)
        parts = [
            self._parts.get((segment.name, number), partial(_part, segment, number)) for segment, number, _ in found
        ]
        numbered = [
            part.documents + start if start else part.documents for part, (*_, start) in zip(parts, found, strict=True)
        ]
        documents = _joined(numbered, np.int32)
        weights = _joined([part.weights for part in parts], np.float32)
        idf = log(max(self._size, 1) / (len(documents) + 1)) + 1
        places = partial(self._places.get, key, partial(self._read_places, key))
        return Postings(documents, weights, self._counts(documents, weights), idf, places)

    def _find(self, key: str) -> list[tuple[Segment, int, np.int32]]:
        """The segments that have the key, with the number of the term and that of the segment's first document."""
        term = key.encode()
        numbers = ((segment, segment.words.find(term), start) for segment, start in self._segments)
        return [(segment, number, start) for segment, number, start in numbers if number is not None]

    def _read_places(self, key: str) -> Places:
        found = self._find(key)
        places = [segment.words.places(number, int(start), self.numbering) for segment, number, start in found]
        return _joined(places, self.numbering.kind.type)

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


def _part(segment: Segment, number: int) -> _Part:
    return _Part(segment.words.documents(number), segment.words.weights(number))


def _joined(parts: list[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, kind)
