"""The project and what belongs to it; limits as constants."""

from datetime import datetime
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.organisations.models import NAME_MAX, SLUG_MAX, URL_MAX, Organisation
from portal.orm import NEVER_REUSED, Base, Id, sort_text
from portal.partial_date import PartialDate
from portal.projects.parts import (
    ProjectCooperation,
    ProjectLesson,
    ProjectLink,
    ProjectPartner,
    ProjectService,
    ProjectSource,
    ProjectTag,
)
from portal.projects.vocabulary import (
    ActionField,
    BudgetBand,
    ParticipationState,
    Phase,
    Provenance,
    Publication,
)
from portal.text import fold, sort_key

TITLE_MAX = 150
SUMMARY_MAX = 300
DESCRIPTION_MAX = 20_000
TEXT_MAX = 5_000
NOTE_MAX = 500
EMAIL_MAX = 254
PARTICIPANTS_MAX = 60
PARTS_MAX = 30  # tags, technologies, partners, links, sources, service keys: each list


class Technology(Base):
    """A technology of the vocabulary; organisations may add to it."""

    __tablename__ = "technology"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    name_sort: Mapped[str] = mapped_column(sort_text(2 * NAME_MAX), index=True)
    name_folded: Mapped[str] = mapped_column(String(2 * NAME_MAX), unique=True)
    slug: Mapped[str] = mapped_column(String(SLUG_MAX), unique=True)
    description: Mapped[str | None] = mapped_column(Text)
    aliases: Mapped[list[str]] = mapped_column(default=list)

    @validates("name")
    def _derive_name_columns(self, _key: str, name: str) -> str:
        self.name_sort, self.name_folded = sort_key(name), fold(name)
        return name


class FundingProgramme(Base):
    """A funding programme of the vocabulary."""

    __tablename__ = "funding_programme"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    name_sort: Mapped[str] = mapped_column(sort_text(2 * NAME_MAX), index=True)
    name_folded: Mapped[str] = mapped_column(String(2 * NAME_MAX), unique=True)
    slug: Mapped[str] = mapped_column(String(SLUG_MAX), unique=True)
    abbreviation: Mapped[str | None] = mapped_column(String(20))
    funder: Mapped[str | None] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(Text)

    @validates("name")
    def _derive_name_columns(self, _key: str, name: str) -> str:
        self.name_sort, self.name_folded = sort_key(name), fold(name)
        return name


class ProjectTechnology(Base):
    """A project uses a technology."""

    __tablename__ = "project_technology"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    technology_id: Mapped[int] = mapped_column(ForeignKey("technology.id"), primary_key=True, index=True)


