"""German addresses of the search, read and written."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.discovery.addresses import address, parse
from portal.discovery.finding.facets import BY_FIELD, FACETS
from portal.discovery.finding.requests import WORDS_MAX, Area, SearchRequest, Unknown, Years

NAMES = (
    "q",
    "sortierung",
    "seite",
    "genau",
    "beginn_von",
    "beginn_bis",
    "um",
    "umkreis",
    *(facet.parameter for facet in FACETS),
    "utm_source",
)


def test_the_addresses_of_values_last():
    written = {facet.parameter: [value.slug for value in facet.fixed] for facet in FACETS}

    assert written == {
        "was": ["projekte", "gesuche"],
        "handlungsfeld": [
            "verwaltung",
            "it-und-kommunikation",
            "energie-und-umwelt",
            "mobilitaet",
            "gesellschaft-und-bildung",
        ],
        "phase": [
            "idee-oder-planung",
            "konzept",
            "beschlossen",
            "pilot",
            "umsetzung",
            "betrieb",
            "abgeschlossen",
            "gescheitert",
        ],
        "kommune": [],
        "kreis": ["kreisfrei"],
        "zusammenarbeit": [
            "erfahrung-teilen",
            "sucht-partner",
            "bietet-nachnutzung",
            "gemeinsame-beschaffung",
            "gemeinsamer-foerderantrag",
            "nur-informieren",
            "derzeit-keine-anfragen",
        ],
        "technik": [],
        "foerderung": ["anderes-programm"],
        "beginn": [],
        "bestaetigung": ["bestaetigt", "pruefung-ueberfaellig", "noch-nicht-bestaetigt"],
        "gesucht": [
            "erfahrungsaustausch",
            "nachnutzung",
            "gemeinsame-entwicklung",
            "gemeinsame-beschaffung",
            "gemeinsamer-foerderantrag",
            "gemeinsamer-betrieb",
            "hospitation",
        ],
    }


def test_an_address_says_everything_that_was_chosen():
    asked = SearchRequest(
        words="Bürgerbüro & Co.",
        filters={"action_field": ("administration",), "phase": ("keine-angabe", "pilot"), "municipality": ("herne",)},
        sort="title",
    )
    written = address(asked, page=3)

    assert written == (
        "/suche?q=B%C3%BCrgerb%C3%BCro+%26+Co.&handlungsfeld=verwaltung&phase=keine-angabe&phase=pilot&kommune=herne"
        "&sortierung=titel&seite=3"
    )


def test_what_goes_without_saying_is_left_out():
    assert address(SearchRequest(), page=1) == "/suche"


@pytest.mark.parametrize(("typed", "page"), [("-1", 1), ("0", 1), ("7", 7), ("1000000000", 1_000_000), ("zwei", 1)])
def test_page_numbers_stay_within_reason(typed, page):
    assert parse([("seite", typed)]).page == page


def test_what_cannot_be_understood_is_told():
    asked = parse([("phase", "irgendwann"), ("phase", "pilot"), ("sortierung", "farbe"), ("seite", "zwei"), ("x", "y")])

    assert asked.filters == {"phase": ("pilot",)}
    assert asked.unknown == (Unknown("Phase", "irgendwann"), Unknown("Sortierung", "farbe"), Unknown("Seite", "zwei"))


def test_codes_of_the_api_are_no_page_addresses():
    assert parse([("handlungsfeld", "administration")]).unknown == (Unknown("Handlungsfeld", "administration"),)


def test_words_are_put_on_one_line_without_control_characters():
    assert parse([("q", "  Smart\x00\n City\ud800 ")]).words == "Smart City"


def test_words_are_cut_at_a_length():
    assert len(parse([("q", "a" * 100_000)]).words) == WORDS_MAX


def test_ranges_and_exact_words_stand_in_the_address():
    asked = SearchRequest("Ampel", years=Years(2020, 2022), area=Area("herne", 20), exact=True)

    assert address(asked) == "/suche?q=Ampel&beginn_von=2020&beginn_bis=2022&um=herne&umkreis=20&genau=1"
    assert address(SearchRequest(years=Years(last=2022))) == "/suche?beginn_bis=2022"
    assert address(SearchRequest(area=Area("herne", neighbours=True))) == "/suche?um=herne&umkreis=nachbarn"


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        (("2020", "2022"), Years(2020, 2022)),
        (("2022", "2020"), Years(2020, 2022)),
        (("2020", "2020"), Years(2020, 2020)),
        (("1950", "2100"), Years(1950, 2100)),
        (("", "2022"), Years(None, 2022)),
        (("", ""), None),
    ],
)
def test_years_come_in_any_order(typed, years):
    asked = parse([("beginn_von", typed[0]), ("beginn_bis", typed[1])])

    assert (asked.years, asked.unknown) == (years, ())


@pytest.mark.parametrize("typed", ["1949", "2101", "20", "zwei", "²⁰²⁰", "٢٠٢٠", "2020-01", "-2020"])
def test_what_is_no_year_is_told(typed):
    asked = parse([("beginn_von", typed), ("beginn_bis", "2022")])

    assert (asked.years, asked.unknown) == (Years(None, 2022), (Unknown("Beginn von", typed),))


def test_an_area_may_still_lack_its_kommune_or_its_reach():
    assert parse([("um", "herne")]).area == Area("herne")
    assert parse([("umkreis", "nachbarn")]).area == Area(neighbours=True)
    assert parse([("umkreis", "30")]).narrowings == ()
    assert parse([("um", "herne"), ("umkreis", "30")]).narrowings == ("area",)


@pytest.mark.parametrize("typed", ["15", "-10", "1e1", "٣٠", "x" * 99])
def test_other_distances_are_told(typed):
    asked = parse([("um", "herne"), ("umkreis", typed)])

    assert (asked.area, asked.unknown) == (Area("herne"), (Unknown("Umkreis", typed),))


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=150))))
def test_any_address_is_read_and_what_was_read_reads_the_same_again(pairs):
    asked = parse(pairs)
    assert all(BY_FIELD[field] and codes for field, codes in asked.filters.items())

    query = address(asked, asked.page).partition("?")[2]
    again = parse(parse_qsl(query))
    assert replace(again, unknown=()) == replace(asked, unknown=())
