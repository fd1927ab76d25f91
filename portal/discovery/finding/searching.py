"""The search behind page and API: a request in plain values becomes an answer in plain values.

The index finds keys; when it is away, the database is searched instead. Either way the database has the last word on
what is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

import search
from portal.access import Actor
from portal.discovery.finding.answers import (
    AnyFound,
    CountedValue,
    FacetGroup,
    Found,
    FoundWanted,
    SearchAnswer,
    Understanding,
    UnknownPlace,
    pages,
)
from portal.discovery.finding.engines import Engine, IndexEngine
from portal.discovery.finding.facets import BY_FIELD, FACETS, NEED, OF_GESUCHE, Names
from portal.discovery.finding.fallback import DatabaseEngine
from portal.discovery.finding.knowledge import Knowledge, load_knowledge
from portal.discovery.finding.names import load_names
from portal.discovery.finding.requests import SearchRequest, Unknown
from portal.partnerships.seeking import queries as seeking
from portal.partnerships.seeking.document import KIND as WANTED
from portal.projects import queries as projects
from portal.projects.document import KIND as PROJECT
from portal.text import N_
from search import Hit, Results


def run(
    session: Session, actor: Actor, index: search.Index, request: SearchRequest, review_period_days: int
) -> SearchAnswer:
    """Return the answer to a request as this actor may see it; entries whose review is not overdue rank higher.

    It takes at most 9 database queries however long the list is, 23 when the index is away. Raises ValueError for a
    field or sort that does not exist; unknown values of a facet are left out and told.
    """
    names, knowledge = load_names(session), load_knowledge(session, review_period_days)
    request, unknown = _known(request, names)
    try:
        done = _carry_out(IndexEngine(index), request, knowledge)
        by_index = True
    except search.Unavailable:
        done = _carry_out(DatabaseEngine(session), request, knowledge)
        by_index = False
    results = done.results
    found = _load(session, actor, (*results.hits, *results.tail, *results.related))
    return SearchAnswer(
        request=done.request,
        hits=tuple(found[hit.key] for hit in results.hits if hit.key in found),
        total=results.total,
        facets=_groups(results, done.request, names),
        by_index=by_index,
        tail=tuple(found[hit.key] for hit in results.tail if hit.key in found),
        tail_total=results.tail_total,
        related=tuple(found[hit.key] for hit in results.related if hit.key in found),
        gesuche=_gesuche(results, done.request),
        understanding=_understanding(results, knowledge),
        unknown=(*request.unknown, *unknown),
        without=done.without,
        unfiltered=done.unfiltered,
        municipalities=names["municipality"],
        places={**names["district"], **names["municipality"]},
    )


@dataclass(frozen=True)
class _Done:
    request: SearchRequest
    results: Results
    without: Mapping[str, int] = field(default_factory=dict)
    unfiltered: int = 0


def _carry_out(engine: Engine, request: SearchRequest, knowledge: Knowledge) -> _Done:
    if request.page > 1:
        (total,) = engine.totals([knowledge.query(request)])
        request = replace(request, page=min(request.page, pages(total, request.page_size)))
    results = engine.search(knowledge.query(request))
    if results.total:
        return _Done(request, results)
    ways = [*(request.without(name) for name in request.narrowings), request.unfiltered()]
    *totals, unfiltered = engine.totals([knowledge.query(way) for way in ways])
    return _Done(request, results, dict(zip(request.narrowings, totals, strict=True)), unfiltered)


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
    area = request.area
    if area and area.around and area.around not in names["municipality"]:
        unknown.append(Unknown(N_("Kommune"), area.around))
        area = None
    return replace(request, filters=kept, area=area), unknown


def _load(session: Session, actor: Actor, hits: Sequence[Hit]) -> dict[str, AnyFound]:
    """Return by key what of the hits the actor may see."""
    kinds: dict[str, dict[int, Hit]] = {PROJECT: {}, WANTED: {}}
    for hit in hits:
        kind, _, number = hit.key.partition(":")
        kinds[kind][int(number)] = hit
    found: dict[str, AnyFound] = {}
    for project in projects.cards(session, list(kinds[PROJECT]), actor):
        hit = kinds[PROJECT][project.id]
        found[hit.key] = Found(project, hit.highlights, hit.reasons)
    for wanted in seeking.open_ones(session, kinds[WANTED]) if kinds[WANTED] else ():
        hit = kinds[WANTED][wanted.id]
        found[hit.key] = FoundWanted(wanted, hit.highlights, hit.reasons)
    return found


def _gesuche(results: Results, request: SearchRequest) -> int:
    """Return how many of the hits are Gesuche."""
    chosen = request.filters.get("kind", (NEED.code,))
    return sum(each.count for each in results.facets["kind"] if each.value == NEED.code and each.value in chosen)


def _understanding(results: Results, knowledge: Knowledge) -> Understanding:
    understood = results.understood
    return Understanding(
        places=understood.present,
        beyond=understood.beyond,
        nearby=understood.nearby,
        absent=tuple(code for code in understood.places if code not in understood.present),
        within=understood.within,
        outside=understood.outside,
        unknown_places=tuple(UnknownPlace(name, knowledge.regions.near(name)) for name in understood.unknown),
        excluded=understood.excluded,
        ignored=understood.ignored,
        waived=understood.waived,
        corrected=results.corrected,
        proposal=results.proposal,
    )


def _groups(results: Results, request: SearchRequest, names: Names) -> tuple[FacetGroup, ...]:
    """Return the facets that tell entries apart: those of which any entry states a value, or one is chosen."""
    groups = []
    kinds = {each.value for each in results.facets["kind"]}
    for facet in FACETS:
        counts = {each.value: each.count for each in results.facets[facet.field]}
        chosen = request.filters.get(facet.field, ())
        counts |= {code: 0 for code in chosen if code not in counts}
        in_use = chosen or (facet.field == "start_year" and request.years)
        if not in_use and not set(counts) - {search.NOT_STATED}:
            continue
        if not in_use and facet.field in OF_GESUCHE and NEED.code not in kinds:
            continue
        values = facet.in_order(counts, names)
        groups.append(
            FacetGroup(facet, tuple(CountedValue(value, counts[value.code], value.code in chosen) for value in values))
        )
    return tuple(groups)
