"""Reads of projects, loaded the way their pages need them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.access import Actor, Role
from portal.organisations.models import Organisation
from portal.projects.models import (
    FundingProgramme,
    Participation,
    Project,
    ProjectChange,
    ProjectResponsible,
    ProjectSlug,
    Technology,
)
from portal.projects.vocabulary import ParticipationState, Publication
from portal.text import fold

# What a card in a list shows.
CARD: tuple[ORMOption, ...] = (
    joinedload(Project.lead).joinedload(Organisation.district),
    joinedload(Project.keeper),
    joinedload(Project.viewpoint),
    joinedload(Project.funding_programme),
    selectinload(Project.participations).joinedload(Participation.organisation).joinedload(Organisation.district),
    selectinload(Project.sources),
    selectinload(Project.cooperation),
)
# Everything there is to an entry.
WHOLE: tuple[ORMOption, ...] = (
    *CARD,
    selectinload(Project.technologies),
    selectinload(Project.tags),
    selectinload(Project.partners),
    selectinload(Project.services),
    selectinload(Project.lessons),
    selectinload(Project.links),
    selectinload(Project.slugs),
    selectinload(Project.responsibles),
    joinedload(Project.contact),
    selectinload(Project.participations).joinedload(Participation.named_by),
)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which the actor may see an entry: the database's last word over any list."""
    unkept = Project.keeper_id.is_(None) if actor.administers else false()
    hidden = Project.hidden if actor.moderates else false()
    readable = or_(Project.publication == Publication.PUBLISHED, looked_after_by(actor), unkept, hidden)
    return and_(readable, Project.merged_into_id.is_(None))


