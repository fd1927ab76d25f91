"""Orders joined from segments, from commit to commit, equal plain sorting."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from search import SORTS, Document, Index
from search.reading.snapshot import Snapshot
from tests.search.samples import project
from tests.search.strategies import KEYS

values = st.sampled_from(["", "2024", "2024-05", "2023-12-31", "Ärger", "a", "ab", "a\0b", "\U0010ffff"]) | st.text(
    max_size=3
)
commits = st.lists(
    st.dictionaries(st.sampled_from(KEYS), st.none() | st.tuples(values, values, values), max_size=5),
    min_size=1,
    max_size=8,
)


def expected(documents: dict[str, Document], sort: str) -> list[str]:
    """The keys in order; each sort is stable, so the last one counts most."""
    keys = sorted(documents)
    for name in (*reversed(SORTS), sort):
        stated = [key for key in keys if documents[key].pieces(SORTS[name].column)]
        empty = [key for key in keys if key not in stated]
        stated.sort(key=lambda key: documents[key].pieces(SORTS[name].column), reverse=SORTS[name].descending)
        keys = stated + empty
    return keys


@settings(max_examples=30, deadline=None)
@given(commits, st.sampled_from(list(SORTS)))
def test_orders_equal_plain_sorting(several: list[dict[str, tuple[str, str, str] | None]], sort: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder, "index"))
        index.rebuild([])
        current: dict[str, Document] = {}
        snapshot = None
        for commit in several:
            with index.writing() as batch:
                for key, columns in commit.items():
                    if columns is None:
                        batch.delete(key)
                        current.pop(key, None)
                    else:
                        names = (each.column for each in SORTS.values())
                        current[key] = project(key, **dict(zip(names, columns, strict=True)))
                        batch.put(current[key])
            [generation] = Path(folder, "index").glob("g-*")
            snapshot = Snapshot(generation, snapshot)
            for each in (snapshot, Snapshot(generation)):
                assert keys_in_order(each, sort) == expected(current, sort)
                assert {key: each.number(key) is not None for key in KEYS} == {key: key in current for key in KEYS}


def keys_in_order(snapshot: Snapshot, sort: str) -> list[str]:
    ranks = snapshot.order(sort)
    assert sorted(ranks.tolist()) == list(range(snapshot.size))
    live = np.flatnonzero(snapshot.live)
    return [snapshot.key(number) for number in live[np.argsort(ranks[live])].tolist()]
