"""Somebody new finds the real projects, reads one, signs in for Herne, publishes a project and finds it at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import (
    eventually,
    follow,
    found,
    heading,
    main,
    press,
    sign_in,
    sign_out,
    start_project,
)

TITLE = "Digitale Parkraumkarte für Anwohner"
SUMMARY = "Anwohner sehen auf einer Karte, wo Parkplätze frei sind."
LEIKA_KEY = "99050012104000"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_newcomer_finds_reads_and_publishes(live_portal: LivePortal, open_tab: OpenTab, script: bool) -> None:
    page = open_tab(java_script_enabled=script)
    looks_around(page, live_portal)
    searches(page, script=script)
    reads(page)
    publishes(page, live_portal)
    finds_it(page, live_portal)
    sign_out(page)
    page.goto(f"{live_portal.url}/meine-kommune")
    expect(page).to_have_url(re.compile("/anmelden"))


def looks_around(page: Page, portal: LivePortal) -> None:
    page.goto(portal.url)
    expect(main(page).locator(".stat", has_text="Projekte im Verzeichnis")).to_contain_text("209")
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Kommunen").click()
    heading(page, "Kommunen im Verbandsgebiet")
    expect(main(page).locator("table tbody tr")).to_have_count(53)
    expect(main(page).locator("svg a")).to_have_count(53)


def searches(page: Page, *, script: bool) -> None:
    page.get_by_role("link", name="Projektnachbarn").click()
    page.get_by_label("Projekte suchen").fill("LoRaWAN")
    press(page, "Suchen")
    count = main(page).locator("#treffer")
    expect(count).to_contain_text("zu „LoRaWAN“")
    expect(main(page).get_by_role("article").first).to_contain_text("LoRaWAN")

    press_or_live(page, "Energie und Umwelt", script=script)
    chip = main(page).get_by_role("link", name="Filter entfernen: Handlungsfeld: Energie und Umwelt")
    expect(chip).to_be_visible()
    expect(page).to_have_url(re.compile("q=LoRaWAN&handlungsfeld=energie-und-umwelt"))
    for card in main(page).get_by_role("article").all():
        expect(card).to_contain_text("Energie und Umwelt")
    chip.click()
    expect(chip).to_have_count(0)
    expect(page.get_by_label("Projekte suchen")).to_have_value("LoRaWAN")

    page.get_by_label("Projekte suchen").fill("")
    press(page, "Suchen")
    expect(count).to_have_text("209 Projekte")
    expect(main(page)).to_contain_text("Einträge 1 bis 20 von 209")
    first = main(page).get_by_role("article").first.get_by_role("heading").inner_text()
    main(page).get_by_role("link", name="Weiter").click()
    expect(main(page)).to_contain_text("Einträge 21 bis 40 von 209")
    expect(main(page).get_by_role("heading", name=first, exact=True)).to_have_count(0)


def press_or_live(page: Page, choice: str, *, script: bool) -> None:
    """Choose a filter; without script it takes the button."""
    page.get_by_role("checkbox", name=choice).check()
    if not script:
        press(page, "Filter anwenden")


def reads(page: Page) -> None:
    page.get_by_label("Projekte suchen").fill("TreeCop")
    press(page, "Suchen")
    follow(page, "TreeCop: smarte Bewässerung der Essener Stadtbäume")
    heading(page, "TreeCop: smarte Bewässerung der Essener Stadtbäume")
    expect(main(page)).to_contain_text(re.compile(r"Aus öffentlicher Quelle \(Stand .+\), noch nicht bestätigt"))
    sources = main(page).get_by_role("region", name="Quellen")
    expect(sources).to_contain_text(re.compile(r"Stand der Quelle: \d{2}\.\d{2}\.\d{4}, heute nicht geprüft"))
    expect(sources.get_by_role("link").first).to_have_attribute("href", re.compile("^https?://"))


def publishes(page: Page, portal: LivePortal) -> None:
    sign_in(page, portal, "herne")
    heading(page, "Herne")
    slug = start_project(page, portal, TITLE)
    follow(page, "Grunddaten")
    page.get_by_label("Kurzbeschreibung").fill(SUMMARY)
    page.get_by_label("Titel").fill("")
    press(page, "Speichern und weiter")

    expect(page).to_have_title(re.compile("^Fehler:"))
    summary = main(page).locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page.get_by_label("Kurzbeschreibung")).to_have_value(SUMMARY)
    summary.get_by_role("link", name="Titel").click()
    expect(page.get_by_label("Titel")).to_be_focused()
    page.keyboard.type(TITLE)
    press(page, "Speichern und weiter")

    heading(page, "Einordnung")
    page.get_by_role("radio", name="Mobilität").check()
    page.get_by_label("Schlagwörter").fill("Parken\nAnwohner")
    page.get_by_label("LeiKa-Schlüssel").first.fill(LEIKA_KEY)
    press(page, "Speichern und weiter")
    heading(page, "Beteiligte")
    page.get_by_role("checkbox", name="Bochum").check()
    press(page, "Speichern und zur Übersicht")
    follow(page, "Stand und Zeitplan")
    page.get_by_label("Phase").select_option(label="Pilot")
    page.get_by_label("Beginn").fill("03/2026")
    press(page, "Speichern und zur Übersicht")

    follow(page, "Prüfen und veröffentlichen")
    for text in (TITLE, SUMMARY, "Mobilität", "Parken", LEIKA_KEY, "Bochum", "Pilot", "März 2026"):
        expect(main(page)).to_contain_text(text)
    assert not found(page, portal, TITLE, TITLE), "a draft is found"
    press(page, "Jetzt veröffentlichen")
    heading(page, "Ihr Eintrag ist veröffentlicht")
    eventually(lambda: found(page, portal, TITLE, TITLE))
    assert slug == "digitale-parkraumkarte-fuer-anwohner"


def finds_it(page: Page, portal: LivePortal) -> None:
    page.goto(portal.url)
    expect(main(page).locator(".stat", has_text="Projekte im Verzeichnis")).to_contain_text("210")
    page.get_by_label("Projekte suchen").fill("Parkplätze Anwohner")
    press(page, "Suchen")
    card = main(page).get_by_role("article").filter(has_text=TITLE)
    expect(card).to_contain_text("Herne")
    expect(card).to_contain_text("Bestätigt am")
    card.get_by_role("link", name=TITLE).click()
    heading(page, TITLE)
    expect(main(page)).to_contain_text("Von Herne genannt, noch nicht bestätigt")
