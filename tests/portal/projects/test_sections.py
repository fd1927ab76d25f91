from collections import Counter

import pytest

from portal.projects.schemas import ProjectSchema
from portal.projects.sections.table import BEGUN, DONE, EMPTY, SECTIONS, after, by_slug, missing, of_field, state
from portal.projects.service import NEEDED_TO_PUBLISH

FIELDS = list(ProjectSchema().fields)
NOTHING = dict.fromkeys(FIELDS)


def test_each_field_is_asked_for_exactly_once():
    assert Counter(name for section in SECTIONS for name in section.fields) == Counter(FIELDS)


def test_what_makes_a_section_done_is_asked_for_in_it():
    for section in SECTIONS:
        assert section.core
        assert set(section.core) <= set(section.fields)
    assert {of_field(name).slug for name in NEEDED_TO_PUBLISH} == {"grunddaten", "einordnung"}


def test_addresses_are_unique_and_lead_back():
    assert len({section.slug for section in SECTIONS}) == len(SECTIONS)
    assert [by_slug(section.slug) for section in SECTIONS] == list(SECTIONS)
    assert by_slug("gibt-es-nicht") is None


def test_one_section_follows_the_other():
    order = [SECTIONS[0]]
    while following := after(order[-1]):
        order.append(following)
    assert order == list(SECTIONS)


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ({}, EMPTY),
        ({"description": "Mehr dazu"}, BEGUN),
        ({"title": "Bauantrag"}, BEGUN),
        ({"title": "Bauantrag", "summary": "Ohne Papier"}, DONE),
    ],
)
def test_the_state_of_a_section_follows_from_what_is_filled_in(filled, expected):
    assert state(SECTIONS[0], NOTHING | filled) == expected


def test_what_publication_needs_is_named_until_it_is_there():
    assert missing(SECTIONS[0], NOTHING | {"title": "Bauantrag"}) == ("summary",)
    assert missing(of_field("phase"), NOTHING) == ()
