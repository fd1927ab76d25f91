"""In which cases something is new to somebody, as a condition of a statement; what it is says `talking.seen`."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from portal.access import Actor
from portal.partnerships.models import Case, Message, Step
from portal.partnerships.talking.models import Seen
from portal.partnerships.talking.seen import still_told


def something_new(actor: Actor, since: datetime | None) -> ColumnElement[bool]:
    """Return the condition that others did something the actor has not seen, with `since` after that moment.

    `seen.new_in` has the last word: it knows which notes the actor may read.
    """
    step, message = Step.account_id, Message.account_id
    of_others = or_(step.is_(None), step != actor.account_id), or_(message.is_(None), message != actor.account_id)
    may_read = or_(
        Message.internal.is_(False),
        or_(Case.sender_id.in_(actor.organisation_ids), Case.addressee_id.in_(actor.organisation_ids)),
    )
    later = (Step.at > since, Message.at > since) if since is not None else (true(), true())
    unseen_step = and_(
        Step.case_id == Case.id,
        Step.number > _up_to(actor, Seen.step),
        of_others[0],
        later[0],
        still_told(Step.at),
    )
    unseen_message = and_(
        Message.case_id == Case.id,
        Message.id > _up_to(actor, Seen.message),
        of_others[1],
        may_read,
        later[1],
        still_told(Message.at),
    )
    return or_(
        exists(select(Step.case_id).where(unseen_step).correlate(Case)),
        exists(select(Message.id).where(unseen_message).correlate(Case)),
    )


def _up_to(actor: Actor, column: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """Return the number up to which the actor has seen a case; 0 for not at all."""
    of_actor = (Seen.case_id == Case.id) & (Seen.account_id == actor.account_id)
    return func.coalesce(select(column).where(of_actor).correlate(Case).scalar_subquery(), 0)
