"""The administration tries the mail, reads it where the demo shows it, and follows its link to the settings."""

from playwright.sync_api import Page, expect

from tests.support.live import LivePortal
from tests.support.steps import eventually, follow, heading, main, press, sign_in


def test_a_test_mail_arrives_and_leads_to_the_settings(live_portal: LivePortal, tab: Page) -> None:
    sign_in(tab, live_portal, "verwaltung")
    tab.goto(f"{live_portal.url}/verwaltung")
    follow(tab, "Mailversand")
    heading(tab, "Mailversand")
    press(tab, "Testmail an mich senden")
    expect(main(tab)).to_contain_text("Eine Testmail an verwaltung@demo.example ist bestellt.")
    expect(main(tab)).to_contain_text("Alles zugestellt")

    tab.get_by_role("navigation", name="Service").get_by_role("link", name="Mails der Vorführung").click()

    def shown() -> bool:
        tab.reload()
        return main(tab).get_by_role("link", name="Testmail von Projektnachbarn").count() == 1

    eventually(shown, within=10)
    follow(tab, "Testmail von Projektnachbarn")
    expect(main(tab)).to_contain_text("Diese Mail ist angekommen.")
    follow(tab, f"{live_portal.url}/konto/mails")
    heading(tab, "Mails")
