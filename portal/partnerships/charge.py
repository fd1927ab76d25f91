"""Who answers for which cases, as a condition of a statement: what `queries.at_home` says of one case, for lists."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, exists, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.access import Actor, Role, at_least
from portal.accounts.models import Account, Membership
from portal.orm import utcnow
from portal.partnerships.models import Case, Meeting, MeetingSlot, Wanted
from portal.partnerships.queries import nobody_entered
from portal.partnerships.transitions import CONFIRM_REUSE, WITHHOLD
from portal.partnerships.vocabulary import BOTH, PARTNERSHIP, UNDER_WAY, WAITING, MeetingState, Side, State, Task
from portal.projects.models import Project, ProjectResponsible


def waits_for(actor: Actor, now: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that something is asked of the actor at a moment.

    That is one of `Task`, for a side the actor answers for.
    """
    moment = now or utcnow()
    return or_(*(or_(*_tasks(side, moment).values()) & _answers(actor, side) for side in BOTH))


def tasks(
    session: Session, actor: Actor, case_ids: Collection[int], now: datetime
) -> Mapping[int, Sequence[tuple[Task, Side]]]:
    """Return what is asked of the actor in each of these cases at a moment, and for which side; one query.

    What is asked for the side that was asked first comes first. Cases in which nothing is asked are left out.
    """
    asked = [
        (task, side, condition & _answers(actor, side))
        for side in (Side.ADDRESSEE, Side.SENDER)
        for task, condition in _tasks(side, now).items()
    ]
    columns = [case((condition, 1), else_=0) for *_, condition in asked]
    found: dict[int, list[tuple[Task, Side]]] = {}
    for case_id, *holds in session.execute(select(Case.id, *columns).where(Case.id.in_(case_ids))):
        waiting = [(task, side) for (task, side, _), held in zip(asked, holds, strict=True) if held]
        if waiting:
            found[case_id] = waiting
    return found


def _tasks(side: Side, now: datetime) -> Mapping[Task, ColumnElement[bool]]:
    """Return the condition of each task that it is asked of a side."""
    of_case = (Meeting.case_id == Case.id) & (Meeting.state == MeetingState.OPEN) & (Meeting.side == side.other)
    ahead = select(MeetingSlot.meeting_id).join(Meeting, Meeting.id == MeetingSlot.meeting_id)
    dates = exists(ahead.where(of_case, MeetingSlot.starts_at > now).correlate(Case))
    reuse = (Case.reuse_stated_by == side.other) & Case.reuse_confirmed_at.is_(None)
    shows = {Side.SENDER: Case.sender_shows_since, Side.ADDRESSEE: Case.addressee_shows_since}
    withholds = {Side.SENDER: Case.sender_withholds_since, Side.ADDRESSEE: Case.addressee_withholds_since}
    to_show = shows[side.other].is_not(None) & shows[side].is_(None) & withholds[side].is_(None)
    return {
        Task.ANSWER: Case.state.in_(WAITING) & (Case.turn == side),
        Task.DATES: Case.state.in_((State.CLARIFYING, *PARTNERSHIP)) & dates,
        Task.REUSE: Case.state.in_(CONFIRM_REUSE.before) & reuse,
        Task.SHOW: Case.state.in_(WITHHOLD.before) & to_show,
    }


def in_charge(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor answers for a side of a case."""
    return (Case.state != State.DRAFT) & or_(*(_answers(actor, side) for side in BOTH))


def deserted() -> ColumnElement[bool]:
    """Return the condition that a side of a case under way has nobody left who may answer, nor the moderation."""
    return Case.state.in_(UNDER_WAY) & Case.moderation_since.is_(None) & lacks_somebody()


def lacks_somebody() -> ColumnElement[bool]:
    """Return the condition that one of the sides has nobody who may answer, as `queries.at_home` says it."""
    editors = Membership.role.in_(at_least(Role.EDITOR))
    left = (exists(_members(side).where(editors | _entered(side, Membership.account_id))) for side in BOTH)
    return or_(*(~somebody.correlate(Case) for somebody in left))


def _of(side: Side) -> InstrumentedAttribute[int]:
    return Case.sender_id if side is Side.SENDER else Case.addressee_id


def _members(side: Side) -> Select[int]:
    statement = select(Membership.account_id).join(Account, Account.id == Membership.account_id)
    return statement.where(Membership.organisation_id == _of(side), Account.active)


def _answers(actor: Actor, side: Side) -> ColumnElement[bool]:
    of, here = _of(side), _members(side)
    somebody = exists(here.where(_entered(side, Membership.account_id)).correlate(Case))
    coordinated = exists(here.where(Membership.role == Role.COORDINATOR).correlate(Case))
    absent = [
        (of == organisation_id) & _entered(side, literal(each))
        for organisation_id, whom in actor.stands_in_for.items()
        for each in whom
    ]
    in_place = nobody_entered(side)
    return or_(
        of.in_(actor.places_as(Role.COORDINATOR)) & in_place,
        of.in_(actor.places_as(Role.EDITOR)) & in_place & ~coordinated,
        of.in_(actor.organisation_ids) & _entered(side, literal(actor.account_id)),
        *absent,
        of.in_(actor.organisations_as(Role.COORDINATOR)) & ~somebody,
        of.in_(actor.organisations_as(Role.EDITOR)) & ~somebody & ~coordinated,
    )


def _entered(side: Side, account_id: SQLColumnExpression[int | None]) -> ColumnElement[bool]:
    """Return the condition that an account is entered as looking after a case, as `Case.people` says it."""
    if side is Side.SENDER:
        return Case.sender_person_id == account_id
    of_entry = (
        select(ProjectResponsible.account_id)
        .join(Project, Project.id == ProjectResponsible.project_id)
        .where(
            Project.id == Case.project_id,
            Project.keeper_id == Case.addressee_id,
            ProjectResponsible.account_id == account_id,
        )
    )
    of_wanted = select(Wanted.id).where(Wanted.id == Case.wanted_id, Wanted.person_id == account_id)
    return or_(
        Case.addressee_person_id == account_id,
        exists(of_entry.correlate(Case, Membership)),
        exists(of_wanted.correlate(Case, Membership)),
    )
