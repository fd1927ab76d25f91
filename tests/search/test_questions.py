"""Whole questions in plain German work as well as keywords."""

from collections.abc import Callable

import pytest

from search import Index, Query
from tests.search.asking import hits, tail
from tests.search.samples import PLACES, project


@pytest.fixture
def index(build: Callable[..., Index]) -> Index:
    return build(
        project("melder", "Mängelmelder", summary="Schäden auf der Karte melden", municipality=("herne",)),
        project("melder-app", "Mängelmelder als App", summary="Digital melden", municipality=("witten",)),
        project("akte", "E-Akte", summary="Die Stadt führt die Akte digital ein", municipality=("bochum",)),
        project("erfahrung", "Erfahrungsaustausch", summary="Wer hat schon ein Projekt?", municipality=("essen",)),
    )


@pytest.mark.parametrize(
    "words",
    [
        "Mängelmelder",
        "Wer hat schon Erfahrung mit einem Mängelmelder?",
        "Welche Stadt hat bereits einen Mängelmelder eingeführt?",
        "Gibt es irgendwo einen Mängelmelder",
        "Wie macht man das mit dem Mängelmelder, bitte?",
        "wir suchen beispiele für mängelmelder in anderen kommunen",
        "Was kostet ein Mängelmelder?",
        "Wem könnt ihr für Mängelmelder als Vorbild empfehlen?",
        "Worauf kommt es beim Umgang mit Mängelmeldern wirklich an",
        "Mängelmelder von zu Hause",
    ],
)
def test_a_question_finds_what_its_keywords_find(index: Index, words: str) -> None:
    assert set(hits(index, words)) == {"melder", "melder-app"}
    assert tail(index, words) == ()


def test_what_was_passed_over_is_said(index: Index) -> None:
    understood = index.search(Query("Wer hat schon Erfahrung mit Mängelmeldern?")).understood
    assert {"schon", "Erfahrung"} <= set(understood.ignored)
    assert "Mängelmeldern" not in understood.ignored
    assert index.search(Query("Mängelmelder")).understood.ignored == ()


def test_faint_words_need_not_be_there_but_count(index: Index) -> None:
    assert hits(index, "Mängelmelder App") == ("melder-app", "melder")
    assert hits(index, "digitaler Mängelmelder") == ("melder-app", "melder")
    assert index.search(Query("Mängelmelder App")).understood.ignored == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("digital", {"melder-app", "akte"}),
        ("digitale App", {"melder-app"}),
        ("Erfahrungsaustausch", {"erfahrung"}),
        ("Welche Projekte?", {"erfahrung"}),
    ],
)
def test_where_nothing_else_is_asked_they_are_looked_for(index: Index, words: str, expected: set[str]) -> None:
    assert set(hits(index, words)) == expected


def test_a_question_with_a_municipality(index: Index) -> None:
    results = index.search(Query("Wer hat in Witten schon einen Mängelmelder?", places=PLACES))
    assert results.keys == ("melder-app", "melder")
    assert results.understood.places == ("witten",)


@pytest.mark.parametrize("words", ["Wer hat schon Erfahrung mit Raumfahrt?", "Welche Stadt fördert den Weinbau?"])
def test_a_question_about_something_else_finds_nothing(index: Index, words: str) -> None:
    assert hits(index, words) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Wer hat Mängelmelder umgerüstet?",
        "Wer kann mir bei Mängelmeldern weiterhelfen?",
        "Mit wem kann ich über Mängelmelder reden?",
        "Was kann ein Mängelmelder uns sagen",
        "Hat jemand Ahnung von Mängelmeldern?",
        "Mängelmelder ausgetauscht?",
        "Wer betreut Mängelmelder technisch?",
    ],
)
def test_a_verb_that_nothing_has_beside_the_rest_need_not_be_there(index: Index, words: str) -> None:
    assert set(hits(index, words)) == {"melder", "melder-app"}


def test_a_verb_that_need_not_be_there_is_told(index: Index) -> None:
    assert index.search(Query("Wer hat Mängelmelder umgerüstet?")).understood.waived == ("umgerüstet",)
    assert index.search(Query("Wer hat Mängelmelder?")).understood.waived == ()


def test_a_verb_counts_where_something_has_it(build: Callable[..., Index]) -> None:
    index = build(project("leuchten", "Leuchten umgerüstet"), project("weg", "Leuchten am Weg"))
    assert hits(index, "Wer hat Leuchten umgerüstet?") == ("leuchten",)
    assert hits(index, "Wer hat Leuchten am Weg ausgetauscht und umgerüstet?") == ("weg",)


@pytest.mark.parametrize(
    "words",
    ["Mängelmelder ausgetauscht", "Mängelmelder Raumfahrt", "Wer kann umrüsten?", "Sind das autonome Mängelmelder?"],
)
def test_without_a_question_or_beside_nothing_else_all_has_to_be_there(index: Index, words: str) -> None:
    assert hits(index, words) == ()


@pytest.mark.parametrize(
    "words",
    ["Welche Projekte laufen gerade in Herne?", "Was passiert derzeit in Herne", "Was wurde in Herne umgerüstet?"],
)
def test_where_only_a_municipality_tells_something_its_entries_are_found(index: Index, words: str) -> None:
    assert hits(index, words) == ("melder",)


def test_a_municipality_beside_a_word_that_nothing_has_finds_nothing(index: Index) -> None:
    assert hits(index, "Gibt es in Herne auch Raumfahrt?") == ()
