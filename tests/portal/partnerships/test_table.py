"""Every step, in every state, by everybody: exactly what the table says, and nothing else."""

from contextlib import contextmanager, nullcontext

import pytest

from portal.access import Role, allowed, at_least
from portal.errors import Conflict, Forbidden, NotFound, PortalError
from portal.partnerships import access, queries, service
from portal.partnerships import transitions as table
from portal.partnerships.service import Stale
from portal.partnerships.speaking import OnBehalf
from portal.partnerships.transitions import TRANSITIONS
from portal.partnerships.vocabulary import BOTH, LABELS, OVER, UNDER_WAY, Side, State
from tests.portal.partnerships import playing, recounting
from tests.portal.partnerships.playing import MEMBERS, case_in, sample, take

SIDE_OF = {"herne": Side.SENDER, "bochum": Side.ADDRESSEE}
LOOK_AFTER = {"sender person", "addressee person", "responsible"}
# With each of these the conditions of other steps hold.
BEFOREHAND = {
    table.AGREE: (table.PROPOSE, {"proposed_time": "später", "words": "Erst im Herbst."}),
    table.REDIRECT: (table.PROPOSE, None),
    table.REJECT: (table.PROPOSE, None),
    table.ACCEPT_ORIGINAL: (table.PROPOSE, {"proposed_time": "später", "words": "Erst im Herbst."}),
    table.WITHHOLD: (table.SHOW, {}),
    table.HIDE: (table.SHOW, {}),
    table.CONFIRM_REUSE: (table.STATE_REUSE, None),
    table.CLOSE: (table.CALL, None),
}


def sides_of(name):
    """In whose name somebody speaks in a case between Herne and Bochum, with the role held there."""
    if name == "of both":
        return dict.fromkeys(BOTH, Role.EDITOR)
    of, role = MEMBERS.get(name, ("", None))
    return {SIDE_OF[of]: role} if of in SIDE_OF else {}


def may(name, transition, state, called):
    """Whether the row of the table lets somebody take the step; written apart from the code that checks."""
    if transition.by == (Side.MODERATION,):
        return called and name in {"moderation", "administration"}
    return any(
        side in present(transition.by, state)
        and (role in at_least(transition.role) or (transition.person and name in LOOK_AFTER))
        for side, role in sides_of(name).items()
    )


def present(sides, state):
    """To the addressee a draft does not exist."""
    return [side for side in sides if side is Side.SENDER or state is not State.DRAFT]


def sees(name, state, called):
    if called and name in {"moderation", "administration"}:
        return True
    return any(
        side in present(BOTH, state) and (role in at_least(Role.EDITOR) or name in LOOK_AFTER)
        for side, role in sides_of(name).items()
    )


@contextmanager
def undone(session):
    """Whatever happens inside is taken back."""
    savepoint = session.begin_nested()
    yield
    savepoint.rollback()
    session.expire_all()


def attempt(session, world, case, transition, name):
    """Return what becomes of it: "done", or the kind of refusal."""
    side = next((side for side in transition.by if side in sides_of(name)), transition.by[0])
    if transition is table.CONFIRM_REUSE or transition is table.AGREE:
        values = {"words": "Gut."} if transition.fields else {}
    else:
        values = sample(world, transition, side)
    if transition is table.ASSIGN:  # everybody may choose oneself, see `colleagues.selected`
        values = {"person_id": world.people[name].account_id}
    try:
        acting = world.acting(name)
        several = len(service.sides_for(acting, transition, case)) > 1
        chosen = side if several else None
        service.perform(session, acting, transition, case.id, case.version, values, OnBehalf(chosen))
    except PortalError as refusal:
        return type(refusal)
    return "done"


# Each state, and where that is possible with the moderation called in.
CASES = [*((state, False) for state in State), *((state, True) for state in UNDER_WAY)]


