"""Meinten Sie ...? The words as typed count first; another spelling is searched only when they find nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from search import How, Index, Query
from search.equivalents import Synonyms
from search.suggesting.spelling import MAX_UNKNOWN
from tests.search.asking import reasons
from tests.search.samples import PLACES, project


def proposed(index: Index, typed: str) -> str | None:
    results = index.search(Query(typed, places=PLACES))
    return results.corrected or results.proposal


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("Mängelmleder", "Mängelmelder"),
        ("Mangelmelter", "Mängelmelder"),
        ("Glassfaser", "Glasfaser"),
        ("glassfasser", "Glasfaser"),
        ("Strasenn, Herne!", "Straßen, Herne!"),
        ("Bürgerbürro", "Bürgerbüro"),
        ("Glasfaser Bohcum", "Glasfaser Bochum"),
        ("Glasfaser Hatingen", "Glasfaser Hattingen"),
        ("Termien", "Termin"),
        ("Glasfasser", "Glasfaser"),  # its parts are German, the word is not
        ("Mängelmeller", "Mängelmelder"),
        ("Glasfaser Herrne", "Glasfaser Herne"),
    ],
)
def test_the_nearest_word_is_searched_instead(register: Index, typed: str, instead: str) -> None:
    results = register.search(Query(typed, places=PLACES))
    assert (results.corrected, results.proposal) == (instead, None)
    assert results.total > 0
    assert replace(results, corrected=None) == register.search(Query(instead, places=PLACES, exact=True))


@pytest.mark.parametrize("typed", ["Mängelmleder", "Glassfaser", "Glasfaser Hatingen"])
def test_there_is_a_way_back(register: Index, typed: str) -> None:
    results = register.search(Query(typed, places=PLACES, exact=True))
    assert (results.total, results.corrected) == (0, None)
    assert results.proposal is not None


def test_a_word_inside_a_compound_is_mended(build: Callable[..., Index]) -> None:
    index = build(project("a", "Straßenbeleuchtung"), project("b", "Baugenehmigung"))
    for typed in ("Straßenbeleuchtnug", "Strasenbeleuchtung", "Baugenemigung", "Baugenehmigunk"):
        results = index.search(Query(typed))
        assert results.corrected is not None, typed
        assert results.total == 1, typed


def test_a_misspelt_word_that_no_document_has_leads_to_its_equivalents(build: Callable[..., Index]) -> None:
    """The dictionary knows what was meant; its equivalents are found."""
    index = build(project("a", "Bibliothek mit Ausleihe"))
    results = index.search(Query("Büchrei"))
    assert (results.corrected, results.keys) == ("Bücherei", ("a",))
    assert [reason.how for reason in results.hits[0].reasons] == [How.SAME]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Gebäudesanierungsplanug", "Gebäudesanierungsplanung"),
        ("Mängelmelderaktoin", "Mängelmelderaktion"),
        ("Gebührenbescheit", "Gebührenbescheid"),
    ],
)
def test_a_mended_compound_keeps_its_umlauts(build: Callable[..., Index], typed: str, meant: str) -> None:
    index = build(project("a", "Gebäude sanieren, Mängel melden, Gebühren"))
    assert proposed(index, typed) == meant


def test_words_of_new_synonyms_are_known(register: Index) -> None:
    own = Synonyms("own", same=(("Flubberpost", "Glasfaser"),))
    assert register.search(Query("Fluberpost")).keys == ()
    results = register.search(Query("Fluberpost", synonyms=own))
    assert (results.corrected, results.keys) == ("Flubberpost", ("glasfaser",))
    assert register.search(Query("Flubberpost", synonyms=own)).corrected is None


def test_few_hits_come_with_a_proposal_but_as_typed(build: Callable[..., Index]) -> None:
    index = build(project("tippfehler", "Glasfasser"), *(project(f"k{number}", "Glasfaser") for number in range(5)))
    results = index.search(Query("Glasfasser"))
    assert results.keys == ("tippfehler",)
    assert results.corrected is None


@pytest.mark.parametrize(
    "typed",
    ["", "Glasfaser", "Maengelmelder", "Termin", "und für", "xqzwvk", "abc", "\x00", "a" * 5000, "OZG", "5G", "2021",
     "Wer hat schon Erfahrung mit Glasfaser", "Bücherei", "Raumfahrt", "Weinbau", "Herner", "Akte -Termin"],
)  # fmt: skip
def test_proposes_nothing_for_known_or_hopeless_words(register: Index, typed: str) -> None:
    assert proposed(register, typed) is None


def test_a_hopeless_word_does_not_become_another_one(register: Index) -> None:
    """Somebody who asks for wine must not be told about water."""
    for typed in ("Weinanbau", "Raumschiff", "Astronaut", "Kernkraft"):
        results = register.search(Query(typed))
        assert (results.total, results.corrected) == (0, None), typed


def test_words_of_deleted_documents_are_not_proposed(register: Index) -> None:
    with register.writing() as batch:
        batch.put(project("neu", "Zwurbelhof"))
    assert proposed(register, "Zwurbelhov") == "Zwurbelhof"
    with register.writing() as batch:
        batch.delete("neu")
    assert proposed(register, "Zwurbelhov") is None


def test_reasons_name_the_corrected_word(register: Index) -> None:
    [reason] = reasons(register, "Mängelmleder", "melder")
    assert (reason.word, reason.found) == ("Mängelmelder", ("Mängelmelder",))


def test_signs_survive_a_correction(register: Index) -> None:
    assert register.search(Query("Glassfaser -Termin")).corrected == "Glasfaser -Termin"
    assert register.search(Query("Glassfaser -Schule")).keys == ()
    results = register.search(Query('"Glassfaser für Schulen"'))
    assert (results.corrected, results.keys) == ('"Glasfaser für Schulen"', ("glasfaser",))
    assert register.search(Query("Glassfaser ODER Aktte")).corrected == "Glasfaser ODER Akte"


def test_of_many_unknown_words_only_the_first_few_are_mended(build: Callable[..., Index]) -> None:
    words = ["Mängelmelder", "Glasfaser", "Termin", "Wohngeld", "Spielplatz", "Radweg"]
    index = build(project("a", " ".join(words)))
    typed = ["Mängelmleder", "Glassfaser", "Termien", "Wohngled", "Spielplazt", "Radewg"]
    assert proposed(index, " ".join(typed)) == " ".join([*words[:MAX_UNKNOWN], *typed[MAX_UNKNOWN:]])


@pytest.mark.parametrize("typed", ["Bürger:in", "Mitarbeiter_innen", "Kund*innen"])
def test_what_is_the_same_word_for_the_search_is_not_proposed(build: Callable[..., Index], typed: str) -> None:
    index = build(project("a", "Ämter und Wege"))
    assert proposed(index, typed) is None


def test_frequent_german_words_are_not_taken_for_others(build: Callable[..., Index]) -> None:
    index = build(project("a", "Mahnung bei Regen in Hagen"), project("b", "Geräte"))
    for typed in ("Ahnung", "reden", "sagen", "gerade", "wagen"):
        assert proposed(index, typed) is None, typed


def test_a_noun_is_proposed_with_its_capital(build: Callable[..., Index]) -> None:
    index = build(
        *(project(f"k{number}", "KI-sprachassistent, wetterstation") for number in range(3)),
        *(project(f"s{number}", text="sprachassistent") for number in range(3)),
        project("a", "Sprachassistent"),
        project("b", "Alles barrierefrei und kontaktlos"),
    )
    assert proposed(index, "sprachasistent") == "Sprachassistent"
    assert proposed(index, "wetterstatiom") == "Wetterstation"
    assert proposed(index, "kontaktlso") == "kontaktlos"
    assert proposed(index, "barirefrei") == "barrierefrei"
