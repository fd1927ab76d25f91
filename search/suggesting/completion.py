"""Ways to go on typing: titles, tags, municipalities, and words for the last one typed."""

from collections.abc import Iterator
from functools import lru_cache

from search.analysis.clean import clean
from search.analysis.folding import fold
from search.queries import Completion, Places
from search.reading.vocabulary import WORD, Vocabulary

MAX_CHARACTERS = 100
_SHORTEST = 2


def complete(vocabulary: Vocabulary, typed: str, places: Places, limit: int) -> tuple[Completion, ...]:
    """At most `limit` ways to go on, the most frequent of the shortest kind first; () for less than two letters.

    What was typed may lack its umlauts. Of several words the last one is completed and the others stay.
    """
    text = " ".join(clean(typed[:MAX_CHARACTERS]).split(" "))
    folded = fold(text.lstrip())
    if limit < 1 or len(folded.strip()) < _SHORTEST:
        return ()
    found: dict[str, Completion] = {}
    for completion in _all(vocabulary, text.lstrip(), folded, places, limit):
        found.setdefault(fold(completion.text), completion)
        if len(found) >= limit:
            break
    return tuple(found.values())


def _all(vocabulary: Vocabulary, text: str, folded: str, places: Places, limit: int) -> Iterator[Completion]:
    yield from _places("", folded, places)
    for written in vocabulary.starting(folded, limit):
        yield Completion(written.surface, written.kind)
    before, space, last = text.rpartition(" ")
    if space and len(last) >= _SHORTEST:
        yield from _places(before + space, fold(last), places)
        for written in vocabulary.starting(fold(last), limit):
            if written.kind == WORD:
                yield Completion(before + space + written.surface, "phrase")


def _places(before: str, folded: str, places: Places) -> Iterator[Completion]:
    for name, name_folded in _names(places):
        if name_folded.startswith(folded):
            yield Completion(before + name, "phrase" if before else "place")


@lru_cache(maxsize=8)
def _names(places: Places) -> tuple[tuple[str, str], ...]:
    """The names, each also folded."""
    return tuple((place.names[0], fold(place.names[0])) for place in places.places)
