"""What a letter says: blocks of plain text, from which the text and its HTML twin are made alike.

Blocks take text as people typed it: nothing in it can become markup, a header or a line of its own.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

SUBJECT_MAX = 150
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # turn the direction of what follows
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return text with plain line breaks, without control characters and what cannot be encoded."""
    broken = _BREAKS.sub("\n", text)
    return "".join(character for character in broken if character == "\n" or not _is_control(character))


def one_line(text: str) -> str:
    """Return clean text on one line."""
    return " ".join(clean(text).split())


def _is_control(character: str) -> bool:
    is_no_character = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return is_no_character or character in _TURNS or unicodedata.category(character) in {"Cc", "Cs"}


def _check_address(url: str) -> None:
    if urlsplit(url).scheme not in {"http", "https"} or not url.isprintable() or " " in url:
        raise ValueError(f"no address for a mail: {url!r}")


@dataclass(frozen=True)
class Heading:
    """Begins a part of a longer letter."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; its line breaks stay."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Terms with their values."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Link:
    """A link inside a list."""

    label: str
    url: str

    def __post_init__(self) -> None:
        _check_address(self.url)


@dataclass(frozen=True)
class Item:
    """One point of a list: its text, a note below it, links that belong to it."""

    text: str
    note: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Item | str, ...]


@dataclass(frozen=True)
class Button:
    """What the reader shall do: one of them in a letter, two at most."""

    label: str
    url: str

    def __post_init__(self) -> None:
        _check_address(self.url)


@dataclass(frozen=True)
class Quote:
    """What somebody else has written."""

    text: str


Block = Heading | Paragraph | Facts | Items | Button | Quote


@dataclass(frozen=True)
class Calendar:
    """Dates for the reader's calendar, attached as a file: `data` is an iCalendar object (RFC 5545) of this `method`.

    It publishes or cancels; nobody is invited, as nobody reads answers.
    """

    name: str  # of the file, plain letters with ".ics"
    data: bytes
    method: str = "PUBLISH"


@dataclass(frozen=True)
class Content:
    """A letter: subject, blocks, and in one sentence why the reader gets it ("Sie bekommen diese Mail, weil ...").

    `reply_to` is where an answer goes if not to the operator.
    """

    subject: str
    blocks: tuple[Block, ...]
    why: str
    reply_to: str | None = None
    calendar: Calendar | None = None
