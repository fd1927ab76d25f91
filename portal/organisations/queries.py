"""Reads of organisations."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from portal.organisations.models import (
    WITH_MEMBERS,
    DataSource,
    Fact,
    FactKind,
    Neighbourhood,
    Organisation,
    OrganisationKind,
)


class Surroundings(NamedTuple):
    """A Kommune or a Kreis.

    A Kommune has its place in degrees (WGS 84) where it is known, the slugs of those it borders on, and that of its
    Kreis unless it is kreisfrei.
    """

    slug: str
    name: str
    latitude: float | None
    longitude: float | None
    neighbours: tuple[str, ...]
    kind: OrganisationKind = OrganisationKind.MUNICIPALITY
    district: str | None = None


def by_slug(session: Session, slug: str) -> Organisation | None:
    """Return the organisation of an address part."""
    return session.execute(select(Organisation).where(Organisation.slug == slug)).scalar_one_or_none()


def by_slugs(session: Session, slugs: Iterable[str]) -> Mapping[str, Organisation]:
    """Return the organisations that exist, by slug, each with its Kreis."""
    statement = select(Organisation).where(Organisation.slug.in_(list(slugs)))
    found = session.execute(statement.options(joinedload(Organisation.district))).scalars()
    return {organisation.slug: organisation for organisation in found}


def names(session: Session, organisation_ids: Iterable[int | None]) -> Mapping[int, str]:
    """Return the names of the organisations of these ids."""
    wanted = {each for each in organisation_ids if each is not None}
    if not wanted:
        return {}
    return dict(session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted))).all())


def municipalities(session: Session) -> Sequence[Organisation]:
    """Return the 53 Kommunen by name, each with its Kreis."""
    statement = (
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.MUNICIPALITY)
        .options(joinedload(Organisation.district))
        .order_by(Organisation.name_sort)
    )
    return session.execute(statement).scalars().all()


def described_municipalities(session: Session) -> Sequence[Organisation]:
    """Return the Kommunen by name with Kreis, neighbours, and facts with their sources."""
    statement = (
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.MUNICIPALITY)
        .options(
            joinedload(Organisation.district),
            selectinload(Organisation.neighbours),
            selectinload(Organisation.facts).joinedload(Fact.source),
        )
        .order_by(Organisation.name_sort)
    )
    return session.execute(statement).scalars().all()


def municipality_by_slug(session: Session, slug: str) -> Organisation | None:
    """Return a Kommune with Kreis, neighbours, map shape, and facts with their sources."""
    statement = (
        select(Organisation)
        .where(Organisation.slug == slug, Organisation.kind == OrganisationKind.MUNICIPALITY)
        .options(
            joinedload(Organisation.district),
            joinedload(Organisation.shape),
            selectinload(Organisation.neighbours),
            selectinload(Organisation.facts).joinedload(Fact.source),
        )
    )
    return session.execute(statement).scalar_one_or_none()


def shapes(session: Session) -> Sequence[Organisation]:
    """Return the Kommunen that have a map shape, with it, by name."""
    statement = (
        select(Organisation)
        .where(Organisation.shape.has())
        .options(joinedload(Organisation.shape), joinedload(Organisation.district))
        .order_by(Organisation.name_sort)
    )
    return session.execute(statement).scalars().all()


def facts(session: Session, kind: FactKind) -> Mapping[int, Fact]:
    """Return what is known of one kind, with its source, by the organisation's id."""
    statement = select(Fact).where(Fact.kind == kind).options(joinedload(Fact.source))
    return {fact.organisation_id: fact for fact in session.execute(statement).scalars()}


def selectable_leads(session: Session) -> Sequence[Organisation]:
    """Return all organisations by name."""
    return session.execute(select(Organisation).order_by(Organisation.name_sort)).scalars().all()


def with_members(session: Session) -> Sequence[Organisation]:
    """Return the organisations that can have members and entries, by name."""
    statement = select(Organisation).where(Organisation.kind.in_(WITH_MEMBERS)).order_by(Organisation.name_sort)
    return session.execute(statement).scalars().all()


def data_sources(session: Session) -> Sequence[DataSource]:
    """Return the sources of the reference data."""
    return session.execute(select(DataSource).order_by(DataSource.id)).scalars().all()


def surroundings(session: Session) -> Sequence[Surroundings]:
    """Return where each Kommune lies and which it borders on, and the Kreise, by name; plain values, in one query."""
    return [
        Surroundings(slug, name, north, east, tuple(sorted((beside or "").split())), kind, district)
        for slug, name, north, east, beside, kind, district in session.execute(_surroundings())
    ]


@cache  # to put it together takes ten times as long as to carry it out
def _surroundings() -> Select[Any]:
    latitude, longitude = aliased(Fact), aliased(Fact)
    neighbour, district = aliased(Organisation), aliased(Organisation)
    neighbours = (
        select(func.aggregate_strings(neighbour.slug, " "))
        .join(Neighbourhood, Neighbourhood.neighbour_id == neighbour.id)
        .where(Neighbourhood.organisation_id == Organisation.id, neighbour.kind == OrganisationKind.MUNICIPALITY)
        .scalar_subquery()
    )
    named = (Organisation.slug, Organisation.name)
    return (
        select(*named, latitude.value, longitude.value, neighbours, Organisation.kind, district.slug)
        .outerjoin(district, Organisation.district_id == district.id)
        .outerjoin(latitude, and_(latitude.organisation_id == Organisation.id, latitude.kind == FactKind.LATITUDE))
        .outerjoin(longitude, and_(longitude.organisation_id == Organisation.id, longitude.kind == FactKind.LONGITUDE))
        .where(Organisation.kind.in_((OrganisationKind.MUNICIPALITY, OrganisationKind.DISTRICT)))
        .order_by(Organisation.name_sort, Organisation.slug)
    )
