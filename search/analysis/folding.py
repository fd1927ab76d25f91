"""One spelling for the many ways to type a word."""

import re
import unicodedata
from functools import lru_cache

# Not after a vowel or q: Steuer, neue, Frauen and Quelle hold no umlaut.
_DIGRAPH = re.compile(r"(?<![aeiouyäöüq])([aou])e")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@lru_cache(maxsize=1 << 14)  # the synonyms alone ask for the same words four times over
def fold(word: str) -> str:
    """Case, ß, umlauts, their digraphs and accents folded away: Mängel, Maengel and Mangel meet.

    For the eye of the spell checker; words that differ by an umlaut only (Zählung, Zahlung) meet as well.
    """
    word = _DIGRAPH.sub(r"\1", word.casefold())
    return word if word.isascii() else _without_accents(word)


def canonical(word: str) -> str:
    """The spelling in which the chain thinks: lower case, umlauts as ae, oe, ue, ß as ss, no accents.

    Mängel and Maengel meet, Zählung and Zahlung stay apart. Nothing is guessed: no umlaut is put into Steuer.
    """
    word = word.casefold()
    if word.isascii():
        return word
    word = unicodedata.normalize("NFC", word).translate(_UMLAUTS)
    return word if word.isascii() else _without_accents(word)


def _without_accents(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
