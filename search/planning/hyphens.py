"""What a hyphenated word comes to that nothing has as a whole: OZG-Umsetzung is about the OZG."""

from typing import NamedTuple

from search.analysis.folding import fold
from search.analysis.words import HYPHEN
from search.planning.filler import FAINT, HEADS, SILENT

_MOST = 4  # pieces
_LONGEST_ABBREVIATION = 3
_WEAK = SILENT | FAINT | HEADS


class Loosened(NamedTuple):
    """The pieces that have to be there and those that need not."""

    required: tuple[str, ...]
    further: tuple[str, ...]


def pieces_of(word: str) -> list[str]:
    """The pieces between hyphens; a single letter stays with what follows (E-Akte)."""
    pieces: list[str] = []
    before = ""
    for piece in HYPHEN.split(word):
        if len(piece) == 1:
            before += f"{piece}-"
        elif piece:
            pieces.append(before + piece)
            before = ""
    return pieces


def loosened(word: str) -> Loosened | None:
    """The pieces as if they were words of their own; None if that would tell too little.

    Last pieces that say little alone need not be there. What remains stays together unless there are abbreviations in
    it: KI-Chatbot is what is about KI and a Chatbot, but Straßen-Beleuchtung is not just any street.
    """
    pieces = pieces_of(word)
    kept = len(pieces)
    while kept and fold(pieces[kept - 1]) in _WEAK:
        kept -= 1
    rest, further = pieces[:kept], tuple(pieces[kept:])
    if len(pieces) < 2 or len(pieces) > _MOST or not rest:
        return None
    if any(map(_is_abbreviation, rest)):
        return Loosened(tuple(rest), further)
    return Loosened(("-".join(rest),), further) if further else None


def _is_abbreviation(piece: str) -> bool:
    return len(piece) <= _LONGEST_ABBREVIATION or not piece[1:].islower()
