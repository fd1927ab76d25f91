"""One mail a week or a day with what waits and what is new: to whom, when, never twice, and what it spares."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from portal.accounts.models import Account, Membership
from portal.jobs import Jobs
from portal.mail import Items, Rhythm, rhythms
from portal.mail.models import Mail
from portal.partnerships import jobs, letters
from portal.partnerships import transitions as table
from portal.partnerships.calendar import Calendar
from portal.partnerships.digests import mails, service
from portal.partnerships.digests.models import Digest
from portal.partnerships.models import MeetingSlot
from portal.partnerships.talking import seen
from portal.partnerships.talking import service as talking
from portal.partnerships.vocabulary import Side, State
from tests.portal.members.conftest import both
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import DUTIES, case_in, later, take
from tests.portal.partnerships.test_meetings import propose
from tests.support.letters import composed

TOLD = [each for each in table.TRANSITIONS if each.tells and each.needs is None]
BOTH_SIDES = {"sender person", "addressee person", "responsible"}
TUESDAY, NEXT_MONDAY = later(1), later(7)


def ordered(session):
    found = session.execute(select(Mail).where(Mail.kind == letters.DIGEST.name).order_by(Mail.id))
    return list(found.scalars())


def sent(session, world, at):
    """Look at a moment; return the names of those to whom a digest was ordered."""
    before = {mail.id for mail in ordered(session)}
    service.send_due(session, at, Calendar())
    names = {actor.account_id: name for name, actor in world.people.items()}
    new = [names[mail.account_id] for mail in ordered(session) if mail.id not in before]
    assert len(new) == len(set(new))
    return set(new)


def choose(session, world, name, rhythm):
    rhythms.choose(session, world.people[name].account_id, letters.DIGEST, rhythm)


class TestWhen:
    def test_to_who_looks_after_a_case_and_to_nobody_else(self, session, world):
        assert sent(session, world, TUESDAY) == set()
        session.execute(delete(Digest))
        case_in(session, world, State.CLARIFYING)
        assert sent(session, world, TUESDAY) == BOTH_SIDES

    def test_once_a_week_whoever_looks_how_often(self, session, world):
        case_in(session, world, State.SENT)
        assert sent(session, world, TUESDAY) == BOTH_SIDES
        for days in (1, 1.1, 2, 3, 4):
            assert sent(session, world, later(days)) == set()
        # Nothing is new to the sender, and the addressee has still to answer.
        assert sent(session, world, NEXT_MONDAY) == BOTH_SIDES - {"sender person"}

    def test_each_working_day_for_who_wants_it(self, session, world):
        case_in(session, world, State.SENT)
        choose(session, world, "responsible", Rhythm.DAILY)
        choose(session, world, "addressee person", None)
        found = [sent(session, world, later(days)) & {"responsible", "addressee person"} for days in range(8)]
        assert found == [{"responsible"}] * 5 + [set()] * 2 + [{"responsible"}]

    @pytest.mark.parametrize("free", [True, False])
    def test_the_job_heeds_whether_christmas_eve_is_free(self, session, world, free):
        case_in(session, world, State.SENT)
        jobs.digests(replace(DUTIES, free_eves=free)).run(session, later(31))  # a Thursday
        assert bool(ordered(session)) is not free

    def test_a_date_that_is_past_waits_no_longer_whatever_time_it_is_elsewhere(self, session, world):
        propose(session, world, case_in(session, world, State.RUNNING))
        long_hence = later(36500)
        session.execute(update(MeetingSlot).values(starts_at=long_hence))
        days = [long_hence + timedelta(days=each) for each in range(14, 19)]
        assert [sent(session, world, day) for day in days] == [set()] * 5

    def test_what_waits_is_told_however_long_it_has_waited(self, session, world):
        case = case_in(session, world, State.RUNNING)
        take(session, world, case, table.STATE_REUSE, side=Side.SENDER)
        found = [sent(session, world, later(7 * weeks)) for weeks in range(4, 10)]
        assert found == [{"addressee person", "responsible"}] * 6

    def test_a_change_to_weekly_waits_for_monday(self, session, world):
        case_in(session, world, State.SENT)
        choose(session, world, "responsible", Rhythm.DAILY)
        assert "responsible" in sent(session, world, TUESDAY)
        choose(session, world, "responsible", Rhythm.WEEKLY)
        assert "responsible" not in sent(session, world, later(2))
        assert "responsible" in sent(session, world, NEXT_MONDAY)

    @pytest.mark.parametrize(
        ("moment", "is_time"),
        [
            (datetime(2026, 11, 30, 5, 59, tzinfo=UTC), False),  # before seven in Berlin
            (datetime(2026, 11, 30, 6, 0, tzinfo=UTC), True),
            (datetime(2026, 11, 28, 12, tzinfo=UTC), False),  # a Saturday
            (datetime(2026, 12, 24, 12, tzinfo=UTC), False),
            (datetime(2026, 12, 25, 12, tzinfo=UTC), False),
            (datetime(2027, 3, 29, 12, tzinfo=UTC), False),  # the Monday of Easter
            (datetime(2027, 3, 30, 5, 0, tzinfo=UTC), True),  # the day after, seven in Berlin in summer
        ],
    )
    def test_only_on_working_days_from_seven(self, session, world, moment, is_time):
        case_in(session, world, State.SENT)
        assert bool(sent(session, world, moment)) is is_time

    def test_a_worker_that_slept_sends_one(self, session, world):
        case_in(session, world, State.SENT)
        sent(session, world, TUESDAY)
        assert "responsible" in sent(session, world, later(23))  # a Wednesday three weeks later
        assert sent(session, world, later(24)) == set()
        assert "responsible" in sent(session, world, later(28))

    def test_it_goes_through_all_though_some_at_a_time(self, session, world, monkeypatch):
        monkeypatch.setattr(service, "AT_ONCE", 2)
        case_in(session, world, State.SENT)
        found = [sent(session, world, later(0.001 * time)) for time in range(10)]
        assert set().union(*found) == BOTH_SIDES
        assert sum(map(len, found)) == 3


class TestWho:
    def test_nobody_whose_account_is_closed_or_who_left(self, session, world):
        case_in(session, world, State.SENT)
        session.get(Account, world.people["responsible"].account_id).active = False
        gone = Membership.account_id == world.people["addressee person"].account_id
        session.execute(delete(Membership).where(gone))
        session.expire_all()
        assert sent(session, world, TUESDAY) == {"sender person", "addressee coordinator"}

    def test_who_has_seen_all_and_has_nothing_to_do_gets_none(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        seen.mark(session, world.acting("sender person"), case.id, case.version, 0)
        assert sent(session, world, TUESDAY) == BOTH_SIDES - {"sender person"}

    def test_what_was_told_is_not_told_again(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        assert "sender person" in sent(session, world, TUESDAY)
        assert "sender person" not in sent(session, world, NEXT_MONDAY)
        take(session, world, case, table.ACCEPT, at=later(8))
        assert "sender person" in sent(session, world, later(14))


class TestTwoWorkers:
    def test_never_two_digests(self, database):
        with database.unit_of_work() as session:
            world = playing.build(session)
            case_in(session, world, State.SENT)
        run = jobs.digests(DUTIES).run
        assert both(database, lambda session: run(session, TUESDAY), lambda session: run(session, TUESDAY)) == []
        with database.reading() as session:
            assert len(ordered(session)) == 3

    def test_nor_by_the_jobs_of_two_processes(self, database):
        with database.unit_of_work() as session:
            case_in(session, playing.build(session), State.SENT)
        for moment in (TUESDAY, TUESDAY, TUESDAY + timedelta(minutes=11)):
            for _process in range(2):
                Jobs(database, [jobs.digests(DUTIES)], lambda: moment).drain()  # noqa: B023
        with database.reading() as session:
            assert len(ordered(session)) == 3


class TestWhatItSays:
    @pytest.fixture
    def session(self, database):
        with database.sessions() as session:
            yield session
            session.rollback()

    @pytest.fixture
    def told(self, app, session, world, monkeypatch):
        """Orders the digests and composes somebody's: its subject, and each list as (title, note)."""

        def tell(name, at=TUESDAY):
            monkeypatch.setattr(mails, "utcnow", lambda: at)
            sent(session, world, at)
            found = [mail for mail in ordered(session) if mail.account_id == world.people[name].account_id]
            letter = composed(app, session, found[-1]) if found else None
            if letter is None:
                return None
            lists = [block.items for block in letter.blocks if isinstance(block, Items)]
            return letter.subject, [[(item.text, item.note) for item in each] for each in lists]

        return tell

    def test_what_waits_with_its_deadline_and_what_is_new(self, session, world, told):
        case = case_in(session, world, State.CLARIFYING)
        talking.say(session, world.acting("sender editor"), case.id, "Eins.")
        talking.say(session, world.acting("sender editor"), case.id, "Zwei.")
        title = f"Nachnutzung: {world.project.title}"
        subject, [waiting, new] = told("addressee person")
        assert subject == "1 Antwort von Ihnen fehlt noch"
        due = "Herne an Bochum. Entscheidung bis Freitag, 8. Januar 2027 (noch 29 Arbeitstage)."
        assert waiting == [(title, due)]
        [(what, note)] = new
        assert what == title
        assert note.startswith("Herne an Bochum. 2 neue Nachrichten. Herne hat die Anfrage gesendet.")
        subject, [new] = told("sender person")
        assert subject == "Neues zu 1 Anfrage, Angebot oder Partnerschaft"
        assert new[0][1].endswith("Bochum kümmert sich um die Anfrage.")

    def test_late_is_said_in_words(self, session, world, told):
        case_in(session, world, State.SENT)
        _subject, [waiting, *_rest] = told("responsible", later(10))
        assert waiting[0][1].startswith("Herne an Bochum. Überfällig: Die Antwort war bis Mittwoch")

    def test_it_is_not_written_when_all_is_done_meanwhile(self, app, session, world):
        case = case_in(session, world, State.SENT)
        sent(session, world, TUESDAY)
        take(session, world, case, table.TAKE_UP)
        take(session, world, case, table.DECLINE)
        for name in ("sender person", "responsible"):  # who has taken it up looks after it now
            seen.mark(session, world.acting(name), case.id, case.version, 0)
        assert [composed(app, session, mail) for mail in ordered(session)] == [None] * 3

    def test_what_waits_without_a_deadline_is_named(self, session, world, told):
        case = case_in(session, world, State.RUNNING)
        take(session, world, case, table.SHOW, side=Side.SENDER)
        _, [waiting, _] = told("addressee person")
        asked = "Bitte sagen Sie für Bochum Ja oder Nein: Herne möchte die Partnerschaft öffentlich zeigen."
        assert [note for _title, note in waiting] == [f"Herne an Bochum. {asked}"]
        take(session, world, case, table.WITHHOLD, side=Side.ADDRESSEE)
        subject, _ = told("addressee person")
        assert "fehl" not in subject, "nothing waits any more"

    def test_notes_of_the_other_side_are_not_in_it(self, session, world, told):
        case = case_in(session, world, State.CLARIFYING)
        talking.note(session, world.acting("addressee editor"), case.id, "Nur für uns.")
        assert "Notiz" not in str(told("sender person"))
        assert "1 neue Notiz." in str(told("addressee person"))


