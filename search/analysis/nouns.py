"""Which words are nouns or names, by their spelling and the lexicon."""

from search.analysis.folding import canonical
from search.analysis.lexicon import lexicon


def is_noun_or_name(word: str) -> bool:
    """Whether a word as written is one: with a capital that does not only begin a sentence. Raises LexiconMissing."""
    if word.islower():
        return False
    if not word[1:].islower():  # KI, LoRaWAN, Stadt-App
        return True
    word = canonical(word)
    return word not in lexicon() or lexicon().is_noun(word)
