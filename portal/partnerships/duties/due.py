"""For which cases which notice is due at a moment, as conditions of a statement.

Of one deadline at most one notice is due: whoever looks late sends what is still true and no more.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, select, true

from portal.partnerships.calendar import DAY, day_of, end_after_days, end_of, start_of, started_before
from portal.partnerships.charge import lacks_somebody
from portal.partnerships.duties.ladder import Rung
from portal.partnerships.models import Case, DutyNotice
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import PARTNERSHIP, Notice, Side, State

_SOON, _LATE, _OVERDUE = range(3)
# Which part of the time around a deadline is whose.
_PARTS = {
    Notice.ANSWER_SOON: _SOON,
    Notice.ANSWER_LATE: _LATE,
    Notice.ANSWER_OVERDUE: _OVERDUE,
    Notice.DECISION_SOON: _SOON,
    Notice.DECISION_LATE: _LATE,
    Notice.DECISION_OVERDUE: _OVERDUE,
}


def is_due(rung: Rung, acting: Acting) -> ColumnElement[bool]:
    """Return the condition that a notice is due for a case and was not sent yet."""
    if rung.notice in _PARTS:
        condition = _around_deadline(rung, acting)
    elif rung.notice is Notice.QUIET:
        condition = (Case.acted_at < started_before(acting.at, acting.duties.quiet_days)) & ~_told_since(Notice.QUIET)
    else:
        condition = _lapses_soon(acting)
    return and_(Case.state.in_(rung.states), condition)


def lapses(acting: Acting) -> ColumnElement[bool]:
    """Return the condition that a case lapses: nobody answered, or nothing came of moderation and warning either."""
    warned = _told_since(Notice.LAPSE_SOON, started_before(acting.at, acting.duties.lapse_warning_days - 1))
    return or_(_unanswered(acting, 0), and_(_silent(acting, 0), warned))


def moderation_ends(acting: Acting) -> ColumnElement[bool]:
    """Return the condition that the moderation has read long enough in a partnership that stays as it is.

    Where a side has nobody else it stays.
    """
    since = started_before(acting.at, acting.duties.moderation_days)
    return and_(Case.state.in_(PARTNERSHIP), Case.moderation_since < since, ~lacks_somebody())


def due_at(case: Case, notice: Notice, acting: Acting) -> datetime:
    """Return when the deadline ends, or ended, that a notice is about."""
    duties = acting.duties
    if notice in _PARTS:
        end = case.answer_due_at if case.state is State.SENT else case.decision_due_at
    elif notice is Notice.QUIET:
        end = _end(case.acted_at, duties.quiet_days)
    elif case.state is State.SENT:
        end = _lapse_end(case, acting)
    else:
        silence = duties.quiet_days + duties.quiet_lapse_days
        ends = [_end(case.acted_at, silence), _end(case.moderation_since, duties.quiet_lapse_days)]
        end = max(each for each in (*ends, _end(acting.at, duties.lapse_warning_days - 1)) if each is not None)
    if end is None:
        raise ValueError(f"case {case.id} has no deadline for {notice}")
    return end


def then_at(case: Case, notice: Notice, end: datetime, acting: Acting) -> datetime | None:
    """Return when the next thing happens by itself if still nobody acts; None: when that deadline ends."""
    duties = acting.duties
    if notice in (Notice.ANSWER_LATE, Notice.DECISION_LATE):
        return acting.calendar.end_after_workdays(end - timedelta(microseconds=1), duties.overdue_workdays)
    if notice is Notice.ANSWER_OVERDUE:
        return _lapse_end(case, acting)
    if notice is Notice.QUIET:
        return due_at(case, Notice.LAPSE_SOON, acting)
    return None


def _around_deadline(rung: Rung, acting: Acting) -> ColumnElement[bool]:
    duties, calendar, today = acting.duties, acting.calendar, day_of(acting.at)
    answer = rung.states == (State.SENT,)
    end = Case.answer_due_at if answer else Case.decision_due_at
    missed = start_of(calendar.workday_before(today, duties.overdue_workdays))
    part = _PARTS[rung.notice]
    # Whoever has taken a request up only today has at least this day to decide.
    began = true() if answer else Case.answered_at < start_of(today)
    if part == _OVERDUE:
        return and_(end <= missed, began, ~_told(rung.notice, Side.MODERATION, end))
    told = or_(*(and_(Case.turn == side, _told(rung.notice, side, end)) for side in (Side.SENDER, Side.ADDRESSEE)))
    if part == _LATE:
        return and_(end > missed, end <= acting.at, began, ~told)
    before = duties.answer_reminder_workdays if answer else duties.decision_reminder_workdays
    near = end_of(calendar.workday_after(today, before + 1))
    # Whoever has done something today, or has just been asked, is not reminded the same day.
    return and_(end > acting.at, end < near, Case.acted_at < start_of(today), ~told)


def _lapses_soon(acting: Acting) -> ColumnElement[bool]:
    before = acting.duties.lapse_warning_days
    told = _told(Notice.LAPSE_SOON, Side.ADDRESSEE)
    return or_(_unanswered(acting, before) & ~told, _silent(acting, before) & ~_told_since(Notice.LAPSE_SOON))


def _unanswered(acting: Acting, before: int) -> ColumnElement[bool]:
    """Return the condition that an unanswered request lapses in so many days or less, see `_lapse_end`."""
    since = _ended(acting, acting.duties.lapse_days - before)
    promised = end_of(day_of(acting.at) + DAY * (before - 1))
    return and_(Case.state == State.SENT, Case.sent_at < since, Case.answer_due_at <= promised)


def _silent(acting: Acting, before: int) -> ColumnElement[bool]:
    duties = acting.duties
    helped = Case.moderation_since < _ended(acting, duties.quiet_lapse_days - before)
    still = Case.acted_at < _ended(acting, duties.quiet_days + duties.quiet_lapse_days - before)
    return and_(Case.state == State.CLARIFYING, helped, still)


def _ended(acting: Acting, count: int) -> datetime:
    return started_before(acting.at, max(count, 0))


def _told(notice: Notice, side: Side, end: SQLColumnExpression[datetime | None] | None = None) -> ColumnElement[bool]:
    """Return the condition that a notice was sent to a side: about the deadline that ends then, if given."""
    told = select(DutyNotice.case_id).where(DutyNotice.case_id == Case.id, DutyNotice.notice == notice)
    told = told.where(DutyNotice.side == side)
    return (told if end is None else told.where(DutyNotice.due_at == end)).exists()


def _told_since(notice: Notice, before: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a notice was sent since anybody last did something, and before a moment if given."""
    told = select(DutyNotice.case_id).where(DutyNotice.case_id == Case.id, DutyNotice.notice == notice)
    told = told.where(DutyNotice.sent_at >= Case.acted_at)
    return (told if before is None else told.where(DutyNotice.sent_at < before)).exists()


def _lapse_end(case: Case, acting: Acting) -> datetime | None:
    """Return when an unanswered request lapses: never before the answer is due, which may have begun anew."""
    ends = (_end(case.sent_at, acting.duties.lapse_days), case.answer_due_at)
    return max((each for each in ends if each is not None), default=None)


def _end(start: datetime | None, count: int) -> datetime | None:
    return None if start is None else end_after_days(start, count)
