"""The background thread: what is saved is soon found, and after a crash it is found at the next start."""

import random
import signal
import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import select

import search
from portal.projects.models import Project
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


def test_a_saved_project_is_soon_found(running, database):
    indexer = running.extensions["indexer"]
    assert found(indexer, "Baumkataster") == 0  # a process that is at work has the dictionary at hand
    with database.unit_of_work() as session:
        factories.published(session, factories.organisation(session), title="Baumkataster")

    assert within(10, lambda: found(indexer, "Baumkataster") == 1)


def test_orders_of_another_process_are_found_without_being_woken(running, crash):
    """Another process cannot wake this one: the thread looks each second by itself."""
    indexer = running.extensions["indexer"]
    crash("Fremdprozess", "after", 0)
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


@pytest.mark.parametrize("failing", [False, True])
def test_it_prepares_before_it_works_and_survives_if_that_fails(failing):
    work, seen = Work(1), []

    def prepare():
        seen.append(work.calls)
        if failing:
            raise RuntimeError("no model")

    worker = Worker(work, prepare)
    worker.start()
    assert within(5, lambda: work.calls >= 2)
    worker.stop()
    assert seen == [0]


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


@pytest.fixture
def crash(place):
    """Publishes an entry in another process, which is killed before or after its commit."""
    command = [sys.executable, "-m", "tests.portal.crashing"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, env=place.environment, **pipes)

    def crash(title, moment, delay):
        process.stdin.write(f"{title} {moment} {delay}\n")
        process.stdin.flush()
        assert process.stdout.readline() == f"{signal.SIGKILL.value}\n"

    yield crash
    process.stdin.close()
    process.stdout.close()
    assert process.wait(10) == 0


def survives(app, database, crash, tries):
    """Nothing saved is lost, nothing is there twice, nothing that was not saved is there, and the lock is free."""
    indexer, worker = app.extensions["indexer"], app.extensions["worker"]
    for number in range(tries):
        moment = ("before", "after")[number % 2]
        delay = random.uniform(0, 0.15)
        crash(f"Wiederauferstehung{number}", moment, delay)
        worker.start()
        assert within(5, lambda: not indexer.waiting()), (moment, delay)
        worker.stop()
        with database.reading() as session:
            saved = session.execute(select(Project.title).order_by(Project.title)).scalars().all()
        keys = [key for key, _ in indexer.index.stored()]
        assert len(keys) == len(set(keys)) == len(saved), (moment, delay)
        assert moment == "before" or f"Wiederauferstehung{number}" in saved
        assert not indexer.check(order=False), (moment, delay)


def test_killed_at_random_moments_nothing_is_lost_or_there_twice(app, database, crash):
    survives(app, database, crash, 10)


@pytest.mark.endure
def test_killed_a_hundred_times(app, database, crash):
    survives(app, database, crash, 100)
