"""The few signs people know. None is needed, and none can be used wrongly."""

from collections.abc import Callable

import pytest

from search import Index, Query
from search.planning.gazetteer import gazetteer
from search.planning.syntax import rescoped
from tests.search.asking import hits, tail
from tests.search.samples import PLACES, project


@pytest.fixture
def index(build: Callable[..., Index]) -> Index:
    return build(
        project("kamera", "Kamera zählt Fahrräder", municipality=("herne",), sort_newest="2024"),
        project("zaehler", "Zähler für Parkhäuser", text="Ohne Kamera.", municipality=("herne",), sort_newest="2023"),
        project("park", "Ein Park für alle", summary="Die Bäume im Park", municipality=("wetter",), sort_newest="2022"),
        project("baum", "Bäume gießen", tags=("im", "Park"), municipality=("bochum",), sort_newest="2021"),
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('"Bäume im Park"', {"park"}),
        ("„Bäume im Park“", {"park"}),
        ("“Bäume im Park”", {"park"}),
        ("»Bäume im Park«", {"park"}),
        ("„Bäume im Park", {"park"}),
        ('"Baum im Park', {"park"}),  # any inflected form
        ('"Bäume vom Park"', {"park"}),  # words that carry nothing only keep their place
        ('"Bäume Park"', set()),
        ('"Park Bäume"', set()),
        ('"Bäume gießen" Park', {"baum"}),
        ('"Bäume gießen" "im Park"', {"baum"}),
        ('"Kamera"', {"kamera", "zaehler"}),
        ('Kamera ""', {"kamera", "zaehler"}),
        ("Bäume Park", {"park", "baum"}),
    ],
)  # fmt: skip
def test_phrases(index: Index, words: str, expected: set[str]) -> None:
    assert set(hits(index, words)) == expected


def test_a_phrase_does_not_reach_over_pieces_and_fields(build: Callable[..., Index]) -> None:
    index = build(project("tags", tags=("Bäume", "Park")), project("fields", "Bäume", summary="Park"))
    assert hits(index, '"Bäume Park"') == ()
    assert set(hits(index, "Bäume Park")) == {"tags", "fields"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Kamera -Fahrrad", {"zaehler"}),
        ("Kamera −Fahrrad", {"zaehler"}),
        ("Kamera –Fahrrad", {"zaehler"}),
        ('Kamera -"Zähler für Parkhäuser"', {"kamera"}),
        ("Kamera -„Zähler für Parkhäuser“", {"kamera"}),
        ('Kamera -"Parkhäuser für Zähler"', {"kamera", "zaehler"}),
        ("-Kamera", {"park", "baum"}),
        ("-Kamera -Gießen", {"park"}),
        ("Kamera -Kamera", set()),
        ("Kamera -und", {"kamera", "zaehler"}),
        ("Bäume -Straße", {"park", "baum"}),
        ("Kamera - Fahrrad", {"kamera"}),  # a dash between spaces is a dash
        ("Kamera -", {"kamera", "zaehler"}),
        ("Kamera --Fahrrad", {"kamera"}),
    ],
)
def test_without(index: Index, words: str, expected: set[str]) -> None:
    assert set(hits(index, words)) == expected


def test_what_is_excluded_is_not_in_the_tail_either_and_is_named(index: Index) -> None:
    assert "zaehler" in tail(index, "Kamera Gießen")
    assert set(tail(index, "Kamera Gießen -Zähler")) == {"kamera", "baum"}
    results = index.search(Query('Bäume -Zähler -"im Park"'))
    assert results.keys == ()
    assert results.understood.excluded == ("Zähler", "im Park")


def test_a_hyphen_inside_a_word_excludes_nothing(build: Callable[..., Index]) -> None:
    index = build(project("akte", "E-Akte"), project("anderes", "Akte"))
    assert "akte" in hits(index, "E-Akte")
    assert index.search(Query("E-Akte")).understood.excluded == ()


@pytest.mark.parametrize("sign", ["ODER", "OR", "|"])
def test_either(index: Index, sign: str) -> None:
    assert set(hits(index, f"Fahrrad {sign} Gießen")) == {"kamera", "baum"}
    assert set(hits(index, f"Kamera Fahrrad {sign} Parkhaus")) == {"kamera", "zaehler"}
    assert set(hits(index, f'Fahrrad {sign} "Bäume im Park" {sign} Gießen')) == {"kamera", "park", "baum"}
    assert hits(index, f"Fahrrad {sign} Gießen -Baum") == ("kamera",)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("ODER Kamera", "Kamera"),
        ("Kamera ODER", "Kamera"),
        ("ODER ODER Kamera", "Kamera"),
        ("Kamera ODER ODER Gießen", "Kamera ODER Gießen"),
        ("Kamera || Gießen", "Kamera Gießen"),
        ("Kamera ODER und", "Kamera"),
        ("und ODER Kamera", "Kamera"),
        ("(Kamera) AND", "Kamera AND"),
        ('"" Kamera', "Kamera"),
        ('-"" Kamera', "Kamera"),
    ],
)
def test_signs_that_make_no_sense_are_passed_over(index: Index, words: str, same: str) -> None:
    assert index.search(Query(words)).keys == index.search(Query(same)).keys != ()


def test_or_written_small_is_a_word(index: Index) -> None:
    assert hits(index, "Fahrrad oder Gießen") == ()


