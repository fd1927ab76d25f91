"""The keys and written words of one generation, for prefixes and spelling."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from heapq import nsmallest

_LAST = "\U0010ffff"


class Vocabulary:
    """Frequencies added over the segments; deleted documents count until their segment is merged."""

    def __init__(self, keys: Iterable[Counter[str]], surfaces: Iterable[Counter[str]]) -> None:
        self._key_parts = tuple(keys)
        self._surface_parts = tuple(surfaces)

    @cached_property
    def keys(self) -> Counter[str]:
        """How often each key stands in the text fields."""
        return _sum(self._key_parts)

    @cached_property
    def surfaces(self) -> Counter[str]:
        """In how many documents each word stands as written."""
        return _sum(self._surface_parts)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.keys)

    def longer(self, prefix: str, limit: int) -> tuple[str, ...]:
        """The `limit` most frequent keys that begin with the prefix and are longer than it."""
        start = bisect_left(self._sorted, prefix)
        end = bisect_left(self._sorted, prefix + _LAST, lo=start)
        found = (key for key in self._sorted[start:end] if key != prefix)
        return tuple(nsmallest(limit, found, key=lambda key: (-self.keys[key], key)))


def _sum(parts: tuple[Counter[str], ...]) -> Counter[str]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return total
