"""What becomes of requests to join that nobody answers: one reminder, and in the end a word to whoever asked.

Both are done by the worker, and what was done is kept in the row or the row is gone: so each mail is ordered once,
however late the worker is and however many there are.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, true, update
from sqlalchemy.orm import Session

from portal import audit
from portal.access import ANYONE
from portal.accounts import queries as accounts
from portal.jobs import Job
from portal.mail import post
from portal.members import events, letters, service
from portal.members.joining import queries
from portal.members.joining.telling import remind_deciders
from portal.members.models import MembershipRequest, RequestState
from portal.organisations.models import Organisation
from portal.orm import utcnow

REMIND_AFTER = timedelta(days=7)


def job() -> Job:
    """Return the job that reminds: each hour, so that it comes on the day it is due."""
    return Job("members.requests", timedelta(hours=1), remind)


def remind(session: Session, now: datetime) -> None:
    """Write once more to who decides about each request that has waited for a week, since it came to them."""
    came = func.coalesce(MembershipRequest.passed_on_at, MembershipRequest.created_at)
    due = (
        update(MembershipRequest)
        .where(
            MembershipRequest.state == RequestState.WAITING,
            came <= now - REMIND_AFTER,
            MembershipRequest.reminded_at.is_(None),
        )
        .values(reminded_at=now)
        .returning(MembershipRequest.id)
    )
    for request_id in sorted(session.execute(due).scalars()):
        request = queries.by_id(session, request_id)
        assert request is not None
        remind_deciders(session, request)


def end_unanswered(session: Session, before: datetime) -> None:
    """Delete the requests made until then that nobody has answered, and write to who asked.

    One that was passed on just now may wait as long as it takes to be reminded and to answer.
    """
    old = _waits_since(before) & func.coalesce(MembershipRequest.passed_on_at <= utcnow() - 2 * REMIND_AFTER, true())
    concerned = select(MembershipRequest.organisation_id).where(old)
    places = session.execute(select(Organisation).where(Organisation.id.in_(concerned)).order_by(Organisation.id))
    kept = [None, *places.scalars()]  # in this order everywhere: two must not wait for each other
    for place in kept:
        service.take_turn(session, ANYONE, place)
    here = MembershipRequest.organisation_id.in_([each.id for each in kept if each])
    gone = delete(MembershipRequest).where(old, here | MembershipRequest.organisation_id.is_(None))
    rows = session.execute(
        gone.returning(MembershipRequest.id, MembershipRequest.account_id, MembershipRequest.organisation_id)
    ).all()
    askers = {each.id: each for each in accounts.by_ids(session, [row.account_id for row in rows])}
    for row in sorted(rows, key=lambda each: each.id):
        asker = askers[row.account_id]
        audit.record(session, ANYONE, events.UNANSWERED, ("account", asker.id), organisation_id=row.organisation_id)
        post(session, letters.UNANSWERED, to=asker.email, account_id=asker.id, organisation_id=row.organisation_id)


def _waits_since(moment: datetime) -> ColumnElement[bool]:
    return (MembershipRequest.state == RequestState.WAITING) & (MembershipRequest.created_at <= moment)
