"""From interest to outcome: one asks another or three, or says what it looks for; strangers see nothing of it."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy

from icalendar import Calendar as Icalendar
from playwright.sync_api import Page, expect

from portal.orm import utcnow
from portal.partnerships.calendar import DAY, Calendar, day_of, end_after_days
from portal.settings import Duties
from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import eventually, follow, found, heading, main, press, publish_project, sign_in, sign_out

WISH = "Wir möchten Ihr Verfahren nachnutzen und bringen zwei Leute zum Testen mit."
TITLE = "Terminvergabe ohne Warteschlange"


def test_from_interest_to_outcome(live_portal: LivePortal, open_tab: OpenTab) -> None:
    herne, bochum, other_of_bochum, gelsenkirchen = (open_tab() for _ in range(4))
    for page, who in ((herne, "herne"), (bochum, "bochum"), (other_of_bochum, "bochum")):
        sign_in(page, live_portal, who)
    sign_in(gelsenkirchen, live_portal, "gelsenkirchen")
    slug = publish_project(bochum, live_portal, TITLE, "Termine gibt es in zwei Minuten.")

    _ask(live_portal, herne, slug)
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
    _agree_on_a_date(live_portal, bochum, herne)
    bochum.goto(case)
    follow(bochum, "Anfrage annehmen")
    press(bochum, "Anfrage annehmen")
    expect(main(bochum)).to_contain_text("Beide Seiten wollen zusammenarbeiten")

    today = _record(case, herne, bochum)
    gelsenkirchen.goto(f"{live_portal.url}/partnerschaften")
    expect(main(gelsenkirchen)).to_contain_text("Noch ist keine Partnerschaft öffentlich.")
    for page in (herne, bochum):
        page.goto(case)
        follow(page, "Öffentlich zeigen")
        press(page, "Öffentlich zeigen")
        expect(main(page)).to_contain_text("Erledigt: Öffentlich zeigen")
    for address in (f"/projekte/{slug}", "/kommunen/herne", "/kommunen/bochum"):
        gelsenkirchen.goto(live_portal.url + address)
        expect(main(gelsenkirchen)).to_contain_text(f"Bochum und Herne: Nachnutzung seit {today[-4:]}")
        expect(main(gelsenkirchen)).not_to_contain_text("zwei Leute zum Testen")

    gelsenkirchen.goto(f"{live_portal.url}/projekte/{slug}")
    expect(main(gelsenkirchen)).to_contain_text(f"Version 2.4, im Einsatz seit {today}")
    gelsenkirchen.goto(f"{live_portal.url}/partnerschaften")
    expect(main(gelsenkirchen).get_by_role("table", name="1 Partnerschaft")).to_contain_text("Nachnutzung")
    expect(main(gelsenkirchen).locator(".map__tie")).to_have_count(1)

    follow(bochum, "Zusammenarbeit beenden")
    bochum.get_by_label("Was ist daraus geworden?").fill("Herne vergibt Termine wie wir.")
    bochum.get_by_label("Ersparter Aufwand in Stunden, wenn bekannt").fill("1.200")
    bochum.get_by_label("Ja").check()
    press(bochum, "Zusammenarbeit beenden")
    herne.reload()
    expect(main(herne)).to_contain_text("Herne vergibt Termine wie wir.")
    expect(main(herne)).to_contain_text("1.200")


def _ask(portal: LivePortal, herne: Page, slug: str) -> None:
    herne.goto(f"{portal.url}/projekte/{slug}")
    follow(herne, "Partnerschaft anfragen")
    herne.get_by_label("Art der Zusammenarbeit").select_option("Nachnutzung")
    herne.get_by_label("Was wünschen Sie sich?").fill(WISH)
    press(herne, "Weiter zum Prüfen")
    heading(herne, "Anfrage prüfen")
    press(herne, "Jetzt senden")
    expect(main(herne)).to_contain_text("Ihre Anfrage ist gesendet.")


def _record(case: str, herne: Page, bochum: Page) -> str:
    """Record what both have agreed to, up to the reuse that the other side confirms. Return the day of it."""
    today, planned = (f"{day_of(utcnow()) + each * DAY:%d.%m.%Y}" for each in (0, 30))
    herne.goto(case)
    follow(herne, "Absichtserklärung festhalten")
    herne.get_by_label("Datum der Absichtserklärung").fill(today)
    press(herne, "Absichtserklärung festhalten")
    follow(herne, "Vereinbarung festhalten")
    herne.get_by_label("Art der Vereinbarung").select_option("Verwaltungsvereinbarung")
    herne.get_by_label("Datum der Vereinbarung").fill(today)
    herne.get_by_label("Kein Ratsbeschluss nötig").check()
    press(herne, "Vereinbarung festhalten")
    follow(herne, "Die Zusammenarbeit läuft")
    herne.get_by_label("Läuft seit").fill(planned)
    press(herne, "Die Zusammenarbeit läuft")
    expect(main(herne)).to_contain_text("Dieses Datum liegt in der Zukunft.")
    herne.get_by_label("Läuft seit").fill(today)
    press(herne, "Die Zusammenarbeit läuft")
    follow(herne, "Nachnutzung beschreiben")
    herne.get_by_label("Version").fill("2.4")
    herne.get_by_label("Im Einsatz seit").fill(today)
    press(herne, "Nachnutzung beschreiben")
    bochum.goto(case)
    follow(bochum, "Nachnutzung bestätigen")
    press(bochum, "Nachnutzung bestätigen")
    expect(main(bochum)).to_contain_text("Erledigt: Nachnutzung bestätigen")
    return today


def _take_up_at_once(portal: LivePortal, one: Page, other: Page) -> str:
    """Let two of Bochum see the request and both press: the second reads who was faster. Return the case's address."""
    for page in (one, other):
        page.goto(f"{portal.url}/meine-kommune")
        expect(main(page)).to_contain_text("1 Antwort von Ihnen fehlt noch")
        follow(page, "Ansehen und antworten")
        main(page).get_by_role("rowheader").get_by_role("link", name=f"Nachnutzung: {TITLE}").click()
    case = one.url
    press(one, "Ich kümmere mich")
    expect(main(one)).to_contain_text("Erledigt: Ich kümmere mich")
    press(other, "Ich kümmere mich")
    expect(main(other)).to_contain_text("Hier hat sich inzwischen etwas getan.")
    expect(main(other)).to_contain_text("Bochum kümmert sich um die Anfrage")
    return case


