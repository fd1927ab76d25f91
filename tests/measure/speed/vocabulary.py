"""The words of the generated texts, the most frequent first, and how often each stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from tests.measure.speed.words import (
    ADJECTIVES,
    ENDINGS,
    FIRST,
    LAST,
    NAME_ENDINGS,
    PLACE_ENDINGS,
    SYLLABLES,
    VERBS,
)

SEED = 2026
LONG_COMPOUNDS = 40_000
NAMES = 20_000
PLACES = 120


@dataclass(frozen=True)
class Vocabulary:
    """Words by rank with cumulated weights (Zipf, Mandelbrot's form), and which of them are of which sort."""

    words: Sequence[str]
    weights: Sequence[float]
    simple: frozenset[str]
    compounds: frozenset[str]
    names: frozenset[str]
    places: Sequence[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the one vocabulary of all corpora."""
    random = Random(SEED)
    simple = [form for forms in LAST for form in forms]
    simple += [adjective + ending for adjective in ADJECTIVES for ending in ENDINGS]
    simple += VERBS
    compounds = [first + form.lower() for first in FIRST for forms in LAST for form in forms]
    longer = {
        random.choice(FIRST) + random.choice(FIRST).lower() + random.choice(random.choice(LAST)).lower()
        for _ in range(LONG_COMPOUNDS)
    }
    names = _names(random, NAMES, NAME_ENDINGS)
    for words in (simple, compounds):
        random.shuffle(words)
    # Rare words are of every sort: the longer compounds and the names stand among the rarer half of the shorter ones.
    rare = [*compounds[len(compounds) // 2 :], *sorted(longer), *names]
    random.shuffle(rare)
    words = list(dict.fromkeys([*simple, *compounds[: len(compounds) // 2], *rare]))
    return Vocabulary(
        words=words,
        weights=list(accumulate((rank + 25) ** -1.1 for rank in range(len(words)))),
        simple=frozenset(simple),
        compounds=frozenset(compounds) | longer,
        names=frozenset(names),
        places=_names(random, PLACES, PLACE_ENDINGS),
    )


def _names(random: Random, count: int, endings: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = "".join(random.choices(SYLLABLES, k=random.randint(2, 3)))
        found[(syllables + random.choice(endings)).capitalize()] = None
    return list(found)
