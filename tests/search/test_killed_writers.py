"""kill -9 at any moment of a commit leaves the state before or after it, a free lock and no debris."""

import time
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


@pytest.mark.parametrize("milliseconds", [5, 40, 75, 110, 145, 230])
def test_killed_while_committing(register: Index, tmp_path: Path, milliseconds: int) -> None:
    writer = processes.start(WRITER, tmp_path / "index")
    processes.wait_for_line(writer, "ready")
    time.sleep(milliseconds / 1000)
    processes.end(writer)

    found = [key for key, _ in register.stored()]
    assert len(found) == len(set(found))
    guests = [key for key in found if key.startswith("gast-")]
    assert set(found) - {"zaehler", "partner", *guests} == {document.key for document in REGISTER}
    assert len(guests) <= 1
    pair = register.search(Query("Stand")).keys
    assert len(pair) in {0, 2}
    if pair:  # both of one commit, and the guest of the same
        [guest] = guests
        assert set(register.search(Query(f"Stand {guest.removeprefix('gast-')}")).keys) == set(pair)

    with register.writing() as batch:  # the lock is free, and the next commit cleans up
        batch.put(project("danach", "Danach"))
    assert register.search(Query("Danach")).keys == ("danach",)
    [generation] = (tmp_path / "index").glob("g-*")
    assert not [path.name for path in generation.iterdir() if ".toc." in path.name]


@pytest.mark.parametrize("milliseconds", [10, 90, 200])
def test_killed_while_rebuilding(register: Index, tmp_path: Path, milliseconds: int) -> None:
    rebuilder = processes.start(REBUILDER, tmp_path / "index")
    processes.wait_for_line(rebuilder, "ready")
    time.sleep(milliseconds / 1000)
    processes.end(rebuilder)

    assert register.status().documents in {4, 54}
    assert register.search(Query("Glasfaser")).keys == ("glasfaser",)
    register.rebuild(REGISTER)
    assert register.status().documents == 4
    assert len(list((tmp_path / "index").glob("g-*"))) == 1
