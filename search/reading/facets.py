"""Filters and honest counts over the facet groups.

Each value is a row of bits, one per document; counting is "and", then counting ones. Measured at 100,000 documents
and 150 values: half a millisecond, against 1.7 with Python's whole numbers as sets.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.fields import AGING, FACETS
from search.queries import FacetCount
from search.reading.bits import Layout, Mask, Words, ones
from search.reading.segments import Segment

_SPARSE = 4  # times as many words as have a document among the found: then only these are looked at

Filters = Mapping[str, tuple[str, ...]]


class Facets:
    """The facet values of a snapshot's documents, deleted ones included: the masks asked about leave them out."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._layout = Layout([segment.size for segment in segments])

    def aged(self, old: Mask) -> "Facets":
        """The same, with the value of AGING turned into the other one for these documents."""
        made = Facets(self._segments)
        rows, matrix = {name: dict(values) for name, values in self._rows.items()}, self._matrix
        row = rows[AGING.group].get(AGING.value)
        if row is not None:
            words = self._layout.packed(old)
            rows[AGING.group][AGING.becomes] = len(matrix)
            matrix = np.vstack([matrix, matrix[row] & words])
            matrix[row] &= ~words
        made._rows, made._matrix = rows, matrix
        return made

    def values(self, group: str) -> tuple[str, ...]:
        """The values of a group in order, those of deleted documents included."""
        return tuple(self._rows[group])

    def having(self, group: str, values: Sequence[str]) -> Mask:
        """The documents that have at least one of the values, deleted ones included."""
        return self._layout.unpacked(self._any(group, values))

    def filtered(self, found: Mask, filters: Filters) -> Mask:
        """The found documents that pass the filters: OR inside a group, AND between groups."""
        for group, wanted in filters.items():
            if wanted:
                found = found & self.having(group, wanted)
        return found

    def counted(self, found: Mask, filters: Filters) -> dict[str, tuple[FacetCount, ...]]:
        """Per group the values with their counts, the most frequent first.

        A value counts the documents it has among those that pass the filters of all *other* groups: what
        one would see with this value alone in its group. Values that count nothing are left out, unless chosen.
        """
        words, matrix = self._layout.packed(found), self._matrix
        passing = {group: self._any(group, wanted) for group, wanted in filters.items() if wanted}
        some = np.flatnonzero(words)
        if len(some) * _SPARSE < len(words):
            words, matrix = words[some], matrix[:, some]
            passing = {group: each[some] for group, each in passing.items()}
        counts = ones(matrix & _all(words, passing.values()))
        for group in passing:
            others = _all(words, (each for name, each in passing.items() if name != group))
            rows = list(self._rows[group].values())
            counts[rows] = ones(matrix[rows] & others)
        listed = counts.tolist()
        return {group: _shown(rows, listed, filters.get(group, ())) for group, rows in self._rows.items()}

    @cached_property
    def _rows(self) -> dict[str, dict[str, int]]:
        """For each group and value its row."""
        rows: dict[str, dict[str, int]] = {}
        count = 0
        for field in FACETS:
            values = sorted({value for segment in self._segments for value in segment.facets[field.name]})
            rows[field.name] = {value: count + place for place, value in enumerate(values)}
            count += len(values)
        return rows

    @cached_property
    def _matrix(self) -> NDArray[np.uint64]:
        matrix = np.zeros((sum(map(len, self._rows.values())), self._layout.width), np.uint64)
        for segment, (start, stop) in zip(self._segments, self._layout.words, strict=True):
            for group, values in segment.facets.items():
                for value, words in values.items():
                    matrix[self._rows[group][value], start:stop] = words
        return matrix

    def _any(self, group: str, values: Sequence[str]) -> Words:
        rows = [row for value in values if (row := self._rows[group].get(value)) is not None]
        found: Words = np.bitwise_or.reduce(self._matrix[rows], axis=0)
        return found


def _all(words: Words, others: Iterable[Words]) -> Words:
    for each in others:
        words = words & each
    return words


def _shown(rows: Mapping[str, int], counts: Sequence[int], chosen: Sequence[str]) -> tuple[FacetCount, ...]:
    counted = [(-counts[row], value) for value, row in rows.items() if counts[row] or value in chosen]
    return tuple(FacetCount(value, -count) for count, value in sorted(counted))
