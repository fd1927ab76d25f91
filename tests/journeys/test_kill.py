"""The server dies between the commit and the update of the index: nothing saved is ever lost to the search."""

from playwright.sync_api import Page, expect

import search
from tests.support.live import LivePortal
from tests.support.steps import eventually, found, main, publish_project, sign_in

TITLE = "Leihräder am Kanalufer"


def test_what_was_saved_is_found_after_a_kill(live_portal: LivePortal, tab: Page) -> None:
    sign_in(tab, live_portal, "herne")
    with search.Index(live_portal.place.instance / "index").writing():  # another writer is at work
        slug = publish_project(tab, live_portal, TITLE, "Räder stehen an sechs Orten bereit.")
        assert not found(tab, live_portal, TITLE, TITLE)
        live_portal.kill()
    live_portal.start()
    eventually(lambda: found(tab, live_portal, TITLE, TITLE))

    tab.goto(f"{live_portal.url}/projekte/{slug}")
    expect(main(tab)).to_contain_text("Räder stehen an sechs Orten bereit.")
    live_portal.place.portal("index", "check")  # fails where index and database differ
