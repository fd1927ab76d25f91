"""Short ways to ask an index."""

from typing import Any

from search import Hit, Index, Query, Reason
from tests.search.samples import PLACES


def hits(index: Index, words: str, **options: Any) -> tuple[str, ...]:
    """The keys of the hits alone, without the tail."""
    return tuple(hit.key for hit in index.search(Query(words, places=PLACES, **options)).hits)


def tail(index: Index, words: str, **options: Any) -> tuple[str, ...]:
    """The keys of the tail alone."""
    return tuple(hit.key for hit in index.search(Query(words, places=PLACES, **options)).tail)


def hit(index: Index, words: str, key: str, **options: Any) -> Hit:
    """The one with this key among hits and tail."""
    results = index.search(Query(words, places=PLACES, **options))
    [found] = [each for each in (*results.hits, *results.tail) if each.key == key]
    return found


def reasons(index: Index, words: str, key: str, **options: Any) -> tuple[Reason, ...]:
    """Why the document was found."""
    return hit(index, words, key, **options).reasons
