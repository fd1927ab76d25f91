"""The curated terms are free of nonsense, and whatever is wrong with a line is said."""

from collections import Counter
from dataclasses import FrozenInstanceError
from functools import cache
from pathlib import Path

import pytest

import search
from search import equivalents
from search.analysis.chain import analyse
from search.equivalents import MAX_TERMS, Synonyms, curated, group, one_way, parse

LINES = Path(search.__file__).with_name("synonyms.txt").read_text(encoding="utf-8").splitlines()

# Alone or with each other these say nothing: a term made of them would find everything.
GENERIC = """
    Anwendung App Bereich Daten digital Dienst Information Kommune kommunal Konzept Leistung Lösung modern neu online
    Plattform Portal Programm Projekt Region Service smart Software Stadt System Technik Thema Verfahren Vorhaben
"""

# Near each other, often mentioned together, alike in writing, or opposites: never the same.
DIFFERENT = [
    ("Abwasser", "Trinkwasser"),
    ("Ampel", "Laterne"),
    ("AR", "VR"),
    ("Auto", "Fahrrad"),
    ("Bauantrag", "Bauleitplanung"),
    ("Bauhof", "Friedhof"),
    ("Bibliothek", "Archiv"),
    ("BIM", "BI"),
    ("Bikesharing", "Carsharing"),
    ("Bürger", "Burg"),
    ("Bürgerbeteiligung", "Bürgerbüro"),
    ("Bürgerhaushalt", "Haushaltsplan"),
    ("Bus", "Bahn"),
    ("Chatbot", "Roboter"),
    ("Datenschutz", "IT-Sicherheit"),
    ("digitaler Zwilling", "Dashboard"),
    ("E-Akte", "E-Rechnung"),
    ("Eheschließung", "Bestattung"),
    ("Elterngeld", "Wohngeld"),
    ("Energiemanagement", "Wissensmanagement"),
    ("E-Scooter", "Lastenrad"),
    ("Fernwärme", "Photovoltaik"),
    ("Feuerwehr", "Polizei"),
    ("5G", "WLAN"),
    ("Gehweg", "Radweg"),
    ("Gewerbeanmeldung", "Wohnsitzanmeldung"),
    ("GIS", "RIS"),
    ("Glasfaser", "Mobilfunk"),
    ("Gründer", "Gründach"),
    ("Herne", "Bochum"),
    ("Homeoffice", "Homeschooling"),
    ("Hundesteuer", "Beherbergungssteuer"),
    ("Innenstadt", "Smart City"),
    ("Jugend", "Senioren"),
    ("Kita", "Schule"),
    ("Krankenhaus", "Altenheim"),
    ("Ladenlokal", "Ladesäule"),
    ("Ladesäule", "Parkplatz"),
    ("LoRaWAN", "WLAN"),
    ("Luftqualität", "Wasserqualität"),
    ("Müll", "Wasser"),
    ("Museum", "Bibliothek"),
    ("Open Data", "Open Source"),
    ("Park", "Parkplatz"),
    ("Pegel", "Lärm"),
    ("Perso", "Personal"),
    ("Personalausweis", "Personalabteilung"),
    ("Photovoltaik", "Windkraft"),
    ("Rat", "Rad"),
    ("Ratsinformationssystem", "Geoinformationssystem"),
    ("Reisepass", "Familienleistung"),
    ("Schwimmbad", "Turnhalle"),
    ("Steuer", "Verkehrssteuerung"),
    ("Strom", "Gas"),
    ("Terminvergabe", "E-Vergabe"),
    ("Unternehmenskonto", "Servicekonto"),
    ("Voicebot", "Telefonanlage"),
    ("Wald", "Wahl"),
    ("Wasserstoff", "Trinkwasser"),
    ("Wohnung", "Wohnungslosigkeit"),
]

WRONG = [
    ("Ampel = ", equivalents.MISSING),
    ("Ampel = Signal = ", equivalents.MISSING),
    (" > Ampel", equivalents.MISSING),
    ("Ampel > Signal,, Licht", equivalents.MISSING),
    ("Ampel >", equivalents.MISSING),
    ("Ampel", equivalents.NO_SIGN),
    ("Ampel, Signal", equivalents.NO_SIGN),
    ("Ampel = Signal > Licht", equivalents.BOTH_SIGNS),
    ("Ampel > Signal = Licht", equivalents.BOTH_SIGNS),
    ("Ampel > Signal > Licht", equivalents.SECOND_ARROW),
    ("Ampel = Signal, Licht", equivalents.RESERVED_SIGN.format("Signal, Licht")),
    ("Ampel = Signal = ampel", equivalents.TWICE.format("ampel")),
    ("Mülleimer = Muelleimer", equivalents.TWICE.format("Muelleimer")),
    ("E-Akte > eAkte", equivalents.TWICE.format("eAkte")),
    ("Ampel, Signal > Licht, Signal", equivalents.TWICE.format("Signal")),
    (f"Ampel = {'a' * 61}", equivalents.TOO_LONG.format("a" * 60)),
    ("Ampel = und für die", equivalents.ONLY_STOP_WORDS.format("und für die")),
    ("X > Ampel", equivalents.ONLY_STOP_WORDS.format("X")),
    ("Ampel > ???", equivalents.ONLY_STOP_WORDS.format("???")),
    (" = ".join(f"Ampel{number}" for number in range(MAX_TERMS + 1)), equivalents.TOO_MANY),
]


