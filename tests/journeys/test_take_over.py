"""Two towns take over the same joint entry at once; a third says that it takes part, and then that it does not."""

import re

from playwright.sync_api import Page, expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import heading, main, press, sign_in

SLUG = "telenotarzt-bochum-herne-gelsenkirchen-bottrop"
TITLE = "Telenotarzt Bochum – Herne – Gelsenkirchen – Bottrop"
MINE, TOO_LATE = "pflegt diesen Eintrag jetzt", "Diesen Eintrag pflegt schon:"
AT_THE_SAME_TIME = "document.querySelector('main form').requestSubmit()"


def test_the_first_takes_over_and_the_second_is_told_who(live_portal: LivePortal, open_tab: OpenTab) -> None:
    towns = {"Bochum": open_tab(), "Herne": open_tab()}
    for name, page in towns.items():
        sign_in(page, live_portal, name.lower())
        page.goto(f"{live_portal.url}/projekte/{SLUG}/uebernehmen")
        expect(main(page).get_by_role("button", name=f"Eintrag für {name} übernehmen")).to_be_visible()
    for page in towns.values():
        page.evaluate(AT_THE_SAME_TIME)
    for page in towns.values():
        expect(main(page)).to_contain_text(re.compile(f"{MINE}|{TOO_LATE}"))

    winners = [name for name, page in towns.items() if MINE in main(page).inner_text()]
    assert len(winners) == 1
    (loser,) = towns.keys() - set(winners)
    expect(main(towns[loser])).to_contain_text(f"{TOO_LATE} {winners[0]}")
    towns[loser].goto(f"{live_portal.url}/projekte/{SLUG}/bearbeiten")
    heading(towns[loser], "Dafür fehlt Ihnen die Berechtigung")

    visitor = open_tab()
    visitor.goto(f"{live_portal.url}/projekte/{SLUG}")
    expect(main(visitor)).to_contain_text(f"gepflegt von {winners[0]}")
    expect(main(visitor)).to_contain_text("Federführung nicht bekannt")


def test_a_town_confirms_its_part_and_denies_it(live_portal: LivePortal, open_tab: OpenTab) -> None:
    town, visitor = open_tab(), open_tab()
    sign_in(town, live_portal, "gelsenkirchen")
    part = f"{live_portal.url}/projekte/{SLUG}/beteiligung/gelsenkirchen"
    participants(visitor, live_portal, named=["Bochum", "Bottrop", "Gelsenkirchen", "Herne"])

    town.goto(part)
    press(town, "Ja, beteiligt")
    town.get_by_label("Das bieten wir").fill("Einen Blick in unsere Leitstelle.")
    press(town, "Beitrag speichern")
    expect(main(town)).to_contain_text("Ihr Beitrag ist gespeichert.")
    participants(visitor, live_portal, confirmed=["Gelsenkirchen"], named=["Bochum", "Bottrop", "Herne"])
    expect(main(visitor)).to_contain_text("Einen Blick in unsere Leitstelle.")

    press(town, "Beteiligung verneinen")
    expect(main(town)).to_contain_text(f"Ihre Organisation steht ab sofort nicht mehr bei „{TITLE}“.")
    participants(visitor, live_portal, named=["Bochum", "Bottrop", "Herne"])
    expect(main(visitor)).not_to_contain_text("Einen Blick in unsere Leitstelle.")
    visitor.goto(f"{live_portal.url}/kommunen/gelsenkirchen")
    expect(main(visitor).get_by_role("link", name=TITLE)).to_have_count(0)


def participants(page: Page, portal: LivePortal, *, named: list[str], confirmed: list[str] | None = None) -> None:
    """Expect the page of the entry to show these names."""
    page.goto(f"{portal.url}/projekte/{SLUG}")
    links = main(page).get_by_role("region", name="Wer macht mit?").get_by_role("listitem").get_by_role("link")
    expect(links).to_have_text([*(confirmed or []), *named])
    title = main(page).get_by_role("heading", name="Beteiligung bestätigt")
    expect(title).to_have_count(1 if confirmed else 0)
