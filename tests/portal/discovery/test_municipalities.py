"""Map, table and pages of the Kommunen."""

import pytest
from sqlalchemy import select

from portal.organisations import queries as organisations
from portal.projects.models import Participation
from portal.projects.vocabulary import ParticipationState
from portal.text import sort_key
from tests import factories
from tests.support.statements import recorded


def row(page, name):
    (found,) = (texts for texts in page.all("tbody tr") if texts.xpath(f".//a[text()='{name}']"))
    return ["".join(cell.itertext()).strip() for cell in found.xpath("th|td")]


def test_a_joint_entry_counts_for_each_kommune(register, page):
    shown = page("/kommunen")

    assert row(shown, "Herne") == ["Herne", "kreisfrei", "unbekannt", "3", "2"]
    assert row(shown, "Bochum") == ["Bochum", "kreisfrei", "unbekannt", "2", "2"]
    assert row(shown, "Xanten") == ["Xanten", "kreisfrei", "unbekannt", "0", "0"]


def test_who_denied_a_part_is_not_counted(register, page, database):
    with database.unit_of_work() as session:
        herne = organisations.by_slug(session, "herne")
        for part in session.execute(select(Participation).where(Participation.organisation_id == herne.id)).scalars():
            part.state = ParticipationState.DENIED

    assert row(page("/kommunen"), "Herne")[3] == "1"
    assert "Stadtklima" not in page("/kommunen/herne").texts(".card__title")


def on_the_map(page):
    return page.one(".map").xpath(".//*[local-name()='svg']/*[local-name()='a']")


@pytest.mark.seeded
def test_the_map_says_the_same_as_the_table(page, database):
    with recorded(database.engine) as sent:
        shown = page("/kommunen")
    spoken = [link.get("aria-label") for link in on_the_map(shown)]
    table = [texts.xpath("string(.//a)") + ": " + texts.xpath("string(td[3])") for texts in shown.all("tbody tr")]

    assert len(sent) <= 8
    assert [text.rsplit(" ", 1)[0] for text in spoken] == table
    assert len(table) == 53
    assert "© GeoBasis-DE / BKG 2016 (Daten verändert)" in shown.text
    assert sorted(table, key=sort_key) == table


def test_a_page_tells_leading_from_taking_part(register, page):
    shown = page("/kommunen/herne")

    assert shown.texts("section[aria-labelledby=federfuehrung] .card__title") == ["Mängelmelder"]
    assert sorted(shown.texts("section[aria-labelledby=beteiligt] .card__title")) == ["Stadtklima", "Telenotarzt"]
    assert "3 Projekte, davon 2 bestätigt" in shown.text


def test_what_a_source_only_tells_from_a_view_is_set_apart(register, page, database):
    with database.unit_of_work() as session:
        xanten = organisations.by_slug(session, "xanten")
        factories.from_public_source(session, xanten, title="Römerpfad")
    shown = page("/kommunen/xanten")

    assert shown.texts("section[aria-labelledby=berichte] .card__title") == ["Römerpfad"]
    assert "Aus Sicht von Xanten" in shown.text


def test_a_page_without_entries_does_not_claim_there_are_no_projects(register, page):
    shown = page("/kommunen/xanten")

    assert "Nicht gefunden heißt nicht: keine Projekte." in shown.text
    assert shown.texts(".empty .kern-btn") == ["Projekt veröffentlichen"]


def test_drafts_are_on_no_page(register, page):
    assert "Geheimer Plan" not in page("/kommunen/herne").text


@pytest.mark.seeded
def test_a_page_shows_neighbours_facts_and_whether_the_address_was_checked(page, database):
    with recorded(database.engine) as sent:
        shown = page("/kommunen/herne")
    neighbours = shown.texts("section[aria-labelledby=nachbarn] li a")

    assert neighbours == ["Bochum", "Castrop-Rauxel", "Gelsenkirchen", "Herten", "Recklinghausen"]
    assert "155.446" in shown.text
    assert "Stand 15.05.2022" in shown.text
    assert "Adresse nicht geprüft" in page("/kommunen/alpen").text
    assert len(sent) <= 15


@pytest.mark.seeded
def test_the_map_leads_to_the_pages(page):
    links = on_the_map(page("/kommunen"))
    assert len(links) == 53
    for link in links[::10]:
        assert page(link.get("href")).texts(".breadcrumbs li")[-1] == link.get("aria-label").partition(":")[0]


def test_long_lists_are_cut_and_lead_to_the_search(register, page, database, drain):
    with database.unit_of_work() as session:
        xanten = organisations.by_slug(session, "xanten")
        for number in range(12):
            factories.published(session, xanten, title=f"Vorhaben {number}")
    drain()
    shown = page("/kommunen/xanten")

    assert len(shown.texts(".card")) == 10
    (told,) = [each for each in shown.all("section > p") if "Das sind die 10 neuesten von 12." in (each.text or "")]
    assert page(told[0].get("href")).texts("[data-results-count]") == ["12 Projekte"]
    assert page(shown.all(".actions a")[-1].get("href")).texts("[data-results-count]") == ["12 Projekte"]


@pytest.mark.parametrize("slug", ["atlantis", "%00", "herne%20", "kreis-unna"])
def test_other_addresses_are_not_found(register, page, database, slug):
    page(f"/kommunen/{slug}", status=404)
