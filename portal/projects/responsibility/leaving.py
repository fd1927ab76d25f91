"""What ends when somebody leaves the keeping organisation: being named as contact person. Nobody inherits a consent."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.members.hooks import Belongings
from portal.projects.models import Project, ProjectContact
from portal.projects.responsibility import service
from portal.text import N_


def count(session: Session, organisation_id: int, account_id: int) -> int:
    """Return for how many entries of the organisation the account is, or shall be, the contact person."""
    statement = (
        select(func.count())
        .select_from(ProjectContact)
        .join(Project, Project.id == ProjectContact.project_id)
        .where(Project.keeper_id == organisation_id, ProjectContact.account_id == account_id)
    )
    return session.execute(statement).scalar_one()


def end(session: Session, actor: Actor, organisation_id: int, account_id: int, _successor_id: int | None) -> None:
    """Take the person off these entries."""
    service.end_contacts(session, actor, account_id, organisation_id)
    session.flush()


BELONGINGS = Belongings(N_("Nennung als Ansprechperson bei Einträgen"), count, end, inherited=False)
