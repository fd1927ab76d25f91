"""What people decide about their mails: on the page of their account, and by the link in each recurring mail."""

import pytest

from portal.mail import LetterKind, Rhythm, post, rhythms, unsubscribing
from portal.mail.composing import Letters
from portal.mail.unsubscribing import unwanted
from tests import factories
from tests.factories import PASSWORD
from tests.portal.mail.conftest import DIGEST, NOTE
from tests.portal.members.conftest import overlapping

SWITCH = "form[action*='/test.digest/']"


@pytest.fixture
def account(database):
    with database.unit_of_work() as session:
        return factories.account(session, email="redaktion@stadt.example").id


@pytest.fixture
def person(app, account):
    """The browser of somebody who is signed in."""
    client = app.test_client()
    client.page("/anmelden").submit("main form", email="redaktion@stadt.example", password=PASSWORD)
    return client


@pytest.fixture
def link(app, database, letters, account):
    """Makes the path of the link that a letter of a kind carries."""

    def link(kind=DIGEST, account_id=account, number=7):
        with database.unit_of_work() as session:
            mail = post(session, kind, to="a@stadt.example", account_id=account_id, number=number)
            return unsubscribing.address(app.extensions["links"], mail).removeprefix("http://localhost")

    return link


@pytest.fixture
def off(database, account):
    """Reads what the account has switched off."""

    def read():
        with database.reading() as session:
            return unwanted(session, account)

    return read


def test_without_recurring_letters_the_page_says_so(app, person):
    app.extensions["letters"] = Letters()
    assert "Zurzeit gibt es keine regelmäßigen Mails" in person.page("/konto/mails").text


def test_only_recurring_letters_are_listed(letters, person):
    shown = person.page("/konto/mails").texts("main h2")
    assert len(shown) == len(letters.recurring)
    assert "Monatliche Übersicht an" in shown


def test_a_letter_is_switched_off_and_on(letters, person, off):
    shown = person.page("/konto/mails").submit(SWITCH)
    assert "Sie bekommen diese Mails nicht mehr: Monatliche Übersicht." in shown.text
    assert off() == {"test.digest"}
    assert "Eine Art von Mails ist ausgeschaltet." in person.page("/konto").text

    shown = shown.submit(SWITCH)
    assert "Sie bekommen diese Mails wieder: Monatliche Übersicht." in shown.text
    assert off() == set()
    assert "Sie bekommen alle Mails." in person.page("/konto").text


@pytest.mark.parametrize("kind", ["test.note", "mail.test", "unbekannt", "x" * 300, "%00"])
def test_what_does_not_recur_cannot_be_switched(letters, person, off, kind):
    token = dict(person.page("/konto/mails").fields(SWITCH))["csrf_token"]
    for what in ("ausschalten", "einschalten"):
        assert person.post(f"/konto/mails/{kind}/{what}", data={"csrf_token": token}).status_code == 404
    assert off() == set()


def test_opening_the_link_changes_nothing_and_asks(client, link, off):
    page = client.page(link())

    assert page.title == "Mails abbestellen?"
    assert "Monatliche Übersicht" in page.text
    assert off() == set()


def test_pressing_the_button_ends_the_letters_without_a_sign_in(client, link, off):
    ended = client.page(link()).submit("main form")

    assert ended.title == "Abbestellt"
    assert off() == {"test.digest"}
    assert ended.one("main a").get("href") == "/konto/mails"


