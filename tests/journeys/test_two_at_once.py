"""Two people of one town hall save the same section: both texts are shown, none is lost, both go on."""

from playwright.sync_api import Page, expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import follow, heading, main, press, publish_project, sign_in

FIRST, SECOND = "Die erste Fassung der Kurzbeschreibung.", "Die zweite Fassung der Kurzbeschreibung."
DESCRIPTION = "Eine lange Beschreibung, an der jemand den halben Vormittag saß.\n\n- mit einer Liste"
SAVED = "Gespeichert. Die Änderung ist jetzt für alle sichtbar."


def test_two_save_the_same_section(live_portal: LivePortal, open_tab: OpenTab) -> None:
    one, other = open_tab(), open_tab()
    sign_in(one, live_portal, "herne")
    sign_in(other, live_portal, "herne")
    slug = publish_project(one, live_portal, "Gemeinsamer Terminkalender", "Termine stehen an einer Stelle.")
    section = f"{live_portal.url}/projekte/{slug}/bearbeiten/grunddaten"
    for page in (one, other):
        page.goto(section)

    summary(one).fill(FIRST)
    press(one, "Speichern und zur Übersicht")
    expect(main(one)).to_contain_text(SAVED)
    summary(other).fill(SECOND)
    other.get_by_label("Beschreibung", exact=False).last.fill(DESCRIPTION)
    press(other, "Speichern und zur Übersicht")

    heading(other, "Jemand anderes hat inzwischen gespeichert")
    short = other.get_by_role("group", name="Kurzbeschreibung")
    long = other.get_by_role("group", name="Beschreibung", exact=True)
    for text in (FIRST, SECOND):
        expect(short).to_contain_text(text)
    expect(long).to_contain_text("den halben Vormittag")
    expect(long.get_by_role("radio", name="Ihre Fassung")).to_be_checked()
    other.reload()  # as somebody does who does not trust their eyes; the browser sends the form again
    heading(other, "Jemand anderes hat inzwischen gespeichert")
    short.get_by_role("radio", name="Jetzt gespeichert").check()
    press(other, "Auswahl speichern")
    expect(main(other)).to_contain_text(SAVED)

    other.goto(section)
    expect(summary(other)).to_have_value(FIRST)
    expect(other.get_by_label("Beschreibung", exact=False).last).to_have_value(DESCRIPTION)

    follow(one, "Anlass und Ergebnis")
    one.get_by_label("Ausgangslage").fill("Niemand wusste, wann wer Zeit hat.")
    press(one, "Speichern und zur Übersicht")
    expect(main(one)).to_contain_text(SAVED)
    one.goto(f"{live_portal.url}/projekte/{slug}")
    for text in (FIRST, "den halben Vormittag", "Niemand wusste"):
        expect(main(one)).to_contain_text(text)
    expect(main(one)).not_to_contain_text(SECOND)


def summary(page: Page):
    return page.get_by_label("Kurzbeschreibung")
