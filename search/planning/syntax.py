"""The few signs people know: "phrases", -without, ODER, stadt:herne. Anything else is words.

No input is wrong: a sign that makes no sense is passed over.
"""

import re
from dataclasses import dataclass
from enum import Enum

_QUOTES = re.compile('["„“”«»]')
_PIECE = re.compile(
    r"""
    (?P<minus>(?<!\S)[-−–](?=["\w]))?
    (?:
        "(?P<phrase>[^"]*)(?:"|$)
      | (?P<scope>stadt|gemeinde|kommune|ort):\s*(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<place>[^\s"]+))
      | (?P<either>(?<!\S)(?:ODER|OR|\|)(?!\S))
      | (?P<word>[^\s"]+)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LETTER = re.compile(r"\w")
_EITHER = frozenset({"ODER", "OR", "|"})


class Kind(Enum):
    """What a piece of a query is."""

    WORDS = "words"
    PHRASE = "phrase"
    EITHER = "either"  # ODER, between two others


@dataclass(frozen=True)
class Piece:
    """A run of plain words, a phrase without its quotes, or ODER."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Parsed:
    """The pieces in order, what must not be there, and the names after stadt: and -stadt:."""

    pieces: tuple[Piece, ...]
    excluded: tuple[Piece, ...]
    within: tuple[str, ...]
    outside: tuple[str, ...]


def parse(text: str) -> Parsed:
    """The pieces of a clean text."""
    pieces: list[Piece] = []
    excluded: list[Piece] = []
    within: list[str] = []
    outside: list[str] = []
    run: list[str] = []

    def close_run() -> None:
        if run:
            pieces.append(Piece(Kind.WORDS, " ".join(run)))
            run.clear()

    for match in _PIECE.finditer(_QUOTES.sub('"', text)):
        if match["scope"]:
            (outside if match["minus"] else within).append((match["quoted"] or match["place"] or "").replace("_", " "))
        elif match["either"] and match["either"] in _EITHER:
            close_run()
            pieces.append(Piece(Kind.EITHER, match["either"]))
        elif match["phrase"] is not None:
            phrase = Piece(Kind.PHRASE, match["phrase"])
            if match["minus"]:
                excluded.append(phrase)
            else:
                close_run()
                pieces.append(phrase)
        elif match["minus"]:
            excluded.append(Piece(Kind.WORDS, match["word"] or match["either"]))
        else:
            run.append(match["word"] or match["either"])
    close_run()
    return Parsed(
        tuple(piece for piece in pieces if _LETTER.search(piece.text) or piece.kind is not Kind.PHRASE),
        tuple(piece for piece in excluded if _LETTER.search(piece.text)),
        tuple(name for name in within if name.strip()),
        tuple(name for name in outside if name.strip()),
    )


def unscoped(text: str) -> str:
    """The text without stadt:..., for who wants to look everywhere."""
    return " ".join(_PIECE.sub(lambda piece: "" if piece["scope"] else piece[0], _QUOTES.sub('"', text)).split())
