"""Compounds to parts: the cheapest chain of modifiers and a head, by what each costs in the lexicon.

A cost is ten times the negative natural logarithm of how often the part stands in that place in the compounds
of the dictionary, so the sum over the parts tells how likely the chain is. The lexicon knows only parts that
are not compounds themselves, so that Rechnungsprüfungsamt and Prüfungsamt fall into the same pieces.
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

SHORTEST = 5
# A chain has to be likelier than chance, and chance gets less likely with every letter. A word that the
# dictionary has seen needs better reasons to be taken apart than one that nobody has seen.
_SEEN = (66, 14)
_UNSEEN = (86, 14)


class Costs(Protocol):
    """What parts cost; words are canonical."""

    def modifiers(self, word: str, start: int) -> Iterator[tuple[int, int]]:
        """Where each modifier that begins at `start` ends, its linking element included, and its cost."""

    def head(self, word: str, start: int) -> int | None:
        """The cost of the rest of the word as the last part; None if it cannot be one."""


class Split(NamedTuple):
    """The best chain: where its parts begin, without the first, and its cost."""

    starts: tuple[int, ...]
    cost: int


def split(word: str, costs: Costs, *, seen: bool) -> tuple[int, ...]:
    """Where the second and later parts of a canonical word begin; nothing if it is better left whole."""
    if len(word) < SHORTEST:
        return ()
    best = cheapest(word, costs)
    base, per_letter = _SEEN if seen else _UNSEEN
    return best.starts if best is not None and best.cost < base + per_letter * len(word) else ()


def cheapest(word: str, costs: Costs) -> Split | None:
    """The cheapest chain of two or more parts, however dear; None if there is none."""
    length = len(word)
    best: list[Split | None] = [None] * (length + 1)
    best[0] = Split((), 0)
    for start in range(length):
        here = best[start]
        if here is None:
            continue
        starts = (*here.starts, start) if start else ()
        for end, cost in costs.modifiers(word, start):
            known = best[end]
            if end < length and (known is None or here.cost + cost < known.cost):
                best[end] = Split(starts, here.cost + cost)
        last = costs.head(word, start) if start else None
        if last is not None:
            known = best[length]
            if known is None or here.cost + last < known.cost:
                best[length] = Split(starts, here.cost + last)
    return best[length]
