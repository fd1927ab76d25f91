"""A municipality named among the words steers the rest: its entries first, then its neighbours', then all others."""

from collections.abc import Callable

import pytest

from search import Index, Place, Places, Query
from tests.search.asking import hits, tail
from tests.search.samples import PLACES, project

HERNE = ("herne",)


@pytest.fixture
def index(build: Callable[..., Index]) -> Index:
    """The further from Hattingen, the better the words fit and the newer is the entry."""
    return build(
        project("hattingen", "Medien", summary="Ausleihe in der Bücherei", municipality=("hattingen",)),
        project("hattingen-anderes", "Baumkataster", municipality=("hattingen",), sort_newest="2026"),
        project("witten", "Bücherei", summary="Ausleihe", municipality=("witten",), sort_newest="2022"),
        project("herne", "Bücherei", tags=("Bücherei",), municipality=HERNE, sort_newest="2024"),
        project("beide", "Bücherei", summary="Die", municipality=("herne", "recklinghausen"), sort_newest="2025"),
    )


@pytest.fixture
def named(build: Callable[..., Index]) -> Index:
    """The same entries with the names of their municipalities, as the register has them."""
    return build(
        project("hattingen", "Medien", summary="In der Bücherei", places=("Hattingen",), municipality=("hattingen",)),
        project("hattingen-anderes", "Baumkataster", places=("Hattingen",), municipality=("hattingen",)),
        project("witten", "Bücherei", places=("Witten",), municipality=("witten",)),
        project("herne", "Bücherei", places=("Herne",), municipality=HERNE),
        project("beide", "Bücherei", places=("Herne", "Recklinghausen"), municipality=("herne", "recklinghausen")),
    )


@pytest.mark.parametrize(
    "words", ["Bücherei Hattingen", "Hattingen Bücherei", "Hattinger Bücherei", "HATTINGEN buecherei"]
)
def test_its_own_first_then_its_neighbours_and_never_just_everything(index: Index, words: str) -> None:
    found = hits(index, words)
    assert found[:2] == ("hattingen", "witten")
    assert set(found[2:]) == {"herne", "beide"}
    assert "hattingen-anderes" not in index.search(Query(words, places=PLACES)).keys
    assert index.search(Query(words, places=PLACES)).understood.places == ("hattingen",)


def test_the_order_holds_however_little_its_own_ones_have_of_the_words(build: Callable[..., Index]) -> None:
    padding = " ".join(f"Füllwort{number}" for number in range(3000))
    index = build(
        project("own", "Titel", text=f"{padding} Büchereienverbund", municipality=("hattingen",)),
        project("neighbour", "Bücherei Bücherei", text="Bücherei " * 50, municipality=("witten",)),
        *(project(f"other-{number}", "Anderes", municipality=HERNE) for number in range(60)),
    )
    assert hits(index, "Bücherei Hattingen") == ("own", "neighbour")


def test_the_order_is_another_without_the_name(index: Index) -> None:
    assert hits(index, "Bücherei")[0] == "herne"
    assert set(hits(index, "Bücherei")) == set(hits(index, "Bücherei Hattingen"))


def test_other_orders_are_not_steered(index: Index) -> None:
    assert hits(index, "Bücherei Hattingen", sort="newest") == ("beide", "herne", "witten", "hattingen")


@pytest.mark.parametrize(
    "words", ["Hattingen", "in Hattingen", "Was gibt es in Hattingen?", "Projekte der Stadt Hattingen"]
)
def test_a_municipality_alone_gives_its_entries(index: Index, words: str) -> None:
    assert hits(index, words) == ("hattingen-anderes", "hattingen")
    assert tail(index, words) == ()


