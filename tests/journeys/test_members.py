"""How a town hall organises itself: invited, registered and taken in, refused, and gone again without a gap."""

import re

from playwright.sync_api import Page, expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import eventually, follow, heading, main, press, sign_in, sign_out, start_project

PASSWORD = "Kormoran schaukelt Teekanne"


def read_mail(page: Page, portal: LivePortal, to: str, subject: str) -> None:
    """Open the mail that the demo keeps instead of sending it, as soon as it is there."""
    line = main(page).get_by_role("listitem").filter(has_text=to).filter(has_text=subject)

    def there() -> bool:
        page.goto(f"{portal.url}/vorfuehrung/mails")
        return line.count() == 1

    eventually(there)
    line.get_by_role("link").click()
    heading(page, subject)


def follow_mail(page: Page, part: str) -> None:
    """Follow the link of the opened mail whose address holds `part`."""
    main(page).locator(f"a[href*='{part}']").click()


def test_an_invited_colleague_joins(live_portal: LivePortal, open_tab: OpenTab) -> None:
    coordination, colleague = open_tab(), open_tab(java_script_enabled=False)
    sign_in(coordination, live_portal, "herne")
    follow(coordination, "Mitglieder")
    follow(coordination, "Jemanden einladen")
    coordination.get_by_label("E-Mail-Adresse").fill("neu@herne.example")
    coordination.get_by_label(re.compile("^Redaktion")).check()
    press(coordination, "Einladung senden")
    expect(main(coordination)).to_contain_text("Die Einladung an neu@herne.example ist unterwegs.")

    read_mail(colleague, live_portal, "neu@herne.example", "Herne: Einladung zu Projektnachbarn")
    follow_mail(colleague, "/einladung/")
    link = colleague.url
    heading(colleague, "Einladung von Herne")
    colleague.get_by_label("Vor- und Nachname").fill("Neue Kollegin")
    colleague.get_by_label("Passwort").fill(PASSWORD)
    press(colleague, "Konto anlegen und Einladung annehmen")
    expect(main(colleague)).to_contain_text("Willkommen! Sie gehören jetzt zu Herne.")
    heading(colleague, "Herne")

    colleague.goto(link)
    heading(colleague, "Sie gehören schon zu Herne")
    coordination.goto(link)
    heading(coordination, "Sie gehören schon zu Herne")
    sign_out(colleague)
    colleague.goto(link)
    heading(colleague, "Diese Einladung ist schon angenommen")

    coordination.goto(f"{live_portal.url}/organisationen/herne/mitglieder")
    line = main(coordination).get_by_role("listitem").filter(has_text="Neue Kollegin")
    expect(line).to_contain_text("Redaktion · neu@herne.example")


def register(page: Page, portal: LivePortal, email: str, name: str) -> None:
    """Register with a service address and wait for the coordination of Herne."""
    page.goto(f"{portal.url}/anmelden")
    follow(page, "Mit Ihrer dienstlichen Adresse registrieren")
    page.get_by_label("E-Mail-Adresse").fill(email)
    press(page, "Weiter")
    heading(page, "Bitte sehen Sie in Ihr Postfach")
    read_mail(page, portal, email, "Bitte bestätigen Sie Ihre Adresse")
    follow_mail(page, "/registrieren/")
    page.get_by_label("Vor- und Nachname").fill(name)
    page.get_by_label("Passwort").fill(PASSWORD)
    expect(page.get_by_label("Herne", exact=True)).to_be_checked()
    press(page, "Konto anlegen")
    expect(main(page)).to_contain_text("Ihre Anfrage wartet bei der Koordination von Herne")


def test_who_registers_is_taken_in_or_refused(live_portal: LivePortal, open_tab: OpenTab) -> None:
    administration, coordination, welcome, refused = (open_tab() for _ in range(4))
    sign_in(administration, live_portal, "verwaltung")
    administration.goto(f"{live_portal.url}/verwaltung/domains")
    press(administration, "Bestätigen: herne.de")
    expect(main(administration)).to_contain_text("herne.de ist bestätigt.")
    register(welcome, live_portal, "erste@herne.de", "Erste Kollegin")
    register(refused, live_portal, "zweite@herne.de", "Zweiter Kollege")

    sign_in(coordination, live_portal, "herne")
    read_mail(coordination, live_portal, "herne@demo.example", "Erste Kollegin möchte mitarbeiten")
    follow_mail(coordination, "/mitglieder")
    press(coordination, "Aufnehmen: Erste Kollegin")
    expect(main(coordination)).to_contain_text("Erste Kollegin gehört jetzt dazu und bekommt eine Mail.")
    follow(coordination, "Ablehnen: Zweiter Kollege")
    coordination.get_by_label("Grund").fill("Bitte sprechen Sie zuerst mit Ihrer Amtsleitung.")
    press(coordination, "Anfrage ablehnen")
    expect(main(coordination)).to_contain_text("Die Anfrage von Zweiter Kollege ist abgelehnt.")

    read_mail(welcome, live_portal, "erste@herne.de", "Willkommen bei Herne")
    slug = start_project(welcome, live_portal, "Digitaler Hundepass")
    read_mail(refused, live_portal, "zweite@herne.de", "Ihre Anfrage wurde abgelehnt")
    expect(main(refused)).to_contain_text("Bitte sprechen Sie zuerst mit Ihrer Amtsleitung.")
    refused.goto(f"{live_portal.url}/projekte/{slug}/bearbeiten")
    heading(refused, "Diese Seite gibt es nicht")
    refused.goto(f"{live_portal.url}/meine-kommune")
    heading(refused, "Meine Organisationen")


def test_who_leaves_hands_over_and_the_last_of_all_is_warned(live_portal: LivePortal, open_tab: OpenTab) -> None:
    colleague, coordination = open_tab(), open_tab()
    sign_in(colleague, live_portal, "mitwirkung.herne")
    slug = start_project(colleague, live_portal, "Digitaler Hundepass")
    sign_in(coordination, live_portal, "herne")
    coordination.goto(f"{live_portal.url}/organisationen/herne/mitglieder")
    follow(coordination, "Verlassen: Herne")
    expect(main(coordination)).to_contain_text("Nur Sie haben bei Herne die Rolle Koordination.")
    expect(main(coordination).get_by_role("button")).to_have_count(0)
    colleague.goto(f"{live_portal.url}/konto/organisationen")
    follow(colleague, "Verlassen: Herne")
    heading(colleague, "Herne verlassen")
    expect(main(colleague)).to_contain_text("Zuständigkeit für Einträge: 1")
    expect(colleague.get_by_label("Wer übernimmt?")).to_have_value(re.compile(r"\d+"))
    press(colleague, "Übergeben und verlassen")
    expect(main(colleague)).to_contain_text("Sie gehören nicht mehr zu Herne.")
    colleague.goto(f"{live_portal.url}/projekte/{slug}/bearbeiten")
    heading(colleague, "Diese Seite gibt es nicht")

    coordination.goto(f"{live_portal.url}/projekte/{slug}/zustaendig")
    expect(main(coordination)).to_contain_text("Koordination Herne")
    expect(main(coordination)).not_to_contain_text("Mitwirkung Herne")
    coordination.goto(f"{live_portal.url}/organisationen/herne/mitglieder")
    follow(coordination, "Verlassen: Herne")
    expect(main(coordination)).to_contain_text("Danach gehört niemand mehr zu Herne")
    press(coordination, "Trotzdem verlassen")
    expect(main(coordination)).to_contain_text("Sie gehören nicht mehr zu Herne.")
