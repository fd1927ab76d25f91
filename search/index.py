"""The index of one directory as the rest of the world sees it."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakSet

import numpy as np

from search.analysis.lexicon import LexiconMissing
from search.documents import Document
from search.errors import DAMAGED, Unavailable
from search.fingerprint import fingerprint
from search.meaning.encoder import Encoder
from search.planning.plans import Plan
from search.queries import NO_PLACES, Completion, Places, Query, Results, Similar, Status
from search.reading.snapshot import Snapshot
from search.searching import Answering
from search.watching import State, Watch
from search.writing import generations
from search.writing.commits import Batch, write
from search.writing.generations import write_lock
from search.writing.rebuilding import rebuild
from search.writing.refusing import refused_writes

_log = logging.getLogger(__name__)
# Seconds; Whoosh takes half a second to give up on missing files, and not every request should wait for that.
_PAUSE_AFTER_DAMAGE = 2.0
_instances: "WeakSet[Index]" = WeakSet()


def _silent(_: int) -> None:
    """Progress that nobody wants to see."""


class Index:
    """A search index in a directory: one object per process and directory, shared by all threads.

    Reading never waits for writing. Each call looks cheaply whether another commit or generation counts
    (three times of change in the file system) and then opens it anew. After a fork the child starts afresh.

    With an encoder (search.installed_encoder) results have a group of documents found by their meaning. Whoever
    writes and whoever reads must have the same one: with another one or none the index is outdated.
    """

    def __init__(self, directory: Path, encoder: Encoder | None = None) -> None:
        self._directory = directory
        self._encoder = encoder
        self._fingerprint: str | None = None
        self._start_afresh()
        _instances.add(self)

    def _start_afresh(self) -> None:
        # One thread reads at a time: Whoosh's readers share positions, and the interpreter runs one anyway.
        self._reading = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._state: State | None = None
        self._broken: State | None = None
        self._broken_until = 0.0
        self._watch: Watch | None = None
        self._answering: tuple[Snapshot, Answering] | None = None

    @property
    def by_meaning(self) -> bool:
        """Whether results may have a group of documents found by their meaning."""
        return self._encoder is not None

    def warm_up(self) -> None:
        """Load the encoder's model, if there is one, so that no query has to wait for it."""
        if self._encoder is not None:
            self._encoder.encode([""])

    def search(self, query: Query) -> Results:
        """The page of results; raises Unavailable if there is no usable index."""
        with self._answers() as answers:
            return answers.answer(query)

    def complete(self, typed: str, places: Places = NO_PLACES, limit: int = 8) -> tuple[Completion, ...]:
        """Ways to go on typing, the best first; raises Unavailable."""
        with self._answers() as answers:
            return answers.complete(typed, places, limit)

    def similar(self, key: str, limit: int = 5) -> tuple[Similar, ...]:
        """Documents like the one with this key, () if there is none; raises Unavailable."""
        with self._answers() as answers:
            return answers.similar(key, limit)

    def plan(self, query: Query) -> Plan | None:
        """How the words are looked up, None without words, for tuning; raises Unavailable."""
        with self._answers() as answers:
            return answers.plan(query)

    def stored(self) -> Iterator[tuple[str, str]]:
        """Key and digest of every document, as of the moment of the call; raises Unavailable."""
        with self._opened() as snapshot:
            pairs = [
                (snapshot.key(number), snapshot.digest(number)) for number in np.flatnonzero(snapshot.live).tolist()
            ]
        return iter(pairs)

    def verify(self) -> None:
        """Read all files once; raises Unavailable if a byte has changed, also where no question leads."""
        with self._opened() as snapshot:
            segments = snapshot.segments
        try:  # without the lock: others may ask meanwhile
            for segment in segments:
                segment.file.verify()
        except OSError as error:
            raise Unavailable(DAMAGED) from error

    def status(self) -> Status:
        """The state of the index; never raises for a missing or damaged one."""
        reason, documents, generation = None, 0, None
        try:
            with self._opened() as snapshot:
                documents = snapshot.count
                generation = str(self._state)
        except Unavailable as error:
            reason = error.reason
        return Status(
            usable=reason is None,
            reason=reason,
            documents=documents,
            fingerprint=self._fingerprint or "",
            generation=generation,
            size_bytes=generations.size_bytes(self._directory),
        )

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """Collect changes; they are written in one commit at the end, or not at all after an exception.

        Raises Busy at once while another thread or process writes or rebuilds, Unavailable if there is no
        usable index or the disk refuses. When the block is left, the changes are on the disk and found.
        """
        with write_lock(self._directory):
            with self._opened():
                pass  # Unavailable before the caller does any work
            batch = Batch()
            yield batch
            with self._opened() as snapshot:
                pass  # stays the current one while the lock is held
            with self._damage_noticed(), refused_writes():
                if write(snapshot, batch, self._encoder):
                    generations.settle(snapshot.folder)
            with self._opened():
                pass  # what was written can be read, and the next reader need not wait

    def rebuild(
        self,
        documents: Iterable[Document],
        *,
        expected: int | None = None,
        progress: Callable[[int], None] = _silent,
    ) -> int:
        """Build a new generation from the documents, publish it in one step and give their number.

        Readers keep the old generation until then. Raises Busy while another writes, TooSmall if fewer
        than nine tenths of `expected` arrived (the old generation stays), Unavailable if the disk refuses;
        what the documents raise passes through. `progress` is told the number of documents so far.
        """
        with refused_writes():
            generations.prepare(self._directory)
        with write_lock(self._directory):
            return rebuild(self._directory, documents, self._made_of(), self._encoder, expected, progress)

    @contextmanager
    def _opened(self) -> Iterator[Snapshot]:
        """The current snapshot for this thread alone; raises Unavailable."""
        with self._reading, self._damage_noticed():
            yield self._current()

    @contextmanager
    def _answers(self) -> Iterator[Answering]:
        with self._opened() as snapshot:
            if self._answering is None or self._answering[0] is not snapshot:
                self._answering = (snapshot, Answering(snapshot, self._encoder))
            yield self._answering[1]

    @contextmanager
    def _damage_noticed(self) -> Iterator[None]:
        """Damaged files make Whoosh raise nearly anything: that becomes Unavailable, and the log keeps it."""
        try:
            yield
        except Unavailable:
            raise
        except Exception as error:
            _log.warning("search index failed", exc_info=True)
            self._snapshot = None
            raise Unavailable(DAMAGED) from error

    def _current(self) -> Snapshot:
        while True:
            state = self._look()
            snapshot = self._snapshot  # a writer that finds damage may drop it at any time
            if snapshot is not None and state == self._state:
                return snapshot
            if state == self._broken and time.monotonic() < self._broken_until:
                raise Unavailable(DAMAGED)
            try:
                snapshot = Snapshot(self._directory / state.generation, snapshot)
            except Exception:
                if self._look() != state:  # a commit or a rebuild removed the files just now
                    continue
                self._broken, self._broken_until = state, time.monotonic() + _PAUSE_AFTER_DAMAGE
                raise
            self._snapshot, self._state = snapshot, state
            return snapshot

    def _made_of(self) -> str:
        """The fingerprint of this program; raises Unavailable without the lexicon."""
        if self._fingerprint is None:
            try:
                self._fingerprint = fingerprint(self._encoder)
            except LexiconMissing as error:
                raise Unavailable(str(error)) from error
        return self._fingerprint

    def _look(self) -> State:
        if self._watch is None:
            self._watch = Watch(self._directory, self._made_of())
        return self._watch.state()


def _after_fork() -> None:
    # A lock may have been held by a thread that does not exist in the child.
    for index in list(_instances):
        index._start_afresh()


os.register_at_fork(after_in_child=_after_fork)
