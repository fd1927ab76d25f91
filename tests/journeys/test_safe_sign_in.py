"""Signing in and staying safe: a forgotten password, a second step with an app, a passkey, a browser left behind."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.authenticator import App
from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import eventually, follow, heading, main, password_of, press, sign_in, sign_out

EMAIL, NEW = "herne@demo.example", "vier-neue-Pferde-am-Kanal"


def first_step(page: Page, portal: LivePortal, password: str = "") -> None:
    """Type mail address and password at the sign-in."""
    page.goto(f"{portal.url}/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort", exact=True).fill(password or password_of(portal, EMAIL))
    press(page, "Anmelden")


def open_mail(page: Page, portal: LivePortal, subject: str) -> None:
    """Open a mail of the demo as soon as it has come."""
    link = main(page).get_by_role("link", name=subject)

    def has_come() -> bool:
        page.goto(f"{portal.url}/vorfuehrung/mails")
        return link.count() > 0

    eventually(has_come)
    link.first.click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_forgotten_password_is_set_anew(live_portal: LivePortal, open_tab: OpenTab, script: bool) -> None:
    elsewhere, page = open_tab(), open_tab(java_script_enabled=script)
    sign_in(elsewhere, live_portal, "herne")

    page.goto(f"{live_portal.url}/anmelden")
    follow(page, "Passwort vergessen?")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    press(page, "Link schicken")
    heading(page, "Schauen Sie in Ihr Postfach")
    open_mail(page, live_portal, "Passwort neu setzen")
    [link] = re.findall(r"http\S+/passwort-neu/\S+", main(page).inner_text())
    page.goto(link)
    page.get_by_label("Neues Passwort").fill("Stadt Herne 2026")
    press(page, "Passwort setzen")
    expect(main(page).locator(".error-summary")).to_contain_text("leicht zu erraten")
    page.get_by_label("Neues Passwort").fill(NEW)
    press(page, "Passwort setzen")
    expect(main(page)).to_contain_text("Ihr neues Passwort gilt.")

    first_step(page, live_portal)
    expect(main(page).locator(".error-summary")).to_contain_text("stimmen nicht")
    first_step(page, live_portal, NEW)
    expect(page).to_have_url(f"{live_portal.url}/meine-kommune")
    page.goto(link)
    heading(page, "Dieser Link gilt nicht mehr")
    elsewhere.goto(f"{live_portal.url}/meine-kommune")
    expect(elsewhere).to_have_url(re.compile("/anmelden"))
    open_mail(page, live_portal, "Die Sicherheit Ihres Kontos wurde geändert")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_app_and_recovery_codes_guard_the_account(live_portal: LivePortal, open_tab: OpenTab, script: bool) -> None:
    page = open_tab(java_script_enabled=script)
    sign_in(page, live_portal, "herne")
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Mein Konto").click()
    follow(page, "Zweiter Schritt beim Anmelden")
    press(page, "App einrichten")
    page.get_by_text("Keine Kamera? Schlüssel eintippen").click()
    app = App(main(page).locator("p.code").inner_text())
    first = app.code()
    page.get_by_label("Code aus der App").fill(first)
    press(page, "Fertig")
    heading(page, "Ihre Ersatzcodes")
    codes = main(page).locator(".codes li").all_inner_texts()
    follow(page, "Ich habe die Codes aufbewahrt")
    sign_out(page)

    first_step(page, live_portal)
    heading(page, "Noch ein Schritt")
    page.goto(f"{live_portal.url}/meine-kommune")
    expect(page).to_have_url(re.compile("/anmelden"))
    first_step(page, live_portal)
    follow(page, "Mit einem Ersatzcode anmelden")
    page.get_by_label("Ersatzcode").fill(codes[0])
    press(page, "Anmelden")
    expect(main(page)).to_contain_text("Sie haben noch 9 Ersatzcodes.")
    sign_out(page)

    first_step(page, live_portal)
    follow(page, "Mit einem Ersatzcode anmelden")
    page.get_by_label("Ersatzcode").fill(codes[0])
    press(page, "Anmelden")
    expect(main(page).locator(".error-summary")).to_contain_text("schon verbraucht")
    follow(page, "Zurück")
    # The code that set it up does not count again, and after ten wrong ones one has to wait.
    eventually(lambda: app.code() != first, within=70)
    page.get_by_label("Code aus der App").fill(app.code())
    press(page, "Anmelden")
    expect(page).to_have_url(re.compile("/meine-kommune$"))


def test_a_passkey_signs_in_alone_and_as_second_step(live_portal: LivePortal, open_tab: OpenTab) -> None:
    page = open_tab()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    authenticator = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    sign_in(page, live_portal, "herne")
    page.goto(f"{live_portal.url}/konto/zweiter-schritt")
    follow(page, "Passkey hinzufügen")
    page.get_by_label("Name des Passkeys").fill("Diensthandy")
    press(page, "Passkey anlegen")
    heading(page, "Ihre Ersatzcodes")
    follow(page, "Ich habe die Codes aufbewahrt")
    expect(main(page)).to_contain_text("Passkey „Diensthandy“")
    sign_out(page)

    press(page, "Mit Passkey anmelden")
    expect(page).to_have_url(f"{live_portal.url}/meine-kommune")
    page.goto(f"{live_portal.url}/konto/anmeldungen")
    expect(main(page)).to_contain_text("mit Passkey")
    sign_out(page)

    first_step(page, live_portal)
    heading(page, "Noch ein Schritt")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    press(page, "Mit Passkey weiter")
    expect(main(page).locator(".passkey [role=alert]")).to_contain_text("Es kam kein Passkey zustande.")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    press(page, "Mit Passkey weiter")
    expect(page).to_have_url(f"{live_portal.url}/meine-kommune")


def test_a_forgotten_browser_is_signed_out_from_another(live_portal: LivePortal, open_tab: OpenTab) -> None:
    page, forgotten = open_tab(), open_tab(user_agent="Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0")
    sign_in(forgotten, live_portal, "herne")
    sign_in(page, live_portal, "herne")

    page.goto(f"{live_portal.url}/konto/anmeldungen")
    main(page).get_by_role("listitem").filter(has_text="Firefox auf Linux").get_by_role("button").click()
    expect(main(page)).to_contain_text("Dieser Browser ist abgemeldet.")
    forgotten.goto(f"{live_portal.url}/konto")
    expect(forgotten).to_have_url(re.compile("/anmelden"))
