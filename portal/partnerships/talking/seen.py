"""What somebody has seen of cases, and what is new since. Looking changes nothing: people say so, or act in the case.

The verbs flush, never commit.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from portal.access import Actor, allowed
from portal.accounts.models import Membership
from portal.errors import NotFound
from portal.partnerships import access, queries
from portal.partnerships.models import Case, Message, Step
from portal.partnerships.stepping import Acting
from portal.partnerships.talking.models import Seen
from portal.partnerships.vocabulary import Side, State


class Shown(NamedTuple):
    """Up to where a page showed a case: the number of the last step, the id of the last message, 0 for none."""

    step: int
    message: int


NOTHING = Shown(0, 0)


@dataclass(frozen=True)
class News:
    """What others did in a case since somebody looked last, oldest first: steps, ids of messages and of own notes.

    The organisation of a step is loaded.
    """

    steps: tuple[Step, ...] = ()
    messages: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.steps or self.messages or self.notes)


def mark(session: Session, acting: Acting, case_id: int, step: int, message: int) -> None:
    """Keep that the actor has seen a case up to this step and this message. Raises NotFound.

    It never goes back, and never further than what there is.
    """
    mark_all(session, acting, {case_id: Shown(step, message)})


def mark_all(session: Session, acting: Acting, shown: Mapping[int, Shown]) -> None:
    """Do so for several cases, by their ids, in few queries. Raises NotFound unless the actor may see each."""
    found = queries.by_ids(session, shown)
    may_see = [each for each in found if each.state is not State.DRAFT and allowed(acting.actor, access.VIEW, each)]
    if len(may_see) < len(shown):
        raise NotFound
    last = _last_messages(session, shown)
    _keep(
        session,
        acting,
        {
            each.id: Shown(
                min(max(shown[each.id].step, 0), each.version),
                min(max(shown[each.id].message, 0), last.get(each.id, 0)),
            )
            for each in found
        },
    )


def mark_own(session: Session, acting: Acting, case_id: int, shown: Shown) -> None:
    """Keep that the actor, who acts in the case, has seen what its page showed; what crossed that stays new."""
    last = _last_messages(session, [case_id]).get(case_id, 0)
    _keep(session, acting, {case_id: Shown(max(shown.step, 0), min(max(shown.message, 0), last))})


def new_in(session: Session, actor: Actor, cases: Collection[Case]) -> dict[int, News]:
    """Return for each case, by its id, what is new to the actor, who may see them all: two queries for any number.

    What the actor did is never new, nor what happened before a case was emptied. Cases must have the responsibles of
    their entries loaded.
    """
    steps, written = defaultdict[int, list[Step]](list), defaultdict[int, dict[bool, list[int]]](dict)
    for step in session.execute(_steps_since(actor, cases)).scalars():
        steps[step.case_id].append(step)
    own = {each.id: access.own_sides(actor, each) for each in cases}
    for case_id, number, side, internal in session.execute(_messages_since(actor, cases)):
        if not internal or side in own[case_id]:
            written[case_id].setdefault(internal, []).append(number)
    return {
        each.id: News(
            tuple(steps[each.id]), tuple(written[each.id].get(False, ())), tuple(written[each.id].get(True, ()))
        )
        for each in cases
    }


def still_told(at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
    """Return the condition that something of a case did not happen before that was emptied, if it was."""
    return or_(Case.emptied_at.is_(None), at > Case.emptied_at)


def read_by(session: Session, case_id: int, organisation_ids: Collection[int]) -> int:
    """Return the id of the last message that anybody has read who belongs to these organisations now; 0 for none."""
    statement = (
        select(func.max(Seen.message))
        .join(Membership, Membership.account_id == Seen.account_id)
        .where(Seen.case_id == case_id, Membership.organisation_id.in_(organisation_ids))
    )
    return session.execute(statement).scalar_one() or 0


def unread(session: Session, case: Case, own: Sequence[Side], messages: Sequence[Message]) -> frozenset[int]:
    """Return the ids of messages of others that nobody of the own side has read; none for who is on no side."""
    if not own:
        return frozenset()
    read = read_by(session, case.id, [case.sides[side] for side in own])
    return frozenset(each.id for each in messages if each.id > read and not each.internal and each.side not in own)


def of_account(session: Session, account_id: int) -> Sequence[Seen]:
    """Return all that is kept of what an account has seen."""
    return session.execute(select(Seen).where(Seen.account_id == account_id).order_by(Seen.case_id)).scalars().all()


def forget(session: Session, account_id: int, organisation_id: int | None = None) -> None:
    """Forget what an account has seen; with an organisation only in its cases."""
    statement = delete(Seen).where(Seen.account_id == account_id)
    if organisation_id is not None:
        of = or_(Case.sender_id == organisation_id, Case.addressee_id == organisation_id)
        statement = statement.where(Seen.case_id.in_(select(Case.id).where(of)))
    session.execute(statement)


def _keep(session: Session, acting: Acting, shown: Mapping[int, Shown]) -> None:
    if not shown or acting.actor.account_id is None:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(Seen).values(
        [
            {"case_id": case_id, "account_id": acting.actor.account_id, "at": acting.at, **to._asdict()}
            for case_id, to in sorted(shown.items())
        ]
    )
    further = {
        column.name: case((first.excluded[column.name] > column, first.excluded[column.name]), else_=column)
        for column in (Seen.__table__.c.step, Seen.__table__.c.message, Seen.__table__.c.at)
    }
    # In one statement: the same person may look in two windows.
    session.execute(first.on_conflict_do_update(index_elements=[Seen.case_id, Seen.account_id], set_=further))


def _last_messages(session: Session, case_ids: Collection[int]) -> dict[int, int]:
    statement = select(Message.case_id, func.max(Message.id)).where(Message.case_id.in_(case_ids))
    return {row[0]: row[1] for row in session.execute(statement.group_by(Message.case_id))}


def _of_actor(actor: Actor, case_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return and_(Seen.case_id == case_id, Seen.account_id == actor.account_id)


def _steps_since(actor: Actor, cases: Collection[Case]) -> Any:
    since = func.coalesce(Seen.step, 0)
    return (
        select(Step)
        .join(Case, Case.id == Step.case_id)
        .outerjoin(Seen, _of_actor(actor, Step.case_id))
        .where(Step.case_id.in_([each.id for each in cases]), Step.number > since)
        .where(or_(Step.account_id.is_(None), Step.account_id != actor.account_id), still_told(Step.at))
        .order_by(Step.case_id, Step.number)
        .options(joinedload(Step.organisation))
    )


def _messages_since(actor: Actor, cases: Collection[Case]) -> Any:
    since = func.coalesce(Seen.message, 0)
    return (
        select(Message.case_id, Message.id, Message.side, Message.internal)
        .join(Case, Case.id == Message.case_id)
        .outerjoin(Seen, _of_actor(actor, Message.case_id))
        .where(Message.case_id.in_([each.id for each in cases]), Message.id > since)
        .where(or_(Message.account_id.is_(None), Message.account_id != actor.account_id), still_told(Message.at))
        .order_by(Message.id)
    )
