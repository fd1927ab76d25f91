"""One state of the index, opened for reading: it never changes, a commit gives a new one."""

from collections import Counter
from functools import cached_property
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.engine import FileIndex
from search.fields import FACETS, SORTS, Sort
from search.layout import POSITION_BITS
from search.reading.facets import Facets
from search.reading.postings import Postings
from search.reading.segments import Segment
from search.reading.storage import TidyStorage
from search.reading.texts import Texts
from search.reading.vocabulary import Vocabulary, Written

_K1, _B = 1.2, 0.75  # Whoosh's own


class Snapshot:
    """All documents of the index, under numbers that count over the segments; `live` says which are not deleted.

    The caller lets one thread in at a time.
    """

    def __init__(self, folder: Path, before: "Snapshot | None" = None) -> None:
        self.folder = folder
        storage = TidyStorage(str(folder))
        try:
            reader = FileIndex(storage).reader()
            leaves = list(reader.leaf_readers()) if reader.doc_count_all() else []
            known = {} if before is None else {segment.name: segment for segment in before._segments}
            self._segments = [known.get(leaf.segment().segment_id()) or Segment(leaf) for leaf, _ in leaves]
        except BaseException:
            storage.close_files()
            raise
        self._offsets = np.cumsum([0, *(segment.size for segment in self._segments)])
        self.size = int(self._offsets[-1])
        self.live: NDArray[np.bool_] = np.ones(self.size, bool)
        for (leaf, _), offset in zip(leaves, self._offsets, strict=False):
            self.live[[int(offset) + number for number in leaf.segment().deleted_docs()]] = False
        self.count = int(self.live.sum())
        self._postings: dict[str, Postings] = {}
        self._orders: dict[str, NDArray[np.int32]] = {}

    def postings(self, key: str) -> Postings:
        """Where the key stands; empty if nowhere."""
        if key not in self._postings:
            parts = [(segment.postings(key), int(o)) for segment, o in zip(self._segments, self._offsets, strict=False)]
            documents = [each + np.int32(offset) for (each, _, _), offset in parts]
            places = [each + (offset << POSITION_BITS) for (_, _, each), offset in parts]
            located = np.concatenate([np.zeros(0, np.int64), *places])
            self._postings[key] = Postings(
                np.concatenate([np.zeros(0, np.int32), *documents]),
                np.concatenate([np.zeros(0, np.float32), *(weights for (_, weights, _), _ in parts)]),
                self._scores,
                lambda: located,
            )
        return self._postings[key]

    def holds(self, key: str) -> bool:
        """Whether some live document has the key."""
        return bool(self.live[self.postings(key).documents].any())

    def _scores(self, postings: Postings) -> NDArray[np.float32]:
        if not len(postings):
            return postings.weights
        idf = log(self.size / (len(postings) + 1)) + 1
        weights = postings.weights
        return np.float32(idf * (_K1 + 1)) * weights / (weights + self._norms[postings.documents])

    @cached_property
    def _norms(self) -> NDArray[np.float32]:
        lengths = np.concatenate([segment.lengths for segment in self._segments])
        average = sum(segment.total_length for segment in self._segments) / self.size or 1
        return np.float32(_K1 * (1 - _B)) + np.float32(_K1 * _B / average) * lengths

    @cached_property
    def facets(self) -> Facets:
        """Filters and counts."""
        groups: dict[str, dict[str, list[NDArray[np.int32]]]] = {field.name: {} for field in FACETS}
        for segment, offset in zip(self._segments, self._offsets, strict=False):
            for group, values in segment.facets.items():
                for value, documents in values.items():
                    groups[group].setdefault(value, []).append(documents + np.int32(offset))
        merged = {g: {v: np.concatenate(each) for v, each in values.items()} for g, values in groups.items()}
        return Facets(self.size, merged)

    def order(self, sort: str) -> NDArray[np.int32]:
        """The rank of every document in that order, 0 first; ties by newest, recently confirmed, title and key."""
        if sort not in self._orders:
            numbers = sorted(range(self.size), key=self.key)
            for each in reversed(SORTS.values()):
                numbers = self._sorted(numbers, each)
            ranks = np.empty(self.size, np.int32)
            ranks[self._sorted(numbers, SORTS[sort])] = np.arange(self.size, dtype=np.int32)
            self._orders[sort] = ranks
        return self._orders[sort]

    def _sorted(self, numbers: list[int], sort: Sort) -> list[int]:
        column = [value for segment in self._segments for value in segment.sort_columns[sort.column]]
        stated = [number for number in numbers if column[number]]
        unknown = [number for number in numbers if not column[number]]
        stated.sort(key=lambda number: column[number], reverse=sort.descending)
        return stated + unknown

    @cached_property
    def confirmed_day(self) -> NDArray[np.int32]:
        """By document: when it was last confirmed, in days since 1970; 0 for never."""
        return np.concatenate([np.zeros(0, np.int32), *(segment.confirmed_day for segment in self._segments)])

    def key(self, number: int) -> str:
        """The key of a document."""
        segment, local = self._local(number)
        return segment.keys[local]

    def number(self, key: str) -> int | None:
        """The number of the live document with this key."""
        return self._numbers.get(key)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {self.key(int(number)): int(number) for number in np.flatnonzero(self.live)}

    def digest(self, number: int) -> str:
        """The digest of a document's contents."""
        segment, local = self._local(number)
        return segment.digests[local]

    def texts(self, number: int) -> Texts:
        """The texts of a document, with the places of their words."""
        segment, local = self._local(number)
        return Texts(segment.texts(local))

    def _local(self, number: int) -> tuple[Segment, int]:
        place = int(np.searchsorted(self._offsets, number, side="right")) - 1
        return self._segments[place], number - int(self._offsets[place])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Keys and written words with their frequencies."""
        keys: Counter[str] = Counter()
        surfaces: Counter[str] = Counter()
        for segment in self._segments:
            keys.update(segment.words)
            surfaces.update(segment.surfaces)
        written = []
        for term, frequency in sorted(surfaces.items()):
            folded, surface, kind = term.split("\0")
            written.append(Written(folded, surface, kind, frequency))
        return Vocabulary(sorted(keys.items()), written)
