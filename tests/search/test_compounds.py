"""Compounds are found by their parts and parts by their compounds, as far as they mean the same."""

from collections.abc import Callable

import pytest

from search import How, Index
from tests.search.asking import hits, reasons, tail
from tests.search.samples import project

DOCUMENTS = (
    project("verfahren", "Baugenehmigungsverfahren digital"),
    project("genehmigung", "Baugenehmigung im Netz"),
    project("umschrieben", "Genehmigung für den Bau"),
    project("beleuchtung", "Straßenbeleuchtung mit Sensoren"),
    project("beleuchtung-der", "Beleuchtung der Straßen"),
    project("bezahlung", "Bezahlung am Schalter"),
    project("onlinebezahlung", "Onlinebezahlung"),
    project("bus", "Busbahnhof"),
)


@pytest.fixture
def index(build: Callable[..., Index]) -> Index:
    return build(*DOCUMENTS)


@pytest.mark.parametrize(
    ("words", "first", "hits_too", "never"),
    [
        ("Baugenehmigungsverfahren", "verfahren", {"genehmigung"}, {"beleuchtung", "bezahlung"}),
        ("Baugenehmigung", "genehmigung", {"verfahren", "umschrieben"}, {"beleuchtung", "bus"}),
        ("Genehmigung", "umschrieben", {"genehmigung", "verfahren"}, {"beleuchtung", "bus"}),
        ("Straßenbeleuchtung", "beleuchtung", {"beleuchtung-der"}, {"bezahlung", "bus"}),
        ("Beleuchtung", "beleuchtung-der", {"beleuchtung"}, {"bezahlung", "bus"}),
        ("Onlinebezahlung", "onlinebezahlung", {"bezahlung"}, {"beleuchtung", "bus"}),
        ("Bezahlung", "bezahlung", {"onlinebezahlung"}, {"beleuchtung", "bus"}),
        ("Sensor", "beleuchtung", set(), {"bus"}),
    ],
)
def test_both_ways(index: Index, words: str, first: str, hits_too: set[str], never: set[str]) -> None:
    found = hits(index, words)
    assert found[0] == first
    assert hits_too <= set(found)
    assert not never & {*found, *tail(index, words)}


@pytest.mark.parametrize(
    ("words", "key", "how", "found"),
    [
        ("Baugenehmigung", "genehmigung", How.WHOLE, ("Baugenehmigung",)),
        ("Baugenehmigung", "verfahren", How.PART, ("Baugenehmigungsverfahren",)),
        ("Baugenehmigung", "umschrieben", How.PART, ("Genehmigung", "Bau")),
        ("Baugenehmigungsverfahren", "genehmigung", How.PART, ("Baugenehmigung",)),
        ("Straßenbeleuchtung", "beleuchtung-der", How.PART, ("Beleuchtung", "Straßen")),
        ("Onlinebezahlung", "bezahlung", How.PART, ("Bezahlung",)),
    ],
)
def test_the_result_says_how(index: Index, words: str, key: str, how: How, found: tuple[str, ...]) -> None:
    [reason] = reasons(index, words, key)
    assert (reason.word, reason.how, reason.found) == (words, how, found)


def test_a_telling_part_alone_leads_to_the_tail(index: Index) -> None:
    """Who asks for the payment of fees may want this payment; nobody says that it is one of fees."""
    assert "bezahlung" not in hits(index, "Gebührenbezahlung")
    assert "bezahlung" in tail(index, "Gebührenbezahlung")
    [reason] = reasons(index, "Gebührenbezahlung", "bezahlung")
    assert reason.how is How.WIDENED


@pytest.mark.parametrize("words", ["Raumfahrt", "Weinbau", "Bahnhofsmission", "Fahrstuhl", "Raumfahrtprogramm"])
def test_parts_that_say_nothing_find_nothing(build: Callable[..., Index], words: str) -> None:
    index = build(
        project("a", "Raumplanung", text="Fahrt mit dem Bus"),
        project("b", "Bauprogramm für Räume", text="Ein Programm, ein Bahnsteig"),
    )
    assert (hits(index, words), tail(index, words)) == ((), ())


def test_place_names_are_no_compounds(build: Callable[..., Index]) -> None:
    index = build(
        project("a", "Gelsenkirchen"), project("b", "Kirchen"), project("c", "Oberhausen"), project("d", "Haus")
    )
    assert hits(index, "Kirchen") == ("b",)
    assert hits(index, "Haus") == ("d",)
    assert hits(index, "Gelsenkirchen") == ("a",)


def test_what_a_hyphen_leaves_out_is_found(build: Callable[..., Index]) -> None:
    index = build(project("a", "Rad- und Fußverkehr"), project("b", "Radverkehr"))
    assert set(hits(index, "Radverkehr")) == {"a", "b"}
    assert hits(index, "Fußverkehr") == ("a",)


SUBJECTS = (
    project("baeume", "Sensoren an Bäumen"),
    project("schulen", "Tablets für Schulen"),
    project("wald", "Waldbrände früh erkennen"),
    project("raum", "Raum für Gebäude im Bau"),
    project("melder", "Mängel melden", tags=("Mängelmelder",)),
    project("laeuft", "Das Vorhaben läuft", text="Die Lücke ist geschlossen."),
    project("modell", "Modellkommune für Transparenz"),
    project("mobil", "Mobilität der Zukunft"),
    project("rad", "Bikesharing am Bahnhof", tags=("Bike-Sharing",)),
)


@pytest.mark.parametrize(
    ("words", "further"),
    [
        ("Baumpflege", {"baeume"}),
        ("Baumkontrolle", {"baeume"}),
        ("Schulverwaltung", {"schulen"}),
        ("Waldpflege", {"wald"}),
        ("E-Mobilität", {"mobil"}),
        ("Elektromobilität", {"mobil"}),
        ("E-Bike", {"rad"}),
        ("Raumfahrt", set()),
        ("Weinbau", set()),
        ("Fachkräftemangel", set()),
        ("Marathonlauf", set()),
        ("Hochzeit", set()),
        ("KI", set()),
    ],
)
def test_only_parts_that_tell_what_it_is_about_count_in_the_tail(
    build: Callable[..., Index], words: str, further: set[str]
) -> None:
    index = build(*SUBJECTS)
    assert hits(index, words) == ()
    assert set(tail(index, words)) == further
