"""The files of arrays: what was written is read, in slices, and no changed byte is believed."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from search import Unavailable
from search.reading import arrays
from search.reading.arrays import PAGE, ArrayFile
from search.writing.array_file import ArrayFileWriter
from search.writing.encoding import encoded_weights, grouped
from search.writing.encoding import small as smallest

LONG = np.arange(2 * PAGE, dtype=np.uint32)


@pytest.fixture(params=["read whole", "read by pages"], autouse=True)
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files are read at once, others by pages."""
    if request.param == "read by pages":
        monkeypatch.setattr(arrays, "_SMALL", 0)


def written(folder: Path, **arrays: NDArray) -> Path:
    writer = ArrayFileWriter(str(folder))
    for name, numbers in arrays.items():
        writer.put(name, numbers)
    writer.about["documents"] = 3
    path = folder / "file"
    with path.open("wb") as output:
        writer.write(output)
    writer.close()
    return path


def test_arrays_and_notes_come_back(tmp_path: Path) -> None:
    path = written(tmp_path, empty=np.zeros(0, np.int64), below=np.array([-3, 4]), long=LONG)
    file = ArrayFile(path)
    assert file.about == {"documents": 3}
    assert {name: file.array(name).tolist() for name in file.entries} == {
        "empty": [], "below": [-3, 4], "long": LONG.tolist(),
    }  # fmt: skip


@pytest.mark.parametrize(("start", "stop"), [(0, 0), (0, 1), (5, 9), (0, PAGE), (PAGE - 1, PAGE + 1), (100, 2 * PAGE)])
def test_slices(tmp_path: Path, start: int, stop: int) -> None:
    file = ArrayFile(written(tmp_path, first=np.arange(3), long=LONG))
    assert file.array("long", start, stop).tolist() == LONG[start:stop].tolist()


def test_a_file_may_vanish_while_it_is_open(tmp_path: Path) -> None:
    path = written(tmp_path, long=LONG)
    file = ArrayFile(path)
    path.unlink()
    assert file.array("long", 7, 9).tolist() == [7, 8]


def test_streams_go_to_the_disk_when_they_are_large(tmp_path: Path) -> None:
    writer = ArrayFileWriter(str(tmp_path))
    stream = writer.stream("numbers", "<u4")
    for start in range(0, 1_000_000, 100_000):
        stream.append(np.arange(start, start + 100_000))
    output = io.BytesIO()
    writer.write(output)
    writer.close()
    (tmp_path / "file").write_bytes(output.getvalue())
    assert np.array_equal(ArrayFile(tmp_path / "file").array("numbers"), np.arange(1_000_000))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_no_changed_byte_is_believed(tmp_path: Path) -> None:
    path = written(tmp_path, long=LONG)
    content = path.read_bytes()
    for place in [*range(0, len(content), 97), *range(len(content) - 60, len(content))]:
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(Unavailable):
            read_all(path)


def test_no_cut_off_file_is_believed(tmp_path: Path) -> None:
    path = written(tmp_path, long=LONG)
    content = path.read_bytes()
    for size in [*range(0, len(content), 997), *range(len(content) - 60, len(content))]:
        path.write_bytes(content[:size])
        with pytest.raises(Unavailable):
            read_all(path)


def test_a_file_cut_off_while_open_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path, long=LONG)
    file = ArrayFile(path)
    with path.open("r+b") as output:
        output.truncate(100)
    with pytest.raises(Unavailable):
        file.array("long")


def read_all(path: Path) -> None:
    file = ArrayFile(path)
    for name in file.entries:
        assert np.array_equal(file.array(name), LONG)


@given(st.lists(st.integers(0, 2**40)))
def test_small_arrays_hold_the_same_numbers(numbers: list[int]) -> None:
    array = smallest(np.array(numbers, np.int64))
    assert array.tolist() == numbers
    assert array.dtype.itemsize == next(size for size in (1, 2, 4, 8) if max(numbers, default=0) < 256**size)


@pytest.mark.parametrize(
    ("weights", "kind"), [([3.0, 0.5, 0.125], "u"), ([1.0, 0.3], "f"), ([], "u"), ([40.0, 1000.0], "u")]
)
def test_weights_are_eighths_where_that_is_exact(weights: list[float], kind: str) -> None:
    encoded = encoded_weights(np.array(weights, np.float32))
    assert encoded.dtype.kind == kind
    assert (encoded / (8 if kind == "u" else 1)).tolist() == np.array(weights, np.float32).tolist()


@settings(max_examples=50)
@given(st.lists(st.lists(st.integers(0, 99), max_size=4)), st.randoms())
def test_groups_in_another_order(groups: list[list[int]], random: st.DataObject) -> None:
    order = list(range(len(groups)))
    random.shuffle(order)
    members = np.array([member for group in groups for member in group], np.int64)
    places = grouped(np.array([len(group) for group in groups], np.int64), np.array(order, np.int64))
    assert members[places].tolist() == [member for place in order for member in groups[place]]
