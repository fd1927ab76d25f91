"""Documents like another share telling words with it, and say which."""

from collections.abc import Callable

import pytest

from search import Index
from tests.search.samples import project


@pytest.fixture
def index(build: Callable[..., Index]) -> Index:
    others = (project(f"k{number}", f"Haus {number}", text="Etwas ganz ohne Bezug") for number in range(20))
    return build(
        project("messen", "Sensoren messen Grundwasser", tags=("LoRaWAN",), text="Pegel an Brunnen", places=("Herne",)),
        project("pegel", "Pegel am Brunnen", tags=("LoRaWAN",), text="Die Grundwasserstände", places=("Herne",)),
        project("brunnen", "Brunnen im Park", text="Grundwasser"),
        project("zoo", "LoRaWAN im Zoo", places=("Herne",)),
        project("herne", "Spielplatz", places=("Herne",), partners=("RVR",)),
        project("rvr", "Fahrradständer", places=("Herne",), partners=("RVR",)),
        *others,
    )


def test_the_most_alike_first_with_the_words_they_share(index: Index) -> None:
    found = index.similar("messen")
    assert [each.key for each in found] == ["pegel", "brunnen"]
    assert set(found[0].shared) <= {"Grundwasser", "LoRaWAN", "Pegel", "Brunnen"}
    assert len(found[0].shared) == 3
    assert set(found[1].shared) == {"Grundwasser", "Brunnen"}
    assert found[0].score > found[1].score > 0


def test_shared_words_are_those_of_the_document_asked_about(index: Index) -> None:
    shared = {word for each in index.similar("pegel") for word in each.shared}
    assert "Grundwasserstände" in shared
    assert "Grundwasser" not in shared


def test_names_of_its_places_do_not_make_it_like_others(build: Callable[..., Index]) -> None:
    others = (project(f"k{number}", f"Haus {number}", text="Etwas ganz ohne Bezug") for number in range(20))
    index = build(
        project("tage", "Netztage Herne", text="Vorträge in Herne", places=("Herne",)),
        project("roboter", "Roboter in Herne", text="Vorträge", places=("Herne",)),
        project("vortrag", "Netztage Wesel", text="Vorträge", places=("Wesel",)),
        *others,
    )
    (found,) = index.similar("tage")
    assert found.key == "vortrag"
    assert set(found.shared) == {"Netztage", "Vorträge"}


def test_years_and_words_that_say_little_do_not_make_it_like_others(build: Callable[..., Index]) -> None:
    others = (project(f"k{number}", f"Haus {number}", text="Etwas ganz ohne Bezug") for number in range(20))
    index = build(
        project("messe", "Messe 2025", text="Die städtische Plattform"),
        project("markt", "Markt 2025", text="Eine städtische Plattform"),
        *others,
    )
    assert index.similar("messe") == ()


def test_one_shared_word_is_not_enough_and_places_and_partners_do_not_count(index: Index) -> None:
    assert index.similar("zoo") == ()
    assert index.similar("herne") == ()


def test_words_that_stand_in_many_documents_do_not_count(index: Index) -> None:
    assert index.similar("k1") == ()


@pytest.mark.parametrize("key", ["messen", "pegel", "brunnen", "k3"])
def test_never_itself(index: Index, key: str) -> None:
    assert key not in [each.key for each in index.similar(key, limit=100)]


@pytest.mark.parametrize("key", ["", "gibt-es-nicht", "\x00", "x" * 10_000, "\ud800"])
def test_nothing_is_like_a_document_that_is_not_there(index: Index, key: str) -> None:
    assert index.similar(key) == ()


def test_deleted_documents_are_neither_given_nor_asked_about(index: Index) -> None:
    with index.writing() as batch:
        batch.delete("pegel")
    assert [each.key for each in index.similar("messen")] == ["brunnen"]
    assert index.similar("pegel") == ()


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_at_most_the_limit(index: Index, limit: int) -> None:
    assert index.similar("messen", limit=limit) == index.similar("messen")[:limit]


def test_a_document_without_text_is_like_nothing(build: Callable[..., Index]) -> None:
    index = build(project("leer"), project("auch-leer"))
    assert index.similar("leer") == ()


def test_reasons_are_nouns_and_names_that_say_something(build: Callable[..., Index]) -> None:
    others = (project(f"k{number}", f"Haus {number}", text="Etwas ganz ohne Bezug") for number in range(20))
    text = "Im Mai stellt der Rat die erarbeiteten Pegel in der City vor. Gemessen wird der Niederschlag beim Bezahlen."
    index = build(project("eins", "Eins", text=text), project("zwei", "Zwei", text=text), *others)
    (found,) = index.similar("eins")
    assert sorted(found.shared) == ["Bezahlen", "Niederschlag", "Pegel"]


def test_what_stands_in_two_ways_is_one_reason(build: Callable[..., Index]) -> None:
    others = (project(f"k{number}", f"Haus {number}", text="Etwas ganz ohne Bezug") for number in range(20))
    index = build(
        project("stadt", "Open-Data-Plattform mit Laternensensoren", text="ChatBOt und Chatbot"),
        project("kreis", "Open-Data-Plattform", text="Laternen mit Sensoren, ein Chatbot, ein ChatBOt"),
        *others,
    )
    (found,) = index.similar("stadt")
    assert len(found.shared) == 3
    assert {word.lower() for word in found.shared} == {"open-data-plattform", "laternensensoren", "chatbot"}


def test_verbs_and_adjectives_do_not_make_it_like_others(build: Callable[..., Index]) -> None:
    others = (project(f"k{number}", f"Haus {number}", text="Etwas ganz ohne Bezug") for number in range(20))
    text = "Es wurde erarbeitet, beschlossen und einstimmig erprobt."
    index = build(project("eins", "Messe", text=text), project("zwei", "Markt", text=text), *others)
    assert index.similar("eins") == ()
