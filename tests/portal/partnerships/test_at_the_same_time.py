"""Two at the same moment on two connections: of what can happen once only, one happens, and one timeline tells it."""

import pytest
from sqlalchemy import select

from portal.access import ANYONE
from portal.mail.models import Mail
from portal.partnerships import queries, sending, service
from portal.partnerships import transitions as table
from portal.partnerships.duties import overdue
from portal.partnerships.models import Case
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Refusal, Side, State
from tests.portal.members.conftest import both
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import DUTIES, case_in, drafted, later


@pytest.fixture
def world(database):
    with database.unit_of_work() as session:
        return playing.build(session)


def made(database, world, state):
    with database.unit_of_work() as session:
        case = case_in(session, world, state)
        return case.id, case.version


def stepping(world, name, transition, of, *, at=playing.MONDAY, **given):
    case_id, version = of
    return lambda session: service.perform(session, world.acting(name, at), transition, case_id, version, given)


def told(database, case_id):
    with database.reading() as session:
        return [each.transition for each in queries.timeline(session, case_id)]


@pytest.mark.parametrize("_again", range(3))
@pytest.mark.parametrize(
    ("state", "one", "other"),
    [
        (State.SENT, ("addressee editor", table.TAKE_UP, {}), ("addressee coordinator", table.TAKE_UP, {})),
        (State.SENT, ("addressee editor", table.TAKE_UP, {}), ("sender person", table.WITHDRAW, {})),
        (
            State.CLARIFYING,
            ("addressee editor", table.ACCEPT, {}),
            ("addressee person", table.DECLINE, {"refusal": Refusal.LAW, "words": "Nein."}),
        ),
        (
            State.CLARIFYING,
            ("addressee editor", table.PROPOSE, {"proposed_time": "2027", "words": "Später."}),
            ("sender person", table.PROPOSE, {"proposed_time": "2028", "words": "Noch später."}),
        ),
    ],
    ids=lambda value: value.value if isinstance(value, State) else f"{value[0]} {value[1].name}",
)
def test_of_two_steps_one_is_taken(database, world, state, one, other, _again):
    of = made(database, world, state)
    refused = both(database, *(stepping(world, name, step, of, **given) for name, step, given in (one, other)))
    assert [type(each) for each in refused] == [service.Stale]
    steps = told(database, of[0])
    assert len(steps) == of[1] + 1
    assert steps[-1] in {one[1].name, other[1].name}


@pytest.mark.parametrize("_again", range(3))
def test_one_draft_is_sent_once(database, world, _again):
    with database.unit_of_work() as session:
        case = drafted(session, world)
        case_id, sending_id, version = case.id, case.sending_id, case.sending.version

    def go(session):
        sending.send(session, world.acting("sender editor"), sending_id, version)

    assert [type(each) for each in both(database, go, go)] == [sending.Changed]
    assert told(database, case_id) == ["send"]
    with database.reading() as session:
        assert len(session.execute(select(Mail)).scalars().all()) == 1


@pytest.mark.parametrize("_again", range(3))
def test_of_two_drafts_about_the_same_thing_one_is_sent(database, world, _again):
    with database.unit_of_work() as session:
        drafts = [(case.sending_id, case.sending.version) for case in (drafted(session, world) for _ in range(2))]

    def going(which):
        return lambda session: sending.send(session, world.acting("sender editor"), *which)

    assert [type(each) for each in both(database, *map(going, drafts))] == [sending.AlreadyAsked]
    with database.reading() as session:
        assert sorted(case.state.value for case in session.execute(select(Case)).scalars()) == ["draft", "sent"]


@pytest.mark.parametrize("_again", range(3))
def test_two_workers_and_somebody_who_answers_at_the_last_moment(database, world, _again):
    of = made(database, world, State.SENT)

    def look(session):
        overdue.carry_out(session, Acting(ANYONE, later(70), DUTIES))

    refused = both(database, look, look, stepping(world, "addressee editor", table.TAKE_UP, of, at=later(70)))
    steps = told(database, of[0])
    assert steps in (["send", "lapse"], ["send", "take-up"])
    assert len(refused) == (1 if steps[-1] == "lapse" else 0)
    with database.reading() as session:
        kinds = [mail.kind for mail in session.execute(select(Mail)).scalars()]
    assert kinds.count("partnership.lapsed") == (3 if steps[-1] == "lapse" else 0)


def test_a_side_agrees_to_show_it_once(database, world):
    of = made(database, world, State.RUNNING)
    pressing = stepping(world, "sender person", table.SHOW, of)
    assert [type(each) for each in both(database, pressing, pressing)] == [service.Stale]
    with database.reading() as session:
        assert queries.by_id(session, of[0]).sides_that_show == {Side.SENDER}
