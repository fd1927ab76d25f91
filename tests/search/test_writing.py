import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from search import Busy, Index, Query, Unavailable
from tests.search import processes
from tests.search.samples import REGISTER, project

HOLDER = """
import sys, pathlib
from search import Index
with Index(pathlib.Path(sys.argv[1])).writing() as batch:
    print("writing", flush=True)
    sys.stdin.readline()
"""


def test_put_is_found_at_once_and_replaces(register: Index) -> None:
    with register.writing() as batch:
        batch.put(project("neu", "Quantenregister"))
    assert register.search(Query("Quantenregister")).keys == ("neu",)
    with register.writing() as batch:
        batch.put(project("neu", "Parkleitsystem"))
    assert register.search(Query("Quantenregister")).total == 0
    assert register.search(Query("Parkleitsystem")).keys == ("neu",)


def test_delete(register: Index) -> None:
    with register.writing() as batch:
        batch.delete("melder")
        batch.delete("gibt-es-nicht")
        batch.delete("\ud800")
    assert register.search(Query("Mängelmelder")).total == 0
    assert {key for key, _ in register.stored()} == {"termine", "akte", "glasfaser"}


def test_the_last_word_on_a_key_counts(register: Index) -> None:
    with register.writing() as batch:
        batch.put(project("a", "Erstens"))
        batch.put(project("a", "Zweitens"))
        batch.put(project("b", "Drittens"))
        batch.delete("b")
        batch.delete("akte")
        batch.put(REGISTER[1])
    assert register.search(Query("Erstens")).total == 0
    assert register.search(Query("Zweitens")).keys == ("a",)
    assert len(list(register.stored())) == 5


def test_nothing_is_written_after_an_exception(register: Index) -> None:
    before = register.status().generation

    def put_and_fail() -> None:
        with register.writing() as batch:
            batch.put(project("neu", "Quantenregister"))
            raise RuntimeError("the caller fails")

    with pytest.raises(RuntimeError, match="caller"):
        put_and_fail()
    assert register.status().generation == before
    with register.writing() as batch:
        batch.delete("melder")
    assert register.status().documents == 3


def test_one_commit_per_batch_and_none_without_a_change(register: Index) -> None:
    first = register.status().generation
    with register.writing() as batch:
        batch.put(REGISTER[0])
        batch.delete("gibt-es-nicht")
    assert register.status().generation == first
    with register.writing() as batch:
        for number in range(5):
            batch.put(project(f"neu-{number}", "Neu"))
    assert first is not None
    assert register.status().generation == first.removesuffix(".1") + ".2"


def test_other_index_objects_see_the_commit(register: Index, tmp_path: Path) -> None:
    other = Index(tmp_path / "index")
    assert other.search(Query()).total == 4
    with register.writing() as batch:
        batch.delete("melder")
    assert other.search(Query()).total == 3


def test_busy_at_once_within_the_process(register: Index) -> None:
    with register.writing():
        with pytest.raises(Busy), register.writing():
            pytest.fail("two writers")
        with pytest.raises(Busy):
            register.rebuild([])
        assert register.search(Query()).total == 4  # reading goes on


def test_busy_while_another_process_writes_and_free_after_its_death(register: Index, tmp_path: Path) -> None:
    holder = processes.start(HOLDER, tmp_path / "index")
    processes.wait_for_line(holder, "writing")
    try:
        with pytest.raises(Busy), register.writing():
            pytest.fail("two writers")
    finally:
        processes.end(holder)
    with register.writing() as batch:
        batch.delete("melder")
    assert register.status().documents == 3


@pytest.mark.parametrize("made", [False, True])
def test_writing_needs_an_index(tmp_path: Path, made: bool) -> None:
    directory = tmp_path / "index"
    if made:
        directory.mkdir(mode=0o700)
    with pytest.raises(Unavailable), Index(directory).writing():
        pytest.fail("nothing to write to")
    assert directory.exists() == made


def test_threads_read_while_one_writes(register: Index) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                results = register.search(Query("Glasfaser"))
                assert results.keys == ("glasfaser",)
                assert results.total == 1
        except BaseException as error:  # noqa: BLE001  (handed to the main thread)
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(12):
        with register.writing() as batch:
            batch.put(project("wechsel", f"Fassung {number}"))
            batch.delete(f"neu-{number - 1}")
            batch.put(project(f"neu-{number}", "Neu"))
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert register.status().documents == 6


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # it is what is tested here
def test_a_forked_child_reads_although_a_thread_held_the_lock(register: Index) -> None:
    holding, release = threading.Event(), threading.Event()

    def hold() -> None:
        with register._opened():
            holding.set()
            release.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(10)
    child = os.fork()
    if child == 0:
        answered = register.search(Query("Glasfaser")).total == 1
        os._exit(0 if answered else 1)
    _, status = os.waitpid(child, 0)
    release.set()
    thread.join()
    assert os.waitstatus_to_exitcode(status) == 0
    assert register.search(Query("Glasfaser")).total == 1


def test_many_commits_do_not_pile_up_files(build: Callable[..., Index], tmp_path: Path) -> None:
    index = build(*REGISTER)
    for number in range(30):
        with index.writing() as batch:
            batch.put(project("wechsel", f"Fassung {number}"))
    [generation] = (tmp_path / "index").glob("g-*")
    assert len(list(generation.iterdir())) < 20


def test_documents_of_the_samples_are_stored_with_their_digest(register: Index) -> None:
    expected: dict[str, str] = {document.key: document.digest for document in REGISTER}
    assert dict(register.stored()) == expected