def _agree_on_a_date(portal: LivePortal, proposes: Page, accepts: Page) -> None:
    """Propose two dates and accept the second; the letter has it for the calendar."""
    follow(proposes, "Termin vorschlagen")
    for row, (day, clock) in enumerate((("3.12.2030", "10:00"), ("4.12.2030", "14:30"))):
        if row:
            press(proposes, "Termin hinzufügen")
        proposes.locator(f"[name=slots-{row}-day]").fill(day)
        proposes.locator(f"[name=slots-{row}-clock]").fill(clock)
    proposes.get_by_label("Dauer").select_option("1 Stunde")
    press(proposes, "Terminvorschlag senden")
    expect(main(proposes)).to_contain_text("Ihr Terminvorschlag ist gesendet.")
    accepts.reload()
    press(accepts, "Zusagen: Mittwoch, 4. Dezember 2030, 14:30 bis 15:30 Uhr")
    expect(main(accepts)).to_contain_text("Herne sagt zu: Mittwoch, 4. Dezember 2030")
    [event] = [each for each in _calendar(portal, accepts, "Herne sagt zu").events if each["STATUS"] == "CONFIRMED"]
    assert event.start == datetime.fromisoformat("2030-12-04T13:30:00+00:00")


def _calendar(portal: LivePortal, page: Page, subject: str) -> Icalendar:
    """Return the file for the calendar that came with a mail."""
    _open_mail(portal, page, re.compile(subject))
    with page.expect_download() as loading:
        follow(page, "Als Datei für ein Mailprogramm (.eml)")
    mail = message_from_bytes(loading.value.path().read_bytes(), policy=policy.default)
    [file] = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    found = Icalendar.from_ical(file.get_payload(decode=True))
    assert isinstance(found, Icalendar)
    return found


