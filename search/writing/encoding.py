"""Numbers to the smallest arrays that hold them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.reading.terms import WEIGHT_UNITS


def kind_for(highest: int) -> str:
    """The smallest type without a sign that holds the number, in numpy's spelling."""
    return next(kind for kind, bits in (("<u1", 8), ("<u2", 16), ("<u4", 32), ("<u8", 64)) if highest < 1 << bits)


def small(numbers: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in the smallest type that holds them; those with one below 0 stay as they are."""
    if len(numbers) and numbers.min() < 0:
        return numbers
    return numbers.astype(kind_for(int(numbers.max()) if len(numbers) else 0))


def encoded_weights(weights: NDArray[np.float32]) -> NDArray[Any]:
    """Weights as whole eighths if all of them are, else as they are."""
    units = weights * np.float32(WEIGHT_UNITS)
    return small(units.astype(np.uint32)) if np.array_equal(units, np.trunc(units)) else weights


def grouped(counts: NDArray[Any], order: NDArray[Any]) -> NDArray[np.int64]:
    """The places of all members of groups, `counts` in each, when the groups take another order."""
    starts = np.concatenate([[0], np.cumsum(counts[:-1], dtype=np.int64)]) if len(counts) else np.zeros(0, np.int64)
    lengths = counts[order].astype(np.int64)
    new_starts = np.cumsum(lengths) - lengths
    return np.repeat(starts[order] - new_starts, lengths) + np.arange(int(lengths.sum()))
