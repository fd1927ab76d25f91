"""A year and more of reminders, with the clock moved: exactly the mails one may expect."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.freshness import jobs as freshness_jobs
from portal.freshness import queries, service
from portal.freshness.letters import REVIEW
from portal.freshness.models import ProjectReminder, ReviewRound
from portal.jobs import Jobs
from portal.mail.unsubscribing import switch
from portal.organisations import queries as organisations
from portal.projects import queries as projects
from portal.projects.models import Project
from tests import factories
from tests.portal.freshness.conftest import BEGIN, REVIEW_PERIOD, hold


def answer(database, entry, moment):
    with database.unit_of_work() as session:
        session.get_one(Project, entry.id).confirmed_at = moment


def town_herne(session):
    return organisations.by_slug(session, "herne")


def whole(session, entry):
    return projects.by_id(session, entry.id)


def months(database):
    with database.reading() as session:
        return sorted(session.execute(select(ProjectReminder.month)).scalars())


class TestFourteenMonths:
    def test_nobody_is_written_to_while_everything_is_fresh(self, live, ordered, town):
        live(320, 5)
        assert ordered() == {}

    def test_who_is_responsible_hears_once_a_month_then_the_coordination_then_the_moderation(
        self, live, ordered, database, town
    ):
        live(14 * 30 + 60)

        # Due from 9 December on, 32 days before a year is over; the round of December was on the first.
        assert months(database) == ["2027-01", "2027-02", "2027-03", "2027-04", "2027-05"]
        assert ordered() == {"contributor": 5, "coordinator": 3, "moderation": 2}

    @pytest.mark.parametrize("ends", range(28, 32))
    def test_nobody_is_overdue_before_the_first_word(self, live, ordered, database, town, clock, ends):
        """Whatever day the period ends on after a round: December has 31 days."""
        first_of_december = BEGIN.replace(month=12, day=1)
        answer(database, town["entry"], first_of_december + timedelta(days=ends - REVIEW_PERIOD, hours=-1))
        clock.now = first_of_december - timedelta(days=1)
        overdue_at = first_of_december + timedelta(days=ends, hours=-1)
        while clock.now + timedelta(days=1) < overdue_at:
            live(1)
        assert ordered() == {"contributor": 1}

    def test_an_answer_ends_it_for_a_year(self, live, ordered, database, town, clock):
        live(400, 5)
        assert ordered() == {"contributor": 2}
        answer(database, town["entry"], clock.now)

        live(300, 5)
        assert ordered() == {"contributor": 2}
        live(90, 5)
        assert ordered()["contributor"] > 2
        assert ordered()["coordinator"] == 0

    def test_another_keeper_begins_anew(self, live, database, town, clock):
        live(400, 5)
        with database.unit_of_work() as session:
            bochum = factories.organisation(session, "Bochum")
            factories.account(session, bochum, email="bochum@bochum.example")
            entry = session.get_one(Project, town["entry"].id)
            entry.keeper_id = bochum.id
        live(31)
        with database.reading() as session:
            found = session.execute(queries.overdue(clock.now, REVIEW_PERIOD)).all()
        assert [times for _, times in found] == [1]


class TestWorkers:
    def test_one_that_slept_for_a_week_catches_up_once(self, jobs, clock, ordered, live, town):
        live(330, 30)
        before = ordered()
        clock.now = BEGIN.replace(year=2027, month=2, day=8)
        jobs.drain()
        live(19)  # until the end of February

        assert ordered() - before == {"contributor": 1}

    def test_a_late_round_is_not_followed_by_one_right_after(self, jobs, clock, database):
        for day in (27, 28, 32, 40, 47, 48, 60):
            clock.now = BEGIN.replace(day=1) + timedelta(days=day)
            jobs.drain()
        with database.reading() as session:
            rounds = session.execute(select(ReviewRound.begun_at).order_by(ReviewRound.month)).scalars().all()
        assert [(moment - BEGIN.replace(day=1)).days for moment in rounds] == [27, 48]

    def test_two_at_once_send_once(self, database, clock, ordered, town):
        clock.now = BEGIN + timedelta(days=340)
        start = threading.Barrier(2)

        def work():
            start.wait()
            Jobs(database, [freshness_jobs.job(REVIEW_PERIOD)], clock).drain()

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ordered() == {"contributor": 1}

    def test_two_rounds_at_once_without_the_jobs_between_them_send_once_too(self, database, ordered, town):
        start = threading.Barrier(2)

        def work():
            start.wait()
            with database.unit_of_work() as session:
                service.remind(session, BEGIN + timedelta(days=340), REVIEW_PERIOD)

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ordered() == {"contributor": 1}


class TestWhoIsWrittenTo:
    @pytest.fixture
    def begin_round(self, database, ordered):
        """Begins a round at the end of the review period; returns who is written to."""

        def begin():
            with database.unit_of_work() as session:
                service.remind(session, BEGIN + timedelta(days=REVIEW_PERIOD), REVIEW_PERIOD)
            return ordered()

        return begin

    def test_each_person_gets_one_mail_for_all_entries(self, database, town, begin_round):
        with database.unit_of_work() as session:
            for title in ("Zwilling", "Sensoren"):
                hold(
                    session,
                    factories.published(session, town_herne(session), title=title),
                    town["contributor"],
                    town["editor"],
                )
        assert begin_round() == {"contributor": 1, "editor": 1}

    def test_where_nobody_is_responsible_the_coordination_is_asked_at_once(self, database, town, begin_round):
        with database.unit_of_work() as session:
            hold(session, whole(session, town["entry"]))
        assert begin_round() == {"coordinator": 1}

    def test_whoever_has_left_is_not_written_to(self, database, town, begin_round):
        with database.unit_of_work() as session:
            session.get_one(type(town["contributor"]), town["contributor"].id).active = False
        assert begin_round() == {"coordinator": 1}

    def test_whoever_wants_no_mail_does_not_count_as_reminded(self, database, town, begin_round):
        with database.unit_of_work() as session:
            for name in ("contributor", "coordinator"):
                switch(session, town[name].id, REVIEW, wanted=False)
        assert begin_round() == {"moderation": 1}

    def test_who_of_several_wants_no_mail_leaves_it_to_the_others(self, database, town, begin_round):
        with database.unit_of_work() as session:
            hold(session, whole(session, town["entry"]), town["contributor"], town["editor"])
            switch(session, town["contributor"].id, REVIEW, wanted=False)
        assert begin_round() == {"editor": 1}

    def test_without_any_member_the_moderation_hears_of_it(self, database, town, begin_round):
        with database.unit_of_work() as session:
            for name in ("contributor", "editor", "coordinator"):
                session.get_one(type(town[name]), town[name].id).active = False
        assert begin_round() == {"moderation": 1}

    def test_without_a_moderation_the_administration_does(self, database, town, begin_round):
        with database.unit_of_work() as session:
            for name in ("contributor", "editor", "coordinator", "moderator"):
                session.get_one(type(town[name]), town[name].id).active = False
            factories.account(session, administration=True, email="verwaltung@portal.example")
        assert begin_round() == {"verwaltung": 1}

    def test_an_entry_that_nobody_keeps_is_the_moderations_task_after_a_period(self, database, town, begin_round):
        answer(database, town["entry"], BEGIN + timedelta(days=300))
        with database.unit_of_work() as session:
            factories.from_public_source(session, lead="herne").created_at = BEGIN - timedelta(days=1)
        assert begin_round() == {"moderation": 1}

    def test_drafts_archived_and_fresh_unkept_entries_are_nobodys_task(self, database, town, begin_round):
        answer(database, town["entry"], BEGIN + timedelta(days=300))
        with database.unit_of_work() as session:
            herne = town_herne(session)
            factories.draft(session, herne)
            factories.long_ago(factories.archived(session, herne), 4000)
            factories.from_public_source(session, herne, lead="herne")
        assert begin_round() == {}

    def test_an_entry_that_was_taken_over_and_never_confirmed_is_due(self, database, town, begin_round):
        answer(database, town["entry"], BEGIN + timedelta(days=300))
        with database.unit_of_work() as session:
            entry = whole(session, factories.from_public_source(session, lead="herne", title="Quelle"))
            entry.keeper = town_herne(session)
            hold(session, entry, town["editor"])
            entry.confirmed_at = None
        assert begin_round() == {"editor": 1}
