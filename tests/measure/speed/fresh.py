"""A process of its own that opens an index, answers and says what it took: `python -m tests.measure.speed.fresh`.

Its arguments are the engine and where its index is; questions come as JSON on its input. It prints the seconds from
opening to the first answer, and what memory it holds after all answers.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.measure.speed.engines import engine_class
from tests.measure.speed.queries import Asked

ROOT = Path(__file__).parents[3]


class Fresh(NamedTuple):
    """Seconds to the first answer, and bytes of memory: all that is resident, and what of it is no file's copy."""

    seconds: float
    resident: int
    anonymous: int


def ask_fresh(engine: str, where: str, questions: Sequence[Asked], budget: float) -> Fresh:
    """Ask in a new process; nothing of the index is in memory before, as far as the system can be told so.

    No further question is asked once `budget` seconds are over.
    """
    _drop_from_cache(Path(where))
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.measure.speed.fresh", engine, where, str(budget)],
        input=json.dumps([[asked.words, asked.filters] for asked in questions]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return Fresh(**json.loads(outcome.stdout))


def main() -> None:
    """Answer, then print the figures."""
    name, where, budget = sys.argv[1:]
    asked = [Asked(words, {group: tuple(chosen) for group, chosen in filters.items()}) for words, filters in _input()]
    engine = engine_class(name)(where)
    start = time.perf_counter()
    engine.open()
    engine.full_page(asked[0])
    seconds = time.perf_counter() - start
    for question in asked[1:]:
        if time.perf_counter() - start > float(budget):
            break
        engine.full_page(question)
    resident, anonymous = _memory()
    sys.stdout.write(json.dumps({"seconds": seconds, "resident": resident, "anonymous": anonymous}))


def _input() -> list[tuple[str, dict[str, list[str]]]]:
    found: list[tuple[str, dict[str, list[str]]]] = json.load(sys.stdin)
    return found


def _memory() -> tuple[int, int]:
    status = Path("/proc/self/status")
    if not status.exists():  # not Linux: the most there ever was; nobody says how much of it are files
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak, peak
    lines = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
    resident, anonymous = (int(lines[name].split()[0]) * 1024 for name in ("VmRSS", "RssAnon"))
    return resident, anonymous


def _drop_from_cache(folder: Path) -> None:
    if not hasattr(os, "posix_fadvise"):
        return
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)


if __name__ == "__main__":
    main()
