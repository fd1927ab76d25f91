"""Background threads of a process: carry out what waits, never inside a request."""

import os
import threading
from collections.abc import Callable
from typing import Protocol
from weakref import WeakSet

import structlog

import search

_log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds; another process may have placed an order
REST_AFTER_FAILURE = 30.0  # seconds at most between tries when something is broken
_workers: "WeakSet[Worker]" = WeakSet()


class Drainable(Protocol):
    """Something with work waiting."""

    def drain(self) -> int:
        """Do one batch; return how much was done."""


class Worker:
    """Looks at start, when woken and each `look_every` seconds; survives every failure and says so in the log.

    `prepare` is done first: what would else be done by the first request that needs it. `name` is what the log and
    the thread are called by.
    """

    def __init__(
        self,
        work: Drainable,
        prepare: Callable[[], None] = lambda: None,
        *,
        name: str = "outbox",
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._work = work
        self._prepare = prepare
        self._name = name
        self._look_every = look_every
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        _workers.add(self)

    def start(self) -> None:
        """Start the thread; in a forked child it starts again by itself."""
        self._stopped.clear()
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Ask for a look now."""
        self._woken.set()

    def stop(self) -> None:
        """End the thread after its present batch and wait for it."""
        self._stopped.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def restart_after_fork(self) -> None:
        """Start again in a child, where the thread is gone."""
        if self._thread is not None:
            self._woken, self._stopped = threading.Event(), threading.Event()
            self.start()

    def _run(self) -> None:
        try:
            self._prepare()
        except Exception:  # noqa: BLE001 - the same
            _log.exception(f"{self._name}.not_prepared")
        failures = 0
        while not self._stopped.is_set():
            self._woken.clear()
            try:
                while self._work.drain() and not self._stopped.is_set():
                    pass
                failures = 0
            except search.Busy:
                pass  # another process does the work
            except Exception:  # noqa: BLE001 - the thread must outlive anything; what waits is kept in the database
                failures += 1
                if failures & (failures - 1) == 0:  # the 1st, 2nd, 4th, 8th ... in a row
                    _log.exception(f"{self._name}.drain_failed", failures=failures)
            self._woken.wait(min(self._look_every * 2 ** min(failures, 10), max(REST_AFTER_FAILURE, self._look_every)))


def _after_fork() -> None:
    for worker in list(_workers):
        worker.restart_after_fork()


os.register_at_fork(after_in_child=_after_fork)
