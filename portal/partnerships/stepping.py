"""Taking a step: what each does to the case, its line on the timeline, the note in the log, the letters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal import audit
from portal.access import ANYONE, Actor
from portal.accounts.models import Account
from portal.errors import Invalid
from portal.mail import LetterKind, post, unsubscribing
from portal.organisations.models import Organisation
from portal.partnerships import events, letters, naming, queries
from portal.partnerships import transitions as table
from portal.partnerships.calendar import Calendar
from portal.partnerships.colleagues import successor
from portal.partnerships.fields import Given, plain
from portal.partnerships.models import Case, Step
from portal.partnerships.transition import Transition
from portal.partnerships.vocabulary import BOTH, LABELS, OVER, WAITING, Side, State
from portal.projects.responsibility import queries as responsibility
from portal.settings import Duties
from portal.text import N_


@dataclass(frozen=True)
class Acting:
    """Who acts, when, and within which time others have to answer."""

    actor: Actor
    at: datetime
    duties: Duties

    @property
    def calendar(self) -> Calendar:
        """The days that are worked."""
        return Calendar(free_eves=self.duties.free_eves)

    def by_portal(self) -> "Acting":
        """Return the portal itself acting at the same moment."""
        return Acting(ANYONE, self.at, self.duties)


def take(session: Session, acting: Acting, case: Case, transition: Transition, side: Side, values: Given) -> Step:
    """Carry a step out that may be taken; the case must be locked by the caller.

    Raises Invalid for values that do not fit the case.
    """
    before = case.state
    if transition.name in _EFFECTS:
        _EFFECTS[transition.name](session, acting, case, side, values)
    for name, value in values.items():
        if hasattr(Case, name):
            setattr(case, name, value)
    case.state = transition.after or before
    if transition.answers and case.answered_at is None:
        case.answered_at = acting.at
    if case.state is not before:
        _moved_on(case, before, acting.at)
        if transition is not table.TAKE_UP or not _was_called(session, case):
            case.moderation_since = None  # `_tell` calls it anew where a side has nobody
    if transition.turn is not None:
        case.turn = transition.turn(side)
    if side in BOTH:
        case.acted_at = acting.at
    case.version += 1
    step = Step(
        case_id=case.id,
        number=case.version,
        at=acting.at,
        transition=transition.name,
        side=side,
        organisation_id=case.sides.get(side),
        account_id=acting.actor.account_id,
        before=before,
        after=case.state,
        details=plain(values),
    )
    session.add(step)
    session.flush()
    if transition.decision:
        _note(session, acting, case, step)
    _tell(session, acting, case, transition, step)
    return step


def _moved_on(case: Case, before: State, at: datetime) -> None:
    if before in WAITING and case.state not in WAITING:
        case.decided_at = at
        _drop_proposal(case)
    if case.state in OVER:
        case.ended_at = at


def _was_called(session: Session, case: Case) -> bool:
    """Return whether people called the moderation that is there: to them it is no answer that it is taken up."""
    steps = queries.timeline(session, case.id)
    return any(step.transition == table.CALL.name and step.at == case.moderation_since for step in steps)


def _note(session: Session, acting: Acting, case: Case, step: Step) -> None:
    """Note a decision in the log of the side that took it; what the portal did, in the addressee's."""
    own = Side.SENDER if step.side is Side.SENDER else Side.ADDRESSEE
    facing = case.addressee if own is Side.SENDER else case.sender
    audit.record(
        session,
        acting.actor,
        events.DECIDED,
        ("partnership", case.id),
        organisation_id=case.sides[own],
        before={"state": LABELS[step.before]},
        after={"step": table.BY_NAME[step.transition].label, "state": naming.of_state(case), "with": facing.name},
    )


