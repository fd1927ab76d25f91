"""What the German dictionary says about spelling: whether a word is German, and which German words are near.

Words are in canonical() spelling here; `written` gives them their umlauts and capitals back.
"""

from collections.abc import Iterator
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.chain import keys
from search.analysis.folding import canonical
from search.analysis.lexicon import lexicon
from search.suggesting.edits import near_spellings

_SEEN = 2.0  # Zipf frequency from which a word of the dictionary is proposed: about once in ten million words
_USUAL = 3.2  # and from which it is proposed two edits away, or known without the dictionary telling its base form
_SHORTEST_PART = 4
_LINKS = ("s", "n", "en", "es", "")
_MOST = 5


def is_german(word: str) -> bool:
    """Whether a word, or a compound with all its parts, is in the dictionary; frequent misspellings are not."""
    if is_listed(word):
        return True
    found = keys(word)
    return found is not None and len(found.parts) > 1 and all(part in lexicon() for part in found.parts)


def is_listed(word: str) -> bool:
    """Whether the dictionary has the very word: misspelt ones fall into German parts as well (Glasfasser)."""
    entry = lexicon().entry(canonical(word))
    return entry is not None and (entry.refers is not None or is_usual(word))


def is_usual(word: str) -> bool:
    """Whether a word is so frequent that it is hardly another one misspelt."""
    return lexicon().zipf(canonical(word)) >= _USUAL


def is_compound_noun(word: str) -> bool:
    """Whether a word has parts and the last one is a noun."""
    found = keys(word)
    return found is not None and bool(found.parts) and lexicon().is_noun(found.parts[-1])


def near_words(word: str, edits: int) -> Iterator[tuple[str, float]]:
    """German words at most `edits` (1 or 2) edits away, as written, with their Zipf frequency."""
    book = lexicon()
    spelt = canonical(word)
    for near in {near for near in near_spellings(spelt) if near in book}:
        if book.zipf(near) >= _SEEN and is_german(near):
            yield book.written(near), book.zipf(near)
    if edits > 1:
        for near, _, _ in process.extract(spelt, _usual_words(), scorer=OSA.distance, score_cutoff=edits, limit=_MOST):
            if is_german(near):
                yield book.written(near), book.zipf(near)


def near_compounds(word: str) -> Iterator[tuple[str, float]]:
    """Compounds of the word with one part mended, as written, with the Zipf frequency of that part."""
    spelt = canonical(word)
    for cut in range(_SHORTEST_PART, len(spelt) - _SHORTEST_PART + 1):
        left, right = spelt[:cut], spelt[cut:]
        if _is_part(left):
            yield from ((_joined(left, part, word), zipf) for part, zipf in _near_parts(right))
        if _is_part(right):
            for link in _LINKS:
                if left.endswith(link):
                    bare = left.removesuffix(link)
                    yield from ((_joined(part + link, right, word), zipf) for part, zipf in _near_parts(bare))


@cache
def _usual_words() -> list[str]:
    return lexicon().common(_USUAL)


def _is_part(part: str) -> bool:
    """Whether a compound may begin or end like this."""
    book = lexicon()
    for link in _LINKS:
        bare = part.removesuffix(link)
        if len(bare) >= _SHORTEST_PART and part.endswith(link) and (_is_noun(bare) or _splits(bare)):
            return True
    return book.modifier_key(part) != part


def _near_parts(part: str) -> Iterator[tuple[str, float]]:
    if len(part) >= _SHORTEST_PART:
        for near in {near for near in near_spellings(part) if len(near) >= _SHORTEST_PART and _is_noun(near)}:
            yield near, lexicon().zipf(near)


def _is_noun(word: str) -> bool:
    book = lexicon()
    return word in book and book.is_noun(word) and book.zipf(word) >= _SEEN


def _splits(word: str) -> bool:
    found = keys(word)
    return found is not None and len(found.parts) > 1


def _joined(left: str, right: str, word: str) -> str:
    """Both parts as written; what the dictionary does not have as it stands in the word that was typed."""
    written = lexicon().written(left + right)
    if written != left + right:
        return written
    return _with_umlauts(left, word) + _with_umlauts(right, word).lower()


def _with_umlauts(part: str, word: str) -> str:
    """The part with a capital: as it is typed if that has umlauts, else as the dictionary has it without its link."""
    typed = next((piece for piece in _pieces(word) if canonical(piece) == part), part)
    if typed.isascii():
        book = lexicon()
        for link in _LINKS[::-1]:
            bare = part.removesuffix(link)
            if part.endswith(link) and bare in book:
                typed = book.written(bare) + link
                break
    return typed[:1].upper() + typed[1:]


def _pieces(word: str) -> Iterator[str]:
    """All beginnings and all ends of a word."""
    for cut in range(1, len(word)):
        yield word[:cut]
        yield word[cut:]
