"""The entries of the lexicon to its file."""

import json
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import marisa_trie

from search.analysis.layout import COLUMNS, DIGRAPH, LENGTH_BYTES, MODIFIER, NO_COST, SECOND, ZIPF_STEPS, Flag

_BITS = 8
_REFERS = int(Flag.REFERS)
_SIGNS = frozenset("äöüßÄÖÜ")


@dataclass(slots=True)
class Entry:
    """One entry: what it refers to, and what is known about it."""

    refers: str | None = None
    zipf: float = 0.0
    cost: int = NO_COST
    flags: int = 0  # of Flag
    umlauts: int = 0


def write(entries: Mapping[str, Entry], stamp: str, path: Path) -> None:
    """Write the lexicon in one step; somebody who reads the old one keeps it."""
    words = sorted(entries)  # so that the same words always make the same file
    trie = marisa_trie.Trie(words)
    zipf, cost, flags, cut, umlaut = (bytearray(len(trie)) for _ in range(5))
    ending = array("H", bytes(2 * len(trie)))
    endings: dict[str, int] = {}
    for key in words:
        entry, number = entries[key], trie[key]
        zipf[number] = round(entry.zipf * ZIPF_STEPS)
        cost[number] = entry.cost
        flags[number] = entry.flags
        umlaut[number] = entry.umlauts
        if entry.refers is not None:
            flags[number] |= _REFERS
            cut[number], rest = _reference(key.lstrip(MODIFIER + SECOND), entry.refers)
            ending[number] = endings.setdefault(rest, len(endings))
    if sys.byteorder == "big":
        ending.byteswap()
    columns: dict[str, bytearray | array[int]] = {"zipf": zipf, "cost": cost, "flags": flags, "cut": cut}
    columns |= {"ending": ending, "umlauts": umlaut}
    ends = json.dumps(list(endings)).encode()
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        trie.write(file)
        for name in COLUMNS:
            file.write(columns[name])
        file.write(ends + len(ends).to_bytes(LENGTH_BYTES, "little") + stamp.encode())
    fresh.replace(path)


def _reference(word: str, refers: str) -> tuple[int, str]:
    if refers == word:
        return 0, ""
    if word.startswith(refers):
        return len(word) - len(refers), ""
    pairs, shorter = zip(word, refers, strict=False), min(len(word), len(refers))
    common = next((place for place, (one, other) in enumerate(pairs) if one != other), shorter)
    return len(word) - common, refers[common:]


def umlauts(word: str, written: str) -> int:
    """Which of the digraphs of a canonical word are written as one sign, as bits in the order of reading."""
    if written.isascii():
        return 0
    signs: set[int] = set()
    place = 0
    for sign in written:
        if sign in _SIGNS:
            signs.add(place)
            place += 1
        place += 1
    found = enumerate(DIGRAPH.finditer(word))
    return sum(1 << number for number, match in found if number < _BITS and match.start() in signs)
