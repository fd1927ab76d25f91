"""Every kind of page, light and dark, wide and narrow: no faults that axe sees, nothing wider than the screen."""

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import RequestRedirect

from tests.browser.conftest import Readers
from tests.browser.viewing import View
from tests.browser.views import VIEWS
from tests.browser.world import World
from tests.support.accessibility import violations

WIDTHS = (1280, 390)
NARROWEST = 320
# And the JSON door.
NO_PAGES = {
    *("static", "discovery.completions", "pages.alive", "pages.favicon", "pages.ready", "pages.robots"),
    *("demo_mails.file", "log.of_organisation_file", "log.whole_file", "own_data.file"),
    *("calendar_feed.file", "partnerships.template_file"),
    *("partnership_requests.file", "partnership_requests.table_csv", "partnership_requests.table_xlsx"),
    *("partnership_requests.overdue_csv", "partnership_requests.overdue_xlsx"),
}
# Only there with somebody else's sign-in; looked at in tests/journeys.
OF_SINGLE_SIGN_ON = {"own_identities.show", "sso.start", "sso.returned", "sso_first.ask", "sso_first.ask_to_link"}


@pytest.mark.parametrize("view", VIEWS, ids=[view.name for view in VIEWS])
def test_page(readers: Readers, view: View) -> None:
    page = readers.show(view)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            faults += [f"{width} px, {scheme}: {fault}" for fault in violations(page)]
    for width in (*WIDTHS, NARROWEST):
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"{width} px: {wide} is wider than the screen" for wide in too_wide(page)]
    assert not faults + readers.faults


def too_wide(page: Page) -> list[str]:
    """Return what makes the page scroll sideways, if it does."""
    found: list[str] = page.evaluate(
        """() => {
            const {clientWidth, scrollWidth} = document.documentElement;
            if (scrollWidth <= clientWidth) return [];
            const wide = [...document.body.querySelectorAll('*')]
                .filter(node => node.getBoundingClientRect().right > clientWidth + 1);
            return ['the page', ...wide.map(node => node.outerHTML.slice(0, 120))];
        }"""
    )
    return found


def test_no_page_is_forgotten(app: Flask, world: World) -> None:
    addresses = app.url_map.bind("localhost")
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint not in NO_PAGES | OF_SINGLE_SIGN_ON
        and not rule.rule.startswith("/api/")
    }
    shown = set()
    for view in VIEWS:
        path = world.address(view.address).partition("?")[0]
        if view.status < 404:
            try:
                shown.add(addresses.match(path)[0])
            except RequestRedirect as redirect:
                shown.add(addresses.match(redirect.new_url.removeprefix("http://localhost"))[0])
    assert sorted(pages - shown) == []
