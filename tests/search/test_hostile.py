"""Any input at all gives an answer, within bounded work."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search import Document, Index, Query
from search.planning.planner import MAX_WORDS
from search.suggesting.spelling import MAX_EXPANSIONS
from tests.search.samples import REGISTER, project

any_text = st.text(st.characters(exclude_categories=()), max_size=300)

BOMBS = {
    "one long word": "a" * 1_000_000,
    "a megabyte of combining marks": "a" + "\u0301\u0323" * 500_000,
    "ten thousand terms": " ".join(f"wort{number}" for number in range(10_000)),
    "wildcards": "*" * 5000 + " a*b*c*d*e*f*g* ???? a~9 [a TO z]",
    "regex": "r'(a+)+$' /(x+x+)+y/ " * 100,
    "nested operators": "(" * 5000 + "Akte AND (NOT OR" + ")" * 5000,
    "hyphens": "a-" * 500_000,
    "gender signs": "Bürger*innen:innen_innen(innen" * 1000,
    "control characters": "Akte\x00\x01\x1b[31m\ud800\udfff\ufeff",
    "fields": "title:akte kind:project _stored_title:x key_:akte",
}


@pytest.fixture(scope="module")
def shared() -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder, "index"))
        vocabulary = (project(f"v{number}", f"Zquarx{number:04} im Rathaus") for number in range(300))
        index.rebuild([*REGISTER, *vocabulary])
        yield index


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs(shared: Index, bomb: str) -> None:
    plan = shared.plan(Query(BOMBS[bomb]))
    wanted = () if plan is None else plan.wanted
    assert len(wanted) <= MAX_WORDS
    started = time.perf_counter()
    shared.search(Query(BOMBS[bomb]))
    shared.suggest(BOMBS[bomb])
    assert time.perf_counter() - started < 5  # a bound against explosions, not a benchmark


def test_expansions_are_bounded(shared: Index) -> None:
    plan = shared.plan(Query("Zquar"))
    assert plan is not None
    [wanted] = plan.wanted
    assert len(wanted.alternatives) == MAX_EXPANSIONS + 1
    assert all(key.startswith("zquar") for alternative in wanted.all for key in alternative.keys)
    assert shared.search(Query("Zquar")).total == MAX_EXPANSIONS


@settings(max_examples=150, deadline=None)
@example("\ud800")
@example("\x00")
@given(any_text)
def test_any_words_get_an_answer(shared: Index, words: str) -> None:
    results = shared.search(Query(words))
    assert len(results.hits) <= results.total <= 304
    proposal = shared.suggest(words)
    assert proposal is None or proposal.encode()


@settings(max_examples=60, deadline=None)
@given(st.lists(any_text, max_size=3).map(tuple))
def test_any_filter_value_gets_an_answer(shared: Index, values: tuple[str, ...]) -> None:
    results = shared.search(Query(filters={"municipality": values, "kind": ("project",)}))
    assert results.total <= 304


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60).filter(str.strip), any_text, st.lists(any_text, max_size=3).map(tuple))
def test_any_document_is_refused_or_stored(key: str, text: str, values: tuple[str, ...]) -> None:
    try:
        document = Document(key, {"kind": "project", "text": text, "tags": values, "technology": values})
    except ValueError:
        return
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder, "index"))
        index.rebuild([document])
        assert dict(index.stored()) == {key: document.digest}
        shown = {facet.value for facet in index.search(Query()).facets["technology"]}
        assert shown == set(document.pieces("technology") or ("keine-angabe",))