def _tell(session: Session, acting: Acting, case: Case, transition: Transition, step: Step) -> None:
    if transition is table.SEND:
        _write_to(session, acting, case, (Side.ADDRESSEE,), letters.REQUEST)
    elif transition is table.LAPSE:
        _write_to(session, acting, case, BOTH, letters.LAPSED)
    elif transition.tells:
        told = (step.side.other,) if step.side in BOTH else BOTH
        but_digested = not transition.tells_at_once
        _write_to(session, acting, case, told, letters.STEP, but_digested=but_digested, number=step.number)
    elif transition in (table.CALL, table.ESCALATE):
        for account in responsibility.moderators(session):
            params = {"case_id": case.id, "number": step.number}
            post(session, letters.MODERATION, to=account.email, account_id=account.id, **params)


def _write_to(
    session: Session,
    acting: Acting,
    case: Case,
    sides: Sequence[Side],
    kind: LetterKind,
    /,
    *,
    but_digested: bool = False,
    **params: Any,
) -> None:
    """Order a letter to who answers for these sides; where there is nobody the moderation takes that on.

    Whoever belongs to both gets that of the first. `but_digested`: not to those who read of it in their digest.
    """
    written = {acting.actor.account_id}
    for side in sides:
        of_side = {"side": side.value} if "side" in kind.fields else {}
        for account in told_of(session, acting, case, side):
            in_digest = but_digested and not unsubscribing.is_unwanted(session, account.id, letters.DIGEST)
            if account.id not in written and not in_digest:
                post(session, kind, to=account.email, account_id=account.id, case_id=case.id, **of_side, **params)
            written.add(account.id)


def represented(case: Case, actor: Actor) -> frozenset[int]:
    """Return for whom the actor stands in who takes a request up; nobody where it is then the actor's own."""
    entered = case.people(Side.ADDRESSEE) & actor.persons(case.addressee_id)
    return frozenset() if actor.account_id in entered else entered


def told_of(session: Session, acting: Acting, case: Case, side: Side) -> Sequence[Account]:
    """Return who is told for a side: who answers for it. Where there is nobody the moderation is called in.

    What is over is left alone.
    """
    people = queries.at_home(session, case, side, acting.at)
    if not people and case.moderation_since is None and case.state not in OVER:
        take(session, acting.by_portal(), case, table.ESCALATE, Side.SYSTEM, {})
    return people


Effect = Callable[[Session, Acting, Case, Side, Given], None]


def _send(_session: Session, acting: Acting, case: Case, _side: Side, _values: Given) -> None:
    case.sent_at = acting.at
    _begin_deadlines(acting, case)


def _arrive(session: Session, acting: Acting, case: Case, _side: Side, _values: Given) -> None:
    if not _was_called(session, case):
        case.moderation_since = None
    _begin_deadlines(acting, case)


def _begin_deadlines(acting: Acting, case: Case) -> None:
    if case.state is not State.CLARIFYING:  # by then the first answer was given
        case.answer_due_at = acting.calendar.end_after_workdays(acting.at, acting.duties.answer_workdays)
    case.decision_due_at = acting.calendar.end_after_workdays(acting.at, acting.duties.decision_workdays)


def _take_up(_session: Session, acting: Acting, case: Case, _side: Side, _values: Given) -> None:
    absent = represented(case, acting.actor)
    if not absent:
        case.addressee_person_id = acting.actor.account_id
    elif case.addressee_person_id not in absent:
        # Who stands in takes it up in the place of whoever is away, and who is back has it at once.
        case.addressee_person_id = min(absent)


def _propose(session: Session, acting: Acting, case: Case, side: Side, values: Given) -> None:
    partner_id = values["proposed_partner_id"]
    if partner_id is not None:
        partner = session.get(Organisation, partner_id)
        if partner is None or not partner.can_have_members or partner_id in case.sides.values():
            raise Invalid({"proposed_partner_id": [N_("Bitte wählen Sie eine andere Kommune aus der Liste.")]})
    case.proposed_by = side
    _ask_anew(acting, case)


