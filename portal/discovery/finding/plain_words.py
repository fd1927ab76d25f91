"""The words of a search without the index: each is looked for as it is typed, and the signs people know hold."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, false, not_, or_

from portal.projects import queries as projects
from portal.projects.models import Project
from portal.text import fold
from search import PieceKind, Places, Understood, gazetteer, parse_words

_MAX_CONDITIONS = 20


def matching(words: str, places: Places) -> Select[int]:
    """Return the ids of the published entries that hold the words and "phrases", or one side of an ODER.

    Nothing when stadt: names only what is not known; the Kommunen it names are left to whoever asks.
    """
    asked = _asked(words, places)
    if asked is None:
        return projects.plain_search("").where(false())
    conditions = [or_(*map(_holds, either)) for either in asked.all]
    return projects.plain_search("").where(*conditions, *(not_(_holds(text)) for text in asked.none))


def holds(text: str, words: str, places: Places) -> bool:
    """Return whether a text holds the words in the same sense."""
    asked, folded = _asked(words, places), fold(text)
    if asked is None or any(word in folded for word in asked.none):
        return False
    return all(any(word in folded for word in either) for either in asked.all)


class _Asked(NamedTuple):
    """Folded texts: of each tuple in `all` one must stand there, of `none` nothing."""

    all: list[tuple[str, ...]]
    none: list[str]


def _asked(words: str, places: Places) -> _Asked | None:
    """Return what is asked for; None when nothing can be found."""
    parsed = parse_words(words)
    if gazetteer(places).scope(parsed).impossible:
        return None
    found: list[tuple[str, ...]] = []
    joining = False
    for piece in parsed.pieces:
        if piece.kind is PieceKind.EITHER:
            joining = bool(found)
            continue
        first, *others = [piece.text] if piece.kind is PieceKind.PHRASE else piece.text.split()
        found = [*found[:-1], (*found[-1], fold(first))] if joining else [*found, (fold(first),)]
        found += [(fold(each),) for each in others]
        joining = False
    unwanted = [fold(piece.text) for piece in parsed.excluded]
    return _Asked(found[:_MAX_CONDITIONS], unwanted[:_MAX_CONDITIONS])


def understood(words: str, places: Places) -> Understood:
    """Return what the signs among the words say."""
    parsed = parse_words(words)
    scope = gazetteer(places).scope(parsed)
    return Understood(
        within=scope.within,
        outside=scope.outside,
        unknown=scope.unknown,
        excluded=tuple(piece.text for piece in parsed.excluded),
    )


def _holds(folded: str) -> ColumnElement[bool]:
    return Project.search_folded.contains(folded, autoescape=True)
