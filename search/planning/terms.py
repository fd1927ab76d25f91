"""Synonyms that can act: checked with what the chain makes of their terms, and with the signs of a query."""

from collections.abc import Iterable

from search import equivalents
from search.analysis.chain import analyse
from search.analysis.clean import clean
from search.equivalents import ONLY_STOP_WORDS, Group, Wider
from search.planning.syntax import PieceKind, parse

SIGN = "„{}“ enthält ein Zeichen der Suche: Anführungszeichen, ein Minus vor dem Wort, ODER oder stadt:."
SAME_WORD = (
    "„{}“ ist für die Suche dasselbe Wort wie ein anderer Begriff dieses Eintrags. Wortformen findet sie von selbst."
)

_Forms = frozenset[tuple[str, ...]]


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
        forms = _forms(term)
        if not forms:
            raise ValueError(ONLY_STOP_WORDS.format(term))
        if forms & known:
            raise ValueError(SAME_WORD.format(term))
        known |= forms


def _forms(term: str) -> _Forms:
    """The keys under which the term is looked up: those of its words in a row, for a single word each that it has."""
    tokens = analyse(clean(term))
    if len(tokens) == 1:
        return frozenset((key,) for key in (tokens[0].keys.whole, *tokens[0].keys.same))
    return frozenset([tuple(token.keys.whole for token in tokens)]) if tokens else frozenset()
