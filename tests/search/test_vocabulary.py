"""The most frequent words with a prefix equal a plain count, over segments and without what is deleted."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Index
from search.reading.contents import read_contents
from search.reading.field_terms import FieldTerms
from search.reading.segments import Segment
from search.reading.snapshot import Snapshot
from tests.search.samples import project

words = st.text("xyz", min_size=4, max_size=5)
titles = st.lists(words, max_size=4).map(" ".join)
commits = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.none() | titles, max_size=4), max_size=6)


def build(folder: Path, start: dict[str, str], several: list[dict[str, str | None]]) -> Path:
    index = Index(folder)
    index.rebuild([project(key, title) for key, title in start.items()])
    for commit in several:
        with index.writing() as batch:
            for key, title in commit.items():
                if title is None:
                    batch.delete(key)
                else:
                    batch.put(project(key, title))
    [generation] = folder.glob("g-*")
    return generation


def counted(generation: Path, prefix: str) -> list[tuple[str, int]]:
    """Living keys of the words with their frequencies, by reading everything."""
    frequencies: dict[str, int] = {}
    living = set()
    for content in read_contents(generation):
        table = Segment(generation, content.name).words
        for number, term in enumerate(table):
            frequencies[term.decode()] = frequencies.get(term.decode(), 0) + table.frequency(number)
            if set(table.documents(number).tolist()) - set(content.deleted):
                living.add(term.decode())
    found = [(term, count) for term, count in frequencies.items() if term in living and term.startswith(prefix)]
    return sorted(found, key=lambda each: (-each[1], each[0]))


@settings(max_examples=50, deadline=None)
@given(several=commits, prefix=st.text("xyz", max_size=2), limit=st.integers(1, 5))
@pytest.mark.parametrize("segments", ["many, with short lists", "one, with a long list"])
def test_most_frequent(segments: str, several: list[dict[str, str | None]], prefix: str, limit: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = {"k": "xyzzy xxxx yyyy"}
        if segments.startswith("one"):
            start |= {key: title for commit in several for key, title in commit.items() if title is not None}
            several = [{key: None for key in start if key in "ace"}]  # deletions alone add no segment
        generation = build(Path(folder, "index"), start, several)
        segments = [(Segment(generation, content.name), content.deleted) for content in read_contents(generation)]
        live = [~np.isin(np.arange(segment.size), list(deleted)) for segment, deleted in segments]
        terms = FieldTerms([segment.words for segment, _ in segments], live)
        expected = counted(generation, prefix)
        found = [(term.decode(), count) for term, count in terms.most_frequent(prefix.encode(), limit)]
        assert found == expected[:limit]
        assert [terms.frequency(term.encode()) for term, _ in expected] == [count for _, count in expected]


def test_words_of_deleted_documents_are_not_offered(tmp_path: Path) -> None:
    snapshot = Snapshot(build(tmp_path / "index", {"a": "Zzneu Zzalt"}, [{"a": "Zzneu"}]))
    found = snapshot.vocabulary.starting("zz", 5)
    assert sorted((each.surface, each.kind) for each in found) == [
        ("Zzneu", "headword"),
        ("Zzneu", "title"),
        ("Zzneu", "word"),
    ]
    assert [each.surface for each in snapshot.vocabulary.near("zzald", 1)] == []
    assert np.count_nonzero(snapshot.live) == snapshot.count == 1
