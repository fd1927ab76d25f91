"""An entry leaves the register with a reason, and comes back."""

from playwright.sync_api import Page, expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import eventually, follow, found, heading, main, press, publish_project, sign_in

TITLE = "Sprechende Mülltonnen"
REASON = "Das Projekt wurde nach dem Versuch eingestellt."


def test_an_archived_entry_says_why_and_can_come_back(live_portal: LivePortal, open_tab: OpenTab) -> None:
    editor, visitor = open_tab(), open_tab()
    sign_in(editor, live_portal, "herne")
    slug = publish_project(editor, live_portal, TITLE, "Mülltonnen melden, wann sie voll sind.")
    eventually(lambda: found(visitor, live_portal, TITLE, TITLE))

    archive(editor, live_portal, slug)
    answer = visitor.goto(f"{live_portal.url}/projekte/{slug}")
    assert answer is not None
    assert answer.status == 410
    heading(visitor, "Dieser Eintrag ist archiviert")
    expect(main(visitor)).to_contain_text(f"„{TITLE}“ wird nicht mehr gezeigt.")
    expect(main(visitor)).to_contain_text(REASON)
    assert not found(visitor, live_portal, TITLE, TITLE), "the database has the last word, whatever the index says"
    visitor.get_by_label("Projekte suchen").fill("Mülltonnen")
    press(visitor, "Suchen")
    expect(main(visitor).locator("#treffer")).to_contain_text("zu „Mülltonnen“")

    editor.goto(f"{live_portal.url}/meine-kommune")
    archived = main(editor).get_by_role("region", name="Archiviert")
    archived.get_by_role("button", name=f"Wiederherstellen: {TITLE}").click()
    heading(editor, TITLE)
    answer = visitor.goto(f"{live_portal.url}/projekte/{slug}")
    assert answer is not None
    assert answer.ok
    eventually(lambda: found(visitor, live_portal, TITLE, TITLE))


def archive(page: Page, portal: LivePortal, slug: str) -> None:
    page.goto(f"{portal.url}/projekte/{slug}/bearbeiten")
    follow(page, "Eintrag archivieren")
    press(page, "Eintrag archivieren")
    page.get_by_label("Grund").fill(REASON)
    press(page, "Eintrag archivieren")
    expect(main(page)).to_contain_text(f"„{TITLE}“ ist archiviert.")