def _mailed(portal: LivePortal, page: Page, subject: str) -> None:
    """Wait for the mail where the demo shows it, whole, and go back."""
    back = page.url
    _open_mail(portal, page, subject)
    expect(main(page)).to_contain_text(WISH[:36])  # long lines are broken
    page.goto(back)


def _open_mail(portal: LivePortal, page: Page, subject: str | re.Pattern[str], to: str = "") -> None:
    """Open the newest mail of this subject, as soon as it is there."""
    line = main(page).get_by_role("listitem").filter(has_text=to).get_by_role("link", name=subject)

    def shown() -> bool:
        page.goto(f"{portal.url}/vorfuehrung/mails")
        return line.count() > 0

    eventually(shown)
    line.first.click()


def test_one_request_to_three_of_whom_each_answers_otherwise(live_portal: LivePortal, open_tab: OpenTab) -> None:
    herne, bochum, hagen = open_tab(), open_tab(), open_tab()
    _join_hagen(live_portal, hagen)
    for page, who in ((herne, "herne"), (bochum, "bochum")):
        sign_in(page, live_portal, who)
    herne.goto(f"{live_portal.url}/kommunen/bochum")
    follow(herne, "Partnerschaft anfragen")
    main(herne).get_by_text("Weitere dazu wählen").click()
    for name in ("Gelsenkirchen", "Hagen"):
        herne.get_by_label(name, exact=True).check()
    herne.get_by_label("Art der Zusammenarbeit").select_option("Gemeinsame Beschaffung")
    herne.get_by_label("Was wünschen Sie sich?").fill(WISH)
    press(herne, "Weiter zum Prüfen")
    press(herne, "Jetzt senden")
    sent = herne.url
    for name in ("Bochum", "Gelsenkirchen", "Hagen"):
        expect(main(herne).get_by_role("row", name=name)).to_contain_text("Gesendet")

    take_up = _asked(live_portal, hagen)
    follow(hagen, "Anfrage ablehnen")
    hagen.get_by_label("Grund").select_option("Derzeit keine Zeit")
    hagen.get_by_label("Begründung in eigenen Worten").fill("Erst nach dem Umzug.")
    press(hagen, "Anfrage ablehnen")
    expect(main(hagen)).to_contain_text("Erledigt: Anfrage ablehnen")

    case = _asked(live_portal, bochum)
    assert case != take_up
    follow(bochum, "Gegenvorschlag machen")
    bochum.get_by_label("Andere Art der Zusammenarbeit").select_option("Hospitation")
    bochum.get_by_label("Gegenvorschlag in eigenen Worten").fill("Sehen Sie es sich erst an.")
    press(bochum, "Gegenvorschlag machen")
    expect(main(bochum)).to_contain_text("Herne prüft den Gegenvorschlag")
    hagen.goto(case)
    heading(hagen, "Diese Seite gibt es nicht")
    herne.goto(case)
    follow(herne, "Gegenvorschlag annehmen")
    expect(main(herne)).to_contain_text("Sehen Sie es sich erst an.")
    press(herne, "Gegenvorschlag annehmen")
    expect(main(herne)).to_contain_text("Hospitation (zuerst: Gemeinsame Beschaffung)")

    live_portal.stop()
    due = Calendar().end_after_workdays(utcnow(), Duties().answer_workdays)
    for moment, subject, to in (
        (due - timedelta(hours=2), "Bitte antworten Sie bis", "gelsenkirchen@demo.example"),
        (due + timedelta(hours=2), "Die Antwort ist überfällig", "gelsenkirchen@demo.example"),
        (
            end_after_days(utcnow(), Duties().lapse_days) + timedelta(hours=2),
            "Die Anfrage ist verfallen",
            "herne@demo.example",
        ),
    ):
        with _at(live_portal, moment) as portal:
            page = open_tab()
            _open_mail(portal, page, re.compile(subject), to)
            if "verfallen" in subject:
                sign_in(page, portal, "herne")
                page.goto(portal.url + sent.removeprefix(live_portal.url))
                for name, state in (("Bochum", "Angenommen"), ("Gelsenkirchen", "Verfallen"), ("Hagen", "Abgelehnt")):
                    expect(main(page).get_by_role("row", name=name)).to_contain_text(state)


