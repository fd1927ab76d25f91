"""Synonyms that can act: checked with what the chain makes of their terms, and with the signs of a query."""

from collections.abc import Iterable

from search import equivalents
from search.equivalents import ONLY_STOP_WORDS, Group, Wider
from search.planning.lookup import forms_of
from search.planning.syntax import PieceKind, parse

SIGN = "„{}“ enthält ein Zeichen der Suche: Anführungszeichen, ein Minus vor dem Wort, ODER oder stadt:."
SAME_WORD = (
    "„{}“ ist für die Suche dasselbe Wort wie ein anderer Begriff dieses Eintrags. Wortformen findet sie von selbst."
)


def group(terms: Iterable[str]) -> Group:
    """Terms that find each other, tidied. Raises ValueError with the reason in German if one of them cannot act."""
    found = equivalents.group(terms)
    _check(found)
    return found


def one_way(term: str, found: Iterable[str]) -> Wider:
    """A term and what it also finds, tidied. Raises ValueError with the reason in German if one of them cannot act."""
    left, right = equivalents.one_way(term, found)
    _check((left, *right))
    return left, right


def _check(terms: tuple[str, ...]) -> None:
    known: set[tuple[str, ...]] = set()
    for term in terms:
        parsed = parse(term)
        plain = [piece.kind for piece in parsed.pieces] == [PieceKind.WORDS]
        if not plain or parsed.excluded or parsed.within or parsed.outside:
            raise ValueError(SIGN.format(term))
        forms = forms_of(term)
        if not forms:
            raise ValueError(ONLY_STOP_WORDS.format(term))
        if forms & known:
            raise ValueError(SAME_WORD.format(term))
        known |= forms
