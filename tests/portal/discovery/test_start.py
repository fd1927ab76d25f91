"""The start page."""

import pytest

from tests.support.statements import recorded


def test_an_empty_register_says_how_it_fills(page):
    shown = page("/")

    assert shown.texts(".stat dd")[0] == "0"
    assert "Noch gibt es keine Einträge" in shown.text
    assert "Noch ist kein Eintrag bestätigt" in shown.text


def test_figures_are_counted(register, page):
    shown = page("/")

    assert shown.texts(".stat") == [
        "Projekte im Verzeichnis4",
        "von 3 Kommunen kommen darin vor2",
        "Projekte sind von den Organisationen bestätigt3",
    ]


def test_action_fields_lead_into_the_search(register, page):
    shown = page("/")
    notes = shown.texts(".tile__note")
    energy = shown.all(".tile a")[2]

    assert notes == ["3 Projekte", "0 Projekte", "1 Projekt", "0 Projekte", "0 Projekte"]
    assert page(energy.get("href")).texts(".card__title") == ["Stadtklima"]


def test_what_was_confirmed_is_shown_apart(register, page):
    shown = page("/")
    confirmed = shown.all("section[aria-labelledby=bestaetigt] .card__title a")

    assert sorted(link.text for link in confirmed) == ["Bürgerbüro", "Mängelmelder", "Stadtklima"]


@pytest.mark.seeded
def test_every_example_finds_something(page):
    for link in page("/").all(".search-examples a:not([class])"):
        assert page(link.get("href")).texts(".card__title"), link.text


@pytest.mark.seeded
def test_the_whole_register_is_counted(page, database):
    with recorded(database.engine) as sent:
        shown = page("/")

    assert shown.texts(".stat dd") == ["209", "53", "0"]
    assert len(sent) <= 8