@cache
def key(term: str) -> tuple[str, ...]:
    return tuple(token.keys.whole for token in analyse(term))


@cache
def groups() -> tuple[frozenset[tuple[str, ...]], ...]:
    return tuple(frozenset(key(term) for term in terms) for terms in curated().same)


@cache
def reach(term: str, steps: int) -> frozenset[tuple[str, ...]]:
    """Keys that find each other with a term over that many two-way entries."""
    reached = frozenset([key(term)])
    for _ in range(steps):
        reached = reached.union(*(keys for keys in groups() if keys & reached))
    return reached


def test_the_curated_file_covers_the_field() -> None:
    assert len(curated().same) > 300
    assert len(curated().wider) > 300
    assert curated() is curated()


def test_the_file_is_read_unchecked_as_it_is_read_checked():
    assert curated() == parse(LINES, curated().version)


def test_every_line_stands_in_a_section() -> None:
    section, filled, names = None, set(), []
    for number, line in enumerate(LINES, start=1):
        if line.startswith("## "):
            section = line
            names.append(line)
        elif line and not line.startswith("#"):
            assert section is not None, f"Zeile {number}"
            filled.add(section)
    assert len(names) == len(set(names))
    assert filled == set(names)


def test_no_term_is_in_two_groups() -> None:
    met: dict[tuple[str, ...], int] = {}
    twice = [
        (term, curated().same[met[key(term)]])
        for number, terms in enumerate(curated().same)
        for term in terms
        if met.setdefault(key(term), number) != number
    ]
    assert twice == []


def test_no_term_finds_itself_or_what_it_equals_already() -> None:
    pairs = [(left, right) for left, found in curated().wider for right in found]
    assert [pair for pair in pairs if key(pair[1]) in reach(pair[0], 1)] == []


def test_no_one_way_entry_is_said_twice() -> None:
    told = Counter((reach(left, 1), reach(right, 1)) for left, found in curated().wider for right in found)
    assert [pair for pair, times in told.items() if times > 1] == []


def test_no_term_is_made_of_generic_words() -> None:
    generic = {part for word in GENERIC.split() for part in key(word)}
    terms = {term for terms in curated().same for term in terms}
    terms |= {term for left, found in curated().wider for term in (left, *found)}
    assert [term for term in terms if set(key(term)) <= generic] == []


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_never_becomes_equal(one: str, other: str) -> None:
    assert key(other) not in reach(one, 2)
    for left, right in ((one, other), (other, one)):
        found = {key(term) for name, terms in curated().wider if key(name) in reach(left, 1) for term in terms}
        assert not found & reach(right, 1)


@pytest.mark.parametrize(("line", "reason"), WRONG)
def test_what_is_wrong_with_a_line_is_said(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"^Zeile 4: ") as told:
        parse(["# Verkehr", "", "Müll = Abfall", line], "1")
    assert str(told.value) == f"Zeile 4: {reason}"


def test_lines_are_tidied() -> None:
    found = parse(["  künstliche   Intelligenz = KI  # oft gefragt", "Lam\u00adpe, Licht > Leuchte"], "1")
    assert found.same == (("künstliche Intelligenz", "KI"),)
    assert found.wider == (("Lampe", ("Leuchte",)), ("Licht", ("Leuchte",)))


def test_terms_from_elsewhere_are_checked_alike() -> None:
    assert group([" KI ", "künstliche  Intelligenz"]) == ("KI", "künstliche Intelligenz")
    assert one_way("Lampe", ["Leuchte "]) == ("Lampe", ("Leuchte",))
    for wrong in (lambda: group(["KI"]), lambda: one_way("Lampe", [])):
        with pytest.raises(ValueError, match=equivalents.MISSING):
            wrong()
    with pytest.raises(ValueError, match="zweimal"):
        one_way("Lampe", ["lampe"])
    with pytest.raises(ValueError, match="enthält eines der Zeichen"):
        one_way("Lampe > Licht", ["Leuchte"])


def test_an_entry_holds_what_a_term_finds() -> None:
    lines = ["Laterne = Straßenlaterne", "Beleuchtung = Licht", "Laterne > Beleuchtung", "Beleuchtung > Energie"]
    entries = {entry.term: (entry.same, entry.wider) for entry in parse(lines, "1").entries}
    assert entries == {
        "Laterne": (("Straßenlaterne",), ("Beleuchtung", "Licht")),
        "Straßenlaterne": (("Laterne",), ("Beleuchtung", "Licht")),
        "Beleuchtung": (("Licht",), ("Energie",)),
        "Licht": (("Beleuchtung",), ("Energie",)),
    }


def test_joined_synonyms_add_up() -> None:
    ours = parse(["Laterne = Straßenlaterne"], "1")
    theirs = Synonyms("7", same=(("laterne", "Lichtmast"),), wider=(("Lichtmast", ("Energie", "Laterne")),))
    joined = ours.joined(theirs)
    assert joined.version == "1+7"
    entries = {entry.term: (entry.same, entry.wider) for entry in joined.entries}
    assert entries["laterne"] == (("Straßenlaterne", "Lichtmast"), ("Energie",))
    assert entries["Lichtmast"] == (("laterne",), ("Energie", "Straßenlaterne"))
    assert entries["Straßenlaterne"] == (("Laterne",), ())
    with pytest.raises(FrozenInstanceError):
        joined.version = "8"  # type: ignore[misc]