def looked_after_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that an organisation keeps the entry for which the actor may look after it."""
    if not actor.roles:
        return false()
    responsible = select(ProjectResponsible.project_id).where(ProjectResponsible.account_id == actor.account_id)
    return or_(
        Project.keeper_id.in_(actor.organisations_as(Role.EDITOR)),
        and_(Project.keeper_id.in_(actor.organisation_ids), Project.id.in_(responsible)),
    )


def by_slug(session: Session, slug: str, *, for_update: bool = False) -> Project | None:
    """Return the whole entry by its present address, None for one that is merged into another.

    `for_update` locks the row until the transaction ends.
    """
    itself = and_(Project.slug == slug, Project.merged_into_id.is_(None))
    if for_update:
        # In a statement of its own: PostgreSQL joins to a row it had to wait for what belonged to it before the wait.
        session.execute(select(Project.id).where(itself).with_for_update())
    statement = select(Project).where(itself).options(*WHOLE)
    return session.execute(statement, execution_options={"populate_existing": for_update}).scalar_one_or_none()


def by_id(session: Session, project_id: int) -> Project | None:
    """Return the whole entry by its id."""
    return session.execute(select(Project).where(Project.id == project_id).options(*WHOLE)).scalar_one_or_none()


def hold(session: Session, ids: Collection[int]) -> None:
    """Keep entries as they are until the transaction ends, whoever comes first in the same order; read them anew."""
    itself = Project.id.in_(ids)
    # In a statement of its own, as above. Shared: others may hold them too.
    session.execute(select(Project.id).where(itself).order_by(Project.id).with_for_update(read=True)).all()
    session.execute(select(Project).where(itself).options(*WHOLE), execution_options={"populate_existing": True}).all()


def by_source_keys(session: Session, keys: Iterable[str]) -> Mapping[str, Project]:
    """Return the whole entries by the natural key of their import, as far as they exist."""
    statement = select(Project).where(Project.source_key.in_(list(keys))).options(*WHOLE)
    return {project.source_key: project for project in session.execute(statement).scalars() if project.source_key}


def changed_otherwise(session: Session, ids: Iterable[int], actions: Iterable[str]) -> frozenset[int]:
    """Return which of these entries saw a change other than by these actions."""
    statement = select(ProjectChange.project_id).where(
        ProjectChange.project_id.in_(list(ids)), ProjectChange.action.not_in(list(actions))
    )
    return frozenset(session.execute(statement).scalars())


def present_slug(session: Session, slug: str) -> str | None:
    """Return the present address of the entry that once had this one, None when there was none.

    For a merged entry that is the address of the entry that stayed, however often that was merged since.
    """
    where_it_is = select(Project.slug, Project.merged_into_id)
    found = session.execute(where_it_is.join(ProjectSlug).where(ProjectSlug.slug == slug)).one_or_none()
    while found and found.merged_into_id:
        found = session.execute(where_it_is.where(Project.id == found.merged_into_id)).one()
    return found.slug if found else None


def final_id(session: Session, project_id: int) -> int:
    """Return the id of the entry that stayed, however often it was merged since; its own where it was not."""
    into = select(Project.merged_into_id)
    while (found := session.execute(into.where(Project.id == project_id)).scalar_one()) is not None:
        project_id = found
    return project_id


def is_merged(session: Session, slug: str) -> bool:
    """Return whether the address once was that of an entry that is merged into another."""
    statement = select(Project.merged_into_id).join(ProjectSlug).where(ProjectSlug.slug == slug)
    return session.execute(statement).scalar_one_or_none() is not None


def taken_slugs(session: Session, stem: str) -> Mapping[str, int | None]:
    """Return the addresses that begin with `stem`, present and former, with the entry they belong to, if any."""
    rows = session.execute(
        select(ProjectSlug.slug, ProjectSlug.project_id).where(ProjectSlug.slug.startswith(stem, autoescape=True))
    )
    return dict(rows.all())


def cards(session: Session, ids: Sequence[int], actor: Actor) -> list[Project]:
    """Return the entries of these ids that the actor may see, in the order of the ids."""
    statement = select(Project).where(Project.id.in_(ids), visible_to(actor)).options(*CARD)
    found = {project.id: project for project in session.execute(statement).scalars()}
    return [found[project_id] for project_id in ids if project_id in found]


def whole(session: Session, ids: Iterable[int]) -> Sequence[Project]:
    """Return the whole entries of these ids, in any order."""
    statement = select(Project).where(Project.id.in_(list(ids))).options(*WHOLE)
    return session.execute(statement).scalars().all()


def published_ids(session: Session) -> Sequence[int]:
    """Return the ids of all published entries, ascending."""
    statement = select(Project.id).where(Project.publication == Publication.PUBLISHED).order_by(Project.id)
    return session.execute(statement).scalars().all()


def involving(*organisation_ids: int) -> ColumnElement[bool]:
    """Return the condition that one of the organisations leads the entry, or takes part and has not denied it."""
    takes_part = select(Participation.project_id).where(
        Participation.organisation_id.in_(organisation_ids), Participation.state != ParticipationState.DENIED
    )
    return or_(Project.lead_id.in_(organisation_ids), Project.id.in_(takes_part))


def participation(session: Session, project_id: int, organisation_id: int) -> Participation | None:
    """Return how an organisation takes part in an entry."""
    statement = (
        select(Participation)
        .where(Participation.project_id == project_id, Participation.organisation_id == organisation_id)
        .options(joinedload(Participation.organisation))
    )
    return session.execute(statement).scalar_one_or_none()


def history(session: Session, project_id: int) -> Sequence[ProjectChange]:
    """Return the changes of an entry, latest first."""
    statement = (
        select(ProjectChange)
        .where(ProjectChange.project_id == project_id)
        .options(joinedload(ProjectChange.organisation))
        .order_by(ProjectChange.id.desc())
    )
    return session.execute(statement).scalars().all()


def holding_words(words: str) -> ColumnElement[bool]:
    """Return the condition that an entry holds every word, of which the first twenty count, however it is spelt."""
    folded = fold(words.replace("\x00", " ")).split()[:20]
    return and_(true(), *(Project.search_folded.contains(word, autoescape=True) for word in folded))


def plain_search(words: str) -> Select[int]:
    """Return ids of published entries that hold every word: the search when the index is away."""
    return select(Project.id).where(Project.publication == Publication.PUBLISHED, holding_words(words))


def technologies(session: Session, names: Iterable[str] | None = None) -> Sequence[Technology]:
    """Return the technologies of the vocabulary by name; with `names` only those, however they are spelt."""
    statement = select(Technology).order_by(Technology.name_sort)
    if names is not None:
        statement = statement.where(Technology.name_folded.in_([fold(name) for name in names]))
    return session.execute(statement).scalars().all()


def funding_programmes(session: Session) -> Sequence[FundingProgramme]:
    """Return the funding programmes of the vocabulary by name."""
    return session.execute(select(FundingProgramme).order_by(FundingProgramme.name_sort)).scalars().all()


def funding_programme(session: Session, name: str) -> FundingProgramme | None:
    """Return the programme of this name, however it is spelt."""
    statement = select(FundingProgramme).where(FundingProgramme.name_folded == fold(name))
    return session.execute(statement).scalar_one_or_none()
