"""Words of which a part is left out: Rad- und Fußverkehr, Stadtplanung und -entwicklung."""

import re
from collections.abc import Sequence
from itertools import pairwise

from search.analysis.folding import canonical
from search.analysis.gender import without_sign
from search.analysis.lexicon import Lexicon, lexicon
from search.analysis.resolving import is_whole, part_starts
from search.analysis.splitting import cheapest
from search.analysis.words import HYPHEN, Word

_HINT = re.compile("[-\u2010\u2011][\\s,/]|[\\s,/][-\u2010\u2011]")
_GAP = re.compile("[-\u2010\u2011]?[\\s,/&.]*[-\u2010\u2011]?")
_JOINING = frozenset({"als", "auch", "bis", "bzw", "oder", "sowie", "statt", "und", "wie"})
_SHORTEST = 3  # letters of what is shared behind a prefix
_PREFIXES = """
    ab an auf aus be bei durch ein ent er fort ge her hin los mit nach nieder ober rueck um unter ver vor weg weiter
    wieder zer zu zurueck zusammen ueber
"""


def completed(text: str, words: Sequence[Word]) -> dict[int, str]:
    """The numbers of the words with a part left out, and what they are in full. Raises LexiconMissing."""
    full: dict[int, str] = {}
    if _HINT.search(text) is None:
        return full
    for number in range(len(words) - 1, -1, -1):  # backwards: in "Kfz-, Rad- und Fußverkehr" Rad- comes before Kfz-
        word = words[number]
        if HYPHEN.match(text, word.end):
            other = _neighbour(text, words, number, 1)
            if other is not None:
                full[number] = _with_end_of(full.get(other, words[other].text), word.text, lexicon())
        elif word.start and HYPHEN.match(text, word.start - 1):
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
    *_, last = HYPHEN.split(other)
    if last != other or HYPHEN.search(first):
        return f"{first}-{last}"
    begin, word = canonical(first), canonical(other)
    ends = (word[start:] for start in _boundaries(word, book))
    known = next((begin + end for end in ends if begin + end in book), None)
    if known is not None:
        return known.capitalize()
    starts = (*_parts(word, book), len(word))
    # In "Hausmüll- und Sperrmüllabfuhr" the Müll of both stands there already.
    parts = [word[start:] for start, end in pairwise(starts) if not begin.endswith(word[start:end])]
    if not parts:
        return first
    return (begin + (parts[0] if parts[0] in book else parts[-1])).capitalize()


def _with_start_of(other: str, last: str, book: Lexicon) -> str:
    """The word that begins like the other one and ends with `last`."""
    head, hyphen, _ = other.rpartition("-")
    if hyphen:
        return f"{head}-{last}"
    word, end = canonical(other), canonical(last)
    begins = (word[:start] for start in reversed(_boundaries(word, book)))
    known = next((begin + end for begin in begins if begin + end in book), None)
    if known is not None:
        return known.capitalize()
    starts = _parts(word, book)
    return (word[: starts[-1]] + end).capitalize() if starts else last


def _parts(word: str, book: Lexicon) -> tuple[int, ...]:
    """Where the later parts begin; nothing if the word, or what it is a form of, is one notion: Grundstücke."""
    return () if is_whole(word, book) else part_starts(word, book)


def _boundaries(word: str, book: Lexicon) -> list[int]:
    """Where what is shared may begin or end, in order: at a part, even of a notion, or behind a prefix."""
    cut = cheapest(word, book)
    starts = set(cut.starts) if cut is not None else set()
    prefixes = {len(prefix) for prefix in _PREFIXES.split() if word.startswith(prefix)}
    return sorted(starts | {end for end in prefixes if len(word) - end >= _SHORTEST})
