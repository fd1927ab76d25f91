"""The words of the generated texts, the most frequent first, and how often each stands there.

Words and the parts of compounds are drawn by laws of rank and frequency with the parameters that the entries of the
register have (docs/benchmarks.md).
"""

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
COMPOUNDS = 30_000
NAMES = 45_000
PLACES = 120
_LONG = 0.19  # of the compounds: those of three parts
_COMPOUND_SHARE = ((200, 0.13), (500, 0.26), (COMPOUNDS + NAMES, 0.38))  # of the words up to that rank


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
    random.shuffle(simple)
    compounds = _compounds(random, COMPOUNDS)
    names = _names(random, NAMES, NAME_ENDINGS)
    words = _by_rank(random, compounds, list(dict.fromkeys([*simple, *names])))
    return Vocabulary(
        words=words,
        weights=_weights(len(words), 25, 1.1),
        simple=frozenset(simple),
        compounds=frozenset(compounds),
        names=frozenset(names),
        places=_names(random, PLACES, PLACE_ENDINGS),
    )


def _weights(count: int, flat: int, exponent: float) -> list[float]:
    """Cumulated weights of so many ranks; the first about `flat` of them weigh nearly the same."""
    return list(accumulate((rank + flat) ** -exponent for rank in range(count)))


def _compounds(random: Random, count: int) -> list[str]:
    """Draw different compounds; those of frequent parts come early, and so are frequent themselves."""
    first, last = FIRST.copy(), LAST.copy()
    random.shuffle(first)
    random.shuffle(last)
    of_first, of_last = _weights(len(first), 5, 0.95), _weights(len(last), 5, 0.85)
    found: dict[str, None] = {}
    while len(found) < count:
        parts = random.choices(first, cum_weights=of_first, k=2 if random.random() < _LONG else 1)
        (forms,) = random.choices(last, cum_weights=of_last)
        found["".join([*parts, random.choice(forms)]).capitalize()] = None
    return list(found)


def _by_rank(random: Random, compounds: Sequence[str], others: Sequence[str]) -> list[str]:
    """Both lists as one, with as many compounds among the words of each rank as texts have there."""
    coming, rest = iter(compounds), iter(others)
    words: list[str] = []
    for until, share in _COMPOUND_SHARE:
        while len(words) < until:
            word = next(coming if random.random() < share else rest, None)
            if word is None:
                break
            words.append(word)
    return [*dict.fromkeys([*words, *coming, *rest])]


def _names(random: Random, count: int, endings: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = "".join(random.choices(SYLLABLES, k=random.randint(2, 3)))
        found[(syllables + random.choice(endings)).capitalize()] = None
    return list(found)
