"""Where keys stand together: each place is a whole number, document << 24 | position, and each list is sorted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.layout import POSITION_BITS

SHIFT = POSITION_BITS

Places = NDArray[np.int64]


def in_a_row(places: Sequence[Places], offsets: Sequence[int]) -> Places:
    """The places of the first key at which every key stands at its offset."""
    found = places[0]
    for others, offset in zip(places[1:], offsets[1:], strict=True):
        if not len(found):
            break
        found = found[_contains(others, found + offset)]
    return found


def near(places: Sequence[Places], window: int) -> Places:
    """The places of the first key that have each other key at most `window` positions before or behind."""
    found = places[0]
    for others in places[1:]:
        if not len(found) or not len(others):
            return found[:0]
        after = np.searchsorted(others, found)
        behind = np.abs(others[np.minimum(after, len(others) - 1)] - found) <= window
        before = np.abs(found - others[np.maximum(after - 1, 0)]) <= window
        found = found[behind | before]
    return found


def places_in(places: Places, documents: NDArray[np.int32]) -> Places:
    """The places that lie in these documents (ascending)."""
    first = documents.astype(np.int64) << SHIFT
    starts = np.searchsorted(places, first)
    lengths = np.searchsorted(places, first + (1 << SHIFT)) - starts
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return places[np.repeat(starts - ends + lengths, lengths) + np.arange(total)]


def documents_of(places: Places) -> NDArray[np.int32]:
    """The documents of sorted places, each once."""
    documents = (places >> SHIFT).astype(np.int32)
    if len(documents) < 2:
        return documents
    return documents[np.concatenate(([True], documents[1:] != documents[:-1]))]


def _contains(places: Places, wanted: Places) -> NDArray[np.bool_]:
    if not len(places):
        return np.zeros(len(wanted), dtype=np.bool_)
    at = np.minimum(np.searchsorted(places, wanted), len(places) - 1)
    found: NDArray[np.bool_] = places[at] == wanted
    return found
