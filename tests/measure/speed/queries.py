"""What is asked: the same for every size, each question once.

The words of a question stand together in one of the first thousand documents, and so do its filters: like people who
look for something that exists. Frequent words are left out, as are the rarest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from search import FACETS, Document
from tests.measure.speed.corpus import document
from tests.measure.speed.vocabulary import SEED, vocabulary

ASKED_ABOUT = 1000  # the documents that questions are drawn from
FREQUENT = 40  # so many words at the head of the vocabulary nobody asks for
FILTERED = 0.6
GROUPS = tuple(facet.name for facet in FACETS if facet.name != "kind")


@dataclass(frozen=True)
class Asked:
    """Words and filters (OR inside a group, AND between)."""

    words: str
    filters: Mapping[str, tuple[str, ...]]


def questions(count: int, purpose: str) -> Sequence[Asked]:
    """Return different questions of 1 to 3 words, 6 in 10 with one or two filters; another purpose has others."""
    random = Random(f"{SEED} {purpose}")
    found: dict[str, Asked] = {}
    while len(found) < count:
        about = _document(random.randrange(ASKED_ABOUT))
        words = _words(random, about, random.choices((1, 2, 3), (40, 40, 20))[0])
        if words:
            filters = _filters(random, about) if random.random() < FILTERED else {}
            found.setdefault(" ".join(words), Asked(" ".join(words), filters))
    return list(found.values())


def beginnings(count: int) -> Sequence[str]:
    """Return what somebody has typed so far: 2 to 8 letters of a word."""
    random = Random(f"{SEED} beginnings")
    words = random.sample(vocabulary().words[FREQUENT:20_000], count)
    return [word[: random.randint(2, 8)].lower() for word in words]


def misspelt(count: int) -> Sequence[str]:
    """Return words of 8 letters or more in which two letters changed places or one is missing."""
    random = Random(f"{SEED} misspelt")
    long_words = [word for word in vocabulary().words[FREQUENT:8000] if len(word) >= 8]
    return [_misspell(random, word) for word in random.sample(long_words, count)]


def some_keys(count: int) -> Sequence[str]:
    """Return keys of documents that every corpus of this many documents or more has."""
    return [f"project:{number}" for number in range(count)]


@cache
def _document(number: int) -> Document:
    return document(number)


def _words(random: Random, about: Document, count: int) -> list[str]:
    """Draw mid-frequency words, compounds, now and then a name or a municipality."""
    known = vocabulary()
    frequent = set(known.words[:FREQUENT])
    here = [word.strip(".") for word in str(about.values["text"]).split()]
    sorts = (
        [word for word in here if word in known.simple and word not in frequent],
        [word for word in here if word in known.compounds],
        [word for word in here if word in known.names],
        str(about.values["places"]).split(", "),
    )
    drawn = [random.choice(words) for words in random.choices(sorts, (48, 36, 10, 6), k=count) if words]
    return list(dict.fromkeys(drawn))


def _filters(random: Random, about: Document) -> dict[str, tuple[str, ...]]:
    stated = [group for group in GROUPS if about.pieces(group)]
    return {group: about.pieces(group)[:2] for group in random.sample(stated, random.choice((1, 1, 2)))}


def _misspell(random: Random, word: str) -> str:
    place = random.randrange(2, len(word) - 2)
    if random.random() < 0.5:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
