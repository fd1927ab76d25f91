"""The few signs people know: "phrases", -without, ODER, stadt:herne. Anything else is words.

In front of another sign "ohne" is as good as "-".

No input is wrong: a sign that makes no sense is passed over.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

_QUOTES = re.compile('["„“”«»]')
_PIECE = re.compile(
    r"""
    (?P<minus>(?<!\S)(?:[-−–](?=["\w])|ohne\s+(?="|(?:stadt|gemeinde|kommune|ort):)))?
    (?:
        "(?P<phrase>[^"]*)(?:"|$)
      | (?P<scope>stadt|gemeinde|kommune|ort):\s*(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<place>[^\s"]+))
      | (?P<either>(?<!\S)(?:ODER|OR|\|)(?!\S))
      | (?P<word>[^\s"]+)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEGUN = re.compile(
    r"""
    (?<!\S)
    (?:
        (?P<scope>-?(?:stadt|gemeinde|kommune|ort):\s*)(?P<names>"[^"]*|[^\s"]*)
      | (?:[-−–]"?|")(?P<word>[^\s"]*)
    )$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LETTER = re.compile(r"\w")
_BETWEEN_NAMES = re.compile(r"[,;|]")
EITHER = frozenset({"ODER", "OR", "|"})


class PieceKind(Enum):
    """What a piece of a query is."""

    WORDS = "words"
    PHRASE = "phrase"
    EITHER = "either"  # ODER, between two others


@dataclass(frozen=True)
class Piece:
    """A run of plain words, a phrase without its quotes, or ODER."""

    kind: PieceKind
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
            pieces.append(Piece(PieceKind.WORDS, " ".join(run)))
            run.clear()

    for match in _PIECE.finditer(_QUOTES.sub('"', text)):
        if match["scope"]:
            (outside if match["minus"] else within).extend(_names(match))
        elif match["either"] and match["either"] in EITHER:
            close_run()
            pieces.append(Piece(PieceKind.EITHER, match["either"]))
        elif match["phrase"] is not None:
            phrase = Piece(PieceKind.PHRASE, match["phrase"])
            if match["minus"]:
                excluded.append(phrase)
            else:
                close_run()
                pieces.append(phrase)
        elif match["minus"]:
            excluded.append(Piece(PieceKind.WORDS, match["word"] or match["either"]))
        else:
            run.append(match["word"] or match["either"])
    close_run()
    return Parsed(
        tuple(piece for piece in pieces if _LETTER.search(piece.text) or piece.kind is not PieceKind.PHRASE),
        tuple(piece for piece in excluded if _LETTER.search(piece.text)),
        tuple(within),
        tuple(outside),
    )


@dataclass(frozen=True)
class Begun:
    """What somebody is typing behind a sign: the text before it, the sign included, and the letters so far.

    `names` are those before it behind the same stadt:, None behind another sign.
    """

    before: str
    letters: str
    names: tuple[str, ...] | None = None

    def finished(self, word: str) -> str:
        """The text with this word, or name of a municipality, in the place of the letters."""
        if self.names is None:
            return self.before + word
        return self.before + _together((*self.names, word))


def begun(text: str) -> Begun | None:
    """What is being typed behind a sign at the end of a text; None behind none."""
    found = _BEGUN.search(_QUOTES.sub('"', text))
    if found is None:
        return None
    if found["scope"] is None:
        start = found.start("word")
        return Begun(text[:start], text[start:])
    *names, letters = _BETWEEN_NAMES.split(found["names"].removeprefix('"').replace("_", " "))
    known = tuple(name.strip() for name in names if name.strip())
    return Begun(text[: found.end("scope")], letters.strip(), known)


def unscoped(text: str) -> str:
    """The text without stadt:... and -stadt:..., for who wants to look everywhere."""
    return " ".join(_PIECE.sub(lambda piece: "" if piece["scope"] else piece[0], _QUOTES.sub('"', text)).split())


def rescoped(text: str, name: str, other: str) -> str:
    """The text with another municipality behind stadt: and -stadt: in the place of the one of this name."""

    def exchanged(piece: re.Match[str]) -> str:
        if not piece["scope"] or name not in _names(piece):
            return piece[0]
        names = _together(other if each == name else each for each in _names(piece))
        return f"{piece['minus'] or ''}{piece['scope']}:{names}"

    return _PIECE.sub(exchanged, _QUOTES.sub('"', text))


def scopes(text: str) -> list[range]:
    """Where stadt:... and -stadt:... stand in a text."""
    return [range(*piece.span()) for piece in _PIECE.finditer(_QUOTES.sub('"', text)) if piece["scope"]]


def _names(scope: re.Match[str]) -> list[str]:
    """The names behind one stadt:, several are parted by commas (stadt:herne,bochum)."""
    named = (scope["quoted"] or scope["place"] or "").replace("_", " ")
    return [name.strip() for name in _BETWEEN_NAMES.split(named) if name.strip()]


def _together(names: Iterable[str]) -> str:
    """The names as they stand behind one stadt:, in quotation marks if there is a space among them."""
    text = ",".join(names)
    return f'"{text}"' if " " in text else text
