"""Reads of organisations."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.organisations.models import WITH_MEMBERS, DataSource, Fact, FactKind, Organisation, OrganisationKind


def by_slug(session: Session, slug: str) -> Organisation | None:
    """Return the organisation of an address part."""
    return session.execute(select(Organisation).where(Organisation.slug == slug)).scalar_one_or_none()


def by_slugs(session: Session, slugs: Iterable[str]) -> Mapping[str, Organisation]:
    """Return the organisations that exist, by slug, each with its Kreis."""
    statement = select(Organisation).where(Organisation.slug.in_(list(slugs)))
    found = session.execute(statement.options(joinedload(Organisation.district))).scalars()
    return {organisation.slug: organisation for organisation in found}


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
