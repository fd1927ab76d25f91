"""The search when the index is away: plain words in the database, with the same filters, counts and orders.

Every facet is a list of pairs (entry, value); filters look entries up in it, counts group it by value.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, distinct, false, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from portal.discovery.finding import plain_words
from portal.discovery.finding.facets import FACETS
from portal.discovery.finding.fallback_wanted import WantedInDatabase
from portal.organisations.models import Organisation, OrganisationKind
from portal.projects.document import CONFIRMED, KIND, NO_DISTRICT, OTHER_FUNDING, OVERDUE, UNCONFIRMED
from portal.projects.lists import counting, ordering
from portal.projects.models import FundingProgramme, Project, ProjectTechnology, Technology
from portal.projects.parts import ProjectCooperation
from portal.projects.vocabulary import Publication
from search import AGING, NOT_STATED, FacetCount, Hit, Query, Results

Pairs = Select[Any]  # ids of published entries, with one value of a facet each


class DatabaseEngine:
    """The database as an engine: one query for each facet, one for the page, one for any number of totals."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._wanted = WantedInDatabase(session)

    def search(self, query: Query) -> Results:
        """Return the page of hits with the counts of all values that any entry has, zero included.

        Gesuche stand behind the projects.
        """
        page = _matching(query).order_by(*_ORDERS[query.sort]()).offset(query.offset).limit(query.limit)
        keys = [f"{KIND}:{project_id}" for project_id in self._session.execute(page).scalars()]
        (projects,), wanted = self._projects([query]), self._wanted.keys(query)
        before = max(query.offset - projects, 0)
        keys += wanted[before : before + query.limit - len(keys)]
        hits = tuple(Hit(key, 0.0, {}) for key in keys)
        facets = {facet.field: self._counts(query, facet.field) for facet in FACETS}
        told = plain_words.understood(query.words, query.places)
        return Results(total=projects + len(wanted), hits=hits, facets=facets, understood=told)

    def totals(self, queries: Sequence[Query]) -> list[int]:
        """Return how many entries each query finds."""
        found = zip(self._projects(queries), queries, strict=True)
        return [projects + len(self._wanted.keys(query)) for projects, query in found]

    def _projects(self, queries: Sequence[Query]) -> list[int]:
        if not queries:
            return []
        counts = (select(func.count()).select_from(_matching(query).subquery()) for query in queries)
        return list(self._session.execute(select(*(count.scalar_subquery() for count in counts))).one())

    def _counts(self, query: Query, field: str) -> tuple[FacetCount, ...]:
        wanted = self._wanted.counts(query, field)
        if field == "partnership":  # no project has it
            return tuple(FacetCount(code, count) for code, count in wanted.items())
        project_id, value = _pairs(field, query).subquery().c
        among_others = project_id.in_(_matching(query, but=field))
        statement = select(value, func.count(distinct(project_id)).filter(among_others)).group_by(value)
        counts: Counter[str] = Counter(dict(self._session.execute(statement).all()))
        return tuple(FacetCount(code, counts[code] + wanted.get(code, 0)) for code in {**counts, **wanted})


def _matching(query: Query, but: str = "") -> Select[Any]:
    """Return the ids of the entries that hold the words and pass the filters of all facets, or of all but one."""
    statement: Select[Any] = plain_words.matching(query.words, query.places)
    told = plain_words.understood(query.words, query.places)
    if told.within:
        statement = statement.where(_of_places(told.within))
    if told.outside:
        statement = statement.where(~_of_places(told.outside))
    others = (pair for pair in query.filters.items() if pair[0] != but)
    for field, codes in (*query.restrict.items(), *others):
        if codes and field in (*_PAIRS, AGING.group):
            statement = statement.where(_having(_pairs(field, query), codes))
    return statement


def _pairs(field: str, query: Query) -> Pairs:
    return _confirmation(query) if field == AGING.group else _PAIRS[field]()


def _of_places(codes: Sequence[str]) -> ColumnElement[bool]:
    return or_(_having(_municipality(), codes), _having(_district(), codes))


