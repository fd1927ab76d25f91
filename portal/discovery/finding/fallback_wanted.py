"""Gesuche in the search when the index is away: the open ones are few, so they are read and looked through."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.discovery.finding import plain_words
from portal.partnerships.seeking import queries
from portal.partnerships.seeking.document import document
from search import DOES_NOT_APPLY, FACETS, NOT_STATED, Document, Query

_OPTIONAL = frozenset(field.name for field in FACETS if field.optional)
_FIELDS = frozenset(field.name for field in FACETS)
_SEARCHED = ("title", "text", "places")


class WantedInDatabase:
    """The open Gesuche as the search finds them, read once."""

    def __init__(self, session: Session) -> None:
        built = (document(each) for each in queries.all_open(session))
        self._documents = [each for each in built if each is not None]

    def keys(self, query: Query) -> list[str]:
        """Return the keys of those that are found, the newest first; by title where that is asked for."""
        found = self._matching(query)
        if query.sort == "title":
            found.sort(key=lambda each: each.pieces("sort_title"))
        return [each.key for each in found]

    def counts(self, query: Query, field: str) -> Mapping[str, int]:
        """Return how many hold each value of a facet, among those that pass the other filters; zero included."""
        found = Counter(value for each in self._matching(query, but=field) for value in _of(each, field))
        return {value: found[value] for each in self._documents for value in _of(each, field)}

    def _matching(self, query: Query, but: str = "") -> list[Document]:
        told = plain_words.understood(query.words, query.places)
        others = [pair for pair in query.filters.items() if pair[0] != but]
        asked = [(name, codes) for name, codes in (*query.restrict.items(), *others) if codes and name in _FIELDS]

        def fits(each: Document) -> bool:
            places = {*_of(each, "municipality"), *_of(each, "district")}
            return (
                all(set(codes) & set(_of(each, name)) for name, codes in asked)
                and (not told.within or bool(places & set(told.within)))
                and not places & set(told.outside)
                and plain_words.holds(
                    "\n".join(text for name in _SEARCHED for text in each.pieces(name)), query.words, query.places
                )
            )

        return [each for each in self._documents if fits(each)]


def _of(each: Document, field: str) -> tuple[str, ...]:
    """Return the values of a facet as the index counts them."""
    values = each.pieces(field) or ((NOT_STATED,) if field in _OPTIONAL else ())
    return () if values == (DOES_NOT_APPLY,) else values
