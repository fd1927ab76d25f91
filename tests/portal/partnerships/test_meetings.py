"""Dates are proposed by one side and accepted or declined by the other; one proposal at a time, one answer to each."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from portal.errors import Forbidden, Invalid, NotFound, PortalError
from portal.mail.models import Mail
from portal.partnerships import letters, personal, queries
from portal.partnerships import transitions as table
from portal.partnerships.models import Meeting
from portal.partnerships.talking import meetings, seen
from portal.partnerships.talking import service as talking
from portal.partnerships.talking.dates import method_of
from portal.partnerships.talking.meetings import Proposal
from portal.partnerships.vocabulary import BOTH, Length, MeetingState, Side, State
from tests.portal.members.conftest import both
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import MONDAY, case_in, later, take

FIRST, SECOND = (date(2026, 12, 1), time(10)), (date(2026, 12, 2), time(14, 30))
SLOTS = (SECOND, FIRST)


def propose(session, world, case, name="sender editor", at=MONDAY, slots=SLOTS, **more):
    proposal = Proposal(slots, **{"length": Length.HOUR, "place": "Rathaus", **more})
    return meetings.propose(session, world.acting(name, at), case.id, proposal)


def accept(session, world, case, meeting, number=1, name="addressee editor", at=MONDAY):
    return meetings.accept(session, world.acting(name, at), case.id, meeting.id, number)


def told(session):
    """To whom letters about dates were ordered, letter by letter."""
    found: dict[int, list[int]] = {}
    for mail in session.execute(select(Mail).where(Mail.kind == letters.MEETING.name).order_by(Mail.id)).scalars():
        found.setdefault(mail.params["message_id"], []).append(mail.account_id)
    return list(found.values())


def ids(world, *names):
    return sorted(world.people[name].account_id for name in names)


SENDERS, ADDRESSEES = ("sender person",), ("addressee person", "responsible")


class TestProposing:
    def test_dates_stand_in_their_order_in_the_time_of_berlin_and_the_other_side_hears(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        meeting = propose(session, world, case, words="Passt das?", at=later(1))
        assert [(each.number, each.starts_at) for each in meeting.slots] == [
            (1, datetime(2026, 12, 1, 9, tzinfo=UTC)),
            (2, datetime(2026, 12, 2, 13, 30, tzinfo=UTC)),
        ]
        assert (meeting.side, meeting.state, meeting.minutes, meeting.sequence) == (
            Side.SENDER, MeetingState.OPEN, 60, 0,
        )  # fmt: skip
        assert [sorted(each) for each in told(session)] == [ids(world, *ADDRESSEES)]
        [message] = queries.messages(session, case.id, BOTH)
        assert (message.text, message.move.meeting_id, message.move.became) == (
            "Passt das?", meeting.id, MeetingState.OPEN,
        )  # fmt: skip
        assert case.acted_at == later(1)
        assert seen.new_in(session, world.people["addressee person"], [case])[case.id].messages == (message.id,)

    @pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
    def test_it_takes_a_case_that_is_taken_up_and_not_over(self, session, world, state):
        case = case_in(session, world, state)
        possible = state in (State.CLARIFYING, State.ACCEPTED, State.INTENT, State.AGREED, State.RUNNING)
        acting = world.acting("sender editor")
        assert meetings.may_propose(acting, case, []) is possible
        if possible:
            propose(session, world, case)
            assert not meetings.may_propose(acting, case, queries.meetings(session, case.id))
        else:
            with pytest.raises(meetings.NotNow):
                propose(session, world, case)

    @pytest.mark.parametrize("name", ["stranger", "sender contributor", "account"])
    def test_others_do_not_even_learn_of_the_case(self, session, world, name):
        case = case_in(session, world, State.CLARIFYING)
        with pytest.raises(NotFound):
            propose(session, world, case, name)

    def test_the_moderation_meets_nobody(self, session, world):
        case = case_in(session, world, State.CLARIFYING, called=True)
        with pytest.raises(Forbidden):
            propose(session, world, case, "moderation")

    @pytest.mark.parametrize(
        "slots",
        [
            (),
            [(date(2026, 12, each), time(9)) for each in range(1, 7)],
            [(date(2026, 11, 23), time(9, 59))],  # now it is 10:00 in Berlin
            [FIRST, (date(2020, 1, 1), time(9))],
            [(date(2027, 3, 28), time(2, 30))],  # the hour that summer time leaves out
            [(date(2101, 1, 1), time(9))],
        ],
    )
    def test_dates_that_cannot_be_are_refused(self, session, world, slots):
        case = case_in(session, world, State.CLARIFYING)
        with pytest.raises(Invalid) as caught:
            propose(session, world, case, slots=slots)
        assert list(caught.value.errors) == ["slots"]
        assert queries.meetings(session, case.id) == []

    @pytest.mark.parametrize(
        "more", [{"link": "javascript:alert(1)"}, {"place": "ä" * 201}, {"words": "ä" * 5001}, {"length": None}]
    )
    def test_what_does_not_fit_is_refused(self, session, world, more):
        case = case_in(session, world, State.CLARIFYING)
        with pytest.raises(Invalid):
            propose(session, world, case, **more)

    def test_a_second_one_waits_for_the_answer_to_the_first(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        first = propose(session, world, case)
        for name in ("sender editor", "addressee editor"):
            with pytest.raises(meetings.AlreadyProposed):
                propose(session, world, case, name)
        accept(session, world, case, first)
        assert propose(session, world, case, "addressee editor").side is Side.ADDRESSEE

    def test_when_all_dates_are_over_another_one_is_possible(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        first = propose(session, world, case)
        second = propose(session, world, case, at=later(20), slots=[(date(2027, 1, 11), time(9))])
        session.refresh(first)
        assert (first.state, second.state) == (MeetingState.PASSED, MeetingState.OPEN)

    def test_a_message_with_the_same_words_is_sent_all_the_same(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        propose(session, world, case, words="Passt das?")
        said = talking.say(session, world.acting("sender editor"), case.id, "Passt das?")
        assert queries.message(session, said.id).move is None


class TestAnswering:
    def test_one_date_is_accepted_and_both_sides_hear(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        meeting = propose(session, world, case)
        accept(session, world, case, meeting, 2, "addressee person", later(1))
        assert (meeting.state, meeting.accepted, meeting.sequence) == (MeetingState.ACCEPTED, 2, 1)
        assert sorted(told(session)[-1]) == ids(world, *SENDERS, *ADDRESSEES)
        assert case.acted_at == later(1)

    def test_all_are_declined_with_words(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        meeting = propose(session, world, case)
        meetings.decline(session, world.acting("addressee person"), case.id, meeting.id, "Da haben wir Rat.")
        assert (meeting.state, meeting.accepted, meeting.sequence) == (MeetingState.DECLINED, None, 1)
        assert queries.messages(session, case.id, BOTH)[-1].text == "Da haben wir Rat."
        assert sorted(told(session)[-1]) == ids(world, *SENDERS, "responsible")

    def test_nobody_answers_the_own_proposal(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        meeting = propose(session, world, case)
        for name in ("sender editor", "sender person"):
            assert not meetings.may_answer(world.acting(name), case, meeting)
            with pytest.raises(Forbidden):
                accept(session, world, case, meeting, name=name)

    def test_a_date_that_has_passed_cannot_be_accepted_and_the_other_one_can(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        meeting = propose(session, world, case)
        now = datetime(2026, 12, 1, 9, tzinfo=UTC)
        with pytest.raises(meetings.Passed):
            accept(session, world, case, meeting, 1, at=now)
        assert accept(session, world, case, meeting, 2, at=now).accepted == 2

    @pytest.mark.parametrize("number", [0, 3, -1, 2**31])
    def test_a_date_that_was_not_proposed_is_not_there(self, session, world, number):
        case = case_in(session, world, State.CLARIFYING)
        with pytest.raises(NotFound):
            accept(session, world, case, propose(session, world, case), number)

    def test_a_proposal_of_another_case_is_not_there(self, session, world):
        other = case_in(session, world, State.RUNNING)
        meeting = propose(session, world, other)
        take(session, world, other, table.ABORT)
        case = case_in(session, world, State.CLARIFYING)
        with pytest.raises(NotFound):
            accept(session, world, case, meeting)

    def test_once_the_case_is_over_nothing_is_accepted(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        meeting = propose(session, world, case)
        take(session, world, case, table.DECLINE)
        assert not meetings.may_answer(world.acting("addressee editor"), case, meeting)
        with pytest.raises(meetings.NotNow):
            accept(session, world, case, meeting)


class TestWithdrawing:
    def test_the_own_side_takes_an_open_proposal_back_and_the_other_does_not(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        meeting = propose(session, world, case)
        with pytest.raises(Forbidden):
            meetings.withdraw(session, world.acting("addressee editor"), case.id, meeting.id)
        meetings.withdraw(session, world.acting("sender person"), case.id, meeting.id)
        assert (meeting.state, meeting.sequence) == (MeetingState.WITHDRAWN, 1)
        assert sorted(told(session)[-1]) == ids(world, *ADDRESSEES)
        with pytest.raises(meetings.Settled):
            accept(session, world, case, meeting)

    @pytest.mark.parametrize("name", ["sender editor", "addressee editor"])
    def test_either_side_calls_an_accepted_date_off(self, session, world, name):
        case = case_in(session, world, State.CLARIFYING)
        meeting = accept(session, world, case, propose(session, world, case))
        meetings.withdraw(session, world.acting(name), case.id, meeting.id)
        assert (meeting.state, meeting.accepted, meeting.sequence) == (MeetingState.WITHDRAWN, 1, 2)
        assert sorted(told(session)[-1]) == ids(world, *SENDERS, *ADDRESSEES)

    def test_what_was_is_not_called_off(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        meeting = accept(session, world, case, propose(session, world, case))
        acting = world.acting("sender editor", later(30))
        assert not meetings.may_withdraw(acting, case, meeting)
        with pytest.raises(meetings.Passed):
            meetings.withdraw(session, acting, case.id, meeting.id)


class TestEnding:
    """What was to come goes with the case, out of the calendars of both sides."""

    @pytest.mark.parametrize("end", [table.DECLINE, table.WITHDRAW, table.LAPSE])
    @pytest.mark.parametrize("agreed", [False, True])
    def test_dates_to_come_go_with_the_case(self, session, world, end, agreed):
        case = case_in(session, world, State.CLARIFYING)
        meeting = propose(session, world, case)
        before = accept(session, world, case, meeting).sequence if agreed else meeting.sequence
        take(session, world, case, end)
        assert (meeting.state, meeting.sequence) == (MeetingState.WITHDRAWN, before + 1)
        assert method_of(meeting) == "CANCEL"
        assert sorted(told(session)[-1]) == ids(world, *SENDERS, *ADDRESSEES)
        last = queries.messages(session, case.id, BOTH)[-1]
        assert (last.side, last.account_id, last.move.became) == (Side.SYSTEM, None, MeetingState.WITHDRAWN)
        with pytest.raises(meetings.Settled):
            meetings.withdraw(session, world.acting("sender editor"), case.id, meeting.id)

    def test_what_was_or_is_settled_stays(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        gone = propose(session, world, case)
        meetings.withdraw(session, world.acting("sender editor"), case.id, gone.id)
        was = accept(session, world, case, propose(session, world, case))
        letters_before = len(told(session))
        take(session, world, case, table.DECLINE, at=later(20))
        assert (gone.sequence, was.state, len(told(session))) == (1, MeetingState.ACCEPTED, letters_before)


@pytest.mark.parametrize("_again", range(2))
@pytest.mark.parametrize("pair", ["two accept", "accept and withdraw", "two propose"])
def test_of_two_at_once_one_wins(database, pair, _again):
    with database.unit_of_work() as session:
        world = playing.build(session)
        case = case_in(session, world, State.CLARIFYING)
        meeting = propose(session, world, case) if pair != "two propose" else None
    verbs = {
        "two accept": (
            lambda session: accept(session, world, case, meeting, 1, "addressee editor"),
            lambda session: accept(session, world, case, meeting, 2, "addressee person"),
        ),
        "accept and withdraw": (
            lambda session: accept(session, world, case, meeting, 1),
            lambda session: meetings.withdraw(session, world.acting("sender person"), case.id, meeting.id),
        ),
        "two propose": (
            lambda session: propose(session, world, case, "sender editor"),
            lambda session: propose(session, world, case, "addressee editor"),
        ),
    }[pair]
    refused = both(database, *verbs)
    with database.reading() as session:
        made = queries.messages(session, case.id, BOTH)
        [found] = session.execute(select(Meeting).where(Meeting.case_id == case.id)).scalars()
        if pair == "accept and withdraw" and not refused:  # accepted, then called off
            assert (found.state, found.accepted, len(made)) == (MeetingState.WITHDRAWN, 1, 3)
            return
        [error] = refused
        assert isinstance(error, PortalError)
        assert len(made) == (1 if pair == "two propose" else 2)
        assert made[-1].move.became is found.state


def test_who_leaves_the_portal_takes_the_own_name_along_from_the_place(session, world):
    case = case_in(session, world, State.CLARIFYING)
    meeting = propose(
        session, world, case, place="Büro Sender Editor", link="https://konferenz.example/Sender%20Editor"
    )
    account_id = world.people["sender editor"].account_id
    [exported] = personal.HOLDING.export(session, account_id)["dates_proposed"]
    assert (exported["place"], exported["minutes"], len(exported["dates"])) == ("Büro Sender Editor", 60, 2)
    personal.HOLDING.erase(session, account_id, MONDAY + timedelta(days=1))
    assert meeting.place == "Büro …"
