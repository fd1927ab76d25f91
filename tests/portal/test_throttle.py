"""Counters in the database slow down guessing, for every process together."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

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
        throttle.ensure_below(session, "name", 3)
        throttle.count(session, "name", WINDOW)

    with pytest.raises(Throttled) as held_up:
        throttle.ensure_below(session, "name", 3)
    assert 0 < held_up.value.retry_after <= WINDOW.total_seconds() + 1
    throttle.ensure_below(session, "other", 3)


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

    throttle.ensure_below(session, "name", 1)
    throttle.count(session, "name", WINDOW)
    assert session.get(ThrottleCount, "name", populate_existing=True).count == 1


def test_old_counts_are_swept_away(session):
    throttle.count(session, "old", timedelta(seconds=-1))
    throttle.count(session, "name", WINDOW)

    assert set(session.execute(select(ThrottleCount.bucket)).scalars()) == {"name"}


def test_forgetting_starts_anew(session):
    throttle.count(session, "name", WINDOW)
    throttle.forget(session, "name")

    throttle.ensure_below(session, "name", 1)


def test_names_tell_nothing_and_are_never_confused():
    name = throttle.bucket("sign-in", "anna@herne.example", "192.0.2.1")

    assert len(name) == 64
    assert "herne" not in name
    assert name == throttle.bucket("sign-in", "anna@herne.example", "192.0.2.1")
    assert throttle.bucket("a", "bc") != throttle.bucket("ab", "c")
    assert throttle.bucket("\ud800\x00")


def test_tries_at_the_same_moment_all_count(database):
    barrier = threading.Barrier(4)
    failures = []

    def try_it():
        barrier.wait()
        try:
            for _ in range(5):
                with database.unit_of_work() as session:
                    throttle.count(session, "name", WINDOW)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with database.reading() as session:
        assert session.get(ThrottleCount, "name").count == 20
