"""What somebody leaves out in words: Glasfaser ohne Herne, Bücherei ohne Café."""

from collections.abc import Callable

import pytest

from search import Index, Query
from tests.search.asking import hits, tail
from tests.search.samples import PLACES, project


@pytest.fixture
def index(build: Callable[..., Index]) -> Index:
    return build(
        project("herne", "Bücherei mit Café", places=("Herne",), municipality=("herne",)),
        project("bochum", "Bücherei", summary="Offen ohne Personal", places=("Bochum",), municipality=("bochum",)),
        project("witten", "Bücherei mit viel Personal", places=("Witten",), municipality=("witten",)),
        project("see", "Bücherei am See", places=("Haltern am See",), municipality=("haltern-am-see",)),
        project("antrag", "Antrag durchgängig digital", municipality=("essen",)),
    )


@pytest.mark.parametrize(
    ("words", "outside", "expected"),
    [
        ("Bücherei ohne Herne", ("herne",), {"bochum", "witten", "see"}),
        ("Bücherei OHNE die Stadt Herne", ("herne",), {"bochum", "witten", "see"}),
        ("Bücherei ohne Herne und Bochum", ("herne", "bochum"), {"witten", "see"}),
        ("Bücherei ohne Herne, Bochum sowie Witten", ("herne", "bochum", "witten"), {"see"}),
        ("ohne Haltern am See Bücherei", ("haltern-am-see",), {"herne", "bochum", "witten"}),
        ("Bücherei ohne Castrop Rauxel", ("castrop-rauxel",), {"herne", "bochum", "witten", "see"}),
        ("Bücherei ohne stadt:herne,bochum", ("herne", "bochum"), {"witten", "see"}),
        ("Bücherei ohne Herne -stadt:bochum", ("bochum", "herne"), {"witten", "see"}),
        ("ohne Herne", ("herne",), {"bochum", "witten", "see", "antrag"}),
    ],
)
def test_without_a_municipality(index: Index, words: str, outside: tuple[str, ...], expected: set[str]) -> None:
    results = index.search(Query(words, places=PLACES))
    assert {hit.key for hit in results.hits} == expected
    assert set(results.understood.outside) == set(outside)
    assert results.understood.places == ()


def test_another_municipality_still_steers(index: Index) -> None:
    results = index.search(Query("Bücherei Witten ohne Herne", places=PLACES))
    assert results.keys[0] == "witten"
    assert (results.understood.places, results.understood.outside) == (("witten",), ("herne",))


@pytest.mark.parametrize(
    ("words", "excluded", "expected"),
    [
        ("Bücherei ohne Café", ("Café",), {"bochum", "witten", "see"}),
        ("Ohne ein Café: Bücherei", ("Café",), {"bochum", "witten", "see"}),
        ('Bücherei ohne "mit Café"', ("mit Café",), {"bochum", "witten", "see"}),
        ("Bücherei ohne Personal", ("Personal",), {"herne", "bochum", "see"}),  # Bochum's says so itself
        ("Witten ohne Café", ("Café",), {"witten"}),
    ],
)
def test_without_a_word(index: Index, words: str, excluded: tuple[str, ...], expected: set[str]) -> None:
    assert set(hits(index, words)) == expected
    assert set(tail(index, words)) & {"herne", "bochum", "witten", "see"} <= expected
    assert index.search(Query(words, places=PLACES)).understood.excluded == excluded


def test_what_is_without_by_its_own_words_comes_first(index: Index) -> None:
    assert hits(index, "Bücherei ohne Personal")[0] == "bochum"


@pytest.mark.parametrize(
    "words",
    ["Bücherei ohne", "Bücherei ohne zu lesen", "Bücherei ohne viel", "Bücherei Ohne-Personal", "ohne ohne", "ohne"],
)
def test_what_leaves_nothing_out(index: Index, words: str) -> None:
    understood = index.search(Query(words, places=PLACES)).understood
    assert (understood.excluded, understood.outside) == ((), ())


def test_alone_it_asks_for_the_word(index: Index) -> None:
    """Whoever types no more means the thing, not everything else."""
    assert set(hits(index, "ohne Personal")) == {"bochum", "witten"}


def test_in_a_term_it_belongs_to_the_term(index: Index) -> None:
    assert hits(index, "Antrag ohne Medienbruch") == ("antrag",)
