"""A reader without an account reports a mistake; the administration answers where only the reader looks."""

import re

from playwright.sync_api import expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import follow, heading, main, press, sign_in

ENTRY = "treecop-smarte-bewaesserung-der-essener-stadtbaeume"
TITLE = "TreeCop: smarte Bewässerung der Essener Stadtbäume"
MISTAKE = "Das Projekt ist seit 2023 im Betrieb. Das steht im Ratsbericht."
ANSWER = "Danke, wir haben die Phase berichtigt."


def test_a_reader_reports_a_mistake_and_reads_the_answer(live_portal: LivePortal, open_tab: OpenTab) -> None:
    reader, administration = open_tab(), open_tab()
    reader.goto(f"{live_portal.url}/projekte/{ENTRY}")
    follow(reader, "Fehler melden")
    press(reader, "Meldung senden")
    expect(reader).to_have_title(re.compile("^Fehler:"))
    reader.get_by_label("Welche Angabe ist falsch?").select_option(label="Kurzbeschreibung")
    reader.get_by_label("Was stimmt nicht").fill(MISTAKE)
    press(reader, "Meldung senden")
    expect(main(reader)).to_contain_text("Vielen Dank. Ihre Meldung ist angekommen.")
    heading(reader, "Ihre Meldung mit der Nummer 1")
    expect(main(reader)).to_contain_text("Noch keine Antwort")
    private = reader.url
    expect(main(reader).get_by_role("link", name=private)).to_be_visible()

    sign_in(administration, live_portal, "verwaltung")
    main(administration).get_by_role("link", name="Meldungen").click()
    expect(main(administration)).to_contain_text("Eine Meldung wartet auf Antwort.")
    main(administration).get_by_role("link", name=TITLE).click()
    expect(main(administration)).to_contain_text(MISTAKE)
    administration.get_by_label("Antwort").fill(ANSWER)
    press(administration, "Antwort senden")
    expect(main(administration)).to_contain_text("Alles beantwortet")

    reader.goto(private)
    expect(main(reader)).to_contain_text(ANSWER)
    stranger = open_tab()
    answer = stranger.goto(f"{private[:-4]}AAAA")
    assert answer is not None
    assert answer.status == 404
