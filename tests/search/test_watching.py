"""Which commit counts: a quiet index is looked at by its times alone, and no change goes unseen."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from search import Index, Unavailable
from search.watching import SETTLED_AFTER, Watch
from tests.search.samples import REGISTER, project

_reads: list[str] = []


@sys.addaudithook  # which cannot be removed again, so it only notes
def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"open", "os.listdir"}:
        _reads.append(str(arguments[0]))


def reads_of(action: Callable[[], object], folder: Path) -> list[str]:
    """What the action opens or lists below the folder."""
    _reads.clear()
    action()
    return [path for path in _reads if path.startswith(str(folder))]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    found = Index(tmp_path / "index")
    found.rebuild(REGISTER)
    return found


@pytest.fixture
def watch(index: Index, tmp_path: Path) -> Watch:
    """A watch that has seen the index at rest."""
    made = Watch(tmp_path / "index", index.status().fingerprint)
    time.sleep(SETTLED_AFTER / 1e9 + 0.1)
    made.state()
    return made


def test_an_index_at_rest_is_neither_opened_nor_listed(watch: Watch, tmp_path: Path) -> None:
    assert reads_of(watch.state, tmp_path) == []


def test_a_young_one_is_read_each_time(index: Index, tmp_path: Path) -> None:
    watch = Watch(tmp_path / "index", index.status().fingerprint)
    watch.state()
    assert reads_of(watch.state, tmp_path)


def put(index: Index, number: int) -> None:
    with index.writing() as batch:
        batch.put(project("new", title=f"Fassung {number}"))


def rebuild(index: Index, _: int) -> None:
    index.rebuild(REGISTER)


@pytest.mark.parametrize("change", [put, rebuild])
def test_what_is_written_is_seen(watch: Watch, index: Index, change: Callable[[Index, int], None]) -> None:
    before = watch.state()
    for number in range(3):  # the second and third within a tick of the clock, perhaps
        change(index, number)
        after = watch.state()
        assert after != before
        before = after


def test_rights_given_to_others_are_seen(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "index").chmod(0o777)
    with pytest.raises(Unavailable):
        watch.state()
    (tmp_path / "index").chmod(0o700)
    watch.state()


def test_a_pointer_that_is_overwritten_is_seen(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "index" / "current").write_text("[1]")
    with pytest.raises(Unavailable):
        watch.state()
