"""The chain from a text to its keys; the same when indexing, asking and highlighting."""

import re
from functools import lru_cache
from typing import NamedTuple

from search.analysis.ellipsis import completed
from search.analysis.folding import fold
from search.analysis.gender import without_sign
from search.analysis.resolving import resolve
from search.analysis.stopwords import STOP_WORDS
from search.analysis.words import HYPHEN, MAX_WORD, words

# Raise it with every change of the chain that changes keys; a test reminds you.
VERSION = 7

_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_SHORTEST = 2
_SHORTEST_CAMEL_BIT = 3
_SHORTEST_AFTER_E = 4
# E-Mobilität is Elektromobilität; what E-Akte and the like stand for is said by the equivalents.
_E, _ELEKTRO = "e", "elektro"


class Keys(NamedTuple):
    """What a word is found under.

    whole: the key of the word, the keys of its parts joined by "_", or one key
    same: other full keys worth the same
    parts: the keys of the parts in order, empty for a word of one part
    """

    whole: str
    same: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def spans(self) -> tuple[str, ...]:
        """The keys of all neighbouring parts except the whole: bau, genehmigung, bau_genehmigung ..."""
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


def analyse(text: str, *, prose: bool = False) -> list[Token]:
    """The tokens of a text that is clean() already, in order; stop words count as positions but are left out.

    Of "Rad- und Fußverkehr" the first token has the keys of Radverkehr. In prose nouns have a capital, as opposed to
    what somebody types. Raises LexiconMissing.
    """
    found = list(words(text))
    full = completed(text, found)
    return [
        Token(position, word.start, word.end, known)
        for position, word in enumerate(found)
        if (known := keys(full.get(position, word.text) if full else word.text, prose=prose)) is not None
    ]


@lru_cache(maxsize=100_000)
def keys(word: str, *, prose: bool = False) -> Keys | None:
    """The keys of a word as written, or None if it carries nothing (stop words, single letters).

    Baugenehmigungen gives bau_genehmigung, E-Akte and eAkte e_akte; SmartCity gives smart_city and smartcity. What
    is typed as "steuern" may be the noun or the verb, in prose it is the verb. Only the first 64 characters count.
    Raises LexiconMissing.
    """
    word = without_sign(word[:MAX_WORD])
    if len(word) < _SHORTEST or fold(word) in STOP_WORDS:
        return None
    bits = [bit for piece in HYPHEN.split(word) if piece for bit in _camel_bits(piece)]
    if len(bits) > 1:
        bits = [bit for bit in bits if fold(bit) not in STOP_WORDS] or bits
    pieces = [resolve(bit) for bit in bits]
    parts = tuple(part for piece in pieces for part in piece.parts)
    if not parts:
        return None
    whole = "_".join(parts)
    same: list[str] = []
    if len(bits) == 2:
        same.append("_".join(resolve("".join(bits)).parts))
    if parts[0] == _E and len(parts) > 1:
        same.append("_".join((_ELEKTRO, *parts[1:])))
    if len(bits) == 1 and pieces[0].second is not None and word[0].islower():
        if prose:
            return Keys(pieces[0].second)
        same.append(pieces[0].second)
    others = tuple(key for key in dict.fromkeys(same) if key != whole)
    return Keys(whole, others, parts if len(parts) > 1 else ())


def _camel_bits(piece: str) -> list[str]:
    bits = _CAMEL.split(piece)
    if bits[0] == _E and len(bits) == 2 and len(bits[1]) >= _SHORTEST_AFTER_E:
        return bits
    return bits if all(len(bit) >= _SHORTEST_CAMEL_BIT for bit in bits) else [piece]
