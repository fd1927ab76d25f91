"""Herne asks Bochum, both agree, and what comes of it is public; a third Kommune sees nothing before."""

from playwright.sync_api import Page, expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import eventually, follow, heading, main, press, publish_project, sign_in

WISH = "Wir möchten Ihr Verfahren nachnutzen und bringen zwei Leute zum Testen mit."
TITLE = "Terminvergabe ohne Warteschlange"


def test_from_interest_to_outcome(live_portal: LivePortal, open_tab: OpenTab) -> None:
    herne, bochum, other_of_bochum, gelsenkirchen = (open_tab() for _ in range(4))
    for page, who in ((herne, "herne"), (bochum, "bochum"), (other_of_bochum, "bochum")):
        sign_in(page, live_portal, who)
    sign_in(gelsenkirchen, live_portal, "gelsenkirchen")
    slug = publish_project(bochum, live_portal, TITLE, "Termine gibt es in zwei Minuten.")

    herne.goto(f"{live_portal.url}/projekte/{slug}")
    follow(herne, "Partnerschaft anfragen")
    herne.get_by_label("Art der Zusammenarbeit").select_option("Nachnutzung")
    herne.get_by_label("Was wünschen Sie sich?").fill(WISH)
    press(herne, "Weiter zum Prüfen")
    heading(herne, "Anfrage prüfen")
    press(herne, "Jetzt senden")
    expect(main(herne)).to_contain_text("Ihre Anfrage ist gesendet.")

    case = _take_up_at_once(live_portal, bochum, other_of_bochum)
    _mailed(live_portal, bochum, f"Anfrage von Herne: Nachnutzung: {TITLE}")
    for page in (herne, gelsenkirchen):
        page.goto(case)
    heading(gelsenkirchen, "Diese Seite gibt es nicht")
    expect(main(herne)).to_contain_text("Bochum kümmert sich um die Anfrage")

    herne.get_by_label("Nachricht an die andere Seite").fill("Wann dürfen wir kommen?")
    press(herne, "Nachricht senden")
    expect(main(herne)).to_contain_text("Ihre Nachricht ist gesendet.")
    bochum.reload()
    expect(main(bochum)).to_contain_text("Wann dürfen wir kommen?")
    follow(bochum, "Anfrage annehmen")
    press(bochum, "Anfrage annehmen")
    expect(main(bochum)).to_contain_text("Beide Seiten wollen zusammenarbeiten")

    herne.reload()
    follow(herne, "Vereinbarung festhalten")
    herne.get_by_label("Art der Vereinbarung").select_option("Verwaltungsvereinbarung")
    herne.get_by_label("Datum der Vereinbarung").fill("1.12.2026")
    herne.get_by_label("Kein Ratsbeschluss nötig").check()
    press(herne, "Vereinbarung festhalten")
    follow(herne, "Die Zusammenarbeit läuft")
    herne.get_by_label("Läuft seit").fill("4.1.2027")
    press(herne, "Die Zusammenarbeit läuft")
    for page in (herne, bochum):
        page.goto(case)
        follow(page, "Öffentlich zeigen")
        press(page, "Öffentlich zeigen")
        expect(main(page)).to_contain_text("Erledigt: Öffentlich zeigen")
    for address in (f"/projekte/{slug}", "/kommunen/herne", "/kommunen/bochum"):
        gelsenkirchen.goto(live_portal.url + address)
        expect(main(gelsenkirchen)).to_contain_text("Bochum und Herne: Nachnutzung seit 2027")
        expect(main(gelsenkirchen)).not_to_contain_text("zwei Leute zum Testen")

    follow(bochum, "Zusammenarbeit beenden")
    bochum.get_by_label("Was ist daraus geworden?").fill("Herne vergibt Termine wie wir.")
    bochum.get_by_label("Ersparter Aufwand in Stunden, wenn bekannt").fill("1.200")
    bochum.get_by_label("Ja").check()
    press(bochum, "Zusammenarbeit beenden")
    herne.reload()
    expect(main(herne)).to_contain_text("Herne vergibt Termine wie wir.")
    expect(main(herne)).to_contain_text("1.200")


def _take_up_at_once(portal: LivePortal, one: Page, other: Page) -> str:
    """Let two of Bochum see the request and both press: the second reads who was faster. Return the case's address."""
    for page in (one, other):
        page.goto(f"{portal.url}/meine-kommune")
        expect(main(page)).to_contain_text("1 Anfrage wartet auf Sie")
        follow(page, "Ansehen und antworten")
        main(page).get_by_role("rowheader").get_by_role("link", name=f"Nachnutzung: {TITLE}").click()
    case = one.url
    press(one, "Ich kümmere mich")
    expect(main(one)).to_contain_text("Erledigt: Ich kümmere mich")
    press(other, "Ich kümmere mich")
    expect(main(other)).to_contain_text("Hier hat sich inzwischen etwas getan.")
    expect(main(other)).to_contain_text("Bochum kümmert sich um die Anfrage")
    return case


def _mailed(portal: LivePortal, page: Page, subject: str) -> None:
    """Wait for the mail where the demo shows it, whole, and go back."""

    def shown() -> bool:
        page.goto(f"{portal.url}/vorfuehrung/mails")
        return main(page).get_by_role("link", name=subject).count() == 1

    back = page.url
    eventually(shown)
    follow(page, subject)
    expect(main(page)).to_contain_text(WISH[:36])  # long lines are broken
    page.goto(back)
