"""Any input at all gives an answer, within bounded work."""

import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search import Document, Index, Query
from search.planning.alternatives import MAX_ALTERNATIVES
from search.planning.planner import MAX_WORDS
from search.reading.postings import Postings
from search.reading.snapshot import Snapshot
from search.suggesting.spelling import MAX_EXPANSIONS
from tests.search import reference
from tests.search.samples import PLACES, REGISTER, project
from tests.search.strategies import SYNONYMS, examples

any_text = st.text(st.characters(exclude_categories=()), max_size=300)
# Signs and words that mean something to the syntax, in any order.
SIGNS = [
    "Akte", "Glassfaser", "Baugenehmigungsverfahren", "smart city", "Herne", "wer", "digital", "OZG", "E-", "-", '"',
    "„", "“", "ODER", "|", "stadt:", "ort:herne", "(", ")", "*", "?", "~", "[a TO z]", "/", "\\", "a" * 70, "ß",
    "\u0308", "\ud800", "\x00", "\u00ad", " ", " ", " ",
]  # fmt: skip
any_signs = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)

COMPOUNDS = """
    Baugenehmigungsverfahren Straßenbeleuchtungsanlage Grundwassermessstelle Onlineterminvergabe Schulverwaltung
    Bürgerbeteiligungsplattform Verkehrssteuerungszentrale Energiemanagementsystem Parkraumbewirtschaftungskonzept
    Digitalisierungsstrategie Informationssicherheitsmanagement Dokumentenmanagementsystem Geodateninfrastruktur
    Ratsinformationssystem Abfallentsorgungskalender Gewerbeanmeldung Fördermittelmanagement Bürgerbeteiligung
"""

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
    "long compounds": COMPOUNDS,
    "misspelt compounds": "Baugenehmigugsverfahren Strasenbelechtungsanlage Grundwasermessstele " * 6,
    "long unknown words": " ".join("fzkwbmgoclud"[number:] + "enisratdhulcgmobwfkz" * 3 for number in range(12)),
    "words that belong together": "smart city künstliche intelligenz digitaler zwilling " * 15,
    "either, often": "Akte" + " ODER OZG ODER DMS ODER KI ODER IoT ODER Baugenehmigung" * 15,
    "a phrase of many words": '"' + "Akte " * 10_000 + '"',
    "many open phrases": '"Akte ' * 10_000,
    "many exclusions": "-Baugenehmigungsverfahren " * 1000 + '-"OZG DMS" ' * 1000,
    "many municipalities": "stadt:herne Hattingen Bochumer " * 1000,
    "a municipality without end": "stadt:" + "herne" * 100_000,
    "fields": "title:akte kind:project _stored_title:x key_:akte",
}


@pytest.fixture(scope="module")
def shared() -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder, "index"))
        vocabulary = (project(f"v{number}", f"Zquarx{number:04} im Rathaus") for number in range(300))
        index.rebuild([*REGISTER, *vocabulary])
        yield index


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often which key is looked up."""
    counted: Counter[str] = Counter()
    postings = Snapshot.postings

    def counting(snapshot: Snapshot, key: str) -> Postings:
        counted[key] += 1
        return postings(snapshot, key)

    monkeypatch.setattr(Snapshot, "postings", counting)
    return counted


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs(shared: Index, looked_up: Counter[str], bomb: str) -> None:
    query = Query(BOMBS[bomb], places=PLACES, synonyms=SYNONYMS)
    started = time.perf_counter()
    results = shared.search(query)
    shared.complete(BOMBS[bomb], PLACES)
    assert shared.similar(BOMBS[bomb]) == ()
    assert time.perf_counter() - started < 5  # a bound against explosions, not a benchmark
    assert results.total + results.tail_total <= 304
    assert len(looked_up) <= 1000
    assert looked_up.total() <= 4000
    plan = shared.plan(query)
    if plan is not None:
        assert len(plan.wanted) <= MAX_WORDS
        assert len(plan.excluded) <= MAX_WORDS
        assert all(len(wanted.all) <= 2 * MAX_ALTERNATIVES for wanted in (*plan.wanted, *plan.excluded))


def test_what_is_counted_is_what_is_looked_up(shared: Index, looked_up: Counter[str]) -> None:
    query = Query("Glasfaser Baugenehmigung", places=PLACES)
    plan = shared.plan(query)
    assert plan is not None
    shared.search(query)
    assert set(looked_up) >= set(plan.keys()) > {"glas_faser"}


def test_expansions_are_bounded(shared: Index) -> None:
    plan = shared.plan(Query("Zquar"))
    assert plan is not None
    [wanted] = plan.wanted
    assert len(wanted.alternatives) == MAX_EXPANSIONS + 1
    assert all(key.startswith("zquar") for alternative in wanted.all for key in alternative.keys)
    assert shared.search(Query("Zquar")).total == MAX_EXPANSIONS


@settings(max_examples=examples(1), deadline=None)
@example("\ud800")
@example("\x00")
@given(any_text | any_signs)
def test_any_words_get_an_answer(shared: Index, words: str) -> None:
    results = shared.search(Query(words, places=PLACES, synonyms=SYNONYMS))
    assert len(results.hits) <= results.total <= 304
    for proposal in (results.corrected, results.proposal):
        assert proposal is None or (proposal.encode() and proposal != words)
    assert all(word.encode() for hit in results.hits for reason in hit.reasons for word in (reason.word, *reason.found))
    assert len(shared.complete(words, PLACES)) <= 8
    assert shared.similar(words) == ()


@settings(max_examples=examples(2), deadline=None)
@given(st.lists(any_text, max_size=3).map(tuple))
def test_any_filter_value_gets_an_answer(shared: Index, values: tuple[str, ...]) -> None:
    results = shared.search(Query(filters={"municipality": values, "kind": ("project",)}))
    assert results.total <= 304


@settings(max_examples=examples(3), deadline=None)
@example("k1", "", ("-",))
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
        assert shown == set(reference.values(document, "technology"))
        for words in (text[:100], key, "".join(values)[:100]):
            assert index.search(Query(words)).total in {0, 1}
            assert len(index.complete(words)) <= 8
        assert index.similar(key) == ()


def test_no_more_is_kept_of_a_query_than_counts(register: Index) -> None:
    tracemalloc.start()
    try:
        for number in range(20):
            register.search(Query(f"Akte {number} " + "x" * 1_000_000))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 10_000_000
