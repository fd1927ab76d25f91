"""Tells the verbs of a question, which say less than its nouns: no entry need say that something was "umgerüstet"."""

from collections.abc import Sequence

from search.analysis.folding import canonical
from search.analysis.layout import Flag
from search.analysis.lexicon import lexicon

_SENTENCE = 3  # words


def is_sentence(text: str) -> bool:
    """Whether somebody asks in words, and does not only name things."""
    return "?" in text or len(text.split()) >= _SENTENCE


def is_verb(word: str, others: Sequence[str]) -> bool:
    """Whether a word as typed is a verb or a participle; `others` are the words of the query, itself included.

    What could be a form of a noun as well (reden, sagen) is a verb where nouns are typed with a capital.
    """
    if not word.islower():
        return False
    spelt = canonical(word)
    entry = lexicon().entry(spelt)
    if entry is None or entry.refers is None:
        return False
    if not entry.flags & Flag.NOUN:
        return bool(entry.flags & Flag.WHOLE)  # of all words that are no nouns verbs alone are kept whole
    return spelt.endswith("en") and entry.refers == spelt[:-1] and any(not other.islower() for other in others)
