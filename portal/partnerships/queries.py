"""Reads of requests, partnerships and Gesuche."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from portal.access import Actor, Role, at_least
from portal.accounts.models import Account
from portal.members import queries as members
from portal.orm import utcnow
from portal.partnerships.duties import absence
from portal.partnerships.models import Case, Meeting, MeetingMove, Message, Sending, Step, Wanted
from portal.partnerships.vocabulary import OVER, UNDER_WAY, Side, State
from portal.projects.models import Project, ProjectResponsible

_Id = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]

# What permissions, letters and pages of one case need.
WHOLE: tuple[ORMOption, ...] = (
    joinedload(Case.sender),
    joinedload(Case.addressee),
    joinedload(Case.proposed_partner),
    joinedload(Case.sending).joinedload(Sending.sender),
    joinedload(Case.sending).joinedload(Sending.own_project),
    joinedload(Case.project).selectinload(Project.responsibles),
    joinedload(Case.wanted),
)
_SENDING: tuple[ORMOption, ...] = (
    joinedload(Sending.sender),
    joinedload(Sending.own_project),
    selectinload(Sending.cases).joinedload(Case.sender),
    selectinload(Sending.cases).joinedload(Case.addressee),
    selectinload(Sending.cases).joinedload(Case.project).selectinload(Project.responsibles),
    selectinload(Sending.cases).joinedload(Case.wanted).joinedload(Wanted.organisation),
)
_MESSAGE: tuple[ORMOption, ...] = (
    joinedload(Message.organisation),
    joinedload(Message.move).joinedload(MeetingMove.meeting).selectinload(Meeting.slots),
)


def by_id(session: Session, case_id: int) -> Case | None:
    """Return a case with all that belongs to it but its timeline."""
    return session.execute(select(Case).where(Case.id == case_id).options(*WHOLE)).scalar_one_or_none()


def by_ids(session: Session, case_ids: Collection[int]) -> Sequence[Case]:
    """Return cases with all that belongs to them but their timelines, as far as there are any."""
    return session.execute(select(Case).where(Case.id.in_(case_ids)).options(*WHOLE)).scalars().all()


def locked(session: Session, case_id: int) -> Case | None:
    """Return a case as it is now, for nobody else to change until this transaction ends."""
    # In a statement of its own, as in projects: what is joined must be as it is after the wait.
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update())
    statement = select(Case).where(Case.id == case_id).options(*WHOLE)
    return session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()


def sending_by_id(session: Session, sending_id: int, *, for_update: bool = False) -> Sending | None:
    """Return a sending with its cases; `for_update` locks it, and with it its drafts."""
    if for_update:
        session.execute(select(Sending.id).where(Sending.id == sending_id).with_for_update())
    statement = select(Sending).where(Sending.id == sending_id).options(*_SENDING)
    found = session.execute(statement, execution_options={"populate_existing": for_update}).scalar_one_or_none()
    for case in found.cases if found else ():
        set_committed_value(case, "sending", found)  # it is at hand: no query for it
    return found


def wanted_by_id(session: Session, wanted_id: int, *, for_update: bool = False) -> Wanted | None:
    """Return a Gesuch with its organisation; `for_update` locks it."""
    if for_update:
        session.execute(select(Wanted.id).where(Wanted.id == wanted_id).with_for_update())
    statement = select(Wanted).where(Wanted.id == wanted_id).options(joinedload(Wanted.organisation))
    return session.execute(statement, execution_options={"populate_existing": for_update}).scalar_one_or_none()


def hold_wanted(session: Session, ids: Collection[int]) -> None:
    """Keep Gesuche as they are until the transaction ends, whoever comes first in the same order; read them anew."""
    itself = Wanted.id.in_(ids)
    session.execute(select(Wanted.id).where(itself).order_by(Wanted.id).with_for_update(read=True)).all()
    session.execute(select(Wanted).where(itself), execution_options={"populate_existing": True}).all()


def timeline(session: Session, case_id: int) -> Sequence[Step]:
    """Return the steps of a case, oldest first: the same for both sides."""
    statement = select(Step).where(Step.case_id == case_id).order_by(Step.number)
    return session.execute(statement.options(joinedload(Step.organisation))).scalars().all()


def messages(session: Session, case_id: int, sides: Collection[Side]) -> Sequence[Message]:
    """Return what was written in a case, oldest first, with the notes of these sides only."""
    may_read = or_(Message.internal.is_(False), Message.side.in_(sides))
    statement = select(Message).where(Message.case_id == case_id, may_read).order_by(Message.id)
    return session.execute(statement.options(*_MESSAGE)).scalars().all()


def message(session: Session, message_id: int) -> Message | None:
    """Return one message with who wrote it."""
    statement = select(Message).where(Message.id == message_id).options(*_MESSAGE)
    return session.execute(statement).scalar_one_or_none()


def meetings(session: Session, case_id: int) -> Sequence[Meeting]:
    """Return the proposals of dates of a case with their dates, oldest first."""
    statement = select(Meeting).where(Meeting.case_id == case_id).order_by(Meeting.id)
    statement = statement.options(selectinload(Meeting.slots))
    return session.execute(statement, execution_options={"populate_existing": True}).scalars().all()


def step(session: Session, case_id: int, number: int) -> Step | None:
    """Return one step of a case, with who took it."""
    return session.get(Step, (case_id, number), options=[joinedload(Step.organisation)])


def same_thing(session: Session, sender_id: int, addressee_id: int, about: str) -> Case | None:
    """Return the case between these two about the same thing that is under way, if there is one."""
    return session.execute(
        select(Case).where(
            Case.sender_id == sender_id,
            Case.addressee_id == addressee_id,
            Case.about == about,
            Case.state.in_(UNDER_WAY),
        )
    ).scalar_one_or_none()


def under_way_of(session: Session, sending_id: int, addressee_id: int) -> Case | None:
    """Return the case under way in which the same was written to an organisation, if there is one."""
    statement = select(Case).where(Case.sending_id == sending_id, Case.addressee_id == addressee_id)
    under_way = statement.where(Case.state.in_(UNDER_WAY)).order_by(Case.id).limit(1)
    return session.execute(under_way).scalar_one_or_none()


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which the actor may see a case, as `access.VIEW` says it: the last word over lists."""
    as_editor, as_member = actor.organisations_as(Role.EDITOR), actor.organisation_ids
    if not as_member:
        return Case.moderation_since.is_not(None) if actor.moderates else false()
    of_entries = (
        select(Project.id)
        .join(ProjectResponsible, ProjectResponsible.project_id == Project.id)
        .where(_as(actor, Case.addressee_id, ProjectResponsible.account_id), Project.keeper_id == Case.addressee_id)
    )
    own_wanted = select(Wanted.id).where(_as(actor, Case.addressee_id, Wanted.person_id))
    looked_after = or_(
        _as(actor, Case.addressee_id, Case.addressee_person_id),
        Case.project_id.in_(of_entries),
        Case.wanted_id.in_(own_wanted),
    )
    sent = Case.state != State.DRAFT
    in_place = actor.places_as(Role.EDITOR)
    return or_(
        Case.sender_id.in_(in_place) & nobody_entered(Side.SENDER),
        Case.addressee_id.in_(in_place) & nobody_entered(Side.ADDRESSEE) & sent,
        Case.sender_id.in_(as_editor),
        Case.sender_id.in_(as_member) & _as(actor, Case.sender_id, Case.sender_person_id),
        Case.addressee_id.in_(as_editor) & sent,
        Case.addressee_id.in_(as_member) & looked_after & sent,
        Case.moderation_since.is_not(None) if actor.moderates else false(),
    )


