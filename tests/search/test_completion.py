"""Ways to go on while somebody types: places, words, tags, titles."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Completion, Index
from search.analysis.clean import clean
from search.analysis.folding import fold
from tests.search.samples import PLACES, project
from tests.search.strategies import examples


def texts(index: Index, typed: str, **options: int) -> list[str]:
    return [each.text for each in index.complete(typed, PLACES, **options)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("glas", Completion("Glasfaser", "word")),
        ("Glas", Completion("Glasfaser für Schulen", "title")),
        ("glasfaser fü", Completion("Glasfaser für Schulen", "title")),
        ("GLASFASER FU", Completion("Glasfaser für Schulen", "title")),
        ("ter", Completion("Termin", "tag")),
        ("burg", Completion("Bürgerbüro", "tag")),
        ("burgerb", Completion("Bürgerbüro", "tag")),
        ("buergerb", Completion("Bürgerbüro", "tag")),
        ("mangel", Completion("Mängelmelder", "title")),
        ("e-ak", Completion("E-Akte", "word")),
        ("lora", Completion("LoRaWAN", "word")),
        ("hat", Completion("Hattingen", "place")),
        ("mulh", Completion("Mülheim an der Ruhr", "place")),
        ("muelh", Completion("Mülheim an der Ruhr", "place")),
        ("Termine in wit", Completion("Termine in Witten", "phrase")),
        ("alle Schu", Completion("alle Schulen", "phrase")),
        ("  glas", Completion("Glasfaser", "word")),
        ("Glasfaser ", Completion("Glasfaser für Schulen", "title")),
        ("Termine in  wit", Completion("Termine in  Witten", "phrase")),
        ("stadt:her", Completion("stadt:Herne", "phrase")),
        ("Termine -Stadt: h", Completion("Termine -Stadt: Hattingen", "phrase")),
        ("stadt:herne,boc", Completion("stadt:herne,Bochum", "phrase")),
        ("ort:mulh", Completion('ort:"Mülheim an der Ruhr"', "phrase")),
        ("stadt:„castrop", Completion("stadt:Castrop-Rauxel", "phrase")),
        ("stadt:herne,haltern_am", Completion('stadt:"herne,Haltern am See"', "phrase")),
        ("Termine -schu", Completion("Termine -Schulen", "phrase")),
        ('"schu', Completion('"Schulen', "phrase")),
        ("Termin „schu", Completion("Termin „Schulen", "phrase")),
        ('-"glas', Completion('-"Glasfaser', "phrase")),
        ('"Glasfaser für schu', Completion('"Glasfaser für Schulen', "phrase")),
        ("Termin ODER g", Completion("Termin ODER Glasfaser", "phrase")),
        ("Termin ODER hatt", Completion("Termin ODER Hattingen", "phrase")),
    ],
)
def test_goes_on(register: Index, typed: str, expected: Completion) -> None:
    assert expected in register.complete(typed, PLACES)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "g", " ä ", "und zzz", "xqz", "glasfaser s", "*", "\x00", "\ud800", "a" * 10**6,
     "wer hat", "Schulen in", "Termin oder g", "stadt:", "stadt:xq", "stadt:glas",
     "-", '"', "Termin ODER ", "Termin -", '"Glasfaser" "'],
)  # fmt: skip
def test_gives_nothing_where_there_is_nothing(register: Index, typed: str) -> None:
    assert register.complete(typed, PLACES) == ()


def test_municipalities_come_first_and_only_if_they_are_known(register: Index) -> None:
    assert register.complete("he", PLACES)[0] == Completion("Herne", "place")
    assert all(each.kind != "place" for each in register.complete("he"))


def test_the_most_frequent_comes_first(build: Callable[..., Index]) -> None:
    index = build(
        project("a", "Sensornetz"), project("b", text="Sensoren"), project("c", text="Sensoren"), project("d", "Sensor")
    )
    assert texts(index, "sens")[0] == "Sensoren"


def test_at_most_the_limit_and_nothing_twice(register: Index) -> None:
    everything = texts(register, "s", limit=50) + texts(register, "st", limit=50) + texts(register, "te", limit=50)
    assert everything
    assert len(texts(register, "te", limit=1)) == 1
    assert texts(register, "te", limit=0) == []
    folded = [fold(text) for text in texts(register, "te", limit=50)]
    assert len(folded) == len(set(folded))


def test_long_titles_and_texts_are_not_offered(build: Callable[..., Index]) -> None:
    index = build(project("a", "Satz " * 25, summary="Geheimnis ist alles an diesem Satz"))
    assert texts(index, "satz") == ["Satz"]
    assert texts(index, "geheim") == []


def test_words_of_the_text_are_offered_when_several_documents_have_them(build: Callable[..., Index]) -> None:
    index = build(
        project("a", "Netz", text="Der Sensor misst, die Kamera zählt."),
        project("b", "Funk", text="Ein Sensor genügt."),
        project("c", "Kameras im Wald", technologies_text=("Radar",)),
        project("d", tags=("Straßen im Wald",)),
    )
    assert texts(index, "strass") == texts(index, "straß") == ["Straßen", "Straßen im Wald"]
    assert texts(index, "senso") == ["Sensor"]
    assert texts(index, "kamer") == ["Kameras", "Kameras im Wald"]
    assert texts(index, "rad") == ["Radar"]
    assert texts(index, "wal") == ["Wald"]


def test_only_nouns_and_names_are_offered(build: Callable[..., Index]) -> None:
    text = "Seit gestern baut Zwurbel. Neue Netze. Einmal macht."
    both = [project(key, "Digitale Akte wurde eingeführt", text=text) for key in "ab"]
    index = build(*both, project("c", text="macht"))
    for typed in ("eing", "seit", "bau", "neu", "einm", "ges", "wur", "mac"):
        assert texts(index, typed) == [], typed
    assert texts(index, "net") == ["Netze"]
    assert texts(index, "zwur") == ["Zwurbel"]
    assert texts(index, "digi") == ["Digitale Akte wurde eingeführt"]
    assert texts(index, "in digi") == []


def test_the_forms_of_a_word_are_offered_once(build: Callable[..., Index]) -> None:
    index = build(*(project(key, text="Ampeln") for key in "abc"), *(project(key, text="Ampel") for key in "de"))
    assert index.complete("amp") == (Completion("Ampeln", "word"),)


def test_a_tag_is_called_one_where_its_text_is_a_word_as_well(build: Callable[..., Index]) -> None:
    index = build(project("a", text="Glasfaser"), project("b", text="Glasfaser"), project("c", tags=("Glasfaser",)))
    assert index.complete("glas") == (Completion("Glasfaser", "tag"),)


def test_it_does_not_know_what_is_no_text(build: Callable[..., Index]) -> None:
    index = build(project("schluessel", "Titel", sort_newest="spalte", phase="facette"))
    for typed in ("schlues", "spal", "facet", "proj"):
        assert texts(index, typed) == []


def test_what_only_deleted_documents_hold_is_not_offered(build: Callable[..., Index]) -> None:
    index = build(*(project(f"k{number}", f"Zwurbel {number}", tags=("Zwurbelei",)) for number in range(30)))
    with index.writing() as batch:
        for number in range(29):
            batch.delete(f"k{number}")
    assert set(texts(index, "zwurb")) == {"Zwurbelei", "Zwurbel", "Zwurbel 29"}
    with index.writing() as batch:
        batch.delete("k29")
        batch.put(project("neu", "Zwurm"))
    assert texts(index, "zwu") == ["Zwurm"]


@settings(max_examples=examples(1), deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=120) | st.text("aeiouäöüstTG -", max_size=12))
def test_anything_typed_is_answered_within_bounds(world: Index, typed: str) -> None:
    found = world.complete(typed, PLACES)
    assert len(found) <= 8
    begun = fold(clean(typed[:100]).lstrip())
    assert all(fold(each.text).startswith(begun) for each in found if each.kind != "phrase")
    assert all(each.text.encode() for each in found)
