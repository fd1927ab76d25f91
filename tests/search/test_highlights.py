import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Document, Fragment, How, Index, Query
from search.analysis.clean import clean
from search.analysis.words import words as text_words
from search.matching.passages import WHOLE_UP_TO
from tests.search.asking import hit, reasons
from tests.search.samples import project
from tests.search.strategies import WORDS, examples, queries


def marked(fragments: tuple[Fragment, ...]) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.marked]


@pytest.mark.parametrize(
    ("words", "key", "field", "expected"),
    [
        ("Termin", "termine", "title", ["Online-Terminvergabe"]),
        ("Termin", "termine", "summary", ["Termine"]),
        ("Bürger", "termine", "summary", ["Bürger*innen"]),
        ("eakte", "akte", "title", ["E-Akte"]),
        ("E-Akte", "akte", "summary", ["elektronischen", "Akte"]),
        ("Strasse", "melder", "summary", ["Straßen"]),
        ("Straßenbeleuchtung", "melder", "summary", ["Straßen", "Beleuchtung"]),
        ("Schule anschließen", "glasfaser", "title", ["Schulen"]),
        ("Schule anschließen", "glasfaser", "summary", ["Schulen", "angeschlossen"]),
        ('"Glasfaser für Schulen"', "glasfaser", "title", ["Glasfaser", "Schulen"]),
        ("Glassfaser", "glasfaser", "title", ["Glasfaser"]),
        ("Abteilung", "glasfaser", "summary", ["IT-Abteilung"]),
        ("Plattform LoRaWAN", "melder", "technologies_text", ["LoRaWAN", "SmartCity-Plattform"]),
    ],
)
def test_marks_the_form_that_matched(register: Index, words: str, key: str, field: str, expected: list[str]) -> None:
    assert marked(hit(register, words, key).highlights[field]) == expected


def test_other_fields_tell_only_where_title_and_summary_do_not(register: Index) -> None:
    assert set(hit(register, "Termin", "termine").highlights) == {"title", "summary"}
    assert set(hit(register, "Schermbeck", "termine").highlights) == {"places"}
    assert set(hit(register, "Mängelmelder LoRaWAN", "melder").highlights) == {"title"}
    assert [each.word for each in reasons(register, "Mängelmelder LoRaWAN", "melder")] == ["Mängelmelder", "LoRaWAN"]


def test_marks_what_matched_in_the_tail_too(register: Index) -> None:
    assert marked(hit(register, "Raketenmelder Mängelmelder", "melder").highlights["title"]) == ["Mängelmelder"]


def test_faint_and_silent_words(register: Index) -> None:
    """What adds to the score is marked, what is passed over is not."""
    summary = hit(register, "gemeinsam elektronische Akte", "akte").highlights["summary"]
    assert marked(summary) == ["elektronischen", "Akte"]


@pytest.mark.parametrize(
    ("words", "key", "expected"),
    [
        ("Termin", "termine", [("Termin", How.WHOLE, ("Online-Terminvergabe", "Termin", "Termine"))]),
        ("Plattform", "melder", [("Plattform", How.PART, ("SmartCity-Plattform",))]),
        ("Akten", "akte", [("Akten", How.WHOLE, ("E-Akte", "Akte"))]),
        ("Straßenbeleuchtung", "melder", [("Straßenbeleuchtung", How.PART, ("Straßen", "Beleuchtung"))]),
        ("Schulen LoRaWAN", "melder", [("LoRaWAN", How.WHOLE, ("LoRaWAN",))]),
        ("Schulen Ausbau", "glasfaser", [("Schulen", How.WHOLE, ("Schulen",)), ("Ausbau", How.WHOLE, ("Ausbau",))]),
        ("Schulen ODER Ampel", "glasfaser", [("Schulen ODER Ampel", How.WHOLE, ("Schulen",))]),
        ("-Akte", "melder", []),
    ],
)
def test_every_word_that_matched_is_a_reason(
    register: Index, words: str, key: str, expected: list[tuple[str, How, tuple[str, ...]]]
) -> None:
    assert [(each.word, each.how, each.found) for each in reasons(register, words, key)] == expected


def test_a_reason_names_three_words_at_most(build: Callable[..., Index]) -> None:
    index = build(project("a", "Sensor Sensoren Sensors Sensornetz Sensortechnik"))
    [reason] = reasons(index, "Sensor", "a")
    assert (reason.how, len(reason.found)) == (How.WHOLE, 3)


def test_without_words_there_is_nothing_to_mark(register: Index) -> None:
    for each in register.search(Query(filters={"phase": ("betrieb",)})).hits:
        assert (each.highlights, each.reasons) == ({}, ())


@settings(max_examples=examples(4), deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "Mängel-", "ß", "🙂", "a\u0308", "  ", "\u00ad"]), max_size=200), queries)
def test_pieces_put_together_are_the_text(words: list[str], query: Query) -> None:
    """What is shown is the text, all of it or passages; what is marked is a whole word of it."""
    text = clean(" ".join(words))
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder, "index"))
        index.rebuild([Document("a", {"kind": "project", "text": " ".join(words), "municipality": ("a",)})])
        results = index.search(replace(query, filters={}, restrict={}))
    for each in (*results.hits, *results.tail):
        for pieces in each.highlights.values():
            shown = "".join(piece.text for piece in pieces)
            assert shown == text or all(part in text for part in shown.replace("… ", " … ").split(" … "))
            assert set(marked(pieces)) <= {word.text for word in text_words(text)}
            assert marked(pieces)
            assert all(piece.text for piece in pieces)


def test_short_texts_are_whole_and_unmatched_fields_absent(register: Index) -> None:
    [found] = register.search(Query("Mängelmelder")).hits
    assert found.highlights == {"title": (Fragment("Mängelmelder", marked=True),)}


def test_long_texts_are_cut_to_passages(build: Callable[..., Index]) -> None:
    filler = "Lorem ipsum dolor sit amet " * 40
    text = f"{filler}Der Sensor misst. {filler}Viele Sensoren messen. {filler}Kein Sensor fehlt. {filler}"
    [found] = build(project("a", text=text)).search(Query("Sensor")).hits
    fragments = found.highlights["text"]
    shown = "".join(fragment.text for fragment in fragments)
    assert marked(fragments) == ["Sensor", "Sensoren"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < WHOLE_UP_TO * 1.5
    for piece in shown.split("…"):
        assert piece.strip() in text.strip() or not piece.strip()


def test_markup_stays_text(build: Callable[..., Index]) -> None:
    [found] = build(project("a", "<b>Sensor</b> & Co")).search(Query("Sensor")).hits
    assert "".join(fragment.text for fragment in found.highlights["title"]) == "<b>Sensor</b> & Co"
