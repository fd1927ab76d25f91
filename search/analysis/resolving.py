"""One written piece (a word without hyphens) to the keys of its parts."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from math import inf
from typing import NamedTuple

from search.analysis.folding import canonical
from search.analysis.gender import masculine
from search.analysis.layout import Flag
from search.analysis.lexicon import Entry, Lexicon, lexicon
from search.analysis.splitting import cheapest, split
from search.analysis.stemming import stem

_SHORTEST = 4  # shorter words are abbreviations
_SHORTEST_BASE = 4
_ENDINGS = ("s", "n", "en", "es", "e", "er", "em", "ern", "ns")
_SEEN = 2.0  # rarer words may be split as if nobody had seen them
_E = "e"
_FREQUENT_NAME = 3.0
_VOWELS = "aeiouy"
_MOST_UMLAUTS = 2
_MOST_PLACES = 6
# With umlauts put in, a word that somebody has seen has to be that frequent, and that much more than without.
_FREQUENT = 2.0
_MORE_FREQUENT = 1.0
# Parts that cost that much a letter were hardly meant; umlauts are put in if the parts then cost that much less.
_DOUBTFUL = 11
_MUCH_CHEAPER = 40


class Piece(NamedTuple):
    """The keys of the parts, one for a word that is no compound; and the key of another reading, if any."""

    parts: tuple[str, ...]
    second: str | None = None


def resolve(piece: str) -> Piece:
    """The keys of a piece of letters and digits as written. Raises LexiconMissing."""
    word = canonical(piece)
    if len(word) < _SHORTEST or not word.isalpha():
        return Piece((word,))
    book = lexicon()
    return (
        _known(word, book)
        or _electronic(word, book)
        or _known_with_umlauts(word, book)
        or _doubtful_compound(word, book)
        or _compound(word, book)
        or _inflected(word, book)
        or _compound_with_umlauts(word, book)
        or Piece((stem(masculine(word)),))
    )


def is_whole(word: str, book: Lexicon) -> bool:
    """Whether a canonical word, or the word that it is a form of, is one notion although it may look like more."""
    entry = book.entry(word)
    base = book.entry(_base(word, entry, book)[0]) if entry is not None else None
    return any(each is not None and each.flags & Flag.WHOLE for each in (entry, base))


def part_starts(word: str, book: Lexicon) -> tuple[int, ...]:
    """Where the second and later parts of a canonical word begin; nothing if it is no compound or better whole."""
    entry = book.entry(word)
    if entry is not None and entry.flags & Flag.WHOLE:
        return ()
    return split(word, book, seen=book.zipf(word) >= _SEEN)


def _known(word: str, book: Lexicon) -> Piece | None:
    entry = book.entry(word)
    if entry is None or entry.refers is None:
        return None
    base, key = _base(word, entry, book)
    starts = part_starts(base, book)
    return Piece(_keys(base, starts, book) if starts else (key,), book.second_key(word))


def _base(word: str, entry: Entry, book: Lexicon) -> tuple[str, str]:
    """The lemma of a word and its key."""
    if entry.refers is None:
        return word, word
    if entry.is_base:
        return word, entry.refers
    lemma = book.entry(entry.refers)
    if lemma is None or lemma.refers is None:
        return entry.refers, entry.refers
    return entry.refers, lemma.refers


def _keys(word: str, starts: tuple[int, ...], book: Lexicon) -> tuple[str, ...]:
    modifiers = [book.modifier_key(word[start:end]) for start, end in pairwise((0, *starts))]
    head = word[starts[-1] :]
    entry = book.entry(head)
    return (*modifiers, _base(head, entry, book)[1] if entry is not None else head)


def _compound(word: str, book: Lexicon) -> Piece | None:
    """An unknown word by its parts; as its lemma would be, if the lexicon knows that."""
    starts = part_starts(word, book)
    if not starts:
        return None
    head = word[starts[-1] :]
    entry = book.entry(head)
    if entry is not None and not entry.is_base:
        known = _known(word[: starts[-1]] + _base(head, entry, book)[0], book)
        if known is not None:
            return known
    return Piece(_keys(word, starts, book))


def _electronic(word: str, book: Lexicon) -> Piece | None:
    """eAkte, eakte and EAKTE are E-Akte, if hardly anybody has seen them as a word."""
    rest = word.removeprefix(_E)
    if rest == word or len(rest) < _SHORTEST_BASE or book.zipf(word) >= _FREQUENT_NAME:
        return None
    known = book.is_noun(rest) or book.zipf(rest) >= _FREQUENT_NAME
    return Piece((_E, *resolve(rest).parts)) if known else None


def _inflected(word: str, book: Lexicon) -> Piece | None:
    """A form that the lexicon does not know of a word that it knows."""
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= _SHORTEST_BASE:
            known = _known(base, book)
            if known is not None:
                return known
    return None


def _known_with_umlauts(word: str, book: Lexicon) -> Piece | None:
    rarest = max(_FREQUENT, book.zipf(word) + _MORE_FREQUENT) if word in book else 0.0
    found = max(((book.zipf(other), other) for other in _with_umlauts(word) if other in book), default=(-1.0, ""))
    return _known(found[1], book) if found[0] >= rarest else None


def _doubtful_compound(word: str, book: Lexicon) -> Piece | None:
    """What Abwassergebuhren is meant to be: not Gabe and Uhr."""
    plain = cheapest(word, book)
    if plain is None or plain.cost < _DOUBTFUL * len(word):
        return None
    return _compound_with_umlauts(word, book, plain.cost - _MUCH_CHEAPER)


def _compound_with_umlauts(word: str, book: Lexicon, dearest: float = inf) -> Piece | None:
    costs = ((found.cost, other) for other in _with_umlauts(word) if (found := cheapest(other, book)) is not None)
    cost, meant = min(costs, default=(inf, ""))
    return _compound(meant, book) if cost <= dearest else None


def _with_umlauts(word: str) -> Iterator[str]:
    """The word with one or two umlauts where somebody may have left them out: burgerburo, gebaude."""
    if len(word) < _SHORTEST_BASE:
        return
    places = [
        place + 1
        for place, sign in enumerate(word)
        if sign in "aou" and word[place + 1 : place + 2] != "e" and (place == 0 or word[place - 1] not in _VOWELS)
    ][:_MOST_PLACES]
    for count in range(1, _MOST_UMLAUTS + 1):
        for chosen in combinations(places, count):
            yield "e".join(word[start:end] for start, end in pairwise((0, *chosen, len(word))))