class Participation(Base):
    """An organisation takes part in a project beside the lead; it alone writes its own part."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("project_id", "organisation_id"),)

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[ParticipationState] = mapped_column(default=ParticipationState.NAMED)
    # Which organisation named this one; none: the public source did.
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    department: Mapped[str | None] = mapped_column(String(NAME_MAX))
    contact_mailbox: Mapped[str | None] = mapped_column(String(EMAIL_MAX))
    offers: Mapped[str | None] = mapped_column(Text)
    seeks: Mapped[str | None] = mapped_column(Text)

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="raise")
    named_by: Mapped[Organisation | None] = relationship(foreign_keys=[named_by_id], lazy="raise")
    project: Mapped["Project"] = relationship(back_populates="participations", lazy="raise")

    @property
    def stays(self) -> bool:
        """Whether the organisation itself has confirmed or described its part: then nobody else takes it off."""
        described = any((self.department, self.contact_mailbox, self.offers, self.seeks))
        return self.state is ParticipationState.CONFIRMED or (described and self.state is ParticipationState.NAMED)


class ProjectResponsible(Base):
    """An account looks after an entry for the organisation that keeps it: it is asked and reminded."""

    __tablename__ = "project_responsible"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)


class ProjectContact(Base):
    """Whom staff of other organisations may turn to: a member of the organisation that keeps the entry.

    Nobody is shown who has not consented. One row for each entry that has, or asks for, such a person.
    """

    __tablename__ = "project_contact"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime]
    consented_at: Mapped[datetime | None]


class ProjectSlug(Base):
    """Every address a project ever had; none is given twice, so it stays when a draft is deleted."""

    __tablename__ = "project_slug"

    slug: Mapped[str] = mapped_column(String(SLUG_MAX), primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="SET NULL"), index=True)


class ProjectChange(Base):
    """One saved change: who (account id, never a name), when, what, before and after."""

    __tablename__ = "project_change"
    __table_args__ = (Index(None, "project_id", "version"),)

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    version: Mapped[int]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    action: Mapped[str] = mapped_column(String(40))
    # field name -> [before, after]; fields about persons -> [null, null], which reads "geändert"
    changes: Mapped[dict[str, Any]]

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")


class Project(Base):
    """An entry of the register."""

    __tablename__ = "project"
    __table_args__ = (
        Index(None, "publication", "keeper_id"),
        Index(None, "publication", "lead_id"),
        NEVER_REUSED,
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column()
    slug: Mapped[str] = mapped_column(String(SLUG_MAX), unique=True)

    # Identity
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    title_sort: Mapped[str] = mapped_column(sort_text(2 * TITLE_MAX), index=True)
    summary: Mapped[str | None] = mapped_column(String(SUMMARY_MAX))
    description: Mapped[str | None] = mapped_column(Text)

    # Owner
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    lead_note: Mapped[str | None] = mapped_column(String(NOTE_MAX))
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    viewpoint_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    department: Mapped[str | None] = mapped_column(String(NAME_MAX))
    it_provider: Mapped[str | None] = mapped_column(String(NAME_MAX))

    # Why
    problem: Mapped[str | None] = mapped_column(Text)
    goal: Mapped[str | None] = mapped_column(Text)
    results: Mapped[str | None] = mapped_column(Text)

    # Class
    action_field: Mapped[ActionField | None] = mapped_column(index=True)
    ozg_topics: Mapped[list[str]] = mapped_column(default=list)

    # State
    phase: Mapped[Phase | None]
    phase_source_word: Mapped[str | None] = mapped_column(String(40))
    start: Mapped[PartialDate | None]
    end: Mapped[PartialDate | None]
    next_step: Mapped[str | None] = mapped_column(String(NOTE_MAX))

    # Money
    budget_band: Mapped[BudgetBand | None]
    running_cost_band: Mapped[BudgetBand | None] = mapped_column(
        Enum(
            BudgetBand,
            native_enum=False,
            length=40,
            create_constraint=True,
            name="runningcostband",
            values_callable=lambda members: [member.value for member in members],
        )
    )
    funding_programme_id: Mapped[int | None] = mapped_column(ForeignKey("funding_programme.id"), index=True)
    funding_programme_other: Mapped[str | None] = mapped_column(String(NAME_MAX))
    grant_reference: Mapped[str | None] = mapped_column(String(NAME_MAX))
    funding_note: Mapped[str | None] = mapped_column(String(NOTE_MAX))

    # Technology
    products: Mapped[str | None] = mapped_column(Text)
    standards: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str | None] = mapped_column(String(60))
    repository_url: Mapped[str | None] = mapped_column(String(URL_MAX))
    documentation_url: Mapped[str | None] = mapped_column(String(URL_MAX))

    # Cooperation
    offers: Mapped[str | None] = mapped_column(Text)
    seeks: Mapped[str | None] = mapped_column(Text)
    reuse: Mapped[list[str]] = mapped_column(default=list)

    # Contact and notes
    contact_mailbox: Mapped[str | None] = mapped_column(String(EMAIL_MAX))
    editorial_note: Mapped[str | None] = mapped_column(Text)

    # Publication and provenance
    publication: Mapped[Publication] = mapped_column(default=Publication.DRAFT)
    provenance: Mapped[Provenance] = mapped_column(default=Provenance.OWN)
    source_key: Mapped[str | None] = mapped_column(String(SLUG_MAX), unique=True)
    status_as_of: Mapped[PartialDate | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(index=True)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    archived_at: Mapped[datetime | None]
    archive_reason: Mapped[str | None] = mapped_column(String(NOTE_MAX))
    # Archived by the moderation: only the moderation shows it again.
    hidden: Mapped[bool] = mapped_column(default=False)
    # A duplicate that the moderation has merged into the entry that stayed: it is read there only, for good.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    # What the search without the index looks through, folded; kept by the service.
    search_folded: Mapped[str] = mapped_column(Text, default="")

    lead: Mapped[Organisation | None] = relationship(foreign_keys=[lead_id], lazy="raise")
    keeper: Mapped[Organisation | None] = relationship(foreign_keys=[keeper_id], lazy="raise")
    viewpoint: Mapped[Organisation | None] = relationship(foreign_keys=[viewpoint_id], lazy="raise")
    funding_programme: Mapped[FundingProgramme | None] = relationship(lazy="raise")
    technologies: Mapped[list[Technology]] = relationship(
        secondary="project_technology", order_by=Technology.name_sort, lazy="raise"
    )
    participations: Mapped[list[Participation]] = relationship(
        back_populates="project", cascade="all, delete-orphan", lazy="raise"
    )
    responsibles: Mapped[list[ProjectResponsible]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True, order_by=ProjectResponsible.account_id
    )
    contact: Mapped[ProjectContact | None] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )
    slugs: Mapped[list[ProjectSlug]] = relationship(lazy="raise", passive_deletes=True)
    tags: Mapped[list[ProjectTag]] = relationship(
        cascade="all, delete-orphan", order_by=ProjectTag.position, lazy="raise"
    )
    partners: Mapped[list[ProjectPartner]] = relationship(
        cascade="all, delete-orphan", order_by=ProjectPartner.position, lazy="raise"
    )
    cooperation: Mapped[list[ProjectCooperation]] = relationship(
        cascade="all, delete-orphan", order_by=ProjectCooperation.position, lazy="raise"
    )
    services: Mapped[list[ProjectService]] = relationship(
        cascade="all, delete-orphan", order_by=ProjectService.position, lazy="raise"
    )
    lessons: Mapped[list[ProjectLesson]] = relationship(
        cascade="all, delete-orphan", order_by=ProjectLesson.position, lazy="raise"
    )
    links: Mapped[list[ProjectLink]] = relationship(
        cascade="all, delete-orphan", order_by=ProjectLink.position, lazy="raise"
    )
    sources: Mapped[list[ProjectSource]] = relationship(
        cascade="all, delete-orphan", order_by=ProjectSource.position, lazy="raise"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read once by SQLAlchemy

    @validates("title")
    def _derive_title_sort(self, _key: str, title: str) -> str:
        self.title_sort = sort_key(title)
        return title

    @property
    def confirmed(self) -> bool:
        """Whether an organisation stands by what the entry says."""
        return self.confirmed_at is not None

    @property
    def responsible_ids(self) -> frozenset[int]:
        """The accounts that look after it."""
        return frozenset(responsible.account_id for responsible in self.responsibles)

    @property
    def involved(self) -> list[Organisation]:
        """The lead first, then every participant that has not denied it, by name."""
        others = [p.organisation for p in self.participations if p.state is not ParticipationState.DENIED]
        others.sort(key=lambda organisation: organisation.name_sort)
        return ([self.lead] if self.lead else []) + [o for o in others if o.id != self.lead_id]

    @property
    def municipalities(self) -> list[Organisation]:
        """The involved Kommunen; a joint entry counts once for each of them."""
        return [organisation for organisation in self.involved if organisation.is_municipality]
