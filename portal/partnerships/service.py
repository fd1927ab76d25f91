"""The verb that moves a case on: every step of the table goes through `perform`. It flushes, never commits."""

from sqlalchemy.orm import Session

from portal.access import allowed, ensure
from portal.errors import Conflict, Forbidden, Invalid, NotFound
from portal.partnerships import access, queries, sending
from portal.partnerships import transitions as table
from portal.partnerships.calendar import day_of
from portal.partnerships.fields import Given, checked
from portal.partnerships.models import Case
from portal.partnerships.speaking import USUAL, OnBehalf, speaking
from portal.partnerships.stepping import Acting, take
from portal.partnerships.talking import meetings, seen
from portal.partnerships.talking.seen import Shown
from portal.partnerships.transition import Transition
from portal.partnerships.vocabulary import OVER, Side
from portal.text import N_


class Stale(Conflict):
    """Something has happened in the case since it was read; nothing was changed. `case` is as it stands now."""

    message = N_("Hier hat sich inzwischen etwas getan. Bitte sehen Sie sich den Verlauf an.")

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case


def perform(
    session: Session,
    acting: Acting,
    transition: Transition,
    case_id: int,
    version: int,
    given: Given,
    on_behalf: OnBehalf = USUAL,
) -> Case:
    """Take a step in a case and return it; `version` is that of the case as the actor saw it.

    Raises NotFound for a case the actor must not know of, Forbidden, Stale when anything has happened since or the
    state has no such step, Conflict when a condition of the step does not hold, Invalid for what was given,
    AlreadyAsked where what it would become is under way already.
    """
    if transition is table.SEND:
        raise ValueError("a sending is sent as a whole, see portal.partnerships.sending")
    if transition is table.REDIRECT:
        sending.hold_entry(session, case_id)
    case = queries.locked(session, case_id)
    if case is None or not allowed(acting.actor, access.VIEW, case):
        raise NotFound
    if transition.name not in access.STEPS:
        raise Forbidden
    ensure(acting.actor, access.STEPS[transition.name], case)
    if case.version != version or case.state not in transition.before:
        raise Stale(case)
    side = speaking(_possible(acting, transition, case), on_behalf.side)
    values = checked(transition.fields, transition.rules, given, today=day_of(acting.at))
    _ensure_asked(transition, case, side, values)
    partner, kind, time = case.proposed_partner, case.proposed_kind or case.kind, case.proposed_time
    if transition is table.AGREE:
        sending.change_kind(session, case, kind, side)
    step = take(session, acting, case, transition, side, values)
    seen.mark_own(session, acting, case.id, Shown(step.number, on_behalf.read))
    if transition is table.REDIRECT and partner is not None:
        sending.redirect(session, acting, case, partner, kind, time)
    _ended(session, acting, case)
    return case


def perform_by_portal(session: Session, acting: Acting, transition: Transition, case_id: int) -> bool:
    """Take a step that only the portal takes; return whether the case still stood where it can be taken."""
    if transition.by != (Side.SYSTEM,):
        raise ValueError(f"{transition.name} is taken by people")
    case = queries.locked(session, case_id)
    if case is None or case.state not in transition.before:
        return False
    if transition.needs is not None and not transition.needs.holds(case, Side.SYSTEM):
        return False
    take(session, acting.by_portal(), case, transition, Side.SYSTEM, {})
    _ended(session, acting, case)
    return True


def _ended(session: Session, acting: Acting, case: Case) -> None:
    if case.state in OVER:
        meetings.end(session, acting, case)


def open_to(acting: Acting, case: Case) -> list[Transition]:
    """Return the steps the actor can take now, in the order in which pages offer them."""
    return [
        transition
        for transition in table.TRANSITIONS
        if case.state in transition.before and sides_for(acting, transition, case)
    ]


def left_to_editors(acting: Acting, case: Case) -> list[tuple[Transition, Side]]:
    """Return what the actor's own side can do now though not the actor, who looks after it in a lower role."""
    return [
        (transition, side)
        for transition in table.TRANSITIONS
        if not transition.person and case.state in transition.before
        for side in access.own_sides(acting.actor, case)
        if side in transition.by and _fits(transition, case, side)
        if side not in access.sides(acting.actor, transition, case)
    ]


def sides_for(acting: Acting, transition: Transition, case: Case) -> list[Side]:
    """Return for which sides the actor can take a step whose state has come: where there are two, he says for which."""
    return [side for side in access.sides(acting.actor, transition, case) if _fits(transition, case, side)]


def _possible(acting: Acting, transition: Transition, case: Case) -> list[Side]:
    """Return for which sides the actor can take the step. Raises Conflict where its condition holds for none."""
    possible = sides_for(acting, transition, case)
    if not possible:
        raise Conflict(transition.needs.message if transition.needs else None)
    return possible


def _ensure_asked(transition: Transition, case: Case, side: Side, values: Given) -> None:
    asked = transition.asks(case, side)
    errors = {
        each.name: [transition.only_where[each.name].message]
        for each in transition.fields
        if each not in asked and values[each.name] is not None
    }
    if errors:
        raise Invalid(errors)


def _fits(transition: Transition, case: Case, side: Side) -> bool:
    return transition.needs is None or transition.needs.holds(case, side)
