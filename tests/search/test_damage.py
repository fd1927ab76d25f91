"""Whatever lies in the directory: Unavailable with a reason or a right answer, and a rebuild heals it."""

import json
import pickle
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from search import Index, Query, Unavailable
from search.fields import FIELDS, Field, Kind
from tests.search import processes
from tests.search.samples import REGISTER, project


def generation(directory: Path) -> Path:
    [folder] = directory.glob("g-*")
    return folder


def each_file(directory: Path, suffix: str, change: Callable[[Path], object]) -> None:
    paths = list(generation(directory).glob(f"*{suffix}"))
    assert paths
    for path in paths:
        change(path)


def cut(part: float) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no directory": shutil.rmtree,
    "empty directory": lambda directory: [
        shutil.rmtree(generation(directory)),
        (directory / "current").unlink(),
    ],
    "no pointer": lambda directory: (directory / "current").unlink(),
    "empty pointer": lambda directory: (directory / "current").write_text(""),
    "binary pointer": lambda directory: (directory / "current").write_bytes(b"\x80\x00"),
    "pointer of another shape": lambda directory: (directory / "current").write_text("[1]"),
    "deep pointer": lambda directory: (directory / "current").write_text("[" * 100_000),
    "pointer is a folder": lambda directory: [
        (directory / "current").unlink(),
        (directory / "current").mkdir(),
    ],
    "pointer leads out": lambda directory: (directory / "current").write_text(
        json.dumps({"generation": "../index", "fingerprint": Index(directory).status().fingerprint})
    ),
    "no generation": lambda directory: shutil.rmtree(generation(directory)),
    "empty generation": lambda directory: [path.unlink() for path in generation(directory).iterdir()],
    "no contents": lambda directory: each_file(directory, ".toc", Path.unlink),
    "empty contents": lambda directory: each_file(directory, ".toc", cut(0)),
    "half contents": lambda directory: each_file(directory, ".toc", cut(0.5)),
    "wrong contents": lambda directory: each_file(directory, ".toc", lambda path: path.write_bytes(b"x" * 500)),
    "no segment": lambda directory: each_file(directory, ".seg", Path.unlink),
    "empty segment": lambda directory: each_file(directory, ".seg", cut(0)),
    "half segment": lambda directory: each_file(directory, ".seg", cut(0.5)),
    "nearly whole segment": lambda directory: each_file(directory, ".seg", cut(0.99)),
    "wrong segment": lambda directory: each_file(
        directory, ".seg", lambda path: path.write_bytes(b"\xff" * path.stat().st_size)
    ),
    "old fingerprint": lambda directory: (directory / "current").write_text(
        json.dumps({"generation": generation(directory).name, "fingerprint": "0" * 16})
    ),
    "others may write": lambda directory: directory.chmod(0o777),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed_and_healed(register: Index, tmp_path: Path, damage: str) -> None:
    directory = tmp_path / "index"
    DAMAGES[damage](directory)
    index = Index(directory)
    for ask in (lambda: index.search(Query("Akte")), index.stored, lambda: index.complete("Akt")):
        with pytest.raises(Unavailable) as caught:
            ask()
        assert caught.value.reason.startswith(("Der ", "Es "))
    with pytest.raises(Unavailable), index.writing():
        pytest.fail("a damaged index must not be written")
    status = index.status()
    assert (status.usable, status.documents, status.generation) == (False, 0, None)
    assert status.reason
    if damage == "pointer is a folder":
        (directory / "current").rmdir()

    assert index.rebuild(REGISTER) == 4
    assert index.search(Query("Akte")).keys == ("akte",)
    assert register.search(Query("Akte")).keys == ("akte",)
    assert index.status().usable


@pytest.mark.parametrize("step", range(20))
def test_changed_bytes_never_raise_anything_else(register: Index, tmp_path: Path, step: int) -> None:
    def overwrite(path: Path) -> None:
        content = bytearray(path.read_bytes())
        place = len(content) * step // 20
        content[place : place + 40] = b"\xaa" * 40
        path.write_bytes(content[: path.stat().st_size])

    each_file(tmp_path / "index", ".seg", overwrite)
    index = Index(tmp_path / "index")
    for words in ("", "Akte", "Schulen Termin", "Mängelmelder"):
        with suppress(Unavailable):
            assert index.search(Query(words)).total <= 4
            index.complete(words[:3])


