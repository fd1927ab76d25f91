"""What carries a search out: the full-text index, or something that answers in its stead (see `fallback`)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from portal.partnerships.seeking.document import KIND as WANTED
from portal.projects.document import KIND as PROJECT
from search import FacetCount, Index, Query, Results

ALL = {"kind": (PROJECT, WANTED)}  # the filter that every query carries unless it asks for one of them


class Engine(Protocol):
    """Carries queries out. Every method raises search.Unavailable when it cannot."""

    def search(self, query: Query) -> Results:
        """Return the page of hits with the counts of all values that any entry has, zero included."""

    def totals(self, queries: Sequence[Query]) -> list[int]:
        """Return how many entries each query finds."""


class IndexEngine:
    """The full-text index as an engine."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def search(self, query: Query) -> Results:
        """Return the page of hits; the index leaves out values of which nothing is left, they are added here."""
        found = self._index.search(query)
        everything = self._index.search(
            Query(filters=ALL, limit=0, today=query.today, fresh_days=query.fresh_days)
        ).facets
        counts = {
            name: {**{each.value: 0 for each in values}, **{each.value: each.count for each in found.facets[name]}}
            for name, values in everything.items()
        }
        facets = {
            name: tuple(FacetCount(value, count) for value, count in values.items()) for name, values in counts.items()
        }
        return replace(found, facets=facets)

    def totals(self, queries: Sequence[Query]) -> list[int]:
        """Return how many entries each query finds."""
        return [self._index.search(replace(query, offset=0, limit=0)).total for query in queries]