def test_two_municipalities(index: Index) -> None:
    assert hits(index, "Herne Witten") == ("beide", "herne", "witten")
    found = hits(index, "Bücherei Herne und Witten")
    assert set(found[:3]) == {"herne", "beide", "witten"}
    assert found[3:] == ("hattingen",)  # a neighbour of Witten
    assert index.search(Query("Bücherei Herne Witten Herne", places=PLACES)).understood.places == ("herne", "witten")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Bücherei Herner", ("herne",)),
        ("Bücherei Bochumer", ("bochum",)),
        ("Bücherei Recklinghäuser", ("recklinghausen",)),
        ("Bücherei Recklinghausener", ("recklinghausen",)),
        ("Hattinger Bücherei", ("hattingen",)),
        ("Hattingens Bücherei", ("hattingen",)),
        ("Bücherei Wittener", ("witten",)),
        ("Bücherei Muelheim", ("muelheim",)),
        ("Bücherei Mülheim an der Ruhr", ("muelheim",)),
        ("Bücherei MULHEIM", ("muelheim",)),
        ("Bücherei Castrop-Rauxel", ("castrop-rauxel",)),
        ("Bücherei Castrop Rauxel", ("castrop-rauxel",)),
        ("Castrop-Rauxeler Bücherei", ("castrop-rauxel",)),
        ("Bücherei Haltern am See", ("haltern-am-see",)),
        ("Wetter (Ruhr)", ("wetter",)),
        ("Hattingen, Witten!", ("hattingen", "witten")),
        ("Herne-Bücherei", ()),
        ("Bücherei hern", ()),
        ('"Bücherei Herne"', ()),
        ("Bücherei -Herne", ()),
    ],
)
def test_ways_to_write_a_municipality(index: Index, words: str, codes: tuple[str, ...]) -> None:
    assert index.search(Query(words, places=PLACES, exact=True)).understood.places == codes


@pytest.mark.parametrize("name", ["Mülheim an der Ruhr", "Castrop-Rauxel", "Haltern am See", "Wittens", "Herner"])
def test_no_word_of_a_name_has_to_be_in_the_text(index: Index, name: str) -> None:
    assert set(hits(index, f"Bücherei {name}")) == set(hits(index, "Bücherei"))
    assert set(hits(index, f"{name} Bücherei")) == set(hits(index, "Bücherei"))


def test_nothing_fits_and_the_municipality_does_not_help(index: Index) -> None:
    results = index.search(Query("Weinbau Hattingen", places=PLACES))
    assert (results.total, results.keys) == (0, ())


@pytest.fixture
def ambiguous(build: Callable[..., Index]) -> Index:
    return build(
        project("station", "Wetter messen", summary="Eine Station", municipality=HERNE),
        project("station-wetter", "Messen", summary="Station", places=("Wetter (Ruhr)",), municipality=("wetter",)),
        project("schule", "Essen in der Schule bestellen", municipality=HERNE),
        project("schule-essen", "Schule", places=("Essen",), municipality=("essen",)),
        project("witten", "Messen", municipality=("witten",), sort_newest="2026"),
    )


def test_an_ambiguous_name_counts_as_word_and_as_municipality(ambiguous: Index) -> None:
    assert hits(ambiguous, "Wetter messen")[0] == "station-wetter"
    assert set(hits(ambiguous, "Wetter messen")) == {"station-wetter", "station", "witten"}
    assert hits(ambiguous, "messen").index("witten") < hits(ambiguous, "messen").index("station")
    assert set(hits(ambiguous, "Schule Essen")) == {"schule", "schule-essen"}


def test_in_the_tail_an_ambiguous_name_does_not_drown_the_words(build: Callable[..., Index]) -> None:
    index = build(
        project("herne", "Am Weg", summary="Radweg mit Sensor", municipality=HERNE),
        project("essen", "Essen", tags=("Essen",), summary="Sensor", municipality=("essen",)),
        *(project(f"other-{number}", "Bücherei", municipality=HERNE) for number in range(9)),
    )
    assert tail(index, "Radweg Sensor Kamera Essen") == ("herne", "essen")


def test_an_ambiguous_name_alone_finds_the_word_too(ambiguous: Index) -> None:
    """Who looks for the weather finds it, and so does who looks for the town."""
    assert set(hits(ambiguous, "Wetter")) == {"station-wetter", "station"}
    assert set(hits(ambiguous, "Essen")) == {"schule-essen", "schule"}


