"""German addresses of the search, read and written."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.discovery.addresses import address, parse
from portal.discovery.finding.facets import BY_FIELD, FACETS
from portal.discovery.finding.requests import WORDS_MAX, SearchRequest, Unknown

NAMES = ("q", "sortierung", "seite", *(facet.parameter for facet in FACETS), "utm_source")


def test_the_addresses_of_values_last():
    written = {facet.parameter: [value.slug for value in facet.fixed] for facet in FACETS}

    assert written == {
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
        "bestaetigung": ["bestaetigt", "noch-nicht-bestaetigt"],
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


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=150))))
def test_any_address_is_read_and_what_was_read_reads_the_same_again(pairs):
    asked = parse(pairs)
    assert all(BY_FIELD[field] and codes for field, codes in asked.filters.items())

    query = address(asked, asked.page).partition("?")[2]
    again = parse(parse_qsl(query))
    assert (again.words, again.filters, again.sort, again.page) == (asked.words, asked.filters, asked.sort, asked.page)
