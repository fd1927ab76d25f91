"""What the register keeps about a person, and how it forgets."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access import ANYONE
from portal.accounts.address.former import Addresses
from portal.personal import Holding
from portal.projects.models import Participation, Project, ProjectChange, ProjectResponsible
from portal.projects.responsibility import queries, service


def _export(session: Session, account_id: int) -> dict[str, Any]:
    responsible = (
        select(Project.title)
        .join(ProjectResponsible, ProjectResponsible.project_id == Project.id)
        .where(ProjectResponsible.account_id == account_id)
        .order_by(Project.title_sort)
    )
    changed = (
        select(Project.title, ProjectChange.at, ProjectChange.action)
        .join(Project, Project.id == ProjectChange.project_id)
        .where(ProjectChange.account_id == account_id)
        .order_by(ProjectChange.id)
    )
    return {
        "responsible_for": list(session.execute(responsible).scalars()),
        "contact_person_of": [
            {
                "entry": project.title,
                "asked_at": contact.asked_at.isoformat(),
                "agreed_at": contact.consented_at.isoformat() if contact.consented_at else None,
            }
            for project, contact in queries.contacts_of(session, account_id)
        ],
        "changes": [
            {"entry": title, "at": at.isoformat(), "action": action} for title, at, action in session.execute(changed)
        ],
    }


def _erase(session: Session, account_id: int, _now: datetime) -> None:
    service.end_contacts(session, ANYONE, account_id)
    session.execute(delete(ProjectResponsible).where(ProjectResponsible.account_id == account_id))
    # A field for the mailbox of an office that somebody filled with a personal address.
    addresses = Addresses(session, account_id)
    named: list[Project | Participation] = [
        *session.execute(select(Project).where(Project.contact_mailbox.is_not(None))).scalars(),
        *session.execute(select(Participation).where(Participation.contact_mailbox.is_not(None))).scalars(),
    ]
    for row in named:
        if addresses.include(row.contact_mailbox):
            row.contact_mailbox = None
    session.flush()


HOLDING = Holding("entries", _export, _erase)