def test_a_pickle_in_place_of_the_pointer_is_not_loaded(register: Index, tmp_path: Path) -> None:
    (tmp_path / "index" / "current").write_bytes(pickle.dumps({"generation": "g", "fingerprint": "f"}))
    assert not register.status().usable


def test_a_changed_field_table_or_analysis_is_never_read(
    register: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = (*FIELDS, Field("further", Kind.TEXT, weight=1.0))
    for name, value in (("search.fingerprint.FIELDS", changed), ("search.analysis.chain.VERSION", 10**6)):
        with monkeypatch.context() as patch:
            patch.setattr(name, value)
            newer = Index(tmp_path / "index")
            assert newer.status().fingerprint != register.status().fingerprint
            with pytest.raises(Unavailable, match="Programmfassung"):
                newer.search(Query())
    assert register.search(Query()).total == 4


def test_damage_while_open_is_noticed_at_the_next_commit(register: Index, tmp_path: Path) -> None:
    register.search(Query())
    each_file(tmp_path / "index", ".seg", cut(0.5))
    with pytest.raises(Unavailable), register.writing() as batch:
        batch.put(project("neu", "Neu"))
    assert Index(tmp_path / "index").status().reason == "Der Suchindex ist beschädigt."


CUT_OFF = """
import os, pathlib, sys
from search import Index, Query, Unavailable
directory = pathlib.Path(sys.argv[1])
index = Index(directory)
assert index.search(Query()).total == 4
[segment] = directory.glob("g-*/*.seg")
os.truncate(segment, 100)
try:
    print(index.search(Query("Akte")).keys == ("akte",), flush=True)  # it may have been read before
except Unavailable:
    print(True, flush=True)
"""


def test_a_segment_cut_off_while_open_does_not_end_the_process(register: Index, tmp_path: Path) -> None:
    process = processes.start(CUT_OFF, tmp_path / "index")
    try:
        processes.wait_for_line(process, "True")
        assert process.wait(10) == 0
    finally:
        processes.end(process)


def test_requests_do_not_wait_for_a_damaged_index_again_and_again(register: Index, tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    each_file(tmp_path / "index", ".seg", Path.unlink)
    index.status()
    started = time.perf_counter()
    for _ in range(20):
        assert not index.status().usable
    assert time.perf_counter() - started < 1  # one look alone takes Whoosh half a second


# Everything is loaded before the process gives up its rights: they may not reach as far as Python itself.
READ_ONLY = """
import os, pathlib
from search import Index, Query, Unavailable
from search.equivalents import curated
from tests.search.samples import REGISTER, project
directory = pathlib.Path("index")
index = Index(directory)
index.rebuild(REGISTER)
with index.writing() as batch:
    batch.put(project("neu", "Neu"))
if os.geteuid() == 0:
    nobody = 65534
    for path in [pathlib.Path(), *directory.rglob("*"), directory]:
        os.chown(path, nobody, nobody)
    curated()  # nobody may not look into the folder of the project
    os.setgroups([]), os.setgid(nobody), os.setuid(nobody)
[generation] = directory.glob("g-*")
generation.chmod(0o500)
directory.chmod(0o500)

def attempt(work):
    try:
        return work()
    except Unavailable as error:
        return error.reason

def write():
    with index.writing() as batch:
        batch.put(project("neuer", "Neuer"))

index = Index(directory)
print(*index.search(Query("Glasfaser")).keys)
print(attempt(write))
print(*index.search(Query("Glasfaser")).keys, index.status().usable)
parent = pathlib.Path()
away = pathlib.Path("away")
directory.chmod(0o700), directory.rename(away), parent.chmod(0o500)
print(attempt(lambda: index.search(Query("Glasfaser"))))
print(attempt(lambda: index.rebuild(REGISTER)))
parent.chmod(0o700), away.rename(directory), directory.chmod(0o500)
print(attempt(lambda: index.rebuild(REGISTER)), *index.search(Query("Glasfaser")).keys)
"""


def test_an_unprivileged_user_with_a_directory_that_is_read_only() -> None:
    with TemporaryDirectory() as folder:  # not in tmp_path, where others may not even look
        process = processes.start(READ_ONLY, folder=Path(folder))
        printed = process.communicate()[0]
    assert printed.splitlines() == [
        "glasfaser",
        "Der Suchindex lässt sich nicht schreiben.",
        "glasfaser True",
        "Es gibt noch keinen Suchindex.",
        "Der Suchindex lässt sich nicht schreiben.",
        "4 glasfaser",
    ]
