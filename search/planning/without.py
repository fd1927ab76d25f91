"""What somebody leaves out by "ohne" among the words."""

import re
from collections.abc import Container, Sequence

from search.analysis.folding import fold
from search.planning.filler import FAINT, SILENT

_WITHOUT = "ohne"
_LETTERS = re.compile(r"[^\W\d_]+")
_ARTICLES = frozenset(
    map(fold, ["der", "die", "das", "den", "dem", "ein", "eine", "einen", "einem", "einer", "jede", "jeden", "jedes"])
)
_KINDS = frozenset(map(fold, ["Stadt", "Gemeinde", "Kommune"]))
_ANOTHER = frozenset({",", "und", "oder", "sowie"})


def left_out(words: Sequence[str], gaps: Sequence[str], start: int, named: Container[int]) -> int | None:
    """The number of the word that the one at `start` leaves out, None if that is not "ohne" or leaves out nothing.

    `gaps` hold what was typed before each word and is none that counts: ohne *die* Kamera leaves out the camera, ohne
    *zu* warten nothing. A name begins at each of the numbers `named`.
    """
    first = start + 1
    if fold(words[start]) != _WITHOUT or first >= len(words):
        return None
    if not all(fold(word) in _ARTICLES for word in _LETTERS.findall(gaps[first])):
        return None
    if first + 1 in named and fold(words[first]) in _KINDS:
        return first + 1
    return first if first in named or fold(words[first]) not in SILENT | FAINT else None


def goes_on(gap: str) -> bool:
    """Whether what stands between two names joins them: ohne Herne und Bochum."""
    return gap.strip() in _ANOTHER
