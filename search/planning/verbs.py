"""Tells verbs and adverbs, which say less than nouns: no entry need say that something was "technisch umgerüstet"."""

from collections.abc import Sequence

from search.analysis.folding import canonical
from search.analysis.layout import Flag
from search.analysis.lexicon import lexicon

_SENTENCE = 3  # words


def is_sentence(text: str) -> bool:
    """Whether somebody asks in words, and does not only name things."""
    return "?" in text or len(text.split()) >= _SENTENCE


def is_verb_or_adverb(word: str, others: Sequence[str]) -> bool:
    """Whether a word as typed is a verb, a participle or an adverb; `others` are all words of the query.

    An adjective without an ending is an adverb, with one it belongs to a noun (autonome Busse) and tells more. What
    could be a form of a noun as well (reden, sagen) is a verb where nouns are typed with a capital.
    """
    if not word.islower():
        return False
    spelt = canonical(word)
    entry = lexicon().entry(spelt)
    if entry is None or entry.refers is None:
        return False
    if not entry.flags & Flag.NOUN:
        return entry.is_base  # forms of adjectives refer to another word, those of verbs to a key
    return spelt.endswith("en") and entry.refers == spelt[:-1] and any(not other.islower() for other in others)
