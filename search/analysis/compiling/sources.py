"""What the packages hold: German forms with their lemmas, and how frequent words are."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import wordfreq
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from search.analysis.folding import canonical

_SMALLEST_ZIPF = 1.0


class Form(NamedTuple):
    """A form and its lemma as the dictionary writes them; nouns with a capital."""

    written: str
    lemma: str


def forms() -> Iterator[Form]:
    """Every German form of simplemma that is one word of letters."""
    for written, lemma in DEFAULT_DICTIONARY_FACTORY.get_dictionary("de").items():
        if written.isalpha() and lemma.isalpha():
            yield Form(written, lemma)


def zipfs() -> dict[str, float]:
    """Canonical words and their Zipf frequency (logarithm of uses among a thousand million words)."""
    found: dict[str, float] = {}
    for word, frequency in wordfreq.get_frequency_dict("de", wordlist="large").items():
        zipf = math.log10(frequency) + 9
        key = canonical(word)
        if zipf >= _SMALLEST_ZIPF and key.isascii() and key.isalpha() and zipf > found.get(key, 0):
            found[key] = zipf
    return found