def nobody_entered(side: Side) -> ColumnElement[bool]:
    """Return the condition that nobody is entered as looking after a side, as `Case.people` says it."""
    if side is Side.SENDER:
        return Case.sender_person_id.is_(None)
    of_entry = (
        select(ProjectResponsible.account_id)
        .join(Project, Project.id == ProjectResponsible.project_id)
        .where(Project.id == Case.project_id, Project.keeper_id == Case.addressee_id)
    )
    of_wanted = select(Wanted.id).where(Wanted.id == Case.wanted_id, Wanted.person_id.is_not(None))
    by_others = or_(exists(of_entry.correlate(Case)), exists(of_wanted.correlate(Case)))
    return Case.addressee_person_id.is_(None) & ~by_others


def _as(actor: Actor, organisation: _Id, person: _Id) -> ColumnElement[bool]:
    """Return the condition that a column names the actor, or a colleague of the organisation he stands in for."""
    absent = (and_(organisation == of, person.in_(whom)) for of, whom in actor.stands_in_for.items())
    return or_(person == actor.account_id, *absent)


def of_organisation(session: Session, actor: Actor, organisation_id: int) -> Sequence[Case]:
    """Return the cases on either side of an organisation that the actor may see, the latest first."""
    of = or_(Case.sender_id == organisation_id, Case.addressee_id == organisation_id)
    statement = select(Case).where(of, visible_to(actor)).options(*WHOLE).order_by(Case.acted_at.desc(), Case.id.desc())
    return session.execute(statement).scalars().all()


def public(session: Session, *, organisation_id: int | None = None, project_id: int | None = None) -> Sequence[Case]:
    """Return what everybody may see: partnerships, of an organisation or about an entry, the latest first."""
    shown = Case.sender_shows_since.is_not(None) & Case.addressee_shows_since.is_not(None)
    still = Case.state.not_in([state for state in (*OVER, State.DRAFT) if state is not State.ENDED])
    statement = select(Case).where(shown, still)
    if organisation_id is not None:
        statement = statement.where(or_(Case.sender_id == organisation_id, Case.addressee_id == organisation_id))
    if project_id is not None:
        own = select(Sending.id).where(Sending.own_project_id == project_id)
        statement = statement.where(or_(Case.project_id == project_id, Case.sending_id.in_(own)))
    statement = statement.options(*WHOLE).order_by(Case.decided_at.desc(), Case.id.desc())
    return session.execute(statement).scalars().all()


def at_home(session: Session, case: Case, side: Side, now: datetime | None = None) -> Sequence[Account]:
    """Return who of the organisation answers for a side at a moment: nobody where it has no member who may.

    Those who look after the case and still belong to it, with who stands in for those who are away; else its
    coordination; else its editors.
    """
    return who_answers(session, case.sides[side], case.people(side), now)


def who_answers(
    session: Session, organisation_id: int, entered: Collection[int | None], now: datetime | None = None
) -> Sequence[Account]:
    """Return who of an organisation answers for something: as `at_home` says, with those who are entered there."""
    here, named = (
        [one for one in members.members(session, organisation_id) if one.account.active],
        set(entered) - {None},
    )
    for fits in (
        [one for one in here if one.account_id in entered],
        [one for one in here if one.role is Role.COORDINATOR],
        [one for one in here if one.role in at_least(Role.EDITOR)],
    ):
        if fits:
            found = {one.account_id: one.account for one in fits}
            # Who is entered but gone has let nobody else in, see `access.py`: nobody then stands in for the others.
            absent = found.keys() & named if named else found.keys()
            if absent:
                deputies = absence.deputies(session, organisation_id, absent, now or utcnow())
                found |= {deputy.id: deputy for deputy in deputies.values()}
            return [found[key] for key in sorted(found)]
    return []
