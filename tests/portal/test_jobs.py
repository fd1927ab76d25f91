"""Jobs: once in each period, whoever is there to do it, and again when they fail."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import throttle
from portal.jobs import Job, JobRun, Jobs
from portal.throttle import ThrottleCount

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday


class Clock:
    """What time it is in a test."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock(NOON)


def counting(session, now):
    """A job that leaves a trace in the database."""
    throttle.count(session, "job", 1000 * DAY)


def traces(database):
    with database.reading() as session:
        return session.execute(select(ThrottleCount.count)).scalar() or 0


def test_it_runs_once_a_period(database, clock):
    jobs = Jobs(database, [Job("daily", DAY, counting)], clock)
    assert [jobs.drain(), jobs.drain()] == [1, 0]
    clock.now = NOON.replace(hour=23, minute=59)
    assert jobs.drain() == 0
    clock.now = NOON.replace(hour=0) + DAY
    assert [jobs.drain(), jobs.drain()] == [1, 0]
    assert traces(database) == 2


def test_weeks_begin_on_monday(database, clock):
    jobs = Jobs(database, [Job("weekly", 7 * DAY, counting)], clock)
    jobs.drain()
    clock.now = datetime(2026, 3, 8, 23, tzinfo=UTC)
    assert jobs.drain() == 0
    clock.now = datetime(2026, 3, 9, tzinfo=UTC)
    assert jobs.drain() == 1


def test_periods_in_which_nobody_was_there_are_not_made_up_for(database, clock):
    jobs = Jobs(database, [Job("daily", DAY, counting)], clock)
    jobs.drain()
    clock.now += 30 * DAY
    assert [jobs.drain(), jobs.drain()] == [1, 0]


def test_it_is_told_what_time_it_is(database, clock):
    told = []
    Jobs(database, [Job("daily", DAY, lambda _session, now: told.append(now))], clock).drain()
    assert told == [NOON]


def test_one_that_fails_changes_nothing_and_is_tried_again_with_growing_waits(database, clock):
    broken = [True]

    def run(session, now):
        counting(session, now)
        if broken:
            raise RuntimeError("broken")

    jobs = Jobs(database, [Job("broken", DAY, run), Job("sound", DAY, lambda *_: None)], clock)
    assert jobs.drain() == 1, "the other one runs"
    waits = []
    while len(waits) < 8:
        before = clock.now
        with database.reading() as session:
            clock.now = session.get(JobRun, "broken").next_try_at
        assert traces(database) == 0
        waits.append(clock.now - before)
        assert jobs.drain() == 0
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=2), timedelta(hours=1))

    broken.clear()
    clock.now += timedelta(hours=2)
    assert [jobs.drain(), jobs.drain()] == [1, 0]
    assert traces(database) == 1
    with database.reading() as session:
        assert session.get(JobRun, "broken").failures == 0


def test_a_part_that_fails_keeps_no_other_from_it_and_the_job_is_tried_again(database, clock):
    broken = [True]

    def refuse(_session, _now):
        if broken:
            raise RuntimeError("broken")

    def fail(session, now):
        counting(session, now)
        refuse(session, now)

    job = Job("in parts", DAY, parts=lambda _session, _now: [counting, fail, counting] if broken else [counting])
    jobs = Jobs(database, [job], clock)
    assert jobs.drain() == 0
    assert traces(database) == 2, "each part is a transaction of its own"
    broken.clear()
    clock.now += timedelta(hours=2)
    assert [jobs.drain(), jobs.drain()] == [1, 0]
    assert traces(database) == 3


def test_two_workers_never_do_it_twice(database, clock):
    """The second comes while the first is at it, and again when it is done."""
    begun, go_on = threading.Event(), threading.Event()

    def run(session, now):
        counting(session, now)
        begun.set()
        assert go_on.wait(5)

    def job(function):
        return Jobs(database, [Job("daily", DAY, function)], clock)

    first = threading.Thread(target=job(run).drain)
    first.start()
    assert begun.wait(5)
    second = threading.Thread(target=job(counting).drain)
    second.start()
    second.join(0.3)
    go_on.set()
    first.join()
    second.join()
    assert job(counting).drain() == 0
    assert traces(database) == 1


def test_two_jobs_of_one_name_are_refused(database):
    with pytest.raises(ValueError, match="same"):
        Jobs(database, [Job("same", DAY, counting), Job("same", DAY, counting)])


class TestStates:
    """What `portal jobs` tells, for those who watch the portal."""

    def state(self, jobs):
        [state] = jobs.states()
        return state

    def test_one_that_never_ran_is_late(self, database, clock):
        jobs = Jobs(database, [Job("daily", DAY, counting)], clock)
        assert (self.state(jobs).ran_at, self.state(jobs).late) == (None, True)

    def test_one_that_ran_is_late_an_hour_into_the_next_period(self, database, clock):
        jobs = Jobs(database, [Job("daily", DAY, counting)], clock)
        jobs.drain()
        assert (self.state(jobs).ran_at, self.state(jobs).late) == (NOON, False)
        clock.now = NOON.replace(hour=0) + DAY + timedelta(minutes=59)
        assert not self.state(jobs).late
        clock.now += timedelta(minutes=2)
        assert self.state(jobs).late

    def test_failures_are_told(self, database, clock):
        def run(session, now):
            raise RuntimeError("broken")

        jobs = Jobs(database, [Job("daily", DAY, run)], clock)
        jobs.drain()
        assert self.state(jobs).failures == 1
