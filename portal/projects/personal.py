"""What the register keeps about a person, and how it forgets."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from portal.access import ANYONE
from portal.accounts.address.former import Addresses
from portal.personal import Holding
from portal.projects.models import Participation, Project, ProjectChange, ProjectContact, ProjectResponsible
from portal.projects.responsibility import service


def _export(session: Session, account_id: int) -> dict[str, Any]:
    responsible = (
        select(Project.title)
        .join(ProjectResponsible, ProjectResponsible.project_id == Project.id)
        .where(ProjectResponsible.account_id == account_id)
        .order_by(Project.title_sort)
    )
    named = (
        select(Project.title, ProjectContact)
        .join(ProjectContact, ProjectContact.project_id == Project.id)
        .where(ProjectContact.account_id == account_id)
        .order_by(Project.title_sort, Project.id)
    )
    changed = (
        select(Project.title, ProjectChange.at, ProjectChange.action)
        .join(Project, Project.id == ProjectChange.project_id)
        .where(ProjectChange.account_id == account_id)
        .order_by(ProjectChange.id)
    )
    decided = (
        select(Project.title, Participation.decided_at, Participation.state)
        .join(Project, Project.id == Participation.project_id)
        .where(Participation.decided_by_id == account_id)
        .order_by(Participation.id)
    )
    return {
        "responsible_for": list(session.execute(responsible).scalars()),
        "contact_person_of": [
            {
                "entry": title,
                "asked_at": contact.asked_at.isoformat(),
                "agreed_at": contact.consented_at.isoformat() if contact.consented_at else None,
            }
            for title, contact in session.execute(named)
        ],
        "changes": [
            {"entry": title, "at": at.isoformat(), "action": action} for title, at, action in session.execute(changed)
        ],
        "made": _titles(session, Project.created_by_id == account_id),
        "confirmed_last": _titles(session, Project.confirmed_by_id == account_id),
        "participations_decided": [
            {"entry": title, "at": at.isoformat() if at else None, "state": state.value}
            for title, at, state in session.execute(decided)
        ],
    }


def _titles(session: Session, which: ColumnElement[bool]) -> list[str]:
    return list(session.execute(select(Project.title).where(which).order_by(Project.title_sort, Project.id)).scalars())


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
