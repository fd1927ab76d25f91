"""The orders of the results, kept for each segment when it is written and joined when they are asked for."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.reading.segments import Segment
from search.reading.sortkeys import SortKey, sort_key

Order = NDArray[np.int32]  # document numbers in order
_Layout = Mapping[str, tuple[int, int]]  # segment name -> number of its first document, number of its documents
_KEYS_AT_HAND = 10_000


class Orders:
    """The orders over all segments of a snapshot.

    An order known from the snapshot before is kept: documents of segments that are gone drop out, those of new
    segments are put in their places by bisection, so that after a commit nobody compares all titles again.
    """

    def __init__(self, segments: Sequence[Segment], starts: Sequence[int], before: "Orders | None") -> None:
        self._segments = tuple(segments)
        self._starts = tuple(starts)
        self._layout = {each.name: (start, each.size) for each, start in zip(segments, starts, strict=True)}
        self._known: dict[str, tuple[_Layout, Order]] = {} if before is None else dict(before._known)
        self._ranks: dict[str, NDArray[np.int32]] = {}

    def ranks(self, sort: str) -> NDArray[np.int32]:
        """The place of every document in the order, deleted ones included."""
        if sort not in self._ranks:
            order = self._joined(sort)
            ranks = np.empty(len(order), np.int32)
            ranks[order] = np.arange(len(order), dtype=np.int32)
            self._ranks[sort] = ranks
        return self._ranks[sort]

    def _joined(self, sort: str) -> Order:
        layout, order = self._known.get(sort, ({}, np.zeros(0, np.int32)))
        order = _moved(order, layout, self._layout)
        key_of = self._key_of(sort)
        for segment, start in sorted(zip(self._segments, self._starts, strict=True), key=lambda each: -each[0].size):
            if segment.name not in layout:
                order = _inserted(order, segment.order(sort) + np.int32(start), key_of)
        self._known[sort] = (self._layout, order)
        return order

    def _key_of(self, sort: str) -> Callable[[int], SortKey]:
        @lru_cache(maxsize=_KEYS_AT_HAND)
        def key_of(number: int) -> SortKey:
            at = bisect_left(self._starts, number + 1) - 1
            column, local = self._segments[at].column, number - self._starts[at]
            return sort_key(sort, lambda name: column(name)[local])

        return key_of


def _moved(order: Order, old: _Layout, new: _Layout) -> Order:
    """The documents of segments that are in both, under their new numbers."""
    numbers = np.full(sum(size for _, size in old.values()), -1, np.int32)
    for name, (start, size) in old.items():
        if name in new:
            numbers[start : start + size] = np.arange(new[name][0], new[name][0] + size, dtype=np.int32)
    moved: Order = numbers[order]
    return moved[moved >= 0]


def _inserted(order: Order, newcomers: Order, key_of: Callable[[int], SortKey]) -> Order:
    """The order with further documents, which are in order themselves, put in their places."""
    if not len(order):
        return newcomers
    places = np.empty(len(newcomers), np.int64)
    lowest = 0
    for index, number in enumerate(newcomers.tolist()):
        lowest = bisect_left(order, key_of(number), lo=lowest, key=lambda each: key_of(int(each)))
        places[index] = lowest
    return np.insert(order, places, newcomers)
