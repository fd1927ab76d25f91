"""What people do in the portal, step by step, as they would with mouse and keyboard."""

import json
import re
import time
from collections.abc import Callable
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from tests.support.live import LivePortal

LOOK_AGAIN = 0.05
PATIENCE = 30  # seconds, for a machine that does much else: how fast things are is measured by `make bench`


def password_of(portal: LivePortal, email: str) -> str:
    """Return what the first start noted in the instance folder."""
    accounts: dict[str, str] = json.loads((portal.place.instance / "demo-accounts.json").read_text())
    return accounts[email]


def sign_in(page: Page, portal: LivePortal, who: str) -> None:
    """Sign in with a demo account: herne, bochum, gelsenkirchen or verwaltung."""
    email = f"{who}@demo.example"
    page.goto(f"{portal.url}/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort").fill(password_of(portal, email))
    press(page, "Anmelden")
    expect(page).to_have_url(f"{portal.url}/meine-kommune")


def prove(page: Page, portal: LivePortal, who: str) -> None:
    """Prove again who one is, where a page asks for it; the page that was wanted follows."""
    page.get_by_label("Passwort").fill(password_of(portal, f"{who}@demo.example"))
    press(page, "Weiter")


def sign_out(page: Page) -> None:
    """Sign out by the button in the menu."""
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("button", name="Abmelden").click()
    expect(main(page)).to_contain_text("Sie sind abgemeldet.")


def main(page: Page) -> Locator:
    """Return what stands between header and footer."""
    return page.get_by_role("main")


def press(page: Page, name: str) -> None:
    """Press the button of exactly this name in the content."""
    main(page).get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow the link of exactly this name in the content."""
    main(page).get_by_role("link", name=name, exact=True).click()


def heading(page: Page, text: str) -> None:
    """Expect the page to be headed like this."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def start_project(page: Page, portal: LivePortal, title: str) -> str:
    """Begin a draft and return its short name, at its task list."""
    page.goto(f"{portal.url}/meine-kommune")
    main(page).get_by_role("link", name="Neues Projekt").first.click()
    page.get_by_label("Wie heißt das Projekt?").fill(title)
    press(page, "Entwurf anlegen")
    expect(page).to_have_url(re.compile("/bearbeiten$"))
    return page.url.split("/")[-2]


def publish_project(page: Page, portal: LivePortal, title: str, summary: str) -> str:
    """Write and publish a project with what is needed for that; return its short name."""
    slug = start_project(page, portal, title)
    page.goto(f"{portal.url}/projekte/{slug}/bearbeiten/grunddaten")
    page.get_by_label("Kurzbeschreibung").fill(summary)
    press(page, "Speichern und weiter")
    page.get_by_label("Verwaltung", exact=True).check()
    press(page, "Speichern und zur Übersicht")
    follow(page, "Prüfen und veröffentlichen")
    press(page, "Jetzt veröffentlichen")
    heading(page, "Ihr Eintrag ist veröffentlicht")
    return slug


def found(page: Page, portal: LivePortal, words: str, title: str) -> bool:
    """Say whether a search shows an entry on its first page, as a visitor without script would see it."""
    answer = page.request.get(f"{portal.url}/suche?{urlencode({'q': words})}")
    assert answer.ok
    assert "Die Suche arbeitet gerade eingeschränkt" not in answer.text()
    return f">{title}</a>" in re.sub("</?mark>", "", answer.text())


def eventually(check: Callable[[], bool], within: float = PATIENCE) -> None:
    """Look again and again until it is so; fail when it is not after so many seconds."""
    deadline = time.monotonic() + within
    while not check():
        assert time.monotonic() < deadline, f"not so within {within} s"
        time.sleep(LOOK_AGAIN)
