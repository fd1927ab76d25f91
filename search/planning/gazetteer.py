"""Finds the municipalities and districts named among the words, and behind stadt:."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from search.analysis.chain import analyse
from search.analysis.clean import clean
from search.analysis.folding import fold
from search.analysis.words import HYPHEN
from search.planning.syntax import Parsed
from search.queries import Place, Places

_LETTERS = re.compile(r"[^\W_]+")
_LETTERS_FOR_AN_EDIT = 4  # of a name that is nearly another
_SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class Named:
    """A municipality at the words from `start` up to, not including, `end`."""

    place: Place
    start: int
    end: int


@dataclass(frozen=True)
class Scope:
    """What stadt: and -stadt: say: codes of the places alone wanted (any of them), of those left out, unknown names.

    It is `impossible` when something is alone wanted and none of it is known.
    """

    within: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    impossible: bool = False


EVERYWHERE = Scope()


class Gazetteer:
    """All ways to write the municipalities, adjective and genitive included (Herner, Bochums)."""

    def __init__(self, places: Places) -> None:
        self._places = {place.code: place for place in places.places}
        self._names: dict[tuple[str, ...], Place] = {}
        for place in places.places:
            for name in place.names:
                for words in {_words(name), _words(HYPHEN.sub(" ", name))} - {()}:
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

    def scope(self, parsed: Parsed) -> Scope:
        """What the names behind stadt: and -stadt: mean."""
        within, outside = self._codes(parsed.within), self._codes(parsed.outside)
        names = dict.fromkeys((*parsed.within, *parsed.outside))
        unknown = tuple(name for name in names if self.called(name) is None)
        return Scope(within, outside, unknown, impossible=bool(parsed.within) and not within)

    def near(self, name: str, limit: int = 3) -> tuple[Place, ...]:
        """The places whose names are spelt nearly like this one or begin like it, the nearest first."""
        typed = _word(clean(name))
        allowed = max(1, len(typed) // _LETTERS_FOR_AN_EDIT)
        found: dict[str, int] = {}
        for place in self._places.values():
            written = [_word(each) for each in place.names]
            distance = min(OSA.distance(typed, each) for each in written)
            begins = len(typed) >= _SHORTEST_BEGINNING and any(each.startswith(typed) for each in written)
            if begins or distance <= allowed:
                found[place.code] = min(distance, allowed)
        return tuple(self._places[code] for code in sorted(found, key=lambda code: (found[code], code))[:limit])

    def _codes(self, names: Sequence[str]) -> tuple[str, ...]:
        places = (self.called(name) for name in names)
        return tuple(dict.fromkeys(place.code for place in places if place is not None))

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
