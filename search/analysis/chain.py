"""The chain from a text to its keys; the same when indexing, asking and highlighting."""

import re
from functools import lru_cache
from typing import NamedTuple

from search.analysis.folding import fold
from search.analysis.gender import plain_noun, without_sign
from search.analysis.stemming import stem
from search.analysis.stopwords import STOP_WORDS
from search.analysis.words import words

# Raise it with every change of the chain that changes keys; a test reminds you.
VERSION = 2

_HYPHENS = re.compile("[-\u2010\u2011]")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_SHORTEST = 2
_SHORTEST_CAMEL_BIT = 3


class Keys(NamedTuple):
    """What a word is found under.

    whole: the key of the word, the stems of its parts joined by "_", or one stem
    same: other full keys worth the same
    parts: the stems of the parts in order, empty for a word of one part
    """

    whole: str
    same: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def spans(self) -> tuple[str, ...]:
        """The keys of all neighbouring parts except the whole: bau, genehmig, verfahr, bau_genehmig ..."""
        count = len(self.parts)
        spans = (
            "_".join(self.parts[start : start + length])
            for length in range(1, count)
            for start in range(count - length + 1)
        )
        return tuple(dict.fromkeys(spans))

    @property
    def all(self) -> tuple[str, ...]:
        """Every key once, the whole word's first."""
        return tuple(dict.fromkeys((self.whole, *self.same, *self.spans)))


class Token(NamedTuple):
    """A word that carries something: its number in the text, its place in the text and its keys."""

    position: int
    start: int
    end: int
    keys: Keys


def analyse(text: str) -> list[Token]:
    """The tokens of a text that is clean() already, in order; stop words count as positions but are left out."""
    return [
        Token(position, word.start, word.end, found)
        for position, word in enumerate(words(text))
        if (found := keys(word.text)) is not None
    ]


@lru_cache(maxsize=100_000)
def keys(word: str) -> Keys | None:
    """The keys of a word as written, or None if it carries nothing (stop words, single letters).

    E-Akte gives e_akt and eakt, Smart-City and SmartCity give smart_city and smartcity.
    """
    pieces = [plain_noun(piece) for piece in _HYPHENS.split(without_sign(word))]
    folded = fold("".join(pieces))
    if len(folded) < _SHORTEST or (len(pieces) == 1 and folded in STOP_WORDS):
        return None
    bits = [bit for piece in pieces for bit in _camel_bits(piece)]
    if len(bits) == 1:
        return Keys(stem(folded))
    parts = tuple(stem(fold(bit)) for bit in bits)
    return Keys("_".join(parts), (stem(folded),), parts)


def _camel_bits(piece: str) -> list[str]:
    bits = _CAMEL.split(piece)
    return bits if all(len(bit) >= _SHORTEST_CAMEL_BIT for bit in bits) else [piece]
