"""Query building: the words of a user become a plan of keys. Any input at all gives a plan."""

from dataclasses import dataclass

from search.analysis.chain import Keys, keys
from search.analysis.clean import clean
from search.analysis.words import Word, words
from search.reading.vocabulary import Vocabulary

MAX_CHARACTERS = 1000
MAX_WORDS = 16
MAX_EXPANSIONS = 20
SHORTEST_PREFIX = 4

WHOLE = 1.0
ALL_PARTS = 0.7  # "Smart-City" finds "Smart ... City"
LONGER = 0.4  # "Termin" finds "Terminvergabe"


@dataclass(frozen=True)
class Alternative:
    """One way in which a word may match: a document has all these keys."""

    keys: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Wanted:
    """One word of the query and the ways in which it may match, the best of which counts."""

    word: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Plan:
    """All the words wanted together: a document must match each of them."""

    wanted: tuple[Wanted, ...]

    @property
    def keys(self) -> frozenset[str]:
        """Every key that may have matched."""
        return frozenset(
            key for wanted in self.wanted for alternative in wanted.alternatives for key in alternative.keys
        )


def plan(typed: str, vocabulary: Vocabulary) -> Plan | None:
    """The plan for the words as typed; None if nothing was typed.

    A plan without words matches nothing: only stop words or signs were typed. Only the first 1,000
    characters and the first 16 different words count, so the work is bounded.
    """
    if not typed[:MAX_CHARACTERS].strip():
        return None
    found: dict[str, Wanted] = {}
    for word in query_words(typed):
        word_keys = keys(word.text)
        if word_keys is not None and word_keys.whole not in found:
            found[word_keys.whole] = Wanted(word.text, _alternatives(word_keys, vocabulary))
    return Plan(tuple(found.values())[:MAX_WORDS])


def query_words(typed: str) -> tuple[Word, ...]:
    """The words of a query within the bounds, with their places in the cleaned query."""
    return tuple(words(bounded(typed)))


def bounded(typed: str) -> str:
    """The part of a query that counts, cleaned."""
    return clean(typed[:MAX_CHARACTERS])


def _alternatives(word: Keys, vocabulary: Vocabulary) -> tuple[Alternative, ...]:
    alternatives = [Alternative((key,), WHOLE) for key in (word.whole, *word.same)]
    if word.parts:
        alternatives.append(Alternative(word.parts, ALL_PARTS))
    if len(word.whole) >= SHORTEST_PREFIX and not word.whole.isdecimal():
        longer = vocabulary.longer(word.whole, MAX_EXPANSIONS)
        alternatives += [Alternative((key,), LONGER) for key in longer]
    return tuple(alternatives)
