"""Verbs: say who looks after an entry and whom others may turn to, consent to that, withdraw. They flush only."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import ANYONE, Actor, ensure
from portal.accounts.models import Account
from portal.errors import Invalid, NotFound
from portal.mail import post
from portal.orm import utcnow
from portal.projects import access, editing, events, service
from portal.projects.models import Project, ProjectContact, ProjectResponsible
from portal.projects.responsibility import letters, queries
from portal.text import N_


def assign(
    session: Session,
    actor: Actor,
    project: Project,
    version: int,
    *,
    responsible_ids: Collection[int],
    contact_id: int | None,
) -> bool:
    """Enter who looks after the entry, and who shall be its contact person, None nobody; return whether it changed.

    Whoever enters himself as contact person consents by that; others are asked by mail. The project row must be
    locked by the caller. Raises Forbidden, Stale, and Invalid for people who are no members of the keeper.
    """
    ensure(actor, access.ASSIGN, project)
    service.ensure_current(project, version)
    colleagues = {account.id: account for account in queries.colleagues(session, project.keeper_id)}
    _ensure_colleagues(colleagues, {"responsibles": responsible_ids, "contact_person": {contact_id} - {None}})
    changed: dict[str, tuple[Any, Any]] = {}
    if set(responsible_ids) != project.responsible_ids:
        _enter_responsibles(session, actor, project, set(responsible_ids))
        changed["responsibles"] = (None, None)
    if contact_id != (project.contact.account_id if project.contact else None):
        _enter_contact(session, actor, project, colleagues[contact_id] if contact_id else None)
        changed["contact_person"] = (None, None)
    if changed:
        editing.record(session, project, actor, "assign", changed)
    return bool(changed)


def consent(session: Session, actor: Actor, project: Project) -> None:
    """Let staff see the actor as contact person of the entry. Raises NotFound when nobody asked the actor."""
    contact = _own_contact(actor, project)
    if contact.consented_at is None:
        contact.consented_at = utcnow()
        _log(session, actor, events.CONTACT_CONSENTED, project, contact.account_id)


def withdraw(session: Session, actor: Actor, project: Project) -> None:
    """Say no, or no longer, to being the contact person. Raises NotFound when the actor is not."""
    contact = _own_contact(actor, project)
    project.contact = None
    _log(session, actor, events.CONTACT_ENDED, project, contact.account_id)


def ask_again(session: Session) -> int:
    """Let every consent count for nothing, and ask by one letter each who still belongs there; return how many people.

    For a backup that was restored: nobody knows who has taken the consent back since.
    """
    now = utcnow()
    agreed = (
        select(ProjectContact, Project)
        .join(Project, Project.id == ProjectContact.project_id)
        .where(ProjectContact.consented_at.is_not(None))
        .order_by(Project.id)
    )
    rows = session.execute(agreed).all()
    for contact, _project in rows:
        contact.asked_at, contact.consented_at = now, None
    session.flush()
    people = queries.asked(session)
    told = {each.id for each in people}
    for contact, project in rows:
        if contact.account_id in told:
            _log(session, ANYONE, events.CONTACT_ASKED_AGAIN, project, contact.account_id)
    for account in people:
        post(session, letters.CONTACT_ASKED_AGAIN, to=account.email, account_id=account.id, asked_id=account.id)
    return len(people)


def end_contacts(session: Session, actor: Actor, account_id: int, organisation_id: int | None = None) -> None:
    """End what somebody has consented to: for the entries of one organisation that is left, or for all."""
    statement = (
        select(ProjectContact, Project)
        .join(Project, Project.id == ProjectContact.project_id)
        .where(ProjectContact.account_id == account_id)
    )
    if organisation_id is not None:
        statement = statement.where(Project.keeper_id == organisation_id)
    for contact, project in session.execute(statement).all():
        session.delete(contact)
        _log(session, actor, events.CONTACT_ENDED, project, account_id)


def release(session: Session, actor: Actor, project: Project) -> None:
    """Let nobody look after the entry or be its contact person any more: it is read nowhere."""
    _enter_responsibles(session, actor, project, set())
    _enter_contact(session, actor, project, None)


def _ensure_colleagues(colleagues: Collection[int], chosen: dict[str, Collection[int | None]]) -> None:
    message = N_("Diese Person gehört nicht mehr zu Ihrer Organisation. Bitte wählen Sie aus der Liste.")
    wrong = {name: [message] for name, ids in chosen.items() if any(each not in colleagues for each in ids)}
    if wrong:
        raise Invalid(wrong)


def _enter_responsibles(session: Session, actor: Actor, project: Project, wanted: set[int]) -> None:
    before = project.responsible_ids
    kept = [each for each in project.responsibles if each.account_id in wanted]
    project.responsibles = kept + [ProjectResponsible(account_id=each) for each in sorted(wanted - before)]
    for account_id in sorted(wanted - before):
        _log(session, actor, events.RESPONSIBLE, project, account_id)
    for account_id in sorted(before - wanted):
        _log(session, actor, events.NOT_RESPONSIBLE, project, account_id)


def _enter_contact(session: Session, actor: Actor, project: Project, wanted: Account | None) -> None:
    if project.contact is not None:
        _log(session, actor, events.CONTACT_ENDED, project, project.contact.account_id)
    if wanted is None:
        project.contact = None
        return
    now = utcnow()
    # The row that is there takes the new person: another with the same key could not be written before it is gone.
    contact = project.contact = project.contact or ProjectContact()
    contact.account_id, contact.asked_at, contact.consented_at = wanted.id, now, None
    if wanted.id == actor.account_id:
        contact.consented_at = now
        _log(session, actor, events.CONTACT_CONSENTED, project, wanted.id)
        return
    _log(session, actor, events.CONTACT_ASKED, project, wanted.id)
    params = {"project_id": project.id, "asked_id": wanted.id}
    post(session, letters.CONTACT_ASKED, to=wanted.email, account_id=wanted.id, **params)


def _own_contact(actor: Actor, project: Project) -> ProjectContact:
    contact = project.contact
    if contact is None or actor.account_id is None or contact.account_id != actor.account_id:
        raise NotFound
    return contact


def _log(session: Session, actor: Actor, event: audit.Event, project: Project, account_id: int) -> None:
    audit.record(
        session,
        actor,
        event,
        ("account", account_id),
        organisation_id=project.keeper_id,
        after={"entry": project.title},
    )