class TestSingleLetters:
    """While an answer is owed each step is told at once; later it stands in the digest of who has one."""

    @pytest.mark.parametrize("transition", TOLD, ids=lambda each: each.name)
    @pytest.mark.parametrize("rhythm", [None, Rhythm.DAILY, Rhythm.WEEKLY])
    def test_which_are_sent(self, session, world, transition, rhythm):
        case = case_in(session, world, transition.before[-1])
        for name in BOTH_SIDES:
            choose(session, world, name, rhythm)
        steps = select(Mail).where(Mail.kind.in_([letters.STEP.name, letters.LAPSED.name]))
        before = len(session.execute(steps).all())
        take(session, world, case, transition)
        new = len(session.execute(steps).all()) - before
        assert bool(new) is (transition.tells_at_once or rhythm is None)

    def test_requests_messages_and_what_is_to_be_answered_are_always_told_at_once(self):
        at_once = {each.name for each in table.TRANSITIONS if each.tells_at_once}
        assert at_once == {
            "accept",
            "decline",
            "propose",
            "agree",
            "redirect",
            "reject",
            "accept-original",
            "withdraw",
            "lapse",
            "close",
            "abort",
        }
        assert not letters.REQUEST.recurring
        assert letters.REQUEST.rhythm is letters.MESSAGE.rhythm is None

    def test_a_step_that_is_not_told_at_once_is_in_the_digest(self, session, world):
        case = case_in(session, world, State.AGREED)
        sent(session, world, TUESDAY)
        take(session, world, case, table.START, at=later(2))
        assert sent(session, world, NEXT_MONDAY) == BOTH_SIDES  # an editor did it, not "sender person"
