"""What somebody without a mouse needs: the skip link, a focus that is seen, menus and filters that open."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import main

PHONE = {"width": 390, "height": 844}
# Where the focus is, how it is framed, and whether anything lies over it.
FOCUS = """() => {
    const node = document.activeElement;
    const box = node.getBoundingClientRect();
    const frame = [node, ...node.querySelectorAll('*')].flatMap(
        one => [null, '::after', '::before'].map(part => getComputedStyle(one, part)));
    const above = document.elementFromPoint(
        Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1));
    return {
        what: node.outerHTML.slice(0, 120),
        last: node === document.body,
        framed: frame.some(style => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
            || parseFloat(style.strokeWidth) >= 4),
        hidden: !(above && (node.contains(above) || above.contains(node) || node.labels?.[0]?.contains(above)))
            || box.bottom < 0 || box.top > innerHeight,
    };
}"""


def test_the_skip_link_leads_to_the_content(tab: Page, portal: LivePortal) -> None:
    tab.goto(f"{portal.url}/kommunen")
    skip = tab.get_by_role("link", name="Zum Inhalt springen")
    expect(skip).not_to_be_in_viewport()
    tab.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    tab.keyboard.press("Enter")
    expect(main(tab)).to_be_focused()
    tab.keyboard.press("Tab")
    expect(main(tab).get_by_role("link", name="Karte überspringen, zur Tabelle")).to_be_focused()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    expect(main(tab).get_by_role("link", name="Alpen", exact=True)).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("address", ["/", "/suche?q=Sensoren", "/kommunen/herne", "/anmelden", "/barriere-melden"])
def test_the_focus_is_always_seen(open_tab: OpenTab, portal: LivePortal, address: str, script: bool) -> None:
    page = open_tab(java_script_enabled=script)
    page.goto(f"{portal.url}{address}")
    seen = []
    for _ in range(150):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["last"]:
            break
        assert focus["framed"], f"no focus is seen: {focus['what']}"
        assert not focus["hidden"], f"something lies over the focus: {focus['what']}"
        seen.append(focus["what"])
    assert len(seen) > 10


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_menu_and_filters_open_on_a_phone(open_tab: OpenTab, portal: LivePortal, script: bool) -> None:
    page = open_tab(java_script_enabled=script, viewport=PHONE)
    page.goto(f"{portal.url}/suche")
    menu = page.get_by_role("navigation", name="Hauptmenü")
    mobility = page.get_by_role("checkbox", name="Mobilität")
    expect(menu).to_be_hidden()
    expect(mobility).to_be_hidden()
    expect(main(page).get_by_role("article").first).to_be_in_viewport()

    page.locator(".site-menu > summary").press("Enter")
    expect(menu.get_by_role("link", name="Anmelden")).to_be_in_viewport()
    page.locator(".site-menu > summary").press("Enter")
    page.locator("#filter > summary").press("Enter")
    mobility.check()
    if not script:
        main(page).get_by_role("button", name="Filter anwenden").click()
    expect(page.locator("#treffer")).to_have_text("23 Projekte")
    if script:
        expect(mobility).to_be_visible()  # the filters stay open for the next choice
        main(page).get_by_role("link", name="Zu den Treffern").click()
        expect(page.locator("#treffer")).to_be_in_viewport()
