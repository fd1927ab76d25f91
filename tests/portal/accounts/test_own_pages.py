"""The page "Mein Konto", the question who it is before a sensitive change, and the change of the password."""

from datetime import timedelta

import pytest

from portal.accounts import tries
from portal.accounts.own import confirming
from portal.accounts.sessions.models import AccountSession
from tests import factories
from tests.factories import PASSWORD

EMAIL, NEW = "redaktion@herne.example", "vier-neue-Pferde-am-Kanal"


@pytest.fixture
def account(database):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        made = factories.account(session, herne, email=EMAIL)
        factories.join(session, made, factories.organisation(session, "Bochum"))
    return made


@pytest.fixture
def own(client, account):
    """Fetches a page as somebody who has just signed in."""
    return client.sign_in_as(account).page


@pytest.fixture
def later(database):
    """Lets time go by since the last proof."""

    def wait(duration):
        with database.unit_of_work() as session:
            for row in session.query(AccountSession):
                row.confirmed_at -= duration

    return wait


def test_everything_of_the_account_is_in_reach(own):
    page = own("/meine-kommune")
    menu = {link.get("href") for link in page.all(".site-menu a")}
    assert "/konto" in menu

    page = own("/konto")
    assert page.texts("main dd") == ["Redaktion", EMAIL, "Bochum: Redaktion", "Herne: Redaktion"]
    links = [link.get("href") for link in page.all("main .tiles a")]
    assert {"/konto/passwort", "/konto/anmeldungen"} <= set(links)
    for link in links:
        own(link)


class TestPassword:
    def change(self, own, password, status=200):
        return own("/konto/passwort").submit("main form", status=status, password=password)

    def test_it_is_changed_and_this_browser_stays_in(self, own, client, app):
        answer = self.change(own, NEW)

        assert answer.path == "/konto"
        assert "Ihr Passwort ist geändert." in answer.text
        other = app.test_client()
        other.page("/anmelden").submit("main form", status=422, email=EMAIL, password=PASSWORD)
        assert other.page("/anmelden").submit("main form", email=EMAIL, password=NEW).path == "/meine-kommune"

    def test_all_other_sign_ins_end_and_the_old_cookie_too(self, own, client, app, account):
        other = app.test_client().sign_in_as(account)
        kept = client.get_cookie("portal").value
        self.change(own, NEW)

        assert other.get("/konto").status_code == 302
        assert client.get("/konto").status_code == 200
        client.set_cookie("portal", kept)
        assert client.get("/konto").status_code == 302

    @pytest.mark.parametrize(
        ("password", "said"),
        [
            ("", "füllen"),
            ("kurz", "mindestens 15 Zeichen"),
            ("Redaktion Herne", "erraten"),
            ("x1" * 101, "höchstens 200"),
        ],
    )
    def test_a_bad_one_is_refused_with_a_reason(self, own, password, said):
        refused = self.change(own, password, status=422)

        assert said in refused.texts("#password-error")[0]
        assert refused.one("#password").get("value") is None

    def test_password_managers_find_their_way(self, own):
        page = own("/konto/passwort")
        assert page.one("#password").get("autocomplete") == "new-password"
        assert page.one("input[name=username]").get("value") == EMAIL


class TestConfirming:
    def test_after_some_minutes_the_password_is_asked_again(self, own, later):
        later(confirming.FRESH - confirming.TO_FILL_IN)  # too few are left to fill the form in

        asked = own("/konto/passwort")
        assert asked.path.startswith("/konto/bestaetigen")
        assert asked.one("#password").get("autocomplete") == "current-password"
        assert asked.submit("main form", password=PASSWORD).path == "/konto/passwort"

    def test_whoever_came_in_time_may_take_time_over_the_form(self, own, later):
        later(confirming.FRESH - confirming.TO_FILL_IN - timedelta(minutes=1))
        form = own("/konto/passwort")
        later(confirming.TO_FILL_IN)
        assert form.submit("main form", password=NEW).path == "/konto"

    def test_a_form_that_comes_late_changes_nothing(self, own, app, later):
        form = own("/konto/passwort")
        later(confirming.FRESH)

        asked = form.submit("main form", password=NEW)
        assert asked.path == "/konto/bestaetigen?next=/konto/passwort"
        app.test_client().page("/anmelden").submit("main form", status=422, email=EMAIL, password=NEW)

    @pytest.mark.parametrize("password", ["", "falsch", PASSWORD + "x"])
    def test_another_password_does_not_help(self, own, later, password):
        later(confirming.FRESH)
        own("/konto/bestaetigen").submit("main form", status=422, password=password)
        assert own("/konto/passwort").path.startswith("/konto/bestaetigen")

    def test_guessing_is_slow(self, own, later):
        later(confirming.FRESH)
        for _ in range(tries.PER_KNOWN_BROWSER):
            own("/konto/bestaetigen").submit("main form", status=422, password="falsch")
        refused = own("/konto/bestaetigen").submit("main form", status=429, password=PASSWORD)
        assert int(refused.response.headers["Retry-After"]) > 0

    def test_guessing_elsewhere_holds_nobody_up(self, own, later, database):
        later(confirming.FRESH)
        with database.unit_of_work() as session:
            for number in range(tries.PER_ADDRESS):
                tries.begin(session, tries.Try("confirm", f"other {number}", "192.0.2.1", browser=str(number)))
        assert own("/konto/bestaetigen").submit("main form", password=PASSWORD).path == "/konto"

    @pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/"])
    def test_nobody_is_led_out_of_the_portal(self, own, elsewhere):
        asked = own("/konto/bestaetigen", next=elsewhere)
        assert asked.submit("main form", password=PASSWORD).path == "/konto"