@pytest.mark.parametrize(
    ("words", "places", "expected"),
    [
        ("Bücherei ODER Hattingen", (), {"hattingen", "hattingen-anderes", "witten", "herne", "beide"}),
        ("Hattingen ODER Bücherei", (), {"hattingen", "hattingen-anderes", "witten", "herne", "beide"}),
        ("Baumkataster ODER Witten", (), {"hattingen-anderes", "witten"}),
        ("Bücherei Wittener ODER Baumkataster", (), {"witten"}),
        ("Baumkataster ODER Witten Bücherei", (), {"witten"}),
        ("Baumkataster ODER Herne ODER Witten", (), {"hattingen-anderes", "herne", "beide", "witten"}),
        ('"Medien" ODER Witten', (), {"hattingen", "witten"}),
        ("Herne ODER Witten Bücherei", ("herne", "witten"), {"hattingen", "witten", "herne", "beide"}),
        ("Bücherei Herne ODER Witten", ("herne", "witten"), {"hattingen", "witten", "herne", "beide"}),
        ("Herne ODER Witten", ("herne", "witten"), {"herne", "beide", "witten"}),
        ("ODER Hattingen ODER", ("hattingen",), {"hattingen", "hattingen-anderes"}),
    ],
)
def test_either_a_municipality_or_a_word(named: Index, words: str, places: tuple[str, ...], expected: set[str]) -> None:
    assert set(hits(named, words)) == expected
    assert named.search(Query(words, places=PLACES)).understood.places == places


DISTRICT = Place("kreis-wesel", ("Kreis Wesel", "Kreises Wesel"), neighbours=("bottrop",))
AROUND_WESEL = Places("wesel", (Place("wesel", ("Wesel",), neighbours=("xanten",)), DISTRICT))


def test_a_district_is_not_the_town_of_its_name(build: Callable[..., Index]) -> None:
    index = build(
        project("stadt", "Bücherei", municipality=("wesel",), district=("kreis-wesel",), sort_newest="2020"),
        project("xanten", "Bücherei", municipality=("xanten",), district=("kreis-wesel",), sort_newest="2024"),
        project("kreis", "Bücherei", district=("kreis-wesel",), sort_newest="2022"),
        project("bottrop", "Bücherei", municipality=("bottrop",), district=("kreisfrei",)),
        project("herne", "Bücherei", municipality=HERNE, sort_newest="2026"),
    )

    def asked(words: str) -> tuple[str, ...]:
        return tuple(hit.key for hit in index.search(Query(words, places=AROUND_WESEL)).hits)

    assert asked("Bücherei im Kreis Wesel") == ("xanten", "kreis", "stadt", "bottrop", "herne")
    assert asked("Bücherei Wesel")[:2] == ("stadt", "xanten")
    assert asked("des Kreises Wesel") == ("xanten", "kreis", "stadt")
    assert asked('Bücherei stadt:"Kreis Wesel" -stadt:wesel') == ("xanten", "kreis")
    understood = index.search(Query("Bücherei Kreis Wesel", places=AROUND_WESEL)).understood
    assert (understood.places, understood.present, understood.nearby) == (("kreis-wesel",), ("kreis-wesel",), True)


@pytest.mark.parametrize(
    ("filters", "present", "beyond", "nearby"),
    [
        ({}, ("hattingen",), True, True),
        ({"municipality": ("herne",)}, (), True, False),
        ({"municipality": ("witten",)}, (), True, True),
        ({"municipality": ("hattingen", "herne")}, ("hattingen",), True, False),
        ({"municipality": ("hattingen",)}, ("hattingen",), False, False),
    ],
)
def test_it_is_told_which_of_them_are_among_the_hits(
    index: Index, filters: dict[str, tuple[str, ...]], present: tuple[str, ...], beyond: bool, nearby: bool
) -> None:
    for asked in ({"filters": filters}, {"restrict": filters}):
        understood = index.search(Query("Bücherei Hattingen", places=PLACES, **asked)).understood
        assert understood.places == ("hattingen",)
        assert (understood.present, understood.beyond, understood.nearby) == (present, beyond, nearby)


def test_without_places_names_are_words(build: Callable[..., Index]) -> None:
    index = build(project("a", "Bücherei", places=("Hattingen",)), project("b", "Bücherei Herne"))
    results = index.search(Query("Bücherei Hattingen"))
    assert [hit.key for hit in results.hits] == ["a"]
    assert results.understood.places == ()


def test_other_places_act_at_once(index: Index) -> None:
    assert hits(index, "Bücherei Hattingen")[0] == "hattingen"
    other = Places("other", (Place("herne", ("Hattingen",)),))
    assert index.search(Query("Bücherei Hattingen", places=other)).keys[0] in {"herne", "beide"}
