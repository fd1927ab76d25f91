"""The words of a search without the index: each is looked for as it is typed, and the signs people know hold."""

from sqlalchemy import ColumnElement, Select, not_, or_

from portal.projects import queries as projects
from portal.projects.models import Project
from portal.text import fold
from search import Places, Understood
from search.planning.syntax import Kind, Piece, parse

_MAX_CONDITIONS = 20


def matching(words: str) -> Select[int]:
    """Return the ids of the published entries that hold the words and "phrases", or one side of an ODER."""
    parsed = parse(words)
    conditions: list[ColumnElement[bool]] = []
    joining = False
    for piece in parsed.pieces:
        if piece.kind is Kind.EITHER:
            joining = bool(conditions)
            continue
        first, *others = _conditions(piece)
        conditions = [*conditions[:-1], or_(conditions[-1], first)] if joining else [*conditions, first]
        conditions += others
        joining = False
    unwanted = [not_(_holds(piece.text)) for piece in parsed.excluded]
    return projects.plain_search("").where(*conditions[:_MAX_CONDITIONS], *unwanted[:_MAX_CONDITIONS])


def understood(words: str, places: Places) -> Understood | None:
    """Return what the signs among the words say; None when they name a municipality that does not exist."""
    parsed = parse(words)
    codes = {fold(name): place.code for place in places.places for name in (place.code, *place.names)}
    within = [codes.get(fold(name)) for name in parsed.within]
    outside = [codes.get(fold(name)) for name in parsed.outside]
    if None in within:
        return None
    return Understood(
        within=tuple(dict.fromkeys(code for code in within if code)),
        outside=tuple(dict.fromkeys(code for code in outside if code)),
        excluded=tuple(piece.text for piece in parsed.excluded),
    )


def _conditions(piece: Piece) -> list[ColumnElement[bool]]:
    return [_holds(text) for text in ([piece.text] if piece.kind is Kind.PHRASE else piece.text.split())]


def _holds(text: str) -> ColumnElement[bool]:
    return Project.search_folded.contains(fold(text), autoescape=True)
