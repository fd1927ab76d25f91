"""What waits for a person at the desk: an organisation's entries by what is to be done, and those nobody keeps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.organisations.models import Organisation
from portal.projects.models import Participation, Project
from portal.projects.vocabulary import ParticipationState, Provenance, Publication
from portal.text import fold

_LINE: tuple[ORMOption, ...] = (
    joinedload(Project.lead),
    joinedload(Project.keeper),
    selectinload(Project.participations).joinedload(Participation.organisation),
    selectinload(Project.sources),
)


@dataclass
class Desk:
    """The entries of one organisation, each list with the latest change first."""

    organisation: Organisation
    # Each with the organisation's own part in it, if it is not the lead.
    to_take_over: list[tuple[Project, Participation | None]] = field(default_factory=list)
    to_decide: list[Participation] = field(default_factory=list)
    drafts: list[Project] = field(default_factory=list)
    published: list[Project] = field(default_factory=list)
    elsewhere: list[Project] = field(default_factory=list)
    decided: list[Participation] = field(default_factory=list)
    archived: list[Project] = field(default_factory=list)


def desks(session: Session, of: Sequence[Organisation]) -> list[Desk]:
    """Return the desk of each organisation; two queries, however many entries there are."""
    ids = [organisation.id for organisation in of]
    statement = select(Project).where(_concerns(ids)).options(*_LINE).order_by(Project.updated_at.desc(), Project.id)
    projects = session.execute(statement).scalars().all() if ids else []
    return [_sorted(Desk(organisation), projects) for organisation in of]


def unkept(words: str) -> Select[Project]:
    """Return the entries nobody keeps that hold every word, by title."""
    holds = [Project.search_folded.contains(word, autoescape=True) for word in fold(words).split()[:20]]
    order = (Project.title_sort, Project.id)
    return select(Project).where(Project.keeper_id.is_(None), *holds).order_by(*order)


def count(session: Session, statement: Select[Project]) -> int:
    """Return how many entries a statement finds."""
    return session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()


def page(session: Session, statement: Select[Project], first: int, size: int) -> Sequence[Project]:
    """Return the entries of a statement from number `first`, from 1."""
    shown = statement.options(joinedload(Project.lead), selectinload(Project.sources)).limit(size).offset(first - 1)
    return session.execute(shown).scalars().all()


def _concerns(ids: Sequence[int]) -> ColumnElement[bool]:
    takes_part = select(Participation.project_id).where(Participation.organisation_id.in_(ids))
    involved = or_(Project.lead_id.in_(ids), Project.id.in_(takes_part))
    return or_(Project.keeper_id.in_(ids), and_(Project.publication == Publication.PUBLISHED, involved))


def _sorted(desk: Desk, projects: Iterable[Project]) -> Desk:
    for project in projects:
        if project.keeper_id == desk.organisation.id:
            _own(desk, project)
        elif project.publication is Publication.PUBLISHED:
            _of_others(desk, project)
    return desk


def _own(desk: Desk, project: Project) -> None:
    {
        Publication.DRAFT: desk.drafts,
        Publication.PUBLISHED: desk.published,
        Publication.ARCHIVED: desk.archived,
    }[project.publication].append(project)


def _of_others(desk: Desk, project: Project) -> None:
    own = desk.organisation.id
    part = next((part for part in project.participations if part.organisation_id == own), None)
    denied = part is not None and part.state is ParticipationState.DENIED
    if project.keeper_id is None and project.provenance is Provenance.PUBLIC_SOURCE and not denied:
        desk.to_take_over.append((project, part))
    elif part is None:
        desk.elsewhere.append(project)
    elif part.state is ParticipationState.NAMED:
        desk.to_decide.append(part)
    else:
        desk.decided.append(part)
