"""Where keys stand together: places are whole numbers (search/reading/numbering.py), and each list is sorted.

What is picked from long lists is picked with take and compress: indexing does the same in two or three times the time.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.reading.numbering import Documents, Numbering, Places

Number = TypeVar("Number", bound=np.signedinteger[Any])

_MUCH_SHORTER = 16  # times; then searching is faster than merging


def in_a_row(places: Sequence[Places], offsets: Sequence[int]) -> Places:
    """The places of the first key at which every key stands at its offset."""
    found = places[0]
    for others, offset in zip(places[1:], offsets[1:], strict=True):
        found = common(found, others - offset)
    return found


def near(places: Sequence[Places], window: int) -> Places:
    """The places of the first key that have each other key at most `window` positions before or behind."""
    found = places[0]
    for others in places[1:]:
        if not len(found) or not len(others):
            return found[:0]
        nearest = np.searchsorted(others, found - window)
        following = others.take(np.minimum(nearest, len(others) - 1))
        found = found.compress((nearest < len(others)) & (following <= found + window))
    return found


def documents_near(places: Sequence[Places], window: int, numbering: Numbering) -> Documents:
    """The documents of those places."""
    found, nearest = places[0], min(places[1:], key=len)
    # Where two keys are near each other, neighbours in the merged list are, and merging is faster than searching.
    merged = _merged(found << 1, nearest << 1 | 1)
    steps = np.diff(merged)
    close = np.flatnonzero(steps <= 2 * window + 1)
    steps, second = steps.take(close), merged[1:].take(close)
    second = second.compress((steps & 1 == 1) & (steps <= 2 * window - 1 + 2 * (second & 1)))
    documents = documents_of(second >> 1, numbering)
    if len(places) == 2:
        return documents
    return documents_of(near([places_in(each, documents, numbering) for each in places], window), numbering)


def places_in(places: Places, documents: Documents, numbering: Numbering) -> Places:
    """The places that lie in these documents (ascending)."""
    found: Places
    if not len(places) or not len(documents):
        found = places[:0]
    elif len(documents) * _MUCH_SHORTER > len(places):
        numbers = numbering.documents(places)
        wanted = np.zeros(max(int(numbers[-1]), int(documents[-1])) + 1, np.bool_)
        wanted[documents] = True
        found = places.compress(wanted.take(numbers))
    else:
        first = documents.astype(numbering.kind) << numbering.bits
        starts = np.searchsorted(places, first)
        lengths = np.searchsorted(places, first + (1 << numbering.bits)) - starts
        ends = np.cumsum(lengths)
        found = places[np.repeat(starts - ends + lengths, lengths) + np.arange(ends[-1])]
    return found


def documents_of(places: Places, numbering: Numbering) -> Documents:
    """The documents of sorted places, each once."""
    documents = numbering.documents(places)
    if len(documents) < 2:
        return documents
    return documents.compress(np.concatenate(([True], documents[1:] != documents[:-1])))


def common(left: NDArray[Number], right: NDArray[Number]) -> NDArray[Number]:
    """What is in both of two ascending lists without repetitions."""
    found: NDArray[Number]
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) * _MUCH_SHORTER > len(longer):
        merged = _merged(shorter, longer)
        found = merged[1:].compress(merged[1:] == merged[:-1])
    elif len(shorter):
        at = np.minimum(np.searchsorted(longer, shorter), len(longer) - 1)
        found = shorter[longer[at] == shorter]
    else:
        found = shorter
    return found


def _merged(left: NDArray[Number], right: NDArray[Number]) -> NDArray[Number]:
    merged = np.concatenate((left, right))
    merged.sort(kind="stable")  # which finds the two runs and merges them in one pass
    return merged
