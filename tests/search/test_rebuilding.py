import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search import Busy, Document, Index, Query, TooSmall, Unavailable
from tests.search import processes
from tests.search.samples import REGISTER, project


def folders(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir() if path.is_dir())


def test_an_index_object_touches_nothing(tmp_path: Path) -> None:
    Index(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def test_rebuild_replaces_everything_and_leaves_one_generation(register: Index, tmp_path: Path) -> None:
    before = folders(tmp_path / "index")
    assert register.rebuild([project("einzig", "Einzig")]) == 1
    assert register.search(Query()).keys == ("einzig",)
    after = folders(tmp_path / "index")
    assert len(after) == 1
    assert after != before


def test_the_directory_is_private(register: Index, tmp_path: Path) -> None:
    for path in [tmp_path / "index", *(tmp_path / "index").glob("g-*")]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


@pytest.mark.parametrize("documents", [(), REGISTER])
def test_an_empty_index_works_and_can_be_written(build: Callable[..., Index], documents: tuple[Document, ...]) -> None:
    index = build(*documents)
    with index.writing() as batch:
        for document in documents:
            batch.delete(document.key)
    assert index.search(Query("Glasfaser")).total == index.search(Query()).total == 0
    with index.writing() as batch:
        batch.put(project("neu", "Neu"))
    assert index.search(Query("neu")).keys == ("neu",)


def test_progress_and_count(tmp_path: Path) -> None:
    told: list[int] = []
    documents = (project(f"k{number}") for number in range(250))
    assert Index(tmp_path / "index").rebuild(documents, expected=250, progress=told.append) == 250
    assert told == [100, 200, 250]


@pytest.mark.parametrize(
    ("arrived", "expected", "refused"), [(3, 4, True), (0, 1, True), (4, 4, False), (9, 10, False)]
)
def test_too_small_is_not_published(
    register: Index, tmp_path: Path, arrived: int, expected: int, refused: bool
) -> None:
    documents = [project(f"k{number}") for number in range(arrived)]
    if not refused:
        assert register.rebuild(documents, expected=expected) == arrived
        return
    before = folders(tmp_path / "index")
    with pytest.raises(TooSmall) as caught:
        register.rebuild(documents, expected=expected)
    assert (caught.value.arrived, caught.value.expected) == (arrived, expected)
    assert folders(tmp_path / "index") == before
    assert register.search(Query()).total == 4


def test_a_document_that_comes_twice_is_kept_once(build: Callable[..., Index]) -> None:
    index = build(project("a", "Erste"), project("a", "Zweite"))
    assert [key for key, _ in index.stored()] == ["a"]


def test_failing_documents_leave_the_old_generation(register: Index, tmp_path: Path) -> None:
    before = folders(tmp_path / "index")

    def failing() -> Iterator[Document]:
        yield REGISTER[0]
        raise OSError("the database is gone")

    with pytest.raises(OSError, match="database"):
        register.rebuild(failing())
    assert folders(tmp_path / "index") == before
    assert register.status().documents == 4
    assert register.rebuild(REGISTER) == 4  # and the lock is free


def test_readers_read_on_while_another_process_rebuilds_again_and_again(register: Index, tmp_path: Path) -> None:
    code = """
import sys, pathlib
from search import Index
from tests.search.samples import REGISTER
for _ in range(8):
    Index(pathlib.Path(sys.argv[1])).rebuild(REGISTER)
print("done", flush=True)
"""
    rebuilder = processes.start(code, tmp_path / "index")
    generations = set()
    while rebuilder.poll() is None:
        assert register.search(Query("Glasfaser")).keys == ("glasfaser",)
        assert Index(tmp_path / "index").search(Query("Akte")).keys == ("akte",)
        generations.add(register.status().generation)
    assert rebuilder.communicate()[0] == "done\n"
    assert len(generations) > 2


def test_writers_are_told_to_wait_during_a_rebuild(register: Index) -> None:
    tried = threading.Event()

    def slow() -> Iterator[Document]:
        with pytest.raises(Busy), register.writing():
            pytest.fail("two writers")
        tried.set()
        yield from REGISTER

    register.rebuild(slow())
    assert tried.is_set()


@pytest.mark.parametrize("limit", [1000, 4000])  # the table of contents does not fit; it does, but no segment
def test_a_full_disk_is_said_and_leaves_the_old_generation(register: Index, tmp_path: Path, limit: int) -> None:
    code = """
import resource, signal, sys, pathlib
from search import Index, Unavailable
from tests.search.samples import project
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
index = Index(pathlib.Path(sys.argv[1]))
documents = [project(f"k{n}", f"Titel {n}", summary=f"Wort{n} " * 50) for n in range(50)]
for attempt in ("rebuild", "writing"):
    try:
        if attempt == "rebuild":
            index.rebuild(documents)
        else:
            with index.writing() as batch:
                for document in documents:
                    batch.put(document)
    except Unavailable as error:
        print(error.reason)
"""
    limited = processes.start(code, tmp_path / "index", limit)
    assert limited.communicate()[0].splitlines() == ["Der Suchindex lässt sich nicht schreiben."] * 2
    assert register.status().documents == 4
    with register.writing() as batch:
        batch.delete("melder")
    assert register.status().documents == 3


def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable):
        Index(tmp_path / "file" / "index").rebuild(REGISTER)