def _reject(_session: Session, acting: Acting, case: Case, side: Side, _values: Given) -> None:
    _drop_proposal(case)
    if side is Side.SENDER:  # the request is back with the addressee
        _ask_anew(acting, case)


def _ask_anew(acting: Acting, case: Case) -> None:
    """Let whoever is asked to decide now have the whole time for it, but not for ever by one proposal after the other.

    At the latest the decision is due twice that time after the first answer was, or when it was promised already: no
    proposal brings a deadline forward.
    """
    calendar, workdays = acting.calendar, acting.duties.decision_workdays
    whole = calendar.end_after_workdays(acting.at, workdays)
    if case.answer_due_at is not None:
        # A deadline ends with a day: that day is the one to count from.
        last = calendar.end_after_workdays(case.answer_due_at - timedelta(microseconds=1), 2 * workdays)
        whole = min(whole, last)
    if whole > max(acting.at, case.decision_due_at or acting.at):
        case.decision_due_at = whole


def _agree(_session: Session, _acting: Acting, case: Case, _side: Side, _values: Given) -> None:
    case.kind = case.proposed_kind or case.kind
    case.wished_time = case.proposed_time or case.wished_time


def _drop_proposal(case: Case) -> None:
    case.proposed_by = case.proposed_kind = case.proposed_partner_id = case.proposed_time = None


def _assign(session: Session, acting: Acting, case: Case, side: Side, values: Given) -> None:
    person = successor(session, acting.actor, case.sides[side], values["person_id"], "person_id")
    if side is Side.SENDER:
        case.sender_person_id = person.id
    else:
        case.addressee_person_id = person.id
    audit.record(
        session,
        acting.actor,
        events.ASSIGNED,
        ("partnership", case.id),
        organisation_id=case.sides[side],
        after={"person": person.id},
    )
    if person.id != acting.actor.account_id:
        params = {"case_id": case.id, "person_id": person.id}
        post(session, letters.ASSIGNED, to=person.email, account_id=person.id, **params)


def _call(_session: Session, acting: Acting, case: Case, _side: Side, _values: Given) -> None:
    case.moderation_since = acting.at


def _release(_session: Session, _acting: Acting, case: Case, _side: Side, _values: Given) -> None:
    case.moderation_since = None


def _show(_session: Session, acting: Acting, case: Case, side: Side, _values: Given) -> None:
    _answer_to_show(case, side, shows=acting.at)


def _withhold(_session: Session, acting: Acting, case: Case, side: Side, _values: Given) -> None:
    _answer_to_show(case, side, withholds=acting.at)


def _answer_to_show(
    case: Case, side: Side, *, shows: datetime | None = None, withholds: datetime | None = None
) -> None:
    if side is Side.SENDER:
        case.sender_shows_since, case.sender_withholds_since = shows, withholds
    else:
        case.addressee_shows_since, case.addressee_withholds_since = shows, withholds


def _state_reuse(_session: Session, _acting: Acting, case: Case, side: Side, _values: Given) -> None:
    case.reuse_stated_by, case.reuse_confirmed_at = side, None


def _confirm_reuse(_session: Session, acting: Acting, case: Case, _side: Side, _values: Given) -> None:
    case.reuse_confirmed_at = acting.at


_EFFECTS: Mapping[str, Effect] = {
    table.SEND.name: _send,
    table.TAKE_UP.name: _take_up,
    table.PROPOSE.name: _propose,
    table.AGREE.name: _agree,
    table.REJECT.name: _reject,
    table.ASSIGN.name: _assign,
    table.CALL.name: _call,
    table.ESCALATE.name: _call,
    table.ARRIVE.name: _arrive,
    table.RELEASE.name: _release,
    table.SHOW.name: _show,
    table.WITHHOLD.name: _withhold,
    table.HIDE.name: _withhold,
    table.STATE_REUSE.name: _state_reuse,
    table.CONFIRM_REUSE.name: _confirm_reuse,
}
