"""Somebody takes a copy of the own data and has the account erased: nothing of the person stays, the work does."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import follow, heading, main, password_of, press, publish_project, sign_in

EMAIL = "mitwirkung.herne@demo.example"


def own_data(page: Page, portal: LivePortal) -> dict[str, object]:
    """Download everything the portal keeps about who is signed in."""
    page.goto(f"{portal.url}/konto")
    follow(page, "Meine Daten")
    with page.expect_download() as download:
        follow(page, "Meine Daten herunterladen")
    assert download.value.suggested_filename == "meine-daten.json"
    found: dict[str, object] = json.loads(Path(download.value.path()).read_text("utf-8"))
    return found


def test_an_account_is_erased_and_its_work_stays(live_portal: LivePortal, open_tab: OpenTab) -> None:
    leaving, coordination, reader = open_tab(), open_tab(), open_tab(java_script_enabled=False)
    sign_in(leaving, live_portal, "mitwirkung.herne")
    name = leaving.request.get(f"{live_portal.url}/konto/daten.json").json()["account"]["name"]
    slug = publish_project(leaving, live_portal, "Digitaler Hundepass", "Hunde melden sich ohne Papier an.")

    data = own_data(leaving, live_portal)
    account, entries = data["account"], data["entries"]
    assert isinstance(account, dict)
    assert isinstance(entries, dict)
    assert (account["email"], account["name"]) == (EMAIL, name)
    assert entries["responsible_for"] == ["Digitaler Hundepass"]

    leaving.goto(f"{live_portal.url}/konto/daten")
    follow(leaving, "Konto löschen")
    heading(leaving, "Möchten Sie Ihr Konto löschen?")
    press(leaving, "Konto endgültig löschen")
    expect(main(leaving)).to_contain_text("Ihr Konto ist gelöscht.")
    leaving.goto(f"{live_portal.url}/anmelden")
    leaving.get_by_label("E-Mail-Adresse").fill(EMAIL)
    leaving.get_by_label("Passwort").fill(password_of(live_portal, EMAIL))
    press(leaving, "Anmelden")
    heading(leaving, "Anmelden")

    sign_in(coordination, live_portal, "herne")
    coordination.goto(f"{live_portal.url}/projekte/{slug}/verlauf")
    expect(main(coordination)).to_contain_text("Zuständigkeit übergeben")
    expect(main(coordination)).not_to_contain_text(name)
    coordination.goto(f"{live_portal.url}/organisationen/herne/protokoll")
    expect(main(coordination)).to_contain_text("ehemaliges Mitglied von Herne")
    expect(main(coordination)).not_to_contain_text(name)
    coordination.goto(f"{live_portal.url}/organisationen/herne/mitglieder")
    expect(main(coordination)).not_to_contain_text(EMAIL)

    reader.goto(f"{live_portal.url}/projekte/{slug}")
    heading(reader, "Digitaler Hundepass")
