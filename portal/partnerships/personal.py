"""What requests and partnerships keep about a person, and how they forget.

What somebody wrote belongs to the organisation and stays; the own name and address are taken out of it. This comes
before the person leaves the organisations, which hands over what the person looks after (`leaving.py`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.accounts import queries as accounts
from portal.partnerships.calendar_feeds import queries as feed_queries
from portal.partnerships.calendar_feeds import service as feeds
from portal.partnerships.digests import service as digests
from portal.partnerships.duties import absence
from portal.partnerships.models import Case, Meeting, Message, Sending, Step, Wanted
from portal.partnerships.nameless import without_name_of
from portal.partnerships.talking import seen
from portal.partnerships.transitions import SEND
from portal.personal import Holding

_CASE_TEXTS = ("wished_time", "proposed_time", "outcome", "reuse_version", "reuse_adaptations")
_CASE_LINKS = ("intent_link", "council_link")


def _export(session: Session, account_id: int) -> dict[str, Any]:
    looked_after = select(Case).where((Case.sender_person_id == account_id) | (Case.addressee_person_id == account_id))
    steps = select(Step).where(Step.account_id == account_id).order_by(Step.case_id, Step.number)
    return {
        "looks_after": [
            {
                "case": each.id,
                "state": each.state.value,
                **{name: getattr(each, name) for name in (*_CASE_TEXTS, *_CASE_LINKS)},
            }
            for each in session.execute(looked_after.order_by(Case.id)).scalars()
        ],
        "wanted_looked_after": [
            {"title": each.title, "need": each.need, "gives": each.gives, "hidden_reason": each.hidden_reason}
            for each in _looked_after(session, account_id)
        ],
        "steps": [
            {"case": each.case_id, "at": each.at.isoformat(), "step": each.transition, "details": each.details}
            for each in session.execute(steps).scalars()
        ],
        "messages": [
            {"case": each.case_id, "at": each.at.isoformat(), "internal": each.internal, "text": each.text}
            for each in _said(session, account_id)
        ],
        "dates_proposed": [
            {
                "case": each.case_id,
                "dates": [slot.starts_at.isoformat() for slot in each.slots],
                "minutes": each.minutes,
                "place": each.place,
                "link": each.link,
            }
            for each in _proposed(session, account_id)
        ],
        "absences": [
            {"organisation": each.organisation_id, "from": each.first_day.isoformat(), "to": each.last_day.isoformat()}
            for each in absence.of_account(session, account_id)
        ],
        "deputy": [
            {"organisation": each.organisation_id, "from": each.first_day.isoformat(), "to": each.last_day.isoformat()}
            for each in absence.as_deputy(session, account_id)
        ],
        "seen": [
            {"case": each.case_id, "step": each.step, "message": each.message, "at": each.at.isoformat()}
            for each in seen.of_account(session, account_id)
        ],
        "calendar_feed_since": _feed_since(session, account_id),
        "last_digest": _last_digest(session, account_id),
        "requests_written": [
            {
                "at": each.created_at.isoformat(),
                "wants": each.wants,
                "offers": each.offers,
                "wished_time": each.wished_time,
            }
            for each in _written(session, account_id)
        ],
    }


def _last_digest(session: Session, account_id: int) -> dict[str, str] | None:
    found = digests.of_account(session, account_id)
    return {"period": found.period.isoformat(), "at": found.at.isoformat()} if found else None


def _feed_since(session: Session, account_id: int) -> str | None:
    found = feed_queries.of_account(session, account_id)
    return found.created_at.isoformat() if found else None


def _erase(session: Session, account_id: int, _now: datetime) -> None:
    seen.forget(session, account_id)
    digests.forget(session, account_id)
    feeds.forget(session, account_id)
    without = without_name_of(accounts.by_id(session, account_id))
    if without is None:
        return
    own = session.execute(select(Step).where(Step.account_id == account_id)).scalars().all()
    for step in own:
        step.details = {key: without(value) for key, value in step.details.items()}
    sendings = _written(session, account_id)
    of_these = Case.id.in_({step.case_id for step in own}) | Case.sending_id.in_([each.id for each in sendings])
    texts: list[tuple[Any, tuple[str, ...]]] = [
        *((each, _CASE_TEXTS) for each in session.execute(select(Case).where(of_these)).scalars()),
        *((each, ("wants", "offers", "wished_time")) for each in sendings),
        *((each, ("text",)) for each in _said(session, account_id)),
        *((each, ("place", "link")) for each in _proposed(session, account_id)),
        *((each, ("title", "need", "gives")) for each in _looked_after(session, account_id)),
    ]
    for row, columns in texts:
        for column in columns:
            setattr(row, column, without(getattr(row, column)))
    session.flush()


def _written(session: Session, account_id: int) -> list[Sending]:
    sent = (
        select(Case.sending_id)
        .join(Step, Step.case_id == Case.id)
        .where(Step.account_id == account_id, Step.transition == SEND.name)
    )
    statement = select(Sending).where((Sending.person_id == account_id) | Sending.id.in_(sent)).order_by(Sending.id)
    return list(session.execute(statement).scalars())


def _said(session: Session, account_id: int) -> list[Message]:
    return list(session.execute(select(Message).where(Message.account_id == account_id).order_by(Message.id)).scalars())


def _proposed(session: Session, account_id: int) -> list[Meeting]:
    """Return the proposals of dates somebody has made."""
    statement = select(Meeting).where(Meeting.account_id == account_id)
    statement = statement.options(selectinload(Meeting.slots)).order_by(Meeting.id)
    return list(session.execute(statement).scalars())


def _looked_after(session: Session, account_id: int) -> list[Wanted]:
    statement = select(Wanted).where(Wanted.person_id == account_id).order_by(Wanted.id)
    return list(session.execute(statement).scalars())


HOLDING = Holding("partnerships", _export, _erase)
