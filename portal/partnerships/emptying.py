"""What stays of requests, partnerships and Gesuche that have been over for long: who, what kind, when and how far.

Words, dates of meetings and people go; so figures, timelines and what both sides show stay as they are. Drafts that
nobody has changed for as long go as a whole.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.jobs import Run
from portal.partnerships import queries
from portal.partnerships.models import Case, Meeting, MeetingMove, MeetingSlot, Message, Sending, Step, Wanted
from portal.partnerships.nameless import without_name_of
from portal.partnerships.talking.models import Seen
from portal.partnerships.vocabulary import OVER, WantedState


def parts(session: Session, before: datetime) -> Sequence[Run]:
    """Return what is to be done for what has been over since `before`, and for drafts nobody has touched since then."""
    sendings = session.execute(select(Sending.id).where(_unsent(before)).order_by(Sending.id)).scalars()
    drafts = session.execute(select(Wanted.id).where(_unpublished(before)).order_by(Wanted.id)).scalars()
    cases = session.execute(select(Case.id).where(_past(before)).order_by(Case.id)).scalars()
    wanted = session.execute(select(Wanted.id).where(_closed(before)).order_by(Wanted.id)).scalars()
    return [
        *(partial(_discard_sending, sending_id=each, before=before) for each in sendings),
        *(partial(_discard_wanted, wanted_id=each, before=before) for each in drafts),
        *(partial(empty_case, case_id=each, before=before) for each in cases),
        *(partial(empty_wanted, wanted_id=each, before=before) for each in wanted),
    ]


def _discard_sending(session: Session, _now: datetime, *, sending_id: int, before: datetime) -> None:
    draft = queries.sending_by_id(session, sending_id, for_update=True)
    if draft is not None and draft.sent_at is None and draft.updated_at <= before:
        session.delete(draft)
        session.flush()


def _discard_wanted(session: Session, _now: datetime, *, wanted_id: int, before: datetime) -> None:
    draft = queries.wanted_by_id(session, wanted_id, for_update=True)
    if draft is not None and draft.state is WantedState.DRAFT and draft.updated_at <= before:
        session.delete(draft)
        session.flush()


def empty_case(session: Session, now: datetime, *, case_id: int, before: datetime) -> None:
    """Empty a case, and what was written to all addressees once none of their cases holds a word any more."""
    case = queries.locked(session, case_id)
    if case is None or session.execute(select(Case.id).where(_past(before), Case.id == case_id)).first() is None:
        return
    meetings, messages = (select(of.id).where(of.case_id == case_id) for of in (Meeting, Message))
    session.execute(delete(MeetingMove).where(MeetingMove.message_id.in_(messages)))
    session.execute(delete(MeetingSlot).where(MeetingSlot.meeting_id.in_(meetings)))
    for table in (Meeting, Message, Seen):
        session.execute(delete(table).where(table.case_id == case_id))
    session.execute(update(Step).where(Step.case_id == case_id).values(account_id=None, details={}))
    case.sender_person_id = case.addressee_person_id = None
    case.wished_time = case.proposed_time = case.outcome = case.reuse_version = case.reuse_adaptations = None
    case.intent_link = case.council_link = None
    case.emptied_at = now
    session.flush()
    still_needed = exists(select(Case.id).where(Case.sending_id == Sending.id, Case.emptied_at.is_(None)))
    emptied = update(Sending).where(Sending.id == case.sending_id, ~still_needed)
    session.execute(emptied.values(person_id=None, wants="", offers=None, wished_time=None))


def empty_wanted(session: Session, now: datetime, *, wanted_id: int, before: datetime) -> None:
    """Empty a Gesuch; its title stays, by which the cases that answered it are called, without whoever looked after it.

    Nobody finds that name any more once the person is gone from it. What was still hidden when its time came is closed.
    """
    wanted = queries.wanted_by_id(session, wanted_id, for_update=True)
    if (
        wanted is None
        or session.execute(select(Wanted.id).where(_closed(before), Wanted.id == wanted_id)).first() is None
    ):
        return
    without = without_name_of(accounts.by_id(session, wanted.person_id) if wanted.person_id is not None else None)
    if without is not None:
        wanted.title = without(wanted.title)
    if wanted.state is WantedState.OPEN:
        wanted.state, wanted.closed_at = WantedState.CLOSED, now
    wanted.person_id, wanted.need, wanted.gives = None, "", None
    if wanted.hidden_at is not None and wanted.hidden_at <= before:  # until then it is read at its address
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


def _closed(before: datetime) -> ColumnElement[bool]:
    """Return the condition that a Gesuch is over or was hidden for as long, and holds words."""
    over = Wanted.state.in_([WantedState.MET, WantedState.CLOSED]) & (Wanted.closed_at <= before)
    hidden = (Wanted.state == WantedState.OPEN) & (Wanted.hidden_at <= before)
    reason = Wanted.hidden_reason.is_not(None) & (Wanted.hidden_at <= before)
    return or_(over, hidden) & or_(Wanted.need != "", Wanted.person_id.is_not(None), reason)


def _unsent(before: datetime) -> ColumnElement[bool]:
    return Sending.sent_at.is_(None) & (Sending.updated_at <= before)


def _unpublished(before: datetime) -> ColumnElement[bool]:
    return (Wanted.state == WantedState.DRAFT) & (Wanted.updated_at <= before)
