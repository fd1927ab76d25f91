"""What somebody asks for, in plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import search

PAGE_SIZE = 20
WORDS_MAX = 300
RELEVANCE = "relevance"
SORTS = (RELEVANCE, *search.SORTS)
YEARS, AREA, SCOPE = "years", "area", "scope"


@dataclass(frozen=True)
class Unknown:
    """Something asked for that does not exist: the name of the parameter (a msgid) and what was asked."""

    label: str
    text: str


@dataclass(frozen=True)
class Years:
    """The years in which a project began, both included; None leaves an end open."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Area:
    """Around a Kommune, known by its slug: those at most so many kilometres away, or those it borders on.

    Nothing is asked while the Kommune or the reach is still missing.
    """

    around: str = ""
    kilometres: int | None = None
    neighbours: bool = False

    @property
    def complete(self) -> bool:
        """Whether there is a Kommune and a reach."""
        return bool(self.around) and (self.neighbours or self.kilometres is not None)


@dataclass(frozen=True)
class SearchRequest:
    """What is asked: words, codes of facet values by field (OR inside, AND between), order, and page from 1.

    `years` and `area` narrow everything, the counts of the facets included. With `exact` the words are taken as
    typed, even when they find nothing. `unknown` is what the door could not read; the answer repeats it.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: Years | None = None
    area: Area | None = None
    sort: str = RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE
    exact: bool = False
    unknown: tuple[Unknown, ...] = ()

    @property
    def narrowings(self) -> tuple[str, ...]:
        """What narrows the search: facets by their fields, YEARS, AREA, and SCOPE for stadt: and -stadt:."""
        others = {
            YEARS: self.years is not None,
            AREA: self.area is not None and self.area.complete,
            SCOPE: bool(self.within or self.outside),
        }
        return (*self.filters, *(name for name, given in others.items() if given))

    @property
    def within(self) -> tuple[str, ...]:
        """The names behind stadt: among the words, as typed."""
        return search.parse_words(self.words).within

    @property
    def outside(self) -> tuple[str, ...]:
        """The names behind -stadt: among the words, as typed."""
        return search.parse_words(self.words).outside

    def without(self, narrowing: str, code: str | None = None) -> "SearchRequest":
        """Return the same request, on its first page, without one of the narrowings or one value of a facet."""
        if narrowing == YEARS:
            return replace(self, years=None, page=1)
        if narrowing == AREA:
            return replace(self, area=None, page=1)
        if narrowing == SCOPE:
            return replace(self, words=search.unscoped(self.words), page=1)
        others = tuple(other for other in self.filters.get(narrowing, ()) if code is not None and other != code)
        kept = {name: others if name == narrowing else codes for name, codes in self.filters.items()}
        return replace(self, filters={name: codes for name, codes in kept.items() if codes}, page=1)

    def asking(self, words: str, *, exact: bool = False) -> "SearchRequest":
        """Return the same request for other words, on its first page."""
        return replace(self, words=words, exact=exact, page=1)

    def unfiltered(self) -> "SearchRequest":
        """Return the same words and order, on the first page, without anything that narrows."""
        words = search.unscoped(self.words) if SCOPE in self.narrowings else self.words
        return replace(self, words=words, filters={}, years=None, area=None, page=1)
