"""Counters in the database slow down guessing, for every process together."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest

from portal import throttle
from portal.errors import Throttled
from portal.orm import utcnow
from portal.throttle import ThrottleCount

WINDOW = timedelta(minutes=15)


@pytest.fixture
def session(scratch):
    return scratch


def test_up_to_the_limit_nobody_is_held_up(session):
    for _ in range(3):
        throttle.count_within(session, "name", 3, WINDOW)

    with pytest.raises(Throttled) as held_up:
        throttle.count_within(session, "name", 3, timedelta(days=7))
    assert 0 < held_up.value.retry_after <= WINDOW.total_seconds() + 1
    throttle.count_within(session, "other", 3, WINDOW)


def test_what_was_refused_does_not_count(database):
    for _ in range(5):
        with suppress(Throttled), database.unit_of_work() as session:
            throttle.count_within(session, "name", 3, WINDOW)
    with database.reading() as session:
        assert session.get(ThrottleCount, "name").count == 3


def test_what_turned_out_to_be_none_is_taken_back(session):
    throttle.count_within(session, "name", 2, WINDOW)
    throttle.count_within(session, "name", 2, WINDOW)
    throttle.take_back(session, "name")
    throttle.count_within(session, "name", 2, WINDOW)
    throttle.take_back(session, "unknown")
    with pytest.raises(Throttled):
        throttle.count_within(session, "name", 2, WINDOW)


def test_the_window_starts_with_the_first_try_and_does_not_move(session):
    throttle.count(session, "name", WINDOW)
    first = session.get(ThrottleCount, "name").window_ends_at
    throttle.count(session, "name", timedelta(days=7))

    row = session.get(ThrottleCount, "name", populate_existing=True)
    assert (row.window_ends_at, row.count) == (first, 2)


def test_counting_tells_how_many_there_are(session):
    assert [throttle.count(session, "name", WINDOW) for _ in range(3)] == [1, 2, 3]
    assert throttle.count(session, "other", WINDOW) == 1


def test_after_the_window_counting_starts_anew(session):
    throttle.count(session, "name", WINDOW)
    session.get(ThrottleCount, "name").window_ends_at = utcnow() - timedelta(seconds=1)
    session.flush()

    throttle.count_within(session, "name", 1, WINDOW)
    row = session.get(ThrottleCount, "name", populate_existing=True)
    assert row.count == 1
    assert row.window_ends_at > utcnow() + WINDOW / 2


def test_forgetting_starts_anew(session):
    throttle.count(session, "name", WINDOW)
    throttle.forget(session, "name")

    throttle.count_within(session, "name", 1, WINDOW)


def test_names_tell_nothing_and_are_never_confused():
    name = throttle.bucket("sign-in", "anna@herne.example", "192.0.2.1")

    assert len(name) == 64
    assert "herne" not in name
    assert name == throttle.bucket("sign-in", "anna@herne.example", "192.0.2.1")
    assert throttle.bucket("a", "bc") != throttle.bucket("ab", "c")
    assert throttle.bucket("\ud800\x00")


@pytest.fixture
def four(database):
    """Does something five times in each of four threads."""

    def do(what):
        barrier, failures = threading.Barrier(4), []

        def try_it():
            barrier.wait()
            for _ in range(5):
                try:
                    with database.unit_of_work() as session:
                        what(session)
                except Exception as error:  # noqa: BLE001 - the test looks at them
                    failures.append(error)

        threads = [threading.Thread(target=try_it) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return failures

    return do


def test_tries_at_the_same_moment_all_count(four, database):
    assert four(lambda session: throttle.count(session, "name", WINDOW)) == []
    with database.reading() as session:
        assert session.get(ThrottleCount, "name").count == 20


def test_of_many_at_the_same_moment_no_more_than_the_limit_pass(four):
    refused = four(lambda session: throttle.count_within(session, "name", 7, WINDOW))
    assert [type(each) for each in refused] == [Throttled] * 13
