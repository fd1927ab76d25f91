"""What one organisation asks, is asked and does together with others: by how far it has come, or as one table."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, String, and_, case, func, select, type_coerce
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.partnerships.lists import queries as lists
from portal.partnerships.models import Case
from portal.partnerships.queries import visible_to
from portal.partnerships.vocabulary import OVER, UNDER_WAY, Kind, State
from portal.text import N_

CARDS = 20  # of one state on the board; the table has all

_OVER = "over"


class Direction(enum.Enum):
    """Who asked whom; the value stands in the address."""

    OUT = "von-uns"
    IN = "an-uns"


class Only(enum.Enum):
    """What else is left out; the value stands in the address."""

    LATE = "ueberfaellig"
    OPEN = "offen"


class Sorting(enum.Enum):
    """By which column the table is sorted; the value stands in the address."""

    OTHER = "kommune"
    KIND = "art"
    STATE = "stand"
    SENT = "gesendet"
    DUE = "frist"
    LATEST = "letzter-schritt"


LABELS: dict[enum.Enum, str] = {
    Direction.OUT: N_("Von uns gesendet"),
    Direction.IN: N_("An uns gesendet"),
    Only.LATE: N_("Nur Überfälliges"),
    Only.OPEN: N_("Ohne Erledigtes"),
}


@dataclass(frozen=True)
class Asked:
    """Which cases of an organisation somebody wants to see, and in which order."""

    organisation_id: int
    kind: Kind | None = None
    state: State | None = None
    direction: Direction | None = None
    only: Only | None = None
    sorting: Sorting = Sorting.DUE
    descending: bool = False


@dataclass(frozen=True)
class Column:
    """One column of the board: a state that is under way, or None for all that is over; how many there are."""

    state: State | None
    cases: Sequence[Case]
    total: int


def statement(actor: Actor, asked: Asked, now: datetime) -> Select[Case]:
    """Return the cases for the table; what has no deadline comes last in either direction."""
    by: dict[Sorting, SQLColumnExpression[Any]] = {
        Sorting.OTHER: lists.other({asked.organisation_id}),
        Sorting.KIND: case({kind.value: place for place, kind in enumerate(Kind)}, value=Case.kind),
        Sorting.STATE: lists.PLACE,
        Sorting.SENT: Case.sent_at,
        Sorting.DUE: lists.DUE,
        Sorting.LATEST: Case.acted_at,
    }
    chosen = by[asked.sorting]
    order = (chosen.is_(None), chosen.desc() if asked.descending else chosen)
    return lists.lines(_condition(actor, asked, now)).order_by(*order, Case.acted_at.desc(), Case.id.desc())


def board(session: Session, actor: Actor, asked: Asked, now: datetime) -> list[Column]:
    """Return the columns from left to right, in each what is due first; two queries whatever there is."""
    condition = _condition(actor, asked, now) & (Case.state != State.DRAFT)
    totals = _totals(session, condition)
    first = (lists.DUE.is_(None), lists.DUE, Case.acted_at.desc(), Case.id.desc())
    place = func.row_number().over(
        partition_by=case((Case.state.in_(OVER), _OVER), else_=type_coerce(Case.state, String)), order_by=first
    )
    ranked = select(Case.id, place.label("place")).where(condition).subquery()
    shown = lists.lines(Case.id.in_(select(ranked.c.id).where(ranked.c.place <= CARDS))).order_by(*first)
    found = session.execute(shown).scalars().unique().all()
    columns = [
        Column(state, [each for each in found if each.state is state], totals.get(state, 0)) for state in UNDER_WAY
    ]
    over = [each for each in found if each.state in OVER]
    return [*columns, Column(None, over, sum(totals.get(state, 0) for state in OVER))]


def _totals(session: Session, condition: ColumnElement[bool]) -> Mapping[State, int]:
    counted = select(Case.state, func.count().label("number")).where(condition).group_by(Case.state)
    return {row.state: row.number for row in session.execute(counted)}


def _condition(actor: Actor, asked: Asked, now: datetime) -> ColumnElement[bool]:
    sent, received = Case.sender_id == asked.organisation_id, Case.addressee_id == asked.organisation_id
    conditions = [{None: sent | received, Direction.OUT: sent, Direction.IN: received}[asked.direction]]
    if asked.kind is not None:
        conditions.append(Case.kind == asked.kind)
    if asked.state is not None:
        conditions.append(Case.state == asked.state)
    if asked.only is Only.LATE:
        conditions.append(lists.late(now))
    if asked.only is Only.OPEN:
        conditions.append(Case.state.in_(UNDER_WAY))
    return and_(visible_to(actor), *conditions)
