"""Talking in a case: messages to the other side, and notes for the own. The verbs flush, never commit."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import throttle
from portal.access import Actor, Permission, allowed, ensure
from portal.accounts.models import Account
from portal.errors import Conflict, NotFound
from portal.mail import LetterKind, post
from portal.partnerships import access, letters, queries
from portal.partnerships.fields import Field, Form, checked
from portal.partnerships.models import Case, Message
from portal.partnerships.speaking import speaking
from portal.partnerships.stepping import Acting, told_of
from portal.partnerships.talking import seen
from portal.partnerships.talking.seen import NOTHING, Shown
from portal.partnerships.vocabulary import BOTH, Side, State
from portal.projects.responsibility import queries as responsibility
from portal.text import N_

MESSAGES_PER_DAY = 300  # of one account
_DAY, _TWICE = timedelta(days=1), timedelta(minutes=10)

MESSAGE = (Field("message", N_("Nachricht an die andere Seite"), Form.TEXT, required=True),)
NOTE = (Field("note", N_("Notiz für Ihre eigene Seite"), Form.TEXT, required=True),)


class NotYet(Conflict):
    """Nobody of the addressee has taken the request up: who answers does that first."""

    message = N_("Drücken Sie bitte erst „Ich kümmere mich“. Danach können Sie schreiben.")


def say(
    session: Session, acting: Acting, case_id: int, text: str, *, side: Side | None = None, shown: Shown = NOTHING
) -> Message:
    """Write to the other side, who get it by mail whole; `side`: for which one, for who belongs to both.

    `shown`: what the page showed on which it was written. The same text of the same person within ten minutes is one
    message: somebody pressed twice. Raises NotFound, Forbidden, Invalid, NotYet, Throttled.
    """
    case = find(session, acting, case_id, access.TALK)
    said = checked(MESSAGE, (), {"message": text})["message"]
    possible = speakers(acting.actor, case)
    if not possible:
        raise NotYet
    side = speaking(possible, side)
    before = _same(session, acting, case, side, said, internal=False)
    if before is not None:
        return before
    message = keep(session, acting, case, side, said, internal=False, shown=shown)
    if side in BOTH:
        case.acted_at = acting.at
    session.flush()
    told = [side.other] if side in BOTH else BOTH
    people = [account for each in told for account in readers(session, acting, case, each)]
    tell(session, letters.MESSAGE, people, message, besides=acting.actor.account_id)
    return message


def speakers(actor: Actor, case: Case) -> list[Side]:
    """Return for whom somebody who may talk can write; none where the request must be taken up first."""
    own = access.own_sides(actor, case)
    if not own:
        return [Side.MODERATION]
    return [side for side in own if not (case.state is State.SENT and side is Side.ADDRESSEE)]


def note(
    session: Session, acting: Acting, case_id: int, text: str, *, side: Side | None = None, shown: Shown = NOTHING
) -> Message:
    """Keep a note that only the own side reads. Raises NotFound, Forbidden, Invalid, Throttled."""
    case = find(session, acting, case_id, access.NOTE)
    said = checked(NOTE, (), {"note": text})["note"]
    side = speaking(access.own_sides(acting.actor, case), side)
    before = _same(session, acting, case, side, said, internal=True)
    if before is not None:
        return before
    return keep(session, acting, case, side, said, internal=True, shown=shown)


def readers(session: Session, acting: Acting, case: Case, side: Side) -> Sequence[Account]:
    """Return who of a side is told what is written; where there is nobody the moderation is called in and told."""
    people = told_of(session, acting, case, side)
    return people or (responsibility.moderators(session) if case.moderation_since is not None else [])


def tell(
    session: Session, kind: LetterKind, people: Iterable[Account], message: Message, besides: int | None = None
) -> None:
    """Order a letter about a message for each of these people once, but for the one `besides`."""
    for account in {each.id: each for each in people}.values():
        if account.id != besides:
            post(session, kind, to=account.email, account_id=account.id, message_id=message.id)


def find(session: Session, acting: Acting, case_id: int, permission: Permission[Case]) -> Case:
    """Return a case that was sent, locked. Raises NotFound for one the actor must not know of, Forbidden."""
    case = queries.locked(session, case_id)
    if case is None or case.state is State.DRAFT or not allowed(acting.actor, access.VIEW, case):
        raise NotFound  # who is asked does not know of a draft, and it may still be thrown away
    ensure(acting.actor, permission, case)
    return case


def _same(session: Session, acting: Acting, case: Case, side: Side, text: str, *, internal: bool) -> Message | None:
    own = [
        each
        for each in queries.messages(session, case.id, BOTH)
        if each.account_id == acting.actor.account_id and each.internal is internal and each.move is None
    ]
    last = own[-1] if own else None
    return (
        last if last is not None and (last.text, last.side) == (text, side) and last.at > acting.at - _TWICE else None
    )


def keep(
    session: Session, acting: Acting, case: Case, side: Side, text: str, *, internal: bool, shown: Shown = NOTHING
) -> Message:
    """Add something to what is written in a case; its writer has seen what was shown. Raises Throttled."""
    bucket = throttle.bucket("messages of", str(acting.actor.account_id))
    throttle.count_within(session, bucket, MESSAGES_PER_DAY, _DAY)
    message = Message(
        case_id=case.id,
        at=acting.at,
        side=side,
        organisation_id=case.sides.get(side),
        account_id=acting.actor.account_id,
        internal=internal,
        text=text,
    )
    session.add(message)
    session.flush()
    seen.mark_own(session, acting, case.id, shown)
    return message
