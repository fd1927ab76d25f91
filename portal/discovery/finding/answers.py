"""What was found, in plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.discovery.finding.facets import Facet, Value
from portal.discovery.finding.requests import SearchRequest, Unknown
from portal.partnerships.models import Wanted
from portal.projects.models import Project
from search import Fragment, Reason


@dataclass(frozen=True)
class CountedValue:
    """A value of a facet, how many entries it would show, and whether it is chosen."""

    value: Value
    count: int
    selected: bool


@dataclass(frozen=True)
class FacetGroup:
    """A facet with its values in the order in which they are shown; zero counts stay."""

    facet: Facet
    values: tuple[CountedValue, ...]


@dataclass(frozen=True)
class Found:
    """An entry that was found, where in it the words stand, and why it was found."""

    project: Project
    highlights: Mapping[str, Sequence[Fragment]]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class FoundWanted:
    """The same of a Gesuch."""

    wanted: Wanted
    highlights: Mapping[str, Sequence[Fragment]]
    reasons: tuple[Reason, ...]


AnyFound = Found | FoundWanted


@dataclass(frozen=True)
class UnknownPlace:
    """A name behind stadt: that no Kommune and no Kreis has, and the names of those that may be meant."""

    name: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """What became of the words.

    Slugs of the Kommunen and Kreise whose hits come first (`places`), if there are others `beyond`, and their
    neighbours' next, if there are any (`nearby`); of those that would but have no hit (`absent`), of those to which the
    words restrict everything (`within`) and of those they leave out (`outside`); names nobody has (`unknown_places`),
    words that no entry may have (`excluded`), words nobody looked for (`ignored`) and words that need not be there, as
    nothing has them beside the others (`waived`). `corrected` is what was searched for instead, as the words as typed
    find nothing; `proposal` what may have been meant.
    """

    places: tuple[str, ...] = ()
    beyond: bool = False
    nearby: bool = False
    absent: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    unknown_places: tuple[UnknownPlace, ...] = ()
    excluded: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    corrected: str | None = None
    proposal: str | None = None


@dataclass(frozen=True)
class SearchAnswer:
    """A page of entries with everything that belongs to it.

    `request` is what was carried out: without unknown values, and on the nearest page there is. `hits` hold all the
    words; `tail` follows on their last page with entries that hold only some. `total` and facets count hits alone,
    `tail_total` the others; `gesuche` of the `total` are none of the projects. `related` are merely about something
    like it and counted nowhere. `by_index` is false when the index was away: then only words as typed are found.
    When nothing was found there are `without` (narrowing -> total without it) and `unfiltered`, the total without
    any of them. `municipalities` are the names of all Kommunen by slug, `places` those of the Kreise besides.
    """

    request: SearchRequest
    hits: tuple[AnyFound, ...]
    total: int
    facets: tuple[FacetGroup, ...]
    by_index: bool
    tail: tuple[AnyFound, ...] = ()
    tail_total: int = 0
    related: tuple[AnyFound, ...] = ()
    gesuche: int = 0
    understanding: Understanding = Understanding()
    unknown: tuple[Unknown, ...] = ()
    without: Mapping[str, int] = field(default_factory=dict)
    unfiltered: int = 0
    municipalities: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """Return how many pages of hits there are, at least 1."""
        return pages(self.total, self.request.page_size)


def pages(total: int, page_size: int) -> int:
    """Return how many pages so many entries fill, at least 1."""
    return max(1, -(-total // page_size))
