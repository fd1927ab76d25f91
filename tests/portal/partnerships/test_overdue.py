"""What happens by itself, with the clock moved: each thing once, however late somebody looks."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from portal.access import ANYONE, Role
from portal.accounts.models import Membership
from portal.mail.models import Mail
from portal.partnerships import queries
from portal.partnerships import transitions as table
from portal.partnerships.calendar import end_after_days
from portal.partnerships.duties import overdue
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Side, State
from tests.portal.partnerships.playing import DUTIES, MONDAY, case_in, drafted, later, send, take

MOMENT = timedelta(microseconds=1)


def look(session, at):
    return [name for _, name in overdue.carry_out(session, Acting(ANYONE, at, DUTIES))]


def kinds(session):
    return [mail.kind for mail in session.execute(select(Mail).order_by(Mail.id)).scalars()]


@pytest.fixture
def sent(session, world):
    return send(session, world, drafted(session, world))


@pytest.fixture
def clarifying(session, world, sent):
    return take(session, world, sent, table.TAKE_UP)


def test_a_request_without_an_answer_lapses_at_the_end_of_its_last_day(session, sent):
    end = end_after_days(MONDAY, DUTIES.lapse_days)
    assert "lapse" not in look(session, end - MOMENT)
    assert look(session, end) == ["lapse"]
    assert (sent.state, sent.decided_at, sent.turn) == (State.LAPSED, end, None)
    assert look(session, end + timedelta(100)) == []
    assert kinds(session)[-2:] == ["partnership.lapsed", "partnership.lapsed"]


def test_no_warning_keeps_an_unanswered_request_from_lapsing(session, sent):
    assert look(session, later(70)) == ["lapse"]


def test_a_draft_never_lapses(session, world):
    drafted(session, world)
    assert look(session, later(1000)) == []


def test_in_clarification_the_moderation_hears_of_silence_both_are_warned_and_later_it_lapses(
    session, world, clarifying
):
    quiet = end_after_days(MONDAY, 60)
    assert look(session, quiet - MOMENT) == ["decision-overdue"]
    assert look(session, quiet) == ["quiet"]
    assert look(session, quiet) == []
    gone = end_after_days(MONDAY, 90)
    warned = gone - timedelta(days=7)
    assert look(session, warned - MOMENT) == []
    assert look(session, warned) == ["lapse-soon"]
    assert look(session, gone - MOMENT) == []
    assert look(session, gone) == ["lapse"]
    told = [(each.transition, each.side) for each in queries.timeline(session, clarifying.id)]
    assert told[-2:] == [("escalate", Side.SYSTEM), ("lapse", Side.SYSTEM)]


def test_a_step_of_either_side_starts_the_silence_anew(session, world, clarifying):
    assert look(session, end_after_days(MONDAY, 83)) == ["decision-overdue", "quiet"]
    take(session, world, clarifying, table.PROPOSE, side=Side.SENDER, at=later(85))
    quiet = end_after_days(later(85), 60)
    assert look(session, quiet - MOMENT) == ["decision-overdue"], "of the time that began with the proposal"
    assert look(session, quiet) == ["quiet"]
    warned = end_after_days(later(85), 83)
    assert look(session, warned - MOMENT) == []
    assert look(session, warned) == ["lapse-soon"]
    # The warning has brought something.
    take(session, world, clarifying, table.PROPOSE, side=Side.ADDRESSEE, at=later(170))
    assert look(session, end_after_days(later(170), 60)) == ["quiet"], "no proposal puts the decision off any more"
    warned = end_after_days(later(170), 83)
    assert look(session, warned - MOMENT) == []
    assert look(session, warned) == ["lapse-soon"]
    assert look(session, end_after_days(later(170), 90) - MOMENT) == []
    assert look(session, end_after_days(later(170), 90)) == ["lapse"]


def test_who_looks_half_a_year_late_still_gives_moderation_and_both_sides_their_time(session, world, clarifying):
    assert look(session, later(180)) == ["decision-overdue", "quiet"]
    assert [kind for kind in kinds(session) if kind != "partnership.request"] == ["partnership.moderation"]
    assert look(session, later(181)) == []
    assert look(session, later(215)) == ["lapse-soon"]
    assert look(session, later(221)) == []
    assert look(session, later(222)) == ["lapse"]


def test_what_is_agreed_has_all_the_time_in_the_world(session, world, clarifying):
    take(session, world, clarifying, table.ACCEPT)
    assert look(session, later(5000)) == []


def test_the_job_looks_each_hour(settings, session, sent):
    from portal.partnerships import jobs  # noqa: PLC0415

    job = jobs.job(settings.duties)
    assert job.every == timedelta(hours=1)
    job.run(session, later(70))
    assert sent.state is State.LAPSED


@pytest.mark.parametrize("place", ["herne", "bochum"])
def test_when_the_last_of_a_side_has_left_the_moderation_looks_after_a_partnership(session, world, place):
    case = case_in(session, world, State.RUNNING)
    of = Membership.organisation_id == getattr(world, place).id
    session.execute(delete(Membership).where(of, Membership.role != Role.EDITOR))
    assert look(session, later(1)) == []
    session.execute(delete(Membership).where(of))
    assert look(session, later(2)) == ["escalate"]
    assert look(session, later(3)) == []
    session.refresh(case)
    assert case.moderation_since == later(2)
    assert kinds(session)[-1] == "partnership.moderation"
