"""Reference data: organisations with neighbours, facts and map shapes, and the sources of all that, by natural key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.organisations import queries
from portal.organisations.models import (
    DataSource,
    Fact,
    FactKind,
    MapShape,
    Neighbourhood,
    Organisation,
    OrganisationKind,
)


@dataclass(frozen=True)
class SourceRecord:
    """A source of reference data; `key` is how facts name it."""

    key: str
    title: str
    publisher: str
    licence: str
    attribution: str
    used_for: str
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class FactRecord:
    """A measured value in the unit of its kind."""

    kind: FactKind
    value: float
    as_of: date | None
    source: str


@dataclass(frozen=True)
class ShapeRecord:
    """An outline as SVG path and the place of its label, in map units."""

    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class OrganisationRecord:
    """An organisation; `slug` is its natural key, `district` and `neighbours` are slugs of others."""

    slug: str
    kind: OrganisationKind
    name: str
    ags: str | None = None
    designation: str | None = None
    district: str | None = None
    website: str | None = None
    website_verified: bool = False
    neighbours: Sequence[str] = ()
    facts: Sequence[FactRecord] = ()
    shape: ShapeRecord | None = field(default=None, repr=False)


def load_sources(session: Session, records: Iterable[SourceRecord]) -> None:
    """Add the sources or bring them up to date."""
    known = {source.key: source for source in queries.data_sources(session)}
    for record in records:
        source = known.get(record.key) or DataSource(key=record.key)
        source.title, source.publisher = record.title, record.publisher
        source.licence, source.attribution = record.licence, record.attribution
        source.used_for, source.url, source.note = record.used_for, record.url, record.note
        session.add(source)
    session.flush()


def load_organisations(session: Session, records: Sequence[OrganisationRecord]) -> None:
    """Add the organisations or bring them up to date; none is ever removed.

    Name and website stay as they are where people have stated them.

    Raises KeyError for a district, neighbour or source that does not exist. The sources must be there before.
    """
    organisations = _all(session)
    for record in records:
        organisation = organisations.get(record.slug)
        if organisation is None:
            organisation = Organisation(slug=record.slug, version=1, facts=[], shape=None)
            organisations[record.slug] = organisation
            session.add(organisation)
        organisation.kind = record.kind
        organisation.ags, organisation.designation = record.ags, record.designation
        if not organisation.stated_by_people:
            organisation.name = record.name
            organisation.website, organisation.website_verified = record.website, record.website_verified
    session.flush()
    sources = {source.key: source for source in queries.data_sources(session)}
    for record in records:
        organisation = organisations[record.slug]
        district = organisations[record.district] if record.district else None
        organisation.district_id = district.id if district else None
        _write_facts(organisation, record.facts, sources)
        _write_shape(organisation, record.shape)
    _write_neighbours(session, organisations, records)
    session.flush()


def _all(session: Session) -> dict[str, Organisation]:
    statement = select(Organisation).options(joinedload(Organisation.shape), selectinload(Organisation.facts))
    return {organisation.slug: organisation for organisation in session.execute(statement).scalars()}


def _write_facts(organisation: Organisation, records: Iterable[FactRecord], sources: Mapping[str, DataSource]) -> None:
    known = {fact.kind: fact for fact in organisation.facts}
    for record in records:
        fact = known.get(record.kind)
        if fact is None:
            fact = Fact(kind=record.kind)
            organisation.facts.append(fact)
        fact.value, fact.as_of, fact.source_id = record.value, record.as_of, sources[record.source].id


def _write_shape(organisation: Organisation, record: ShapeRecord | None) -> None:
    if record is None:
        organisation.shape = None
        return
    if organisation.shape is None:
        organisation.shape = MapShape()
    shape = organisation.shape
    shape.path, shape.label_x, shape.label_y = record.path, record.label_x, record.label_y


def _write_neighbours(
    session: Session, organisations: Mapping[str, Organisation], records: Iterable[OrganisationRecord]
) -> None:
    pairs = {
        (organisations[record.slug].id, organisations[slug].id) for record in records for slug in record.neighbours
    }
    wanted = pairs | {(neighbour, organisation) for organisation, neighbour in pairs}
    loaded = {organisations[record.slug].id for record in records}
    one_side = or_(Neighbourhood.organisation_id.in_(loaded), Neighbourhood.neighbour_id.in_(loaded))
    rows = session.execute(select(Neighbourhood).where(one_side)).scalars()
    known = {(row.organisation_id, row.neighbour_id): row for row in rows}
    for organisation_id, neighbour_id in sorted(wanted - known.keys()):
        session.add(Neighbourhood(organisation_id=organisation_id, neighbour_id=neighbour_id))
    for pair in known.keys() - wanted:
        session.delete(known[pair])
