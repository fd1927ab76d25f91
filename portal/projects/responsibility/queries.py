"""Reads of responsible people and contact persons. Whoever has left or is closed counts nowhere here."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from portal.access import PortalRole, Role, at_least
from portal.accounts.models import Account, Membership
from portal.members import queries as members
from portal.projects.models import Project, ProjectContact, ProjectResponsible


def colleagues(session: Session, organisation_id: int | None) -> Sequence[Account]:
    """Return the members of an organisation whose accounts are open."""
    if organisation_id is None:
        return []
    return [one.account for one in members.members(session, organisation_id) if one.account.active]


def responsible(session: Session, projects: Iterable[Project]) -> Mapping[int, Sequence[Account]]:
    """Return who looks after each entry, by its id: those entered who are still members of its keeper."""
    ids = [project.id for project in projects]
    statement = (
        select(ProjectResponsible.project_id, Account)
        .join(Account, Account.id == ProjectResponsible.account_id)
        .join(Project, Project.id == ProjectResponsible.project_id)
        .where(ProjectResponsible.project_id.in_(ids), _belongs_to_keeper())
        .order_by(ProjectResponsible.project_id, Account.id)
    )
    found: dict[int, list[Account]] = {project_id: [] for project_id in ids}
    for project_id, account in session.execute(statement):
        found[project_id].append(account)
    return found


def coordinators(session: Session, organisation_ids: Iterable[int]) -> Mapping[int, Sequence[Account]]:
    """Return the coordination of each organisation, by its id."""
    ids = list(organisation_ids)
    statement = (
        select(Membership.organisation_id, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.organisation_id.in_(ids), Membership.role.in_(at_least(Role.COORDINATOR)), Account.active)
        .order_by(Account.id)
    )
    found: dict[int, list[Account]] = {organisation_id: [] for organisation_id in ids}
    for organisation_id, account in session.execute(statement):
        found[organisation_id].append(account)
    return found


def with_portal_role(session: Session, role: PortalRole) -> Sequence[Account]:
    """Return the people with exactly this role for the whole portal."""
    statement = select(Account).where(Account.portal_role == role, Account.active).order_by(Account.id)
    return session.execute(statement).scalars().all()


def moderators(session: Session) -> Sequence[Account]:
    """Return the moderation, or the administration where nobody moderates."""
    return with_portal_role(session, PortalRole.MODERATION) or with_portal_role(session, PortalRole.ADMINISTRATION)


def answerable(session: Session, project: Project) -> Sequence[Account]:
    """Return who answers for an entry: who looks after it for its keeper, else the portal administration."""
    return looking_after(session, project) or with_portal_role(session, PortalRole.ADMINISTRATION)


def looking_after(session: Session, project: Project) -> Sequence[Account]:
    """Return who looks after an entry for its keeper, else the keeper's coordination."""
    coordination = coordinators(session, [project.keeper_id])[project.keeper_id] if project.keeper_id else []
    return responsible(session, [project])[project.id] or coordination


def named_for(session: Session, project: Project) -> Sequence[Account]:
    """Return who is responsible for an entry, and who is its contact person or was asked to be; each once."""
    asked = session.execute(_contacts().where(ProjectContact.project_id == project.id))
    people = [*responsible(session, [project])[project.id], *(account for _, account, _ in asked)]
    return list({account.id: account for account in people}.values())


def contact(session: Session, project: Project) -> Account | None:
    """Return the person to turn to: one who has consented and still belongs to the keeper."""
    statement = _contacts().where(ProjectContact.project_id == project.id, ProjectContact.consented_at.is_not(None))
    found = session.execute(statement).one_or_none()
    return found[1] if found else None


def contacts_of(session: Session, account_id: int | None) -> Sequence[tuple[Project, ProjectContact]]:
    """Return the entries for which somebody is, or shall be, the contact person, by title."""
    statement = _contacts().where(ProjectContact.account_id == account_id).order_by(Project.title_sort, Project.id)
    return [(project, contact) for project, _, contact in session.execute(statement)]


def asked(session: Session) -> Sequence[Account]:
    """Return whose answer some entry waits for, each once."""
    waiting = _contacts().with_only_columns(Account.id).where(ProjectContact.consented_at.is_(None))
    statement = select(Account).where(Account.id.in_(waiting)).order_by(Account.id)
    return session.execute(statement).scalars().all()


def _contacts() -> Select[Project, Account, ProjectContact]:
    return (
        select(Project, Account, ProjectContact)
        .join(ProjectContact, ProjectContact.project_id == Project.id)
        .join(Account, Account.id == ProjectContact.account_id)
        .where(_belongs_to_keeper())
    )


def _belongs_to_keeper() -> ColumnElement[bool]:
    """Return the condition that the joined account is a member of the joined entry's keeper."""
    membership = select(Membership.id).where(
        Membership.account_id == Account.id, Membership.organisation_id == Project.keeper_id
    )
    return and_(Account.active, membership.exists())
