"""The lists of German words with which the chain is measured."""

from pathlib import Path
from typing import NamedTuple

from search.analysis.folding import canonical

FOLDER = Path(__file__).parent / "data"


class Compound(NamedTuple):
    """A word, and the places in its canonical spelling where it has to be cut and where it may be."""

    word: str
    wanted: frozenset[int]
    allowed: frozenset[int]


def lines(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def compounds() -> list[Compound]:
    return [_compound(line) for line in lines("compounds")]


def inflections() -> list[tuple[str, str]]:
    pairs = [line.split(": ") for line in lines("inflections")]
    return [(base, form) for base, forms in pairs for form in forms.split()]


def _compound(line: str) -> Compound:
    places: dict[str, set[int]] = {"|": set(), ".": set()}
    word = ""
    for sign in line:
        if sign in places:
            places[sign].add(len(canonical(word)))
        else:
            word += sign
    return Compound(word, frozenset(places["|"]), frozenset(places["."]))
