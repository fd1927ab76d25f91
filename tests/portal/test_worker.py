"""The background thread: what is saved is found within a second, and after a crash it is found at the next start."""

import signal
import subprocess
import sys
import threading
import time

import pytest

import search
from portal.worker import LOOK_EVERY, REST_AFTER_FAILURE, Worker
from tests import factories


def found(indexer, words):
    return indexer.index.search(search.Query(words)).total


def within(seconds, condition):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def running(app):
    """The portal with its background thread."""
    app.extensions["worker"].start()
    yield app
    app.extensions["worker"].stop()


def test_a_saved_project_is_found_within_a_second(running, database):
    indexer = running.extensions["indexer"]
    with database.unit_of_work() as session:
        factories.published(session, factories.organisation(session), title="Baumkataster")

    assert within(1, lambda: found(indexer, "Baumkataster") == 1)


def test_orders_of_another_process_are_found_without_being_woken(running, place):
    """Another process cannot wake this one: the thread looks each second by itself."""
    indexer = running.extensions["indexer"]
    outcome = crash(place, "Fremdprozess", delay=0)

    assert outcome == -signal.SIGKILL
    assert within(3 * LOOK_EVERY, lambda: found(indexer, "Fremdprozess") == 1)


def test_while_the_writer_is_busy_saving_succeeds_and_the_update_follows(running, database):
    indexer = running.extensions["indexer"]
    with indexer.index.writing():
        started = time.monotonic()
        with database.unit_of_work() as session:
            factories.published(session, factories.organisation(session), title="Nebenbei")
        assert time.monotonic() - started < 5
        time.sleep(0.1)
        assert found(indexer, "Nebenbei") == 0
    assert within(3 * LOOK_EVERY, lambda: found(indexer, "Nebenbei") == 1)


class Work:
    """Work that fails as told."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.calls = 0
        self.called = threading.Event()

    def drain(self):
        self.calls += 1
        self.called.set()
        outcome = self.outcomes.pop(0) if self.outcomes else 0
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.fixture
def start():
    """Starts a worker that is stopped at the end."""
    started = []

    def begin(work):
        worker = Worker(work)
        worker.start()
        started.append(worker)
        return worker

    yield begin
    for worker in started:
        worker.stop()


def test_it_survives_every_failure(start):
    work = Work(RuntimeError("broken"), search.Unavailable("kein Index"), search.Busy(), 1)
    worker = start(work)

    for _ in range(3):
        assert work.called.wait(5)
        work.called.clear()
        worker.wake()
    assert within(5, lambda: work.calls >= 5)


def test_it_survives_failures_without_end(start):
    """After days of failing the rest between two tries must still be a number."""
    work = Work(*(RuntimeError("broken") for _ in range(1500)))
    worker = start(work)

    def woken_until_done():
        worker.wake()
        return not work.outcomes

    deadline = time.monotonic() + 30
    while not woken_until_done() and time.monotonic() < deadline:
        time.sleep(0.0005)
    assert work.outcomes == []
    work.called.clear()
    worker.wake()
    assert work.called.wait(5)


def test_all_that_waits_is_done_at_once(start):
    work = Work(200, 200, 3)
    start(work)

    assert within(LOOK_EVERY / 2, lambda: work.calls == 4)


def test_stopping_waits_for_the_present_batch(start):
    worker = start(Work())
    worker.stop()

    assert not [thread for thread in threading.enumerate() if thread.name == "outbox"]


def test_rests_are_short(start):
    assert LOOK_EVERY <= 1
    assert REST_AFTER_FAILURE <= 60


def crash(place, title, delay):
    """Run a process that publishes an entry and is killed `delay` seconds after its commit."""
    command = [sys.executable, "-m", "tests.portal.crashing", title, str(delay)]
    return subprocess.run(command, env=place.environment, check=False).returncode


def survives(app, place, tries, delay_of):
    indexer = app.extensions["indexer"]
    for number in range(tries):
        title = f"Wiederauferstehung{number}"
        assert crash(place, title, delay_of(number)) == -signal.SIGKILL
        app.extensions["worker"].start()
        assert within(5, lambda words=title: found(indexer, words) == 1), title
        app.extensions["worker"].stop()
    assert not indexer.check(order=False)


def test_killed_between_commit_and_index_update_it_is_found_after_a_restart(app, place):
    survives(app, place, 3, lambda number: number * 0.01)


@pytest.mark.endure
def test_killed_a_hundred_times(app, place):
    survives(app, place, 100, lambda number: (number % 20) * 0.004)
