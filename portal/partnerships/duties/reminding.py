"""Sending what is due: each notice once, together with the note that it was sent."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.mail import post
from portal.members import queries as members
from portal.orm import utcnow
from portal.partnerships import letters, queries, service
from portal.partnerships import transitions as table
from portal.partnerships.calendar import day_of, last_day
from portal.partnerships.duties import absence, due
from portal.partnerships.duties.ladder import LADDER, Rung, To
from portal.partnerships.models import Case, DutyNotice
from portal.partnerships.stepping import Acting
from portal.partnerships.viewing import may_see
from portal.partnerships.vocabulary import BOTH, Notice, Side
from portal.projects.responsibility import queries as responsibility


def remind(session: Session, acting: Acting) -> list[tuple[int, Notice]]:
    """Send every notice that is due at this moment; return the cases with what was sent."""
    return [
        (case_id, rung.notice)
        for rung in LADDER
        for case_id in waiting(session, due.is_due(rung, acting))
        if _send(session, acting, rung, case_id)
    ]


def waiting(session: Session, condition: ColumnElement[bool]) -> Sequence[int]:
    """Return the cases for which a condition holds, for nobody else to change; those that somebody changes wait."""
    statement = select(Case.id).where(condition).order_by(Case.id)
    return session.execute(statement.with_for_update(skip_locked=True)).scalars().all()


def readers(session: Session, case: Case, to: To, side: Side, now: datetime | None = None) -> Sequence[Account]:
    """Return whom a notice about a side is written to at a moment."""
    if side is Side.MODERATION:
        return responsibility.moderators(session)
    coordination = _coordination(session, case, side, now) if to is To.COORDINATION else ()
    return coordination or queries.at_home(session, case, side, now)


def _coordination(session: Session, case: Case, side: Side, now: datetime | None) -> Sequence[Account]:
    """Return the coordination of a side with who stands in for it, as far as those may see the case.

    Where it is away altogether and they may not, who answers for the side hears of it too.
    """
    found = {one.id: one for one in members.coordinators(session, case.sides[side])}
    deputies = absence.deputies(session, case.sides[side], found, now or utcnow())
    here = {one.id: one for one in deputies.values() if may_see(session, case, one.id, now)}
    if found and not here and found.keys() <= deputies.keys():
        here = {one.id: one for one in queries.at_home(session, case, side, now)}
    return [one for _, one in sorted((found | here).items())]


def _send(session: Session, acting: Acting, rung: Rung, case_id: int) -> bool:
    case = queries.locked(session, case_id)
    if case is None:
        return False
    end = due.due_at(case, rung.notice, acting)
    sides = {To.MODERATION: (Side.MODERATION,), To.BOTH: BOTH}.get(rung.to) or (case.turn,)
    written: set[int] = set()
    for side in sorted((each for each in sides if each is not None), key=lambda each: each is not case.turn):
        _note(session, case, rung, side, end, acting.at)
        written |= _write(session, acting, rung, case, side, end, written)
    return True


def _note(session: Session, case: Case, rung: Rung, side: Side, end: datetime, at: datetime) -> None:
    session.add(DutyNotice(case_id=case.id, notice=rung.notice, side=side, due_at=end, sent_at=at))
    session.flush()


def _write(
    session: Session, acting: Acting, rung: Rung, case: Case, side: Side, end: datetime, written: Collection[int]
) -> set[int]:
    """Order the notice of a side, but not for whoever got that of the other; return who reads it."""
    people = readers(session, case, rung.to, side, acting.at)
    if side is Side.MODERATION or not people:
        if case.moderation_since is None:
            service.perform_by_portal(session, acting, table.ESCALATE, case.id)  # which writes to the moderation
            return set()
        if side is not Side.MODERATION or day_of(case.moderation_since) == day_of(acting.at):
            return set()  # it knows, or has learnt of the case only today
    then = due.then_at(case, rung.notice, end, acting)
    for account in (each for each in people if each.id not in written):
        post(
            session,
            letters.DUTY,
            to=account.email,
            account_id=account.id,
            case_id=case.id,
            notice=rung.notice.value,
            side=side.value,
            day=last_day(end).isoformat(),
            then=last_day(then).isoformat() if then is not None else None,
        )
    return {each.id for each in people}
