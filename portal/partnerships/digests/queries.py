"""What a digest tells: what waits for the reader, and in which of the reader's cases something is new."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.partnerships.charge import in_charge, waits_for
from portal.partnerships.lists import queries as lists
from portal.partnerships.lists.unseen import something_new
from portal.partnerships.models import Case


def waiting(actor: Actor) -> Select[Case]:
    """Return the cases that wait for the actor, what is due first first."""
    return lists.lines(waits_for(actor)).order_by(lists.DUE.is_(None), lists.DUE, Case.id)


def moved(actor: Actor, since: datetime) -> ColumnElement[bool]:
    """Return the condition that the actor answers for a case in which something is new since a moment."""
    return lists.own(actor) & in_charge(actor) & something_new(actor, since)


def anything_for(session: Session, actor: Actor, since: datetime, now: datetime) -> bool:
    """Return whether there is anything to tell at a moment; one query."""
    return bool(session.execute(select(exists().where(or_(waits_for(actor, now), moved(actor, since))))).scalar_one())
