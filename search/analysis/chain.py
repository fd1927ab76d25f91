"""The chain from a word to its keys; the same when indexing, asking and highlighting."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.analysis.folding import fold
from search.analysis.gender import plain_noun, without_sign
from search.analysis.stemming import stem
from search.analysis.stopwords import STOP_WORDS

# Raise it with every change of the chain that changes keys; a test reminds you.
VERSION = 1

_HYPHENS = re.compile("[-\u2010\u2011]")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_SHORTEST = 2
_SHORTEST_CAMEL_BIT = 3


class Keys(NamedTuple):
    """What a word is found under: the key of the whole word and the keys of its written bits."""

    whole: str
    bits: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every key once, the whole word's first."""
        return tuple(dict.fromkeys((self.whole, *self.bits)))


@lru_cache(maxsize=100_000)
def keys(word: str) -> Keys | None:
    """The keys of a word as written, or None if it carries nothing (stop words, single letters).

    E-Akte gives eakt and akt, Smart-City and SmartCity give smartcity, smart and city.
    """
    parts = [plain_noun(part) for part in _HYPHENS.split(without_sign(word))]
    whole = fold("".join(parts))
    if len(whole) < _SHORTEST or (len(parts) == 1 and whole in STOP_WORDS):
        return None
    bits = [bit for part in parts for bit in _camel_bits(part)]
    if len(parts) > 1:
        bits += parts
        bits += [first + second for first, second in pairwise(parts) if len(first) == 1]
    folded = [fold(bit) for bit in bits]
    kept = [stem(bit) for bit in folded if len(bit) >= _SHORTEST and bit not in STOP_WORDS]
    key = stem(whole)
    return Keys(key, tuple(bit for bit in dict.fromkeys(kept) if bit != key))


def _camel_bits(part: str) -> list[str]:
    bits = _CAMEL.split(part)
    return [bit for bit in bits if len(bit) >= _SHORTEST_CAMEL_BIT] if len(bits) > 1 else []
