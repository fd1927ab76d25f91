"""One changed byte anywhere in an index: the right answer or none, in every reader of the files."""

from pathlib import Path

import pytest

from search import Index, Query, Results, Unavailable
from search.reading.arrays import PAGE
from tests.search.samples import project

QUESTIONS = (Query(), Query("Akte"), Query("Schulen"), Query("Herne", filters={"phase": ("betrieb",)}, sort="title"))


def answers(directory: Path) -> list[Results | list[tuple[str, str]]]:
    index = Index(directory)
    return [*(index.search(query) for query in QUESTIONS), list(index.stored())]


@pytest.mark.parametrize("suffix", [".seg", ".toc"])
def test_one_changed_byte_is_never_believed(register: Index, tmp_path: Path, suffix: str) -> None:
    with register.writing() as batch:
        batch.put(project("neu", "Neue Akte"))
        batch.delete("melder")
    expected = answers(tmp_path / "index")
    refused = tried = 0
    for path in sorted((tmp_path / "index").glob(f"g-*/*{suffix}")):
        content = path.read_bytes()
        for place in range(0, len(content), max(len(content) // 40, 1)):
            path.write_bytes(content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :])
            tried += 1
            try:
                assert answers(tmp_path / "index") == expected
            except Unavailable:
                refused += 1
        path.write_bytes(content)
    assert answers(tmp_path / "index") == expected
    assert refused > tried / 2  # most bytes are read by some question


def test_a_changed_byte_is_found_wherever_it_is(register: Index, tmp_path: Path) -> None:
    register.verify()
    [path] = (tmp_path / "index").glob("g-*/*.seg")
    content = path.read_bytes()
    for place in range(0, len(content), PAGE // 8):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(Unavailable):
            Index(tmp_path / "index").verify()
    path.write_bytes(content)
    register.verify()
