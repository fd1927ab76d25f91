"""What somebody who leaves the keeping organisation hands over: being responsible for entries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from portal import database
from portal.access import Actor
from portal.members.hooks import Belongings, Thing, numbers
from portal.projects import editing
from portal.projects.models import Project, ProjectResponsible
from portal.text import N_

_KEY = "entry"


def _held(organisation_id: int, account_id: int) -> Select[Any]:
    return (
        select(Project.id)
        .join(ProjectResponsible, ProjectResponsible.project_id == Project.id)
        .where(Project.keeper_id == organisation_id, ProjectResponsible.account_id == account_id)
        .order_by(Project.id)
    )


def count(session: Session, organisation_id: int, account_id: int) -> int:
    """Return for how many entries of the organisation the account is responsible."""
    return database.count(session, _held(organisation_id, account_id))


def move(session: Session, actor: Actor, organisation_id: int, account_id: int, successor_id: int | None) -> None:
    """Let the successor take the account's place at each of these entries; without one the place stays empty.

    The history of each entry tells that somebody else looks after it, and not who.
    """
    ids = session.execute(_held(organisation_id, account_id).with_for_update(of=Project)).scalars().all()
    of_these = ProjectResponsible.project_id.in_(ids)
    session.execute(delete(ProjectResponsible).where(of_these, ProjectResponsible.account_id == account_id))
    if successor_id is not None:
        already = select(ProjectResponsible.project_id).where(of_these, ProjectResponsible.account_id == successor_id)
        new = set(ids) - set(session.execute(already).scalars())
        session.add_all(ProjectResponsible(project_id=each, account_id=successor_id) for each in sorted(new))
    for project in session.execute(select(Project).where(Project.id.in_(ids)).order_by(Project.id)).scalars():
        editing.record(session, project, actor, "hand-over", {"responsibles": (None, None)})


def keys(session: Session, organisation_id: int, account_id: int) -> Sequence[str]:
    """Name these entries for the letter to the successor."""
    return [f"{_KEY}:{each}" for each in session.execute(_held(organisation_id, account_id)).scalars()]


def things(session: Session, keys: Sequence[str], account_id: int) -> Sequence[Thing]:
    """Say which entries these are, by title, as far as the account is responsible for them."""
    held = ProjectResponsible.project_id.in_(numbers(keys, _KEY)) & (ProjectResponsible.account_id == account_id)
    wanted = select(Project.title, Project.slug).join(ProjectResponsible).where(held)
    rows = session.execute(wanted.order_by(Project.title_sort, Project.id))
    return [Thing(N_("Eintrag"), title, f"/projekte/{slug}/bearbeiten") for title, slug in rows]


BELONGINGS = Belongings(N_("Zuständigkeit für Einträge"), count, move, keys=keys, things=things)
