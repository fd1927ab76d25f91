"""Somebody of Herne signs in as at the town hall, against a real identity provider on another site."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, identity_provider
from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal, free_port
from tests.support.steps import follow, heading, main, press, sign_out
from tests.support.templates import Templates


@pytest.fixture
def portal(templates: Templates, tmp_path: Path) -> Iterator[LivePortal]:
    """A portal that Herne's staff can reach by single sign-on; the provider is another site to the browser."""
    port = free_port()
    with templates.copy("seeded", tmp_path / "instance") as place:
        portal = LivePortal(
            place,
            OIDC_HERNE_ISSUER=f"http://127.0.0.1:{port}",
            OIDC_HERNE_CLIENT_ID=CLIENT_ID,
            OIDC_HERNE_CLIENT_SECRET=CLIENT_SECRET,
            OIDC_HERNE_LABEL="Stadt Herne",
            OIDC_HERNE_DOMAINS="herne.example",
            OIDC_HERNE_ROLES="herne:editor=Portal-Redaktion",
            NO_PROXY="127.0.0.1",
        )
        with identity_provider(port, f"{portal.url}/anmelden/sso/herne/zurueck"), portal:
            yield portal


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_signing_in_as_at_the_town_hall(portal: LivePortal, open_tab: OpenTab, script: bool) -> None:
    page = open_tab(java_script_enabled=script)
    page.route(re.compile("^https://"), lambda route: route.abort())  # the provider's page asks for a font
    page.goto(f"{portal.url}/meine-kommune/projekte/neu")
    follow(page, "Stadt Herne")
    at_the_town_hall(page)

    heading(page, "Willkommen im Portal")
    expect(main(page)).to_contain_text("kim@herne.example")
    expect(main(page)).to_contain_text("Herne: Redaktion")
    press(page, "Konto anlegen")
    expect(page).to_have_url(f"{portal.url}/meine-kommune/projekte/neu")

    sign_out(page)
    follow(page, "Stadt Herne")
    expect(page).to_have_url(f"{portal.url}/meine-kommune")
    page.goto(f"{portal.url}/konto/anmeldungen")
    expect(main(page)).to_contain_text("über die Verwaltung")


def test_somebody_who_changes_their_mind_is_not_signed_in(portal: LivePortal, tab: Page) -> None:
    tab.route(re.compile("^https://"), lambda route: route.abort())
    tab.goto(f"{portal.url}/anmelden")
    follow(tab, "Stadt Herne")
    tab.get_by_role("link", name="Cancel").click()

    heading(tab, "Anmeldung abgebrochen")
    follow(tab, "Anders anmelden")
    heading(tab, "Anmelden")


def at_the_town_hall(page: Page) -> None:
    """Sign in on the provider's own pages."""
    page.get_by_placeholder("Enter any login").fill("kim")
    page.get_by_placeholder("and password").fill("anything")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
