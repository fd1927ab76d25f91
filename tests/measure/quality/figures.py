"""The figures of retrieval, for one query: a ranked list of keys against the grades of those that answer it."""

from collections.abc import Iterable, Mapping, Sequence
from math import log2


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """Return the discounted gain of the first `depth` over the best there could be; what is not judged gains nothing.

    The gain of a grade is 2 ** grade - 1. `relevant` is not empty.
    """
    best = sorted(relevant.values(), reverse=True)
    return _gain(relevant.get(key, 0) for key in ranked[:depth]) / _gain(best[:depth])


def recall(ranked: Sequence[str], relevant: Mapping[str, int], depth: int = 20) -> float:
    """Return the share of the relevant ones among the first `depth`. `relevant` is not empty."""
    return len(set(ranked[:depth]) & set(relevant)) / len(relevant)


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, start=1))