@pytest.mark.parametrize(("state", "called"), CASES)
def test_everybody_can_do_exactly_what_the_table_says(session, world, state, called):
    case = case_in(session, world, state, called=called)
    wrong = []
    for name in world.people:
        offered = service.open_to(world.acting(name), case) if sees(name, state, called) else []
        for transition in TRANSITIONS[1:]:
            expected = expectation(name, transition, state, called)
            with undone(session) if "done" in expected else nullcontext():
                found = attempt(session, world, case, transition, name)
                if found == "done":
                    recounting.agrees_with_its_timeline(session, queries.by_id(session, case.id))
            if found not in expected:
                wrong.append(f"{name}, {transition.name}: {found}, expected {expected}")
            if (found == "done") is not (transition in offered):
                wrong.append(f"{name}, {transition.name}: {found}, but offered: {transition in offered}")
        session.refresh(case)
    assert not wrong, "\n".join(wrong)


def expectation(name, transition, state, called):
    if not sees(name, state, called):
        return {NotFound}
    if not may(name, transition, state, called):
        return {Forbidden}
    if state not in transition.before:
        return {Stale}
    return {"done", Conflict} if transition in BEFOREHAND or transition is table.CALL else {"done"}


@pytest.mark.parametrize(
    "transition", [each for each in BEFOREHAND if each is not table.CLOSE], ids=lambda each: each.name
)
@pytest.mark.parametrize("name", ["sender person", "sender editor", "addressee person", "addressee editor", "of both"])
def test_steps_with_a_condition_wait_for_the_other_side(session, world, transition, name):
    """A proposal is taken by the side that did not make it, a reuse confirmed by the side that did not state it."""
    before, given = BEFOREHAND[transition]
    case = case_in(session, world, transition.before[0])
    assert attempt(session, world, case, transition, name) in {Conflict, Forbidden}
    case = queries.by_id(session, case.id)
    acted = Side.ADDRESSEE
    take(session, world, case, before, side=acted, given=given)
    who_may = may(name, transition, case.state, called=False)
    own, either = transition is table.HIDE, transition is table.ACCEPT_ORIGINAL  # who takes part in what was said
    fits = any(either or (side is acted) == own for side in sides_of(name) if side in transition.by)
    expected = "done" if who_may and fits else Conflict if who_may else Forbidden
    case = queries.by_id(session, case.id)
    assert (transition in service.open_to(world.acting(name), case)) is (expected == "done")
    assert attempt(session, world, case, transition, name) == expected
    recounting.agrees_with_its_timeline(session, queries.by_id(session, case.id))


@pytest.mark.parametrize("name", [*MEMBERS, "of both", "moderation", "administration", "account", "anonymous"])
def test_a_draft_is_sent_by_who_speaks_for_the_sender(session, world, name):
    case = playing.drafted(session, world)
    allowed = any(side is Side.SENDER and role in at_least(Role.EDITOR) for side, role in sides_of(name).items())
    try:
        playing.sending.send(session, world.acting(name), case.sending_id, case.sending.version)
    except (NotFound, Forbidden):
        assert not allowed
    else:
        assert allowed
        assert case.state is State.SENT


@pytest.mark.parametrize(("state", "called"), CASES)
def test_lists_show_exactly_what_may_be_seen(session, world, state, called):
    case = case_in(session, world, state, called=called)
    for name, actor in world.people.items():
        listed = queries.of_organisation(session, actor, world.bochum.id)
        assert bool(listed) is sees(name, state, called) is allowed(actor, access.VIEW, case), name


def test_every_state_is_reached_and_left_or_is_the_end():
    assert {each.after for each in TRANSITIONS} - {None} | {State.DRAFT} == set(State)
    assert {state for each in TRANSITIONS if each.after for state in each.before} == set(State) - set(OVER)


def test_every_row_is_whole():
    assert len(table.BY_NAME) == len(TRANSITIONS)
    assert TRANSITIONS[0] is table.SEND
    for each in TRANSITIONS:
        assert len(each.name) <= 40
        assert each.by
        assert each.before
        assert each.after not in each.before
        assert ("{who}" in each.told) is (each.by[0] in BOTH)
        assert {rule.name for rule in each.rules} <= {field.name for field in each.fields}
        assert len({field.name for field in each.fields}) == len(each.fields)
        # Somebody hears of it when a case comes to its end.
        assert each.tells or each.after not in OVER


def test_what_the_portal_does_nobody_else_may():
    assert access.STEPS.keys() == {each.name for each in TRANSITIONS} - {"lapse", "escalate", "arrive", "release"}


def test_every_word_of_the_lists_has_a_label():
    kinds = {type(each) for each in LABELS}
    assert {each for kind in kinds for each in kind} == set(LABELS)
