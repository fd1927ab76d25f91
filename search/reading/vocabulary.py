"""The keys and written words of one snapshot, for prefixes, completion and spelling."""

from bisect import bisect_left
from collections.abc import Sequence
from heapq import nsmallest
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

WORD = "word"
_NEAR = 10  # words that are compared further
_AFTER_ALL = "\U0010ffff"


class Written(NamedTuple):
    """A word, a tag or a title as it is written, its folded form, and in how many documents it stands."""

    folded: str
    surface: str
    kind: str
    frequency: int


class Vocabulary:
    """Frequencies count deleted documents until their segment is merged."""

    def __init__(self, keys: Sequence[tuple[str, int]], written: Sequence[Written]) -> None:
        self._keys = [key for key, _ in keys]  # sorted
        self._frequencies = dict(keys)
        self.written = written  # sorted by folded form, then surface

    def frequency(self, key: str) -> int:
        """In how many documents the key stands."""
        return self._frequencies.get(key, 0)

    def longer(self, prefix: str, limit: int) -> tuple[str, ...]:
        """The `limit` most frequent keys that begin with the prefix and are longer than it."""
        start = bisect_left(self._keys, prefix)
        end = bisect_left(self._keys, prefix + _AFTER_ALL, lo=start)
        found = (key for key in self._keys[start:end] if key != prefix)
        return tuple(nsmallest(limit, found, key=lambda key: (-self._frequencies[key], key)))

    def starting(self, folded: str, limit: int) -> tuple[Written, ...]:
        """The `limit` most frequent written words whose folded form begins like this."""
        start = bisect_left(self.written, (folded,))
        end = bisect_left(self.written, (folded + _AFTER_ALL,), lo=start)
        return tuple(nsmallest(limit, self.written[start:end], key=lambda each: (-each.frequency, each.folded)))

    def near(self, folded: str, edits: int) -> tuple[Written, ...]:
        """The written words whose folded form is at most `edits` edits away."""
        length = len(folded)
        choices = [each for each in self.written if each.kind == WORD and abs(len(each.folded) - length) <= edits]
        found = process.extract(
            folded, [each.folded for each in choices], scorer=OSA.distance, score_cutoff=edits, limit=_NEAR
        )
        return tuple(choices[place] for _, _, place in found)
