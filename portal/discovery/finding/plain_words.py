"""The words of a search without the index: each is looked for as it is typed, and the signs people know hold."""

from sqlalchemy import ColumnElement, Select, false, not_, or_

from portal.projects import queries as projects
from portal.projects.models import Project
from portal.text import fold
from search import Piece, PieceKind, Places, Understood, gazetteer, parse_words

_MAX_CONDITIONS = 20


def matching(words: str, places: Places) -> Select[int]:
    """Return the ids of the published entries that hold the words and "phrases", or one side of an ODER.

    Nothing when stadt: names only what is not known; the Kommunen it names are left to whoever asks.
    """
    parsed = parse_words(words)
    if gazetteer(places).scope(parsed).impossible:
        return projects.plain_search("").where(false())
    conditions: list[ColumnElement[bool]] = []
    joining = False
    for piece in parsed.pieces:
        if piece.kind is PieceKind.EITHER:
            joining = bool(conditions)
            continue
        first, *others = _conditions(piece)
        conditions = [*conditions[:-1], or_(conditions[-1], first)] if joining else [*conditions, first]
        conditions += others
        joining = False
    unwanted = [not_(_holds(piece.text)) for piece in parsed.excluded]
    return projects.plain_search("").where(*conditions[:_MAX_CONDITIONS], *unwanted[:_MAX_CONDITIONS])


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


def _conditions(piece: Piece) -> list[ColumnElement[bool]]:
    return [_holds(text) for text in ([piece.text] if piece.kind is PieceKind.PHRASE else piece.text.split())]


def _holds(text: str) -> ColumnElement[bool]:
    return Project.search_folded.contains(fold(text), autoescape=True)
