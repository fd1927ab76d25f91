"""Counters in memory that keep one caller from holding up the others."""

from concurrent.futures import ThreadPoolExecutor

from portal import pace
from portal.pace import Pace


def test_each_caller_has_so_many_calls_in_a_window():
    limited = Pace(limit=2, seconds=60)

    assert [limited.wait("a") for _ in range(3)] == [0, 0, 60]
    assert limited.wait("b") == 0


def test_a_window_ends(monkeypatch):
    limited = Pace(limit=1, seconds=60)
    now = 1000.0
    monkeypatch.setattr(pace.time, "monotonic", lambda: now)
    assert [limited.wait("a"), limited.wait("a")] == [0, 61]
    now += 59.5
    assert limited.wait("a") == 1
    now += 0.5
    assert limited.wait("a") == 0


def test_threads_are_counted_together():
    limited = Pace(limit=500, seconds=60)
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: limited.wait("a"), range(1000)))

    assert waits.count(0) == 500


def test_no_more_callers_are_remembered_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(pace, "_MOST", 10)
    limited = Pace(limit=1, seconds=60)
    for caller in range(1000):
        assert limited.wait(str(caller)) == 0

    assert len(limited._windows) <= 10
