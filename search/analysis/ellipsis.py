"""Words of which a part is left out: Rad- und Fußverkehr, Stadtplanung und -entwicklung."""

import re
from collections.abc import Sequence

from search.analysis.folding import canonical
from search.analysis.gender import without_sign
from search.analysis.lexicon import Lexicon, lexicon
from search.analysis.resolving import part_starts
from search.analysis.words import Word

_HYPHEN = re.compile("[-\u2010\u2011]")
_HINT = re.compile("[-\u2010\u2011][\\s,/]|[\\s,/][-\u2010\u2011]")
_GAP = re.compile("[-\u2010\u2011]?[\\s,/&.]*[-\u2010\u2011]?")
_JOINING = frozenset({"als", "auch", "bis", "bzw", "oder", "sowie", "statt", "und", "wie"})
_SHORTEST = 3  # letters of what is shared
_SHORTEST_REPLACED = 2


def completed(text: str, words: Sequence[Word]) -> dict[int, str]:
    """The numbers of the words with a part left out, and what they are in full. Raises LexiconMissing."""
    full: dict[int, str] = {}
    if _HINT.search(text) is None:
        return full
    for number in range(len(words) - 1, -1, -1):  # backwards: in "Kfz-, Rad- und Fußverkehr" Rad- comes before Kfz-
        word = words[number]
        if _HYPHEN.match(text, word.end):
            other = _neighbour(text, words, number, 1)
            if other is not None:
                full[number] = _with_end_of(full.get(other, words[other].text), word.text, lexicon())
        elif word.start and _HYPHEN.match(text, word.start - 1):
            other = _neighbour(text, words, number, -1)
            if other is not None:
                full[number] = _with_start_of(words[other].text, word.text, lexicon())
    return full


def _neighbour(text: str, words: Sequence[Word], number: int, step: int) -> int | None:
    """The number of the next word, over "und" and the like, if the two are joined by one or by a comma."""
    joined = False
    while 0 <= number + step < len(words):
        left, right = sorted((number, number + step))
        gap = text[words[left].end : words[right].start]
        if _GAP.fullmatch(gap) is None:
            return None
        joined = joined or any(sign in gap for sign in ",/&")
        number += step
        if words[number].text.lower() not in _JOINING:
            return number if joined else None
        joined = True
    return None


def _with_end_of(other: str, first: str, book: Lexicon) -> str:
    """The word that begins with `first` and ends like the other one."""
    first = without_sign(first)
    *_, last = _HYPHEN.split(other)
    if last != other or _HYPHEN.search(first):
        return f"{first}-{last}"
    begin, word = canonical(first), canonical(other)
    shared = (word[place:] for place in range(_SHORTEST_REPLACED, len(word) - _SHORTEST + 1))
    known = next((begin + end for end in shared if begin + end in book), None)
    if known is not None:
        return known.capitalize()
    starts = part_starts(word, book)
    if not starts:
        return first
    end = word[starts[0] :]
    return (begin + (end if end in book else word[starts[-1] :])).capitalize()


def _with_start_of(other: str, last: str, book: Lexicon) -> str:
    """The word that begins like the other one and ends with `last`."""
    head, hyphen, _ = other.rpartition("-")
    if hyphen:
        return f"{head}-{last}"
    word, end = canonical(other), canonical(last)
    shared = (word[:place] for place in range(len(word) - _SHORTEST_REPLACED, _SHORTEST - 1, -1))
    known = next((begin + end for begin in shared if begin + end in book), None)
    if known is not None:
        return known.capitalize()
    starts = part_starts(word, book)
    return (word[: starts[-1]] + end).capitalize() if starts else last
