"""What somebody asks for, in plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import search

PAGE_SIZE = 20
WORDS_MAX = 300
RELEVANCE = "relevance"
SORTS = (RELEVANCE, *search.SORTS)


@dataclass(frozen=True)
class Unknown:
    """Something asked for that does not exist: the name of the parameter (a msgid) and what was asked."""

    label: str
    text: str


@dataclass(frozen=True)
class SearchRequest:
    """What is asked: words, codes of facet values by field (OR inside, AND between), order, and page from 1.

    With `exact` the words are taken as typed, even when they find nothing. `unknown` is what the door could not read;
    the answer repeats it.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE
    exact: bool = False
    unknown: tuple[Unknown, ...] = ()

    def without(self, field: str, code: str | None = None) -> "SearchRequest":
        """Return the same request, on its first page, without one value of a facet, or without the facet."""
        others = tuple(other for other in self.filters.get(field, ()) if code is not None and other != code)
        kept = {name: others if name == field else codes for name, codes in self.filters.items()}
        return replace(self, filters={name: codes for name, codes in kept.items() if codes}, page=1)

    def asking(self, words: str, *, exact: bool = False) -> "SearchRequest":
        """Return the same request for other words, on its first page."""
        return replace(self, words=words, exact=exact, page=1)

    def unfiltered(self) -> "SearchRequest":
        """Return the same words and order, on the first page, without any filter."""
        return replace(self, filters={}, page=1)
