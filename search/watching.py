"""Which commit of which generation counts: looked up before every answer, so it has to cost next to nothing."""

import os
import time
from pathlib import Path
from typing import NamedTuple

from search.writing.generations import commit_number, pointer_path, read_pointer

# Nanoseconds. Some file systems know whole seconds only: what has changed just now may change again and bear the same
# time.
SETTLED_AFTER = 1_000_000_000


class State(NamedTuple):
    """Which commit of which generation counts."""

    generation: str
    commit: int

    def __str__(self) -> str:
        return f"{self.generation}.{self.commit}"


class _Seen(NamedTuple):
    state: State
    paths: tuple[str, ...]
    times: tuple[int, ...]


class Watch:
    """Reads pointer and folder anew only when their times of change are others than last time, or still young."""

    def __init__(self, directory: Path, fingerprint: str) -> None:
        self._directory = directory
        self._fingerprint = fingerprint
        self._seen: _Seen | None = None

    def state(self) -> State:
        """The state that counts now; raises Unavailable if there is none for this fingerprint."""
        if self._seen is not None and _times(self._seen.paths) == self._seen.times:
            return self._seen.state
        self._seen = None
        # Times are taken before what they stand for is read, so a change in between is seen next time.
        outside = (str(self._directory), str(pointer_path(self._directory)))
        times = _times(outside)
        generation = read_pointer(self._directory, self._fingerprint).generation
        folder = self._directory / generation
        inside = _times((str(folder),))
        state = State(generation, commit_number(folder))
        if times and inside and max(*times, *inside) < time.time_ns() - SETTLED_AFTER:
            self._seen = _Seen(state, (*outside, str(folder)), (*times, *inside))
        return state


def _times(paths: tuple[str, ...]) -> tuple[int, ...]:
    """When each last changed, its rights too; () if one is missing."""
    try:
        return tuple([os.stat(path).st_ctime_ns for path in paths])  # noqa: PTH116 - Path takes four times as long
    except OSError:
        return ()
