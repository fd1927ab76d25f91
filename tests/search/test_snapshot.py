"""A snapshot is one state of the index, for all threads, after a fork, and whatever happens to the files."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from search import Index
from search.reading import postings
from search.reading.snapshot import Snapshot
from tests.search.samples import REGISTER, project

KEYS = ("akt", "herne", "schul", "glasfas", "burg_buro", "nirgend")


@pytest.fixture
def generation(register: Index, tmp_path: Path) -> Path:
    """Several segments, with deletions."""
    for number in range(3):
        with register.writing() as batch:
            batch.put(project(f"neu-{number}", f"Neue Akte {number}", places=("Herne",), phase="betrieb"))
            batch.put(REGISTER[number])
            batch.delete("melder")
    [folder] = (tmp_path / "index").glob("g-*")
    return folder


def read(snapshot: Snapshot) -> list[object]:
    """Something of everything."""
    counts = snapshot.facets.counted(snapshot.live, {"phase": ("betrieb",)})
    found = [snapshot.postings(key) for key in KEYS]
    numbers = np.flatnonzero(snapshot.live).tolist()
    return [
        [(each.documents.tolist(), each.scores.tolist(), each.places.tolist()) for each in found],
        counts,
        snapshot.order("title").tolist(),
        [(snapshot.key(number), snapshot.digest(number), snapshot.texts(number).text("title")) for number in numbers],
        [snapshot.number(key) for key in ("akte", "melder", "neu-1", "nirgends")],
        snapshot.confirmed_day.tolist(),
        snapshot.vocabulary.starting("ne", 5),
    ]


def test_threads_read_the_same(generation: Path) -> None:
    expected = read(Snapshot(generation))
    snapshot = Snapshot(generation)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: read(snapshot) == expected, range(40))) == [True] * 40


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_parent_and_child_read_on_after_a_fork(generation: Path) -> None:
    expected = read(Snapshot(generation))
    snapshot = Snapshot(generation)
    child = os.fork()
    if child == 0:
        os._exit(0 if read(snapshot) == expected else 1)
    same = read(snapshot) == expected
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert same


def test_a_snapshot_outlives_its_files(generation: Path) -> None:
    expected = read(Snapshot(generation))
    snapshot = Snapshot(generation)
    for path in generation.iterdir():
        path.unlink()
    assert read(snapshot) == expected


def test_what_was_read_before_a_commit_is_not_read_again(register: Index, generation: Path) -> None:
    before = Snapshot(generation)
    read(before)
    with register.writing() as batch:
        batch.put(project("zuletzt", "Zuletzt Akte"))
    after = Snapshot(generation, before)
    kept = {id(segment) for segment in before.segments} & {id(segment) for segment in after.segments}
    assert len(kept) == len(before.segments) or len(after.segments) < len(before.segments)
    assert read(after) == read(Snapshot(generation))


def test_memory_for_postings_is_bounded(build: Callable[..., Index], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(postings, "_LISTS_LIMIT", 5000)
    monkeypatch.setattr(postings, "_ROWS_LIMIT", 5000)
    monkeypatch.setattr(postings, "_KEYS_AT_HAND", 20)
    build(*(project(f"k{number}", f"Wort{number} Sensor") for number in range(50)))
    [folder] = (tmp_path / "index").glob("g-*")
    snapshot = Snapshot(folder)
    for number in range(50):
        key = snapshot.postings(f"wort{number}")
        assert len(key) == len(key.documents) == np.count_nonzero(key.row) == 1
    reader = snapshot._postings
    assert 0 < reader._lists.bytes <= 5000
    assert 0 < reader._rows.bytes <= 5000
    assert reader._known.bytes == 20
    assert snapshot.postings("wort0").documents.tolist() == [0]


def test_positions_run_through_the_fields_with_gaps(build: Callable[..., Index], tmp_path: Path) -> None:
    build(project("a", "Netz", tags=("Netz", "Netze"), summary="und Netz und Netz"))
    [folder] = (tmp_path / "index").glob("g-*")
    snapshot = Snapshot(folder)
    found = snapshot.postings("netz")
    assert snapshot.numbering.positions(found.places).tolist() == [0, 100, 110, 211, 213]
    assert found.weights.tolist() == [3.0 + 2 * 2.0 + 2 * 1.5]
