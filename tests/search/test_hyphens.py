"""Hyphenated words that nothing has as a whole are read piece by piece."""

from collections.abc import Callable

import pytest

from search import Index, Query
from search.planning.hyphens import loosened, pieces_of
from tests.search.asking import hits, tail
from tests.search.samples import project


@pytest.fixture
def index(build: Callable[..., Index]) -> Index:
    return build(
        project("ozg", "Stand beim OZG", summary="Wie die Umsetzung läuft"),
        project("gesetz", "Das Onlinezugangsgesetz"),
        project("ki", "KI im Alltag"),
        project("bot", "Ein Chatbot antwortet", summary="Er lernt, was künstliche Intelligenz ist"),
        project("akte", "E-Akte"),
        project("licht", "Licht an der Straße", text="Der Weg im Park, am Platz, am See. Die Beleuchtung."),
    )


@pytest.mark.parametrize("words", ["OZG-Leistungen", "OZG-Dienste", "ozg-umsetzung", "OZG-Projekt"])
def test_what_says_little_behind_an_abbreviation_need_not_be_there(index: Index, words: str) -> None:
    assert set(hits(index, words)) == {"ozg", "gesetz"}
    assert index.search(Query(words)).understood.waived == (words,)


def test_what_need_not_be_there_counts(index: Index) -> None:
    assert hits(index, "OZG-Umsetzung") == ("ozg", "gesetz")


def test_an_abbreviation_and_another_word_may_stand_apart(index: Index) -> None:
    assert hits(index, "KI-Chatbot") == ("bot",)
    assert hits(index, "KI-Raumfahrt") == ()
    assert set(tail(index, "KI-Raumfahrt")) == {"ki", "bot"}


def test_two_ordinary_words_stay_together(index: Index) -> None:
    assert hits(index, "Straßen-Beleuchtung") == ()


def test_what_something_has_as_a_whole_is_read_as_a_whole(index: Index) -> None:
    with index.writing() as batch:
        batch.put(project("neu", "OZG-Umsetzung"))
    assert hits(index, "OZG-Umsetzung") == ("neu",)
    assert index.search(Query("OZG-Umsetzung")).understood.waived == ()
    assert hits(index, "E-Akte") == ("akte",)


@pytest.mark.parametrize(
    ("word", "required", "further"),
    [
        ("OZG-Umsetzung", ("OZG",), ("Umsetzung",)),
        ("KI-Chatbot-Projekt", ("KI", "Chatbot"), ("Projekt",)),
        ("Open-Data-Portal", ("Open-Data",), ("Portal",)),
        ("E-Akte-Einführung", ("E-Akte",), ("Einführung",)),
        ("GIS-Daten", ("GIS",), ("Daten",)),
    ],
)
def test_loosened(word: str, required: tuple[str, ...], further: tuple[str, ...]) -> None:
    assert loosened(word) == (required, further)


@pytest.mark.parametrize(
    "word", ["OZG", "E-Akte", "Online-Dienst", "Straßen-Beleuchtung", "-", "", "Alpha-Beta-KI-Delta-Projekt", "a-" * 30]
)
def test_nothing_to_loosen(word: str) -> None:
    assert loosened(word) is None


def test_a_letter_stays_with_what_follows() -> None:
    assert pieces_of("E-Akte-Projekt") == ["E-Akte", "Projekt"]
    assert pieces_of("Mängelmelder") == ["Mängelmelder"]


@pytest.mark.parametrize("words", ["OZG-Umsetzung", "OZG-Leistungen", "KI-Raumfahrt", "OZG-Weinbau"])
def test_pieces_that_are_known_are_not_mended(index: Index, words: str) -> None:
    results = index.search(Query(words))
    assert (results.corrected, results.proposal) == (None, None)


def test_one_piece_is_mended_to_a_known_word(index: Index) -> None:
    assert index.search(Query("OZG-Umsetzng")).corrected == "OZG-Umsetzung"
    assert index.search(Query("E-Akkte")).corrected == "E-Akte"
