"""Finds the municipalities named among the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.chain import analyse
from search.analysis.clean import clean
from search.analysis.folding import fold
from search.queries import Place, Places

_LETTERS = re.compile(r"[^\W_]+")
_HYPHENS = re.compile("[-\u2010\u2011]")


@dataclass(frozen=True)
class Named:
    """A municipality at the words from `start` up to, not including, `end`."""

    place: Place
    start: int
    end: int


class Gazetteer:
    """All ways to write the municipalities, adjective and genitive included (Herner, Bochums)."""

    def __init__(self, places: Places) -> None:
        self._places = {place.code: place for place in places.places}
        self._names: dict[tuple[str, ...], Place] = {}
        for place in places.places:
            for name in place.names:
                for words in {_words(name), _words(_HYPHENS.sub(" ", name))} - {()}:
                    self._names.setdefault(words, place)
                    if len(words) == 1:
                        for form in _forms(words[0]):
                            self._names.setdefault((form,), place)
        self._longest = max((len(words) for words in self._names), default=0)

    def find(self, words: Sequence[str]) -> list[Named]:
        """The municipalities among the words as typed, the longest names first where several begin."""
        folded = [_word(word) for word in words]
        found: list[Named] = []
        start = 0
        while start < len(folded):
            for end in range(min(len(folded), start + self._longest), start, -1):
                place = self._names.get(tuple(folded[start:end]))
                if place is not None:
                    found.append(Named(place, start, end))
                    start = end
                    break
            else:
                start += 1
        return found

    def called(self, name: str) -> Place | None:
        """The municipality of exactly this name or code, None if there is none."""
        return self._places.get(name.strip().lower()) or self._names.get(_words(clean(name)))

    def neighbours(self, codes: Sequence[str]) -> tuple[str, ...]:
        """The codes of the municipalities around these, without these."""
        around = (neighbour for code in codes for neighbour in self._places[code].neighbours)
        return tuple(dict.fromkeys(code for code in around if code not in codes))


@lru_cache(maxsize=8)
def gazetteer(places: Places) -> Gazetteer:
    """The gazetteer of these municipalities."""
    return Gazetteer(places)


def _words(name: str) -> tuple[str, ...]:
    """As the words of a query: with hyphens in one, without those that carry nothing (Haltern am See)."""
    return tuple(_word(name[token.start : token.end]) for token in analyse(name))


def _word(word: str) -> str:
    return "".join(fold(match.group()) for match in _LETTERS.finditer(word))


def _forms(folded: str) -> tuple[str, ...]:
    """Herne: Herner, Hernes. Hattingen: Hattinger. Recklinghausen: Recklinghäuser (umlauts are folded here)."""
    adjective = folded + ("r" if folded.endswith("e") else "er")
    short = (folded.removesuffix("en") + "er",) if folded.endswith(("hausen", "ingen")) else ()
    return *short, adjective, folded + "s"
