"""What stays of requests, partnerships and Gesuche that have been over for long: who, what kind, when and how far.

Words, dates of meetings and people go; so figures, timelines and what both sides show stay as they are. Drafts that
nobody has changed for as long go as a whole.

Each rule is one condition. By it what is to be done is found, and, once nobody else can change the row, found again.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.jobs import Run
from portal.partnerships import queries
from portal.partnerships.models import Case, Meeting, MeetingMove, MeetingSlot, Message, Sending, Step, Wanted
from portal.partnerships.nameless import without_name_of
from portal.partnerships.seeking import service as seeking
from portal.partnerships.talking.models import Seen
from portal.partnerships.vocabulary import OVER, WantedState

_Row = TypeVar("_Row", Sending, Wanted, Case)


def parts(session: Session, before: datetime) -> Sequence[Run]:
    """Return what is to be done for what has been over since `before`, and for drafts nobody has touched since then."""
    sending = partial(queries.sending_by_id, for_update=True)
    wanted = partial(queries.wanted_by_id, for_update=True)
    return [
        *_each(session, Sending, _unsent(before), sending, _discard),
        *_each(session, Wanted, _unpublished(before), wanted, _discard),
        *_each(session, Case, _past(before), _case, empty_case),
        *_each(session, Wanted, _gone(before), wanted, empty_wanted),
        *_each(session, Wanted, _long_hidden(before), wanted, _forget_reason),
    ]


def _each(
    session: Session,
    of: type[_Row],
    rule: ColumnElement[bool],
    locked: Callable[[Session, int], _Row | None],
    verb: Callable[[Session, datetime, _Row], None],
) -> Iterator[Run]:
    """Give one part for each row a rule holds for; it does nothing where the rule holds no more once it is locked."""

    def carry_out(session: Session, now: datetime, *, row_id: int) -> None:
        row = locked(session, row_id)
        if row is not None and session.execute(select(of.id).where(of.id == row_id, rule)).first() is not None:
            verb(session, now, row)

    for row_id in session.execute(select(of.id).where(rule).order_by(of.id)).scalars():
        yield partial(carry_out, row_id=row_id)


def _case(session: Session, case_id: int) -> Case | None:
    """Lock a case after what was written, in the order of whoever changes a draft or hands over what he looks after."""
    sending_id = session.execute(select(Case.sending_id).where(Case.id == case_id)).scalar_one_or_none()
    if sending_id is None:
        return None
    queries.sending_by_id(session, sending_id, for_update=True)
    return queries.locked(session, case_id)


def _discard(session: Session, _now: datetime, draft: Sending | Wanted) -> None:
    session.delete(draft)
    session.flush()


def empty_case(session: Session, now: datetime, case: Case) -> None:
    """Empty a case that is locked with what was written, and that too once none of its cases holds a word."""
    meetings, messages = (select(of.id).where(of.case_id == case.id) for of in (Meeting, Message))
    session.execute(delete(MeetingMove).where(MeetingMove.message_id.in_(messages)))
    session.execute(delete(MeetingSlot).where(MeetingSlot.meeting_id.in_(meetings)))
    for table in (Meeting, Message, Seen):
        session.execute(delete(table).where(table.case_id == case.id))
    session.execute(update(Step).where(Step.case_id == case.id).values(account_id=None, details={}))
    case.sender_person_id = case.addressee_person_id = None
    case.wished_time = case.proposed_time = case.outcome = case.reuse_version = case.reuse_adaptations = None
    case.intent_link = case.council_link = None
    case.emptied_at = now
    session.flush()
    # Of two workers that empty the last two cases, the one that has waited for it sees that the other is done.
    sending = queries.sending_by_id(session, case.sending_id, for_update=True)
    if sending is not None and all(each.emptied_at is not None for each in sending.cases):
        sending.person_id, sending.wants, sending.offers, sending.wished_time = None, "", None, None
        session.flush()


def empty_wanted(session: Session, now: datetime, wanted: Wanted) -> None:
    """Empty a Gesuch that is locked; its title stays, by which the cases that answered it are called.

    Whoever looked after it is taken out of it, as nobody finds that name any more once the person is gone from it. What
    was still hidden when its time came is closed.
    """
    without = without_name_of(accounts.by_id(session, wanted.person_id) if wanted.person_id is not None else None)
    if without is not None:
        wanted.title = without(wanted.title)
    wanted.person_id, wanted.need, wanted.gives = None, "", None
    if wanted.state is WantedState.OPEN:
        seeking.fade(session, now, wanted)
    session.flush()


def _forget_reason(session: Session, _now: datetime, wanted: Wanted) -> None:
    """Forget why a Gesuch was hidden; until then it is read at its address."""
    wanted.hidden_reason = None
    session.flush()


def _past(before: datetime) -> ColumnElement[bool]:
    """Return the condition that a case is over, nothing has happened in it since, and it holds words."""
    said = select(Message.id).where(Message.case_id == Case.id)
    acted = func.coalesce(Case.acted_at, Case.ended_at)
    return (
        Case.state.in_(OVER)
        & (Case.ended_at <= before)
        & (acted <= before)
        & ~exists(said.where(Message.at > before))
        & or_(Case.emptied_at.is_(None), acted > Case.emptied_at, exists(said))
    )


def _gone(before: datetime) -> ColumnElement[bool]:
    """Return the condition that a Gesuch is over or was hidden for as long, and holds words."""
    over = Wanted.state.in_([WantedState.MET, WantedState.CLOSED]) & (Wanted.closed_at <= before)
    hidden = (Wanted.state == WantedState.OPEN) & (Wanted.hidden_at <= before)
    return or_(over, hidden) & or_(Wanted.need != "", Wanted.person_id.is_not(None))


def _long_hidden(before: datetime) -> ColumnElement[bool]:
    return Wanted.hidden_reason.is_not(None) & (Wanted.hidden_at <= before)


def _unsent(before: datetime) -> ColumnElement[bool]:
    return Sending.sent_at.is_(None) & (Sending.updated_at <= before)


def _unpublished(before: datetime) -> ColumnElement[bool]:
    return (Wanted.state == WantedState.DRAFT) & (Wanted.updated_at <= before)
