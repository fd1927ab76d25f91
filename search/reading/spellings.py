"""The written words of a segment by the length of their folded form, to find those that are spelt alike."""

from collections import defaultdict
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.reading.terms import TermTable

_MOST = 50
_OF_WORDS = (b"\0word\0", b"\0form\0")


class Spellings:
    """Read at the first use: most people spell well."""

    def __init__(self, surfaces: TermTable) -> None:
        self._surfaces = surfaces

    def near(self, folded: str, edits: int) -> list[bytes]:
        """The terms of words whose folded form is at most so many edits away, 50 for each length."""
        near: list[bytes] = []
        for length in range(len(folded) - edits, len(folded) + edits + 1):
            words, numbers = self._by_length.get(length, ((), ()))
            found = process.extract(folded, words, scorer=OSA.distance, score_cutoff=edits, limit=_MOST)
            near += [self._surfaces.term(numbers[place]) for _, _, place in found]
        return near

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], list[int]]]:
        lengths: dict[int, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
        for number, term in enumerate(self._surfaces):
            if any(kind in term for kind in _OF_WORDS):
                folded = term[: term.index(b"\0")].decode()
                words, numbers = lengths[len(folded)]
                words.append(folded)
                numbers.append(number)
        return dict(lengths)
