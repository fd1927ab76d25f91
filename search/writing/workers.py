"""Analyses documents in several processes, each of which writes segments of its own."""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from traceback import format_exc
from types import TracebackType
from typing import Any, Self

from search.documents import Document
from search.errors import NOT_WRITABLE, Unavailable
from search.meaning.encoder import Encoder
from search.writing.codec import ArraySegment
from search.writing.refusing import refused_writes
from search.writing.runs import Runs

_AHEAD = 2  # batches that wait for each worker


class Workers:
    """A group of processes. What one of them raises is raised by the next call; leaving the context ends them all.

    They are started afresh, not forked: the caller has threads and connections to a database.
    """

    def __init__(self, folder: Path, count: int, progress: Callable[[int], None], encoder: Encoder | None) -> None:
        self._progress = progress
        self._waiting: dict[Connection, deque[int]] = {}
        self._processes: list[BaseProcess] = []
        self._segments: list[ArraySegment] = []
        self._done = 0
        context = get_context("spawn")
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(folder, theirs, encoder), daemon=True)
            process.start()
            theirs.close()
            self._waiting[ours] = deque()
            self._processes.append(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self._waiting:
            connection.close()
        for process in self._processes:
            if kind is not None:
                process.terminate()
            process.join()
            process.close()

    def put(self, documents: Sequence[Document]) -> None:
        """Hand over documents; waits while all workers have enough to do."""
        while min(map(len, self._waiting.values())) >= _AHEAD:
            self._listen()
        connection = min(self._waiting, key=lambda each: len(self._waiting[each]))
        self._send(connection, documents)
        self._waiting[connection].append(len(documents))

    def finish(self) -> list[ArraySegment]:
        """Wait for everything; all segments."""
        for connection in self._waiting:
            self._send(connection, None)
            self._waiting[connection].append(0)
        while any(self._waiting.values()):
            self._listen()
        return self._segments

    def _send(self, connection: Connection, message: Sequence[Document] | None) -> None:
        try:
            connection.send(message)
        except OSError:
            self._receive(connection)  # it says why it is gone

    def _listen(self) -> None:
        """Wait for an answer of any worker."""
        for connection in wait([each for each, waiting in self._waiting.items() if waiting]):
            self._receive(connection)

    def _receive(self, connection: Any) -> None:
        try:
            answer = connection.recv()
        except (EOFError, OSError):  # killed, for want of memory or by hand
            raise Unavailable(NOT_WRITABLE) from None
        if isinstance(answer, BaseException):
            raise answer
        self._done += self._waiting[connection].popleft()
        self._segments += answer
        self._progress(self._done)


def work(folder: Path, connection: Connection, encoder: Encoder | None) -> None:
    """What a worker does: take batches until None comes, answer each with the segments that are final."""
    with closing(Runs(folder, encoder)) as runs, connection:
        try:
            while (documents := connection.recv()) is not None:
                for document in documents:
                    with refused_writes():
                        runs.add(document)
                connection.send([])
            with refused_writes():
                connection.send(runs.finish())
        except EOFError:
            pass  # the parent is gone
        except Exception as error:  # noqa: BLE001  (raised by the parent)
            error.add_note(format_exc())
            connection.send(error)
