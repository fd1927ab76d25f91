"""What waits for a person at the desk: an organisation's entries by what is to be done, and those nobody keeps."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.access import Actor, allowed
from portal.organisations.models import Organisation
from portal.projects import access
from portal.projects.models import Participation, Project
from portal.projects.queries import holding_words
from portal.projects.vocabulary import ParticipationState, Provenance, Publication

_LINE: tuple[ORMOption, ...] = (
    joinedload(Project.lead),
    joinedload(Project.keeper),
    selectinload(Project.participations).joinedload(Participation.organisation),
    selectinload(Project.sources),
    selectinload(Project.responsibles),
)


@dataclass
class Desk:
    """The entries of one organisation, each list with the latest change first.

    Where it takes part in an entry that others keep, its own part stands beside. Somebody who looks after some entries
    only has those in the lists, and all others to read.
    """

    organisation: Organisation
    to_take_over: list[tuple[Project, Participation | None]] = field(default_factory=list)
    to_decide: list[tuple[Project, Participation]] = field(default_factory=list)
    drafts: list[Project] = field(default_factory=list)
    to_check: list[Project] = field(default_factory=list)
    published: list[Project] = field(default_factory=list)
    elsewhere: list[Project] = field(default_factory=list)
    decided: list[tuple[Project, Participation]] = field(default_factory=list)
    archived: list[Project] = field(default_factory=list)
    to_read: list[Project] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on it at all."""
        lists = (self.to_take_over, self.to_decide, self.drafts, self.to_check, self.published)
        return not any((*lists, self.elsewhere, self.decided, self.archived, self.to_read))


def desks(
    session: Session, actor: Actor, of: Sequence[Organisation], needs_check: Callable[[Project], bool]
) -> list[Desk]:
    """Return the actor's desk in each organisation, with few queries however many entries there are.

    `needs_check` says which published entries wait to be confirmed anew.
    """
    ids = [organisation.id for organisation in of]
    statement = select(Project).where(_concerns(ids)).options(*_LINE).order_by(Project.updated_at.desc(), Project.id)
    projects = session.execute(statement).scalars().all() if ids else []
    return [_sorted(Desk(organisation), actor, projects, needs_check) for organisation in of]


def unkept(words: str) -> Select[Project]:
    """Return the entries nobody keeps that hold every word, by title."""
    order = (Project.title_sort, Project.id)
    kept_by_nobody = and_(Project.keeper_id.is_(None), Project.merged_into_id.is_(None))
    return select(Project).where(kept_by_nobody, holding_words(words)).order_by(*order)


def hidden() -> Select[Project]:
    """Return the entries that the moderation has hidden, the latest first."""
    return select(Project).where(Project.hidden).order_by(Project.archived_at.desc(), Project.id)


def page(session: Session, statement: Select[Project], first: int, size: int) -> Sequence[Project]:
    """Return the entries of a statement from number `first`, from 1."""
    shown = statement.options(joinedload(Project.lead), selectinload(Project.sources)).limit(size).offset(first - 1)
    return session.execute(shown).scalars().all()


def _concerns(ids: Sequence[int]) -> ColumnElement[bool]:
    takes_part = select(Participation.project_id).where(Participation.organisation_id.in_(ids))
    involved = or_(Project.lead_id.in_(ids), Project.id.in_(takes_part))
    kept = and_(Project.keeper_id.in_(ids), Project.merged_into_id.is_(None))
    return or_(kept, and_(Project.publication == Publication.PUBLISHED, involved))


def _sorted(desk: Desk, actor: Actor, projects: Iterable[Project], needs_check: Callable[[Project], bool]) -> Desk:
    for project in projects:
        if project.keeper_id != desk.organisation.id:
            _of_others(desk, actor, project)
        elif not allowed(actor, access.EDIT, project):
            if project.publication is Publication.PUBLISHED:
                desk.to_read.append(project)
        elif project.publication is Publication.PUBLISHED:
            (desk.to_check if needs_check(project) else desk.published).append(project)
        elif project.publication is Publication.DRAFT:
            desk.drafts.append(project)
        else:
            desk.archived.append(project)
    return desk


def _of_others(desk: Desk, actor: Actor, project: Project) -> None:
    own = desk.organisation.id
    part = next((part for part in project.participations if part.organisation_id == own), None)
    leads = project.lead_id == own
    if project.publication is not Publication.PUBLISHED or not (leads or part):
        return
    involved = leads or (part is not None and part.state is not ParticipationState.DENIED)
    if not access.speaks_for(actor, desk.organisation):
        if involved:
            desk.to_read.append(project)
    elif involved and project.keeper_id is None and project.provenance is Provenance.PUBLIC_SOURCE:
        desk.to_take_over.append((project, part))
    elif part is None:
        desk.elsewhere.append(project)
    elif part.state is ParticipationState.NAMED:
        desk.to_decide.append((project, part))
    else:
        desk.decided.append((project, part))
