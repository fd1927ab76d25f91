"""Clean text to words with their places."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LETTERS = r"[^\W_]+"
# Bürger*innen, Bürger:innen, Bürger_innen, Bürger/-innen, Bürger(innen), Bürger*innenrat: one word, not two.
_GENDER = rf"(?:(?:[*:_·]|/-?|\()in(?:nen)?(?![^\W_])\)?|[*:_·]innen{_LETTERS})?"
HYPHEN = re.compile("[-\u2010\u2011]")
_WORD = re.compile(f"{_LETTERS}{_GENDER}(?:{HYPHEN.pattern}{_LETTERS}{_GENDER})*")
MAX_WORD = 64


class Word(NamedTuple):
    """A word as written and its place in the text; hyphenated words are one word."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a clean text in order; of an overlong one only the first 64 characters are kept."""
    for match in _WORD.finditer(text):
        yield Word(match.group()[:MAX_WORD], match.start(), match.end())
