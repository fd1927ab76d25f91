from collections.abc import Callable

import pytest

from search import Fragment, Index, Query
from search.matching.passages import WHOLE_UP_TO
from tests.search.samples import project


def marked(fragments: tuple[Fragment, ...]) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.marked]


@pytest.mark.parametrize(
    ("words", "field", "expected"),
    [
        ("Terminvergabe", "title", ["Online-Terminvergabe"]),
        ("Termin", "summary", ["Termine"]),
        ("Bürger", "summary", ["Bürger*innen"]),
        ("eakte", "title", ["E-Akte"]),
        ("Strasse", "summary", ["Straßen"]),
        ("Schule anschließen", "title", ["Schulen"]),
    ],
)
def test_marks_the_form_that_matched(register: Index, words: str, field: str, expected: list[str]) -> None:
    hits = register.search(Query(words.split(maxsplit=1)[0])).hits
    assert expected in [marked(hit.highlights.get(field, ())) for hit in hits]


def test_short_texts_are_whole_and_unmatched_fields_absent(register: Index) -> None:
    [hit] = register.search(Query("Mängelmelder")).hits
    assert hit.highlights == {"title": (Fragment("Mängelmelder", marked=True),)}


def test_long_texts_are_cut_to_passages(build: Callable[..., Index]) -> None:
    filler = "Lorem ipsum dolor sit amet " * 40
    text = f"{filler}Der Sensor misst. {filler}Viele Sensoren messen. {filler}Kein Sensor fehlt. {filler}"
    [hit] = build(project("a", text=text)).search(Query("Sensor")).hits
    fragments = hit.highlights["text"]
    shown = "".join(fragment.text for fragment in fragments)
    assert marked(fragments) == ["Sensor", "Sensoren"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < WHOLE_UP_TO * 1.5
    for piece in shown.split("…"):
        assert piece.strip() in text.strip() or not piece.strip()


def test_markup_stays_text(build: Callable[..., Index]) -> None:
    [hit] = build(project("a", "<b>Sensor</b> & Co")).search(Query("Sensor")).hits
    assert "".join(fragment.text for fragment in hit.highlights["title"]) == "<b>Sensor</b> & Co"
