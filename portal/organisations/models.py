"""Organisations, their neighbours, facts, map shapes and the sources of the data."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.orm import NEVER_REUSED, Base, Id, sort_text
from portal.text import N_, fold, sort_key

NAME_MAX = 120
SLUG_MAX = 100
URL_MAX = 500
MAILBOX_MAX = 254
ABOUT_MAX = 600
# The drawing area of the map: all paths and label places are in these units, x to the right, y down.
MAP_WIDTH = 1000
MAP_HEIGHT = 578


class OrganisationKind(enum.Enum):
    """What an organisation is in law; decides whether it can have members and entries."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    REGIONAL_ASSOCIATION = "regional_association"
    STATE = "state"
    COMPANY = "company"
    OTHER = "other"


KIND_LABELS = {
    OrganisationKind.MUNICIPALITY: N_("Kommune"),
    OrganisationKind.DISTRICT: N_("Kreis"),
    OrganisationKind.REGIONAL_ASSOCIATION: N_("Regionalverband"),
    OrganisationKind.STATE: N_("Land"),
    OrganisationKind.COMPANY: N_("Unternehmen"),
    OrganisationKind.OTHER: N_("Sonstige"),
}

# Kinds that can have members and keep entries.
WITH_MEMBERS = frozenset(
    {OrganisationKind.MUNICIPALITY, OrganisationKind.DISTRICT, OrganisationKind.REGIONAL_ASSOCIATION}
)


class Neighbourhood(Base):
    """Two municipalities with a common border; stored in both directions."""

    __tablename__ = "neighbourhood"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    neighbour_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)


class Organisation(Base):
    """A Kommune, Kreis, Regionalverband, Land, company or other body that leads or takes part in projects."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("ags IS NULL OR kind IN ('municipality', 'district')", name="ags_kind"),
        NEVER_REUSED,
    )

    id: Mapped[Id]
    kind: Mapped[OrganisationKind]
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    name_sort: Mapped[str] = mapped_column(sort_text(2 * NAME_MAX), index=True)
    name_folded: Mapped[str] = mapped_column(String(2 * NAME_MAX), unique=True)
    slug: Mapped[str] = mapped_column(String(SLUG_MAX), unique=True)
    # Official municipality key (Amtlicher Gemeindeschlüssel), 8 digits; 5 for a Kreis.
    ags: Mapped[str | None] = mapped_column(String(8), unique=True)
    designation: Mapped[str | None] = mapped_column(String(40))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    website: Mapped[str | None] = mapped_column(String(URL_MAX))
    website_verified: Mapped[bool] = mapped_column(default=False)
    # What its coordination says about it: the page on digitalisation, a functional mailbox, a short text.
    office_url: Mapped[str | None] = mapped_column(String(URL_MAX))
    mailbox: Mapped[str | None] = mapped_column(String(MAILBOX_MAX))
    about: Mapped[str | None] = mapped_column(String(ABOUT_MAX))
    # Grows with each change people make; what they have stated the reference data leaves alone.
    version: Mapped[int] = mapped_column(default=1)

    # Always at hand: whatever names a Kommune may need its Kreis (search text, facets, cards).
    district: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id", lazy="joined", join_depth=1)
    neighbours: Mapped[list["Organisation"]] = relationship(
        secondary="neighbourhood",
        primaryjoin="Organisation.id == Neighbourhood.organisation_id",
        secondaryjoin="Organisation.id == Neighbourhood.neighbour_id",
        order_by="Organisation.name_sort",
        lazy="raise",
    )
    shape: Mapped["MapShape | None"] = relationship(lazy="raise", cascade="all, delete-orphan")
    facts: Mapped[list["Fact"]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="Fact.kind")

    @validates("name")
    def _derive_name_columns(self, _key: str, name: str) -> str:
        self.name_sort, self.name_folded = sort_key(name), fold(name)
        return name

    @property
    def can_have_members(self) -> bool:
        """Whether people can belong to it and entries be kept by it."""
        return self.kind in WITH_MEMBERS

    @property
    def stated_by_people(self) -> bool:
        """Whether people have changed what the reference data says of it."""
        return self.version > 1

    @property
    def is_municipality(self) -> bool:
        """Whether it is one of the 53 Kommunen, with a page and a place on the map."""
        return self.kind is OrganisationKind.MUNICIPALITY


class DataSource(Base):
    """Where reference data comes from, as the page on sources and licences shows it."""

    __tablename__ = "data_source"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    publisher: Mapped[str] = mapped_column(String(200))
    licence: Mapped[str] = mapped_column(String(200))
    attribution: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(String(URL_MAX))
    used_for: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class FactKind(enum.Enum):
    """What a fact measures, and thereby its unit."""

    POPULATION = "population"  # inhabitants
    AREA = "area"  # square kilometres
    LATITUDE = "latitude"  # degrees north, WGS 84
    LONGITUDE = "longitude"  # degrees east, WGS 84


class Fact(Base):
    """One measured value of an organisation with its source and date."""

    __tablename__ = "organisation_fact"
    __table_args__ = (UniqueConstraint("organisation_id", "kind"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[FactKind]
    value: Mapped[float]
    as_of: Mapped[date | None]
    source_id: Mapped[int] = mapped_column(ForeignKey("data_source.id"), index=True)

    source: Mapped[DataSource] = relationship(lazy="raise")


class MapShape(Base):
    """Outline of a municipality on the map: an SVG path in map units and the place of its label."""

    __tablename__ = "map_shape"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    path: Mapped[str] = mapped_column(Text)
    label_x: Mapped[float]
    label_y: Mapped[float]
