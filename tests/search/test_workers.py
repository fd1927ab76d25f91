"""A rebuild by several processes gives the same index, and fails as cleanly as one by a single process."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import Document, Index, Query, Unavailable
from search.writing import rebuilding, runs
from tests.search.samples import project

DOCUMENTS = [
    project(f"k{number}", f"Titel {number % 7} Sensor", summary=f"Wort{number} Akte " * (number % 5), tags=("Netz",))
    for number in range(450)
]


@pytest.fixture
def by_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "FEW", 10)
    monkeypatch.setattr(rebuilding, "cores", lambda: 2)


def assert_same(one: Index, other: Index) -> None:
    """Scores are nearly the same: merging rounds the lengths of documents, in Whoosh as here."""
    assert dict(one.stored()) == dict(other.stored())
    for words in ("Sensor", "Wort77", "Netz Akte", '"Titel 3"'):
        found = [index.search(Query(words, limit=1000)) for index in (one, other)]
        assert found[0].total == found[1].total > 0
        assert found[0].facets == found[1].facets
        scores, others = ({hit.key: hit.score for hit in each.hits} for each in found)
        assert scores == pytest.approx(others, rel=0.01)


def segments(folder: Path) -> int:
    return len(list(folder.glob("g-*/*.seg")))


@pytest.mark.usefixtures("by_workers")
def test_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    together = Index(tmp_path / "together")
    assert together.rebuild(iter([*DOCUMENTS, DOCUMENTS[0]]), expected=450, progress=told.append) == 450
    assert told == sorted(told)
    assert told[-1] == 450
    assert segments(tmp_path / "together") == 1
    assert multiprocessing.active_children() == []
    monkeypatch.setattr(rebuilding, "FEW", 1000)
    alone = Index(tmp_path / "alone")
    alone.rebuild(DOCUMENTS)
    assert_same(together, alone)


def test_more_than_fits_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Index(tmp_path / "whole")
    whole.rebuild(DOCUMENTS)
    monkeypatch.setattr(runs, "_MOST_POSTINGS", 500)
    in_runs = Index(tmp_path / "in-runs")
    in_runs.rebuild(DOCUMENTS)
    assert segments(tmp_path / "in-runs") == 1
    assert_same(in_runs, whole)


@pytest.mark.usefixtures("by_workers")
def test_failing_documents_leave_the_old_generation(register: Index) -> None:
    def failing() -> Iterator[Document]:
        yield from DOCUMENTS
        raise OSError("the database is gone")

    with pytest.raises(OSError, match="database"):
        register.rebuild(failing())
    assert multiprocessing.active_children() == []
    assert register.status().documents == 4


@pytest.mark.usefixtures("by_workers")
def test_a_killed_worker_is_said_and_leaves_the_old_generation(register: Index) -> None:
    def killing() -> Iterator[Document]:
        for document in DOCUMENTS:
            yield document
            if document.key == "k300":
                for process in multiprocessing.active_children():
                    process.kill()

    with pytest.raises(Unavailable, match="schreiben"):
        register.rebuild(killing())
    assert multiprocessing.active_children() == []
    assert register.status().documents == 4
    assert register.rebuild(DOCUMENTS[:5]) == 5  # and the lock is free
