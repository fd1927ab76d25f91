"""kill -9 at any moment of a commit leaves the state before or after it, a free lock and no debris."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from search import Index, Query
from tests.search import processes
from tests.search.samples import REGISTER, project

WRITER = """
import sys, pathlib, itertools
from search import Index
from tests.search.samples import project
index = Index(pathlib.Path(sys.argv[1]))
print("ready", flush=True)
for number in itertools.count(10):
    with index.writing() as batch:
        batch.put(project("zaehler", f"Stand {number}"))
        batch.put(project("partner", f"Stand {number}"))
        batch.delete(f"gast-{number - 1}")
        batch.put(project(f"gast-{number}", "Gast"))
"""

REBUILDER = """
import sys, pathlib
from search import Index
from tests.search.samples import REGISTER, project
index = Index(pathlib.Path(sys.argv[1]))
print("ready", flush=True)
while True:
    index.rebuild([*REGISTER, *(project(f"gast-{number}", "Gast") for number in range(50))])
"""


def kill(code: str, directory: Path, seconds: float) -> None:
    """Kill -9 a process that is at work, so many seconds after it began."""
    process = processes.start(code, directory)
    processes.wait_for_line(process, "ready")
    time.sleep(seconds)
    processes.end(process)


def killed_while_committing(index: Index, directory: Path, seconds: float) -> None:
    kill(WRITER, directory, seconds)
    found = [key for key, _ in index.stored()]
    assert len(found) == len(set(found))
    guests = [key for key in found if key.startswith("gast-")]
    assert set(found) - {"zaehler", "partner", *guests} == {document.key for document in REGISTER}
    assert len(guests) <= 1
    pair = index.search(Query("Stand")).keys
    assert len(pair) in {0, 2}
    if pair:  # both of one commit, and the guest of the same
        [guest] = guests
        assert set(index.search(Query(f"Stand {guest.removeprefix('gast-')}")).keys) == set(pair)

    with index.writing() as batch:  # the lock is free, and the next commit cleans up
        batch.put(project("danach", "Danach"))
    assert index.search(Query("Danach")).keys == ("danach",)
    [generation] = directory.glob("g-*")
    assert not [path.name for path in generation.iterdir() if ".toc." in path.name]


def killed_while_rebuilding(index: Index, directory: Path, seconds: float) -> None:
    kill(REBUILDER, directory, seconds)
    assert index.status().documents in {4, 54}
    assert index.search(Query("Glasfaser")).keys == ("glasfaser",)
    index.rebuild(REGISTER)
    assert index.status().documents == 4
    assert len(list(directory.glob("g-*"))) == 1


@pytest.mark.parametrize("milliseconds", [5, 40, 75, 110, 145, 230])
def test_killed_while_committing(register: Index, tmp_path: Path, milliseconds: int) -> None:
    killed_while_committing(register, tmp_path / "index", milliseconds / 1000)


@pytest.mark.parametrize("milliseconds", [10, 60, 120, 200])
def test_killed_while_rebuilding(register: Index, tmp_path: Path, milliseconds: int) -> None:
    killed_while_rebuilding(register, tmp_path / "index", milliseconds / 1000)


@pytest.mark.endure
@pytest.mark.parametrize("killed", [killed_while_committing, killed_while_rebuilding])
def test_killed_fifty_times(register: Index, tmp_path: Path, killed: Callable[[Index, Path, float], None]) -> None:
    for _ in range(50):
        killed(register, tmp_path / "index", random.uniform(0, 0.4))
        register.rebuild(REGISTER)
