"""The written words of one snapshot, for prefixes, completion and spelling."""

from collections.abc import Sequence
from heapq import nsmallest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from search.analysis.folding import fold
from search.reading.field_terms import FieldTerms
from search.reading.segments import Segment

WORD = "word"  # a noun or a name
HEADWORD = "headword"  # the same in a title, a tag or a technology, beside the word
FORM = "form"  # any other word
_NEAR = 10  # words that are compared further


class Written(NamedTuple):
    """A word, a tag or a title as it is written, its folded form, and in how many documents it stands.

    `meaning` is equal for the forms of one word: its key, of several words their folded form.
    """

    folded: str
    surface: str
    kind: str
    meaning: str
    frequency: int


class Vocabulary:
    """What stands in deleted documents alone is not given; frequencies count these until their segment is merged."""

    def __init__(self, segments: Sequence[Segment], live: Sequence[NDArray[np.bool_]]) -> None:
        """`live` says for each segment which of its documents are not deleted."""
        self._segments = segments
        self._surfaces = FieldTerms([segment.surfaces for segment in segments], live)

    def starting(self, folded: str, limit: int) -> tuple[Written, ...]:
        """The `limit` most frequent written words whose folded form begins like this."""
        return tuple(_written(*each) for each in self._surfaces.most_frequent(folded.encode(), limit))

    def key(self, surface: str) -> str | None:
        """The key of a noun or a name that some document has, as it is written there: found faster than reckoned."""
        term = written_term(surface, WORD, "").encode()
        for segment in self._segments:
            table = segment.surfaces
            number = table.first_from(term)
            if number < len(table) and (found := table.term(number)).startswith(term):
                return found[len(term) :].decode()
        return None

    def near(self, folded: str, edits: int) -> tuple[Written, ...]:
        """The written words whose folded form is at most `edits` edits away, the nearest first."""
        terms = {term for segment in self._segments for term in segment.spellings.near(folded, edits)}
        found = [_written(term, self._surfaces.frequency(term)) for term in terms if self._surfaces.lives(term)]
        return tuple(
            nsmallest(_NEAR, found, key=lambda each: (OSA.distance(folded, each.folded), -each.frequency, each))
        )


def written_term(surface: str, kind: str, key: str) -> str:
    """A written word as a term: those of one folded form stand together. Several words have no key."""
    return "\0".join((fold(surface), surface, kind, key))


def _written(term: bytes, frequency: int) -> Written:
    folded, surface, kind, key = term.decode().split("\0")
    return Written(folded, surface, kind, key or folded, frequency)
