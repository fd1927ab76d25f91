"""The German lexicon: what is known about a word, read straight from its file (layout.py says how).

Words are given in canonical() spelling. The file is mapped, so all processes of a machine share its pages.
"""

import json
import mmap
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from search.analysis.layout import (
    COLUMNS,
    DIGRAPH,
    DIGRAPHS,
    LENGTH_BYTES,
    MODIFIER,
    NO_COST,
    SECOND,
    STAMP_BYTES,
    ZIPF_STEPS,
    Flag,
)
from search.errors import Unavailable

PATH = Path(__file__).with_name("lexicon.marisa")


class LexiconMissing(Unavailable):
    """The lexicon has not been made or cannot be read; without it there is no search."""


class Entry(NamedTuple):
    """A word: what it refers to, if anything, and what is known about it."""

    refers: str | None
    flags: Flag

    @property
    def is_base(self) -> bool:
        """Tell whether `refers` is the key of the word; else it is its lemma."""
        return bool(self.flags & Flag.BASE)


class Lexicon:
    """Reads one file; safe for threads and after fork, because nothing is ever changed."""

    def __init__(self, path: Path = PATH) -> None:
        """Open the file. Raises LexiconMissing."""
        try:
            self._open(path)
        except (OSError, ValueError, RuntimeError) as error:
            raise LexiconMissing(
                f"Das Wörterbuch der Suche fehlt oder ist beschädigt ({path}): "
                "Bitte rufen Sie im Ordner des Portals »python hatch_build.py« auf."
            ) from error

    def _open(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = len(data) - STAMP_BYTES - LENGTH_BYTES
        length = int.from_bytes(data[end : end + LENGTH_BYTES], "little")
        self.stamp = data[-STAMP_BYTES:].decode()
        self._endings: list[str] = json.loads(data[end - length : end])
        self._trie = marisa_trie.Trie()
        self._trie.mmap(str(path))
        words = len(self._trie)
        self._at: dict[str, int] = {}
        place = end - length - words * sum(COLUMNS.values())
        for name, width in COLUMNS.items():
            self._at[name] = place
            place += words * width
        self._get = self._trie.get
        self._costs = self._at["cost"]

    def __contains__(self, word: str) -> bool:
        """Tell whether anybody has seen the word."""
        return word in self._trie

    def entry(self, word: str) -> Entry | None:
        """What is known about a word, its likelier reading first."""
        number = self._get(word)
        return None if number is None else Entry(self._reference(number, word), self._flags(number))

    def second_key(self, word: str) -> str | None:
        """The key of the other reading of a word that is a noun (steuern: to steer), if it has one."""
        number = self._get(SECOND + word)
        return None if number is None else self._reference(number, word)

    def modifier_key(self, part: str) -> str:
        """The key of a first part of compounds with its linking element (strassen: strasse)."""
        number = self._get(MODIFIER + part)
        return part if number is None else self._reference(number, part) or part

    def zipf(self, word: str) -> float:
        """The Zipf frequency of a word, about 1 to 7; 0 if nobody has counted it."""
        number = self._get(word)
        return 0.0 if number is None else self._data[self._at["zipf"] + number] / ZIPF_STEPS

    def is_noun(self, word: str) -> bool:
        """Tell whether the likelier reading of a word is that of a noun."""
        number = self._get(word)
        return number is not None and bool(self._flags(number) & Flag.NOUN)

    def written(self, word: str) -> str:
        """The word as one writes it, with umlauts and ß, nouns with a capital; unknown words as they are."""
        number = self._get(word)
        if number is None:
            return word
        found = _with_umlauts(word, self._data[self._at["umlauts"] + number])
        return found[:1].upper() + found[1:] if self._flags(number) & Flag.NOUN else found

    def common(self, zipf: float) -> list[str]:
        """Every word at least that frequent, in no order; 20,000 of them take some 50 ms."""
        smallest = round(zipf * ZIPF_STEPS)
        start = self._at["zipf"]
        column = self._data[start : start + len(self._trie)]
        found = (self._trie.restore_key(number) for number, value in enumerate(column) if value >= smallest)
        return [word for word in found if not word.startswith((MODIFIER, SECOND))]

    def modifiers(self, word: str, start: int) -> Iterator[tuple[int, int]]:
        """For the splitter: where the modifiers that begin at `start` end, and what they cost."""
        data, costs = self._data, self._costs
        for key, number in self._trie.iter_prefixes_with_ids(MODIFIER + word[start:]):
            yield start + len(key) - 1, data[costs + number]

    def head(self, word: str, start: int) -> int | None:
        """For the splitter: what the rest of the word costs as a last part."""
        number = self._get(word[start:])
        if number is None:
            return None
        cost = self._data[self._costs + number]
        return None if cost == NO_COST else cost

    def _flags(self, number: int) -> Flag:
        return Flag(self._data[self._at["flags"] + number])

    def _reference(self, number: int, word: str) -> str | None:
        data, at = self._data, self._at
        if not data[at["flags"] + number] & Flag.REFERS:
            return None
        place = at["ending"] + 2 * number
        cut = data[at["cut"] + number]
        return word[: len(word) - cut] + self._endings[data[place] | data[place + 1] << 8]


def _with_umlauts(word: str, bits: int) -> str:
    pieces: list[str] = []
    end = 0
    for number, match in enumerate(DIGRAPH.finditer(word)):
        if bits >> number & 1:
            pieces += (word[end : match.start()], DIGRAPHS[match.group()])
            end = match.end()
    return "".join((*pieces, word[end:]))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of this installation, opened once per process. Raises LexiconMissing."""
    return Lexicon()