@pytest.mark.parametrize(
    ("words", "within", "expected"),
    [
        ("Kamera stadt:herne", ("herne",), {"kamera", "zaehler"}),
        ("stadt:Herne Fahrrad", ("herne",), {"kamera"}),
        ("Stadt: Herne Fahrrad", ("herne",), {"kamera"}),
        ("GEMEINDE:HERNE Fahrrad", ("herne",), {"kamera"}),
        ("kommune:herne ort:bochum Bäume", ("herne", "bochum"), {"baum"}),
        ("stadt:herne", ("herne",), {"kamera", "zaehler"}),
        ("stadt:herne stadt:herne -Fahrrad", ("herne",), {"zaehler"}),
        ('stadt:"Wetter (Ruhr)"', ("wetter",), {"park"}),
        ("stadt:„Wetter (Ruhr)“ Park", ("wetter",), {"park"}),
        ("stadt:wetter_(ruhr) Park", ("wetter",), {"park"}),
        ('stadt:"Wetter (Ruhr', ("wetter",), {"park"}),
        ("stadt:mülheim", ("muelheim",), set()),
        ("stadt:muelheim", ("muelheim",), set()),
        ("stadt:castrop-rauxel", ("castrop-rauxel",), set()),
        ('stadt:"Mülheim an der Ruhr"', ("muelheim",), set()),
        ("stadt:Nirgendwo", (), set()),
        ("stadt:Nirgendwo Kamera", (), set()),
        ("stadt:Nirgendwo stadt:herne Kamera", ("herne",), {"kamera", "zaehler"}),
        ("stadt:Herne,Bochum Bäume", ("herne", "bochum"), {"baum"}),
        ("stadt:herne,bochum", ("herne", "bochum"), {"kamera", "zaehler", "baum"}),
        ("stadt:herne;Nirgendwo,, Kamera", ("herne",), {"kamera", "zaehler"}),
        ('stadt:"Wetter (Ruhr), Bochum" Bäume', ("wetter", "bochum"), {"park", "baum"}),
    ],
)
def test_within_a_municipality(index: Index, words: str, within: tuple[str, ...], expected: set[str]) -> None:
    results = index.search(Query(words, places=PLACES))
    assert {each.key for each in results.hits} == expected
    assert results.understood.within == within
    assert results.understood.places == ()


def test_not_in_a_municipality(build: Callable[..., Index]) -> None:
    index = build(
        project("herne", "Kamera", places=("Herne",), municipality=("herne",)),
        project("wetter", "Kamera", places=("Wetter (Ruhr)",), municipality=("wetter",)),
    )
    assert hits(index, "Kamera -stadt:herne") == ("wetter",)
    assert hits(index, 'Kamera -stadt:"Wetter (Ruhr)"') == ("herne",)
    assert hits(index, "Kamera -stadt:herne -ort:wetter") == ()
    assert hits(index, "-stadt:herne") == ("wetter",)
    assert set(hits(index, "Kamera -stadt:Nirgendwo")) == {"herne", "wetter"}
    assert tail(index, "Kamera Gießen -stadt:herne") == ("wetter",)
    assert index.search(Query("Kamera -stadt:herne", places=PLACES)).understood.within == ()


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("stadt:Entenhausen Kamera", ("Entenhausen",)),
        ("Kamera stadt:Nirgendwo,Herne -stadt:Entenhausen stadt:Nirgendwo", ("Nirgendwo", "Entenhausen")),
        ("stadt:herne -stadt:bochum Kamera", ()),
    ],
)
def test_municipalities_that_are_not_known_are_named(index: Index, words: str, unknown: tuple[str, ...]) -> None:
    assert index.search(Query(words, places=PLACES)).understood.unknown == unknown


@pytest.mark.parametrize("words", ["stadt:Hern Kamera", "Kamera -stadt:Hern", "stadt:Entenhausen Kammera"])
def test_names_of_municipalities_are_not_corrected_like_words(index: Index, words: str) -> None:
    results = index.search(Query(words, places=PLACES))
    assert results.corrected is None
    assert "Herne" not in (results.proposal or "")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Hern", ["herne"]),
        ("bohcum", ["bochum"]),
        ("Hatt", ["hattingen"]),
        ("Reklinghausen", ["recklinghausen"]),
        ("Mühlheim", ["muelheim"]),
        ("Castrop", ["castrop-rauxel"]),
        ("W", []),
        ("Entenhausen", []),
        ("", []),
    ],
)
def test_what_a_municipality_may_have_been_meant_to_be(typed: str, near: list[str]) -> None:
    assert [place.code for place in gazetteer(PLACES).near(typed)] == near


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("Kamera stadt:hern", "Kamera stadt:Herne"),
        ("stadt: hern,Bochum Kamera", "stadt:Herne,Bochum Kamera"),
        ("hern -ort:„hern“", "hern -ort:Herne"),
        ('"stadt:hern"', '"stadt:hern"'),
    ],
)
def test_another_municipality_takes_the_place(words: str, other: str) -> None:
    assert rescoped(words, "hern", "Herne") == other
    assert rescoped("stadt:haltern", "haltern", "Haltern am See") == 'stadt:"Haltern am See"'


def test_the_tail_stays_within_the_municipality_too(index: Index) -> None:
    assert tail(index, "Fahrrad Gießen stadt:herne") == ("kamera",)
    assert index.search(Query("Fahrrad Gießen stadt:Nirgendwo", places=PLACES)).keys == ()


def test_within_a_municipality_without_knowing_any_finds_nothing_and_does_not_fail(index: Index) -> None:
    assert index.search(Query("Kamera stadt:herne")).total == 0


@pytest.mark.parametrize("words", ["***", "-", '"', '""', "ODER", "|", "stadt:", '-""', "„“", "()", "~ ^ : \\ /"])
def test_signs_alone_are_answered(index: Index, words: str) -> None:
    results = index.search(Query(words, places=PLACES))
    assert (results.total, results.keys, results.corrected) == (0, (), None)
