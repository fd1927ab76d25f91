"""Whom somebody could ask instead whose request lapsed: other Kommunen with projects like what it was about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import current_app
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

import search
from portal.access import Role, at_least
from portal.accounts.models import Account, Membership
from portal.organisations.models import Organisation
from portal.partnerships.addressing import why_not
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import UNDER_WAY, Kind, State
from portal.projects.document import KIND
from portal.projects.models import Project
from portal.projects.parts import ProjectCooperation
from portal.projects.vocabulary import Cooperation, Publication

MOST = 3
_LOOKED_AT = 30  # entries like it
_KEPT = (joinedload(Project.keeper), selectinload(Project.cooperation))

# Which wish of an entry fits a kind of request.
_FITTING: Mapping[Kind, Cooperation] = {
    Kind.EXPERIENCE: Cooperation.SHARE_EXPERIENCE,
    Kind.REUSE: Cooperation.OFFER_REUSE,
    Kind.DEVELOPMENT: Cooperation.SEEK_PARTNERS,
    Kind.PROCUREMENT: Cooperation.JOINT_PROCUREMENT,
    Kind.FUNDING: Cooperation.JOINT_FUNDING,
    Kind.OPERATION: Cooperation.SEEK_PARTNERS,
    Kind.VISIT: Cooperation.SHARE_EXPERIENCE,
}


@dataclass(frozen=True)
class Alternative:
    """An organisation that could be asked, for one of its entries; `path` leads to the request, filled in."""

    organisation: Organisation
    project: Project
    path: str


def alternatives(session: Session, case: Case) -> list[Alternative]:
    """Return up to three, those who have somebody in the portal first; none unless a request lapsed.

    What was offered to a Gesuch is of use to who seeks it and to nobody else.
    """
    if case.state is not State.LAPSED or case.wanted_id is not None:
        return []
    asked = _asked(session, case)
    found: dict[int, Project] = {}
    for project in _alike(session, case):
        keeper = project.keeper
        if keeper is None or keeper.id in found or keeper.id == case.sender_id or keeper.id in asked:
            continue
        if keeper.can_have_members and why_not(project) is None:
            found[keeper.id] = project
    present = _present(session, list(found))
    first = sorted(found.values(), key=lambda project: project.keeper_id not in present)[:MOST]
    return [Alternative(each.keeper, each, _path(case, each)) for each in first if each.keeper is not None]


def _asked(session: Session, case: Case) -> set[int]:
    """Return who was asked by the same request, and with whom the like is under way."""
    like = (Case.sender_id == case.sender_id) & (Case.kind == case.kind) & Case.state.in_(UNDER_WAY)
    statement = select(Case.addressee_id).where((Case.sending_id == case.sending_id) | like)
    return set(session.execute(statement).scalars())


def _alike(session: Session, case: Case) -> Iterator[Project]:
    """Yield entries, the most alike first: like the one it was about, then of its field, else of fitting wishes."""
    ids = _similar(case.project_id) if case.project_id is not None else []
    by_id = {each.id: each for each in _entries(session, Project.id.in_(ids))} if ids else {}
    yield from (by_id[each] for each in ids if each in by_id)
    own = case.sending.own_project
    field = next((each.action_field for each in (case.project, case.wanted, own) if each and each.action_field), None)
    if field is not None:
        yield from _entries(session, Project.action_field == field)
    else:
        fitting = select(ProjectCooperation.project_id).where(ProjectCooperation.value == _FITTING[case.kind])
        yield from _entries(session, Project.id.in_(fitting))


def _entries(session: Session, condition: ColumnElement[bool]) -> Sequence[Project]:
    kept = (Project.publication == Publication.PUBLISHED) & Project.keeper_id.is_not(None)
    statement = select(Project).where(kept, condition).options(*_KEPT)
    statement = statement.order_by(Project.updated_at.desc(), Project.id)
    return session.execute(statement, execution_options={"populate_existing": True}).scalars().all()


def _similar(project_id: int) -> list[int]:
    try:
        found = current_app.extensions["indexer"].index.similar(f"{KIND}:{project_id}", _LOOKED_AT)
    except search.Unavailable:
        return []
    return [int(key) for kind, _, key in (each.key.partition(":") for each in found) if kind == KIND]


def _present(session: Session, organisation_ids: Sequence[int]) -> set[int]:
    """Return those of the organisations that have somebody who may answer."""
    statement = select(Membership.organisation_id).join(Account, Account.id == Membership.account_id)
    statement = statement.where(
        Membership.organisation_id.in_(organisation_ids), Membership.role.in_(at_least(Role.EDITOR)), Account.active
    )
    return set(session.execute(statement).scalars())


def _path(case: Case, project: Project) -> str:
    keeper = project.keeper.slug if project.keeper else ""
    asked = {"fuer": case.sender.slug, "projekt": project.slug, "kommune": keeper, "wie": case.id}
    return f"/anfragen/neu?{urlencode(asked)}"