def test_a_mail_service_ends_them_with_one_request_of_its_own(client, link, off):
    """RFC 8058: no cookie, no token of a page, and no redirect."""
    answer = client.post(link(), data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert off() == {"test.digest"}
    assert client.post(link(), data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert off() == {"test.digest"}


def test_the_kind_may_say_what_its_end_means(app, client, link, off):
    ended = []
    watched = LetterKind("test.watched", "Beobachtetes", fields=("number",), recurring=True)
    app.extensions["letters"].bind(
        {watched: lambda *_: None}, {watched: lambda _session, params: ended.append(params["number"])}
    )
    client.page(link(watched, account_id=None, number=9)).submit("main form")

    assert ended == [9]
    assert off() == set()


def test_a_link_that_is_none_leads_nowhere(client, app, link, off):
    links = app.extensions["links"]
    for token in (
        "x",
        "x" * 3000,
        link().rpartition("/")[2][:-2],
        links.token("mail.unsubscribe", ["test.gone", 1, {}]),
        links.token("mail.unsubscribe", ["test.note", 1, {}]),
        links.token("invitation", ["test.digest", 1, {}]),
    ):
        address = f"/mails/abbestellen/{token}"
        assert client.page(address, status=404).title == "Dieser Link ist nicht vollständig"
        assert client.post(address).status_code == 404
    assert off() == set()


def test_the_link_of_an_account_that_is_gone_is_no_error(client, app, letters):
    token = app.extensions["links"].token("mail.unsubscribe", ["test.digest", 999, {}])
    assert client.post(f"/mails/abbestellen/{token}").status_code == 200


def test_letters_of_others_stay(client, link, database):
    with database.unit_of_work() as session:
        other = factories.account(session).id
    client.page(link()).submit("main form")

    with database.reading() as session:
        assert unwanted(session, other) == set()


def test_what_was_ended_can_still_be_ordered_otherwise(letters, link, deliver, server, database, account):
    with database.unit_of_work() as session:
        unsubscribing.switch(session, account, DIGEST, wanted=False)
        post(session, NOTE, to="a@stadt.example", account_id=account, number=1)
    deliver().drain()
    assert len(server.received) == 1


class TestRhythm:
    """A letter that gathers comes as often as its reader wants."""

    FORM = "form[action*='/test.gathered/rhythmus']"

    @pytest.fixture
    def gathered(self, letters):
        kind = LetterKind("test.gathered", "Überblick", recurring=True, rhythm=Rhythm.WEEKLY)
        letters.bind({kind: lambda *_: None})
        return kind

    @pytest.fixture
    def chosen(self, database, account):
        def read():
            with database.reading() as session:
                return dict(rhythms.chosen(session, account))

        return read

    def test_unless_chosen_it_is_as_usual(self, gathered, person, chosen):
        assert dict(person.page("/konto/mails").fields(self.FORM))["rhythmus"] == "weekly"
        assert chosen() == {}

    def test_it_is_chosen_switched_off_and_on_again(self, gathered, person, chosen, off):
        shown = person.page("/konto/mails").submit(self.FORM, rhythmus="daily")
        assert "Gespeichert: Überblick – an jedem Arbeitstag." in shown.text
        assert chosen() == {"test.gathered": Rhythm.DAILY}
        shown = shown.submit(self.FORM, rhythmus="off")
        assert "Gespeichert: Überblick – gar nicht." in shown.text
        assert off() == {"test.gathered"}
        assert dict(shown.fields(self.FORM))["rhythmus"] == "off"
        shown = shown.submit(self.FORM, rhythmus="weekly")
        assert (off(), chosen()) == (set(), {"test.gathered": Rhythm.WEEKLY})

    @pytest.mark.parametrize("rhythm", [Rhythm.DAILY, None])
    def test_a_second_press_at_the_same_moment_is_no_error(self, gathered, database, account, rhythm, chosen, off):
        def choosing(session):
            rhythms.choose(session, account, gathered, rhythm)

        assert overlapping(database, choosing, choosing) == []
        assert (chosen(), off()) == (({"test.gathered": rhythm}, set()) if rhythm else ({}, {"test.gathered"}))

    def test_after_the_link_in_a_mail_it_is_off(self, gathered, client, database, app, account, person):
        token = app.extensions["links"].token("mail.unsubscribe", ["test.gathered", account, {}])
        assert client.post(f"/mails/abbestellen/{token}").status_code == 200
        assert dict(person.page("/konto/mails").fields(self.FORM))["rhythmus"] == "off"

    @pytest.mark.parametrize("hostile", ["", "x", "DAILY", "daily\x00", "9" * 5000])
    def test_what_does_not_exist_is_not_kept(self, gathered, person, chosen, off, hostile):
        token = dict(person.page("/konto/mails").fields(self.FORM))["csrf_token"]
        sent = {"csrf_token": token, "rhythmus": hostile}
        answer = person.post("/konto/mails/test.gathered/rhythmus", data=sent, follow_redirects=True)
        assert "Bitte wählen Sie eine Möglichkeit aus." in answer.text
        assert (chosen(), off()) == ({}, set())
        for kind in ("test.digest", "test.note", "unbekannt"):
            assert person.post(f"/konto/mails/{kind}/rhythmus", data=sent).status_code == 404
