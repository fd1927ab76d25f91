"""Lists of cases: what waits for whom, what is together under way, what is over; for the moderation what is late."""

import enum
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from portal.access import Actor, Role
from portal.organisations.models import Organisation
from portal.partnerships import vocabulary
from portal.partnerships.charge import waits_for
from portal.partnerships.models import Case, Sending
from portal.partnerships.queries import visible_to
from portal.partnerships.vocabulary import OVER, PARTNERSHIP, UNDER_WAY, WAITING, Side, State
from portal.projects.models import Project
from portal.text import N_

_AT_ONCE = 200  # cases read together for a file


class Group(enum.Enum):
    """Which cases are shown; the value stands in the address."""

    MINE = "bei-mir"
    OURS = "bei-uns"
    THEIRS = "bei-anderen"
    TOGETHER = "gemeinsam"
    OVER = "erledigt"


class Order(enum.Enum):
    """In which order; the value stands in the address."""

    DUE = "frist"
    LATEST = "neueste"
    OTHER = "kommune"
    STATE = "stand"


LABELS: dict[enum.Enum, str] = {
    Group.MINE: N_("Wartet auf Sie"),
    Group.OURS: N_("Wartet auf uns"),
    Group.THEIRS: N_("Wartet auf andere"),
    Group.TOGETHER: N_("Gemeinsam unterwegs"),
    Group.OVER: N_("Erledigt"),
    Order.DUE: N_("Frist, die nächste zuerst"),
    Order.LATEST: N_("Das Neueste zuerst"),
    Order.OTHER: N_("Kommune"),
    Order.STATE: N_("Stand"),
}
# As cases are filtered: what lapsed by itself and what the moderation closed are one state.
STATE_LABELS = {each: vocabulary.LABELS[each] for each in State} | {State.LAPSED: N_("Verfallen oder geschlossen")}
STATES = {
    Group.MINE: (*UNDER_WAY, State.ENDED),  # dates to answer, a reuse to confirm
    Group.OURS: (*UNDER_WAY, State.ENDED),
    Group.THEIRS: WAITING,
    Group.TOGETHER: PARTNERSHIP,
    Group.OVER: OVER,
}


@dataclass(frozen=True)
class Asked:
    """Which cases somebody wants to see, and in which order."""

    group: Group
    state: State | None = None
    order: Order = Order.DUE


class Counts(NamedTuple):
    """How many cases there are in each group, and how many drafts."""

    groups: dict[Group, int]
    drafts: int


sender, addressee = aliased(Organisation), aliased(Organisation)
# When what is waited for now is due: the answer, then the decision.
DUE = case((Case.state == State.SENT, Case.answer_due_at), (Case.state == State.CLARIFYING, Case.decision_due_at))
# How far it has come, as a number.
PLACE = case({state.value: place for place, state in enumerate(State)}, value=Case.state)


def statement(actor: Actor, asked: Asked) -> Select[Case]:
    """Return the cases on either side of the actor's organisations, as far as the actor may see them."""
    found = lines(own(actor) & _in_group(actor, asked.group))
    if asked.state is not None:
        found = found.where(Case.state == asked.state)
    order = {
        Order.DUE: (DUE.is_(None), DUE),
        Order.LATEST: (),
        Order.OTHER: (other(actor.organisation_ids),),
        Order.STATE: (PLACE,),
    }[asked.order]
    return found.order_by(*order, Case.acted_at.desc(), Case.id.desc())


def counts(session: Session, actor: Actor) -> Counts:
    """Return how many cases there are in each group, and how many drafts, in one query."""
    if not actor.organisation_ids:
        return Counts(dict.fromkeys(Group, 0), 0)
    unsent = select(func.count()).select_from(drafts_of(actor).order_by(None).subquery()).scalar_subquery()
    columns = [func.count(case((_in_group(actor, group), 1))) for group in Group]
    *found, drafts = session.execute(select(*columns, unsent).where(own(actor))).one()
    return Counts(dict(zip(Group, found, strict=True)), drafts)


def overdue(now: datetime) -> Select[Case]:
    """Return the cases anywhere whose answer or decision is late, or that the moderation is called to; oldest first."""
    called = and_(Case.state.in_(UNDER_WAY), Case.moderation_since.is_not(None))
    return lines(or_(late(now), called)).order_by(Case.sent_at, Case.id)


def page(session: Session, found: Select[Case], first: int, size: int) -> Sequence[Case]:
    """Return the cases of a statement from number `first`, from 1."""
    return session.execute(found.limit(size).offset(first - 1)).scalars().unique().all()


def every(session: Session, found: Select[Case]) -> Iterator[Case]:
    """Yield all cases of a statement."""
    first = 1
    while some := page(session, found, first, _AT_ONCE):
        yield from some
        first += len(some)


def drafts_of(actor: Actor) -> Select[Sending]:
    """Return the drafts the actor may change, the latest first."""
    own = Sending.person_id == actor.account_id
    mine = or_(
        Sending.sender_id.in_(actor.organisations_as(Role.EDITOR)), Sending.sender_id.in_(actor.organisation_ids) & own
    )
    return select(Sending).where(Sending.sent_at.is_(None), mine).order_by(Sending.updated_at.desc(), Sending.id)


def drafts(session: Session, actor: Actor) -> Sequence[Sending]:
    """Return these drafts with whom they are for."""
    options = (
        joinedload(Sending.sender),
        selectinload(Sending.cases).joinedload(Case.addressee),
        selectinload(Sending.cases).joinedload(Case.project),
        selectinload(Sending.cases).joinedload(Case.wanted),
    )
    return session.execute(drafts_of(actor).options(*options)).scalars().all()


def lines(condition: ColumnElement[bool]) -> Select[Case]:
    """Return the cases under a condition, but drafts, with what a line about each needs."""
    return (
        select(Case)
        .join(sender, Case.sender_id == sender.id)
        .join(addressee, Case.addressee_id == addressee.id)
        .where(condition, Case.state != State.DRAFT)
        .options(
            contains_eager(Case.sender.of_type(sender)),
            contains_eager(Case.addressee.of_type(addressee)),
            joinedload(Case.project).selectinload(Project.responsibles),
            joinedload(Case.wanted),
        )
    )


def other(own_ids: Collection[int]) -> ColumnElement[str]:
    """Return by what the organisation is sorted that stands opposite these."""
    return case((Case.sender_id.in_(own_ids), addressee.name_sort), else_=sender.name_sort)


def late(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an answer or a decision should have come by now."""
    return now >= DUE


def is_late(case: Case, now: datetime) -> bool:
    """Return the same for one case."""
    due = {State.SENT: case.answer_due_at, State.CLARIFYING: case.decision_due_at}.get(case.state)
    return due is not None and due <= now


def own(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a case is on either side of the actor's organisations and the actor may see it."""
    mine = actor.organisation_ids
    of_mine = or_(Case.sender_id.in_(mine), Case.addressee_id.in_(mine))
    return of_mine & visible_to(actor) & (Case.state != State.DRAFT)


def _in_group(actor: Actor, group: Group) -> ColumnElement[bool]:
    if group is Group.MINE:
        return waits_for(actor)
    mine = actor.organisation_ids
    our_turn = or_(
        and_(Case.turn == Side.SENDER, Case.sender_id.in_(mine)),
        and_(Case.turn == Side.ADDRESSEE, Case.addressee_id.in_(mine)),
    )
    if group is Group.OURS:
        return (Case.state.in_(WAITING) & our_turn) | waits_for(actor)
    states = Case.state.in_(STATES[group])
    return states & ~our_turn if group is Group.THEIRS else states