@contextmanager
def _at(portal: LivePortal, moment: datetime) -> Iterator[LivePortal]:
    """Run the portal with its clock moved."""
    ahead = (moment - utcnow()).total_seconds()
    with LivePortal(portal.place, sys.executable, "-m", "tests.support.later", str(ahead), "run") as moved:
        yield moved


def _join_hagen(portal: LivePortal, page: Page) -> None:
    """Become the coordination of Hagen, which nobody of belongs to yet, by an invitation."""
    sign_in(page, portal, "verwaltung")
    page.goto(f"{portal.url}/organisationen/hagen/mitglieder")
    follow(page, "Jemanden einladen")
    page.get_by_label("E-Mail-Adresse").fill("erste@hagen.example")
    page.get_by_label(re.compile("^Koordination")).check()
    press(page, "Einladung senden")
    sign_out(page)
    _open_mail(portal, page, "Hagen: Einladung zu Projektnachbarn")
    main(page).locator("a[href*='/einladung/']").click()
    page.get_by_label("Vor- und Nachname").fill("Erste Kollegin")
    page.get_by_label("Passwort").fill("Kormoran schaukelt Teekanne")
    press(page, "Konto anlegen und Einladung annehmen")
    expect(main(page)).to_contain_text("Willkommen! Sie gehören jetzt zu Hagen.")


def _asked(portal: LivePortal, page: Page) -> str:
    """Open the one request that waits, and say that somebody looks after it; return its address."""
    page.goto(f"{portal.url}/meine-kommune")
    follow(page, "Ansehen und antworten")
    main(page).get_by_role("rowheader").get_by_role("link").first.click()
    press(page, "Ich kümmere mich")
    expect(main(page)).to_contain_text("Erledigt: Ich kümmere mich")
    return page.url


def test_what_one_looks_for_another_offers(live_portal: LivePortal, open_tab: OpenTab) -> None:
    herne, bochum, visitor = open_tab(), open_tab(), open_tab()
    sign_in(herne, live_portal, "herne")
    sign_in(bochum, live_portal, "bochum")
    herne.goto(f"{live_portal.url}/gesuche")
    follow(herne, "Gesuch schreiben")
    herne.get_by_label("Art der Zusammenarbeit").select_option("Hospitation")
    herne.get_by_label("Worum geht es?").fill("Wer zeigt uns seine Kormoranzählung?")
    herne.get_by_label("Was suchen Sie?").fill("Wir möchten einen Tag zusehen.")
    press(herne, "Weiter zum Prüfen")
    press(herne, "Jetzt veröffentlichen")
    wanted = herne.url

    eventually(lambda: found(visitor, live_portal, "Kormoranzählung", "Wer zeigt uns seine Kormoranzählung?"))
    visitor.goto(wanted)
    heading(visitor, "Wer zeigt uns seine Kormoranzählung?")
    bochum.goto(wanted)
    follow(bochum, "Hilfe anbieten")
    bochum.get_by_label("Was bieten Sie an?").fill("Kommen Sie gern am Dienstag.")
    press(bochum, "Weiter zum Prüfen")
    press(bochum, "Jetzt senden")
    visitor.goto(wanted)
    expect(main(visitor)).not_to_contain_text("Bochum")
    herne.goto(wanted)
    main(herne).get_by_role("link", name="Bochum").click()
    press(herne, "Ich kümmere mich")
    case = herne.url
    expect(main(herne).get_by_text("Andere Kommune")).to_have_count(0)
    follow(herne, "Gegenvorschlag machen")
    expect(herne.get_by_label("Anderer Zeitraum")).to_be_visible()
    expect(herne.get_by_label("Andere Kommune")).to_have_count(0)

    other = herne.context.new_page()
    for page in (herne, other):
        page.goto(case)
        follow(page, "Angebot annehmen")
    press(herne, "Angebot annehmen")
    expect(main(herne)).to_contain_text("Erledigt")
    press(other, "Angebot annehmen")
    expect(main(other)).to_contain_text("Hier hat sich inzwischen etwas getan.")
