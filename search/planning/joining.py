"""Terms all of whose words are stop words: Einer für Alle would be nothing, Einer-für-Alle is a word."""

from itertools import pairwise

from search.analysis.chain import keys
from search.analysis.folding import fold
from search.analysis.stopwords import STOP_WORDS
from search.analysis.words import Word, words
from search.planning.lookup import Lookup

_MOST = 4  # words of such a term


def joined(text: str, lookup: Lookup) -> str:
    """The text with hyphens in the terms of the synonyms that consist of stop words alone; as long as before."""
    signs = list(text)
    found = list(words(text))
    start = 0
    while start < len(found):
        end = _end(found, start, text, lookup)
        for left, right in pairwise(found[start:end]):
            signs[left.end : right.start] = "-"
        start = end
    return "".join(signs)


def _end(found: list[Word], start: int, text: str, lookup: Lookup) -> int:
    """Where the longest such term ends that begins here, or just behind this word."""
    last = start
    while last < min(len(found), start + _MOST) and fold(found[last].text) in STOP_WORDS:
        if last > start and text[found[last - 1].end : found[last].start] != " ":
            break
        last += 1
    for end in range(last, start + 1, -1):
        term = keys("-".join(word.text for word in found[start:end]))
        if term is not None and lookup.of((term.whole,)):
            return end
    return start + 1
