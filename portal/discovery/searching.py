"""The search behind page and API: a request in plain values becomes an answer in plain values.

The index finds keys; when it is away, the database is searched instead. Either way the database has the last word on
what is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

import search
from portal.access import Actor
from portal.discovery import queries
from portal.discovery.engines import ALL, Engine, IndexEngine
from portal.discovery.facets import BY_FIELD, FACETS, Facet, Names, Value
from portal.discovery.fallback import DatabaseEngine
from portal.projects import queries as projects
from portal.projects.models import Project
from search import Fragment, Query, Results

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

    `unknown` is what the door could not read; the answer repeats it.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE
    unknown: tuple[Unknown, ...] = ()

    @property
    def query(self) -> Query:
        """Return the question to the index. Raises ValueError for a field or sort that does not exist."""
        return Query(
            words=self.words,
            filters={**ALL, **self.filters},
            sort=self.sort,
            offset=(self.page - 1) * self.page_size,
            limit=self.page_size,
        )

    def without(self, field: str, code: str | None = None) -> "SearchRequest":
        """Return the same request, on its first page, without one value of a facet, or without the facet."""
        others = tuple(other for other in self.filters.get(field, ()) if code is not None and other != code)
        kept = {name: others if name == field else codes for name, codes in self.filters.items()}
        return replace(self, filters={name: codes for name, codes in kept.items() if codes}, page=1)

    def unfiltered(self) -> "SearchRequest":
        """Return the same words and order, on the first page, without any filter."""
        return replace(self, filters={}, page=1)


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
class SearchAnswer:
    """A page of entries with everything that belongs to it.

    `request` is what was carried out: without unknown values, and on the nearest page there is. `by_index` is false
    when the index was away: then there are no highlights and no proposal, and only words as typed are found.
    When nothing was found there are `suggestion`, `without` (field -> total without its filter) and `unfiltered`, the
    total without any filter.
    """

    request: SearchRequest
    projects: Sequence[Project]
    highlights: Mapping[int, Mapping[str, tuple[Fragment, ...]]]
    total: int
    facets: tuple[FacetGroup, ...]
    by_index: bool
    unknown: tuple[Unknown, ...] = ()
    suggestion: str | None = None
    without: Mapping[str, int] = field(default_factory=dict)
    unfiltered: int = 0

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least 1."""
        return _pages(self.total, self.request.page_size)


def run(session: Session, actor: Actor, index: search.Index, request: SearchRequest) -> SearchAnswer:
    """Return the answer to a request as this actor may see it.

    It takes at most 6 database queries however long the list is, 18 when the index is away. Raises ValueError for a
    field or sort that does not exist; unknown values of a facet are left out and told.
    """
    names = queries.names(session)
    request, unknown = _known(request, names)
    try:
        found = _find(IndexEngine(index), request)
        by_index = True
    except search.Unavailable:
        found = _find(DatabaseEngine(session), request)
        by_index = False
    ids = {hit.key: int(hit.key.partition(":")[2]) for hit in found.results.hits}
    return SearchAnswer(
        request=found.request,
        projects=projects.cards(session, list(ids.values()), actor),
        highlights={ids[hit.key]: hit.highlights for hit in found.results.hits},
        total=found.results.total,
        facets=_groups(found.results, found.request, names),
        by_index=by_index,
        unknown=(*request.unknown, *unknown),
        suggestion=found.suggestion,
        without=found.without,
        unfiltered=found.unfiltered,
    )


@dataclass(frozen=True)
class _Found:
    request: SearchRequest
    results: Results
    suggestion: str | None = None
    without: Mapping[str, int] = field(default_factory=dict)
    unfiltered: int = 0


def _find(engine: Engine, request: SearchRequest) -> _Found:
    if request.page > 1:
        (total,) = engine.totals([request.query])
        request = replace(request, page=min(request.page, _pages(total, request.page_size)))
    results = engine.search(request.query)
    if results.total:
        return _Found(request, results)
    fields = list(request.filters)
    ways = [request.without(name) for name in fields]
    *totals, unfiltered = engine.totals([way.query for way in (*ways, request.unfiltered())])
    suggestion = engine.suggest(request.words) if request.words else None
    return _Found(request, results, suggestion, dict(zip(fields, totals, strict=True)), unfiltered)


def _pages(total: int, page_size: int) -> int:
    return max(1, -(-total // page_size))


def _known(request: SearchRequest, names: Names) -> tuple[SearchRequest, list[Unknown]]:
    """Return the request without values that do not exist, and these."""
    kept: dict[str, tuple[str, ...]] = {}
    unknown: list[Unknown] = []
    for name, codes in request.filters.items():
        facet = BY_FIELD[name]
        known = tuple(code for code in dict.fromkeys(codes) if facet.value(code, names))
        unknown += [Unknown(facet.label, code) for code in dict.fromkeys(codes) if code not in known]
        if known:
            kept[name] = known
    return replace(request, filters=kept), unknown


def _groups(results: Results, request: SearchRequest, names: Names) -> tuple[FacetGroup, ...]:
    """Return the facets that tell entries apart: those of which any entry states a value, or one is chosen."""
    groups = []
    for facet in FACETS:
        counts = {each.value: each.count for each in results.facets[facet.field]}
        chosen = request.filters.get(facet.field, ())
        counts |= {code: 0 for code in chosen if code not in counts}
        if not chosen and not set(counts) - {search.NOT_STATED}:
            continue
        values = facet.in_order(counts, names)
        groups.append(
            FacetGroup(facet, tuple(CountedValue(value, counts[value.code], value.code in chosen) for value in values))
        )
    return tuple(groups)