def _having(pairs: Pairs, codes: Sequence[str]) -> ColumnElement[bool]:
    project_id, value = pairs.subquery().c
    return Project.id.in_(select(project_id).where(value.in_(codes)))


def _published(value: ColumnElement[Any]) -> Pairs:
    pairs = select(Project.id, value.label("value")).select_from(Project)
    return pairs.where(Project.publication == Publication.PUBLISHED)


def _or_not_stated(value: Any) -> ColumnElement[Any]:
    return func.coalesce(value, NOT_STATED)


def _action_field() -> Pairs:
    return _published(type_coerce(Project.action_field, String)).where(Project.action_field.is_not(None))


def _phase() -> Pairs:
    return _published(_or_not_stated(type_coerce(Project.phase, String)))


def _municipality() -> Pairs:
    return _of_involved(Organisation.slug, Organisation.kind == OrganisationKind.MUNICIPALITY)


def _district() -> Pairs:
    district = aliased(Organisation)
    around = select(district.slug).where(district.id == Organisation.district_id).scalar_subquery()
    value = case(
        (Organisation.kind == OrganisationKind.DISTRICT, Organisation.slug), else_=func.coalesce(around, NO_DISTRICT)
    )
    return _of_involved(value, Organisation.kind.in_((OrganisationKind.MUNICIPALITY, OrganisationKind.DISTRICT)))


def _of_involved(value: Any, condition: ColumnElement[bool]) -> Pairs:
    """Return the value of each involved organisation that fulfils the condition."""
    involved = counting.involvements().subquery()
    stated = (
        select(involved.c.project_id, value.label("value"))
        .join(Organisation, Organisation.id == involved.c.organisation_id)
        .where(condition)
        .subquery()
    )
    return _published(_or_not_stated(stated.c.value)).outerjoin(stated, stated.c.project_id == Project.id)


def _cooperation() -> Pairs:
    value = type_coerce(ProjectCooperation.value, String)
    return _published(_or_not_stated(value)).outerjoin(ProjectCooperation, ProjectCooperation.project_id == Project.id)


def _technology() -> Pairs:
    return (
        _published(_or_not_stated(Technology.slug))
        .outerjoin(ProjectTechnology, ProjectTechnology.project_id == Project.id)
        .outerjoin(Technology, Technology.id == ProjectTechnology.technology_id)
    )


def _funding() -> Pairs:
    other = case((Project.funding_programme_other.is_not(None), OTHER_FUNDING), else_=NOT_STATED)
    named = _published(func.coalesce(FundingProgramme.slug, other))
    return named.outerjoin(FundingProgramme, FundingProgramme.id == Project.funding_programme_id)


def _start_year() -> Pairs:
    return _published(_or_not_stated(func.substr(type_coerce(Project.start, String), 1, 4)))


def _confirmation(query: Query) -> Pairs:
    first_day = date.min if query.today is None else query.today - timedelta(days=query.fresh_days)
    overdue = Project.confirmed_at < datetime.combine(first_day, time.min, UTC)
    return _published(case((Project.confirmed_at.is_(None), UNCONFIRMED), (overdue, OVERDUE), else_=CONFIRMED))


def _kind() -> Pairs:
    return _published(literal(KIND))


def _no_partnership() -> Pairs:
    return _published(literal("")).where(false())


_PAIRS: Mapping[str, Callable[[], Pairs]] = {
    "kind": _kind,
    "partnership": _no_partnership,
    "action_field": _action_field,
    "phase": _phase,
    "municipality": _municipality,
    "district": _district,
    "cooperation": _cooperation,
    "technology": _technology,
    "funding": _funding,
    "start_year": _start_year,
}
_ORDERS: Mapping[str, Callable[[], tuple[ColumnElement[Any], ...]]] = {
    "relevance": ordering.newest_first,
    "newest": ordering.newest_first,
    "recently_confirmed": ordering.recently_confirmed_first,
    "title": ordering.by_title,
}
