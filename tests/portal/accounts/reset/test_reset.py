"""A forgotten password: nobody learns which accounts exist, and a link works once and not for long."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.accounts.models import Account
from portal.accounts.reset import service
from portal.app import create_app
from portal.audit import AuditEntry
from portal.errors import Throttled
from portal.mail.models import Mail
from portal.orm import utcnow
from portal.settings import Smtp
from tests import factories
from tests.factories import PASSWORD
from tests.portal.accounts.conftest import add_app, path_in
from tests.support.pages import CheckingClient

EMAIL, NEW = "redaktion@herne.example", "vier-neue-Pferde-am-Kanal"


@pytest.fixture
def account(database):
    with database.unit_of_work() as session:
        return factories.account(session, factories.organisation(session, "Herne"), email=EMAIL)


@pytest.fixture
def ask(page):
    """Asks for the mail."""

    def asked(email=EMAIL, status=200):
        return page("/passwort-vergessen").submit("main form", status=status, email=email)

    return asked


@pytest.fixture
def link(ask, account, post):
    ask()
    [(_to, letter)] = post()
    return path_in(letter)


def lets_in(app, password, email=EMAIL):
    client = app.test_client()
    page = client.post(
        "/anmelden", data={"csrf_token": token_of(client, "/anmelden"), "email": email, "password": password}
    )
    return page.status_code in {302, 303}


def token_of(client, address):
    return client.page(address).all("main input[name=csrf_token]")[0].get("value")


class TestAsking:
    def test_the_mail_goes_to_the_account(self, ask, account, post):
        page = ask()

        assert page.title == "Schauen Sie in Ihr Postfach"
        [(to, letter)] = post()
        assert to == EMAIL
        assert path_in(letter).startswith("/passwort-neu/")

    @pytest.mark.parametrize("typed", [EMAIL.upper(), f" {EMAIL} ", EMAIL.title()])
    def test_it_goes_to_the_address_of_the_account_whatever_was_typed(self, ask, account, post, typed):
        ask(typed)
        assert [to for to, _letter in post()] == [EMAIL]

    def test_without_an_account_the_answer_is_the_same_and_no_mail_is_written(self, ask, account, post, database):
        known, unknown = ask(), ask("niemand@herne.example")

        assert known.text == unknown.text
        assert known.path == unknown.path
        with database.reading() as session:
            rows = session.query(Mail).order_by(Mail.id).all()
        assert "niemand@herne.example" not in str([(row.to_address, row.params) for row in rows])
        assert [letter is not None for _to, letter in post()] == [True, False]

    def test_a_closed_account_gets_none(self, ask, account, post, database):
        with database.unit_of_work() as session:
            session.execute(update(Account).values(active=False))
        ask()
        assert [letter for _to, letter in post()] == [None]

    def test_too_many_are_not_sent_and_nobody_is_told(self, ask, account, post):
        pages = {ask().text for _ in range(service.MAILS_PER_ACCOUNT + 2)}

        assert len(pages) == 1
        assert [letter is not None for _to, letter in post()] == [True] * service.MAILS_PER_ACCOUNT + [False] * 2

    def test_one_address_cannot_order_without_end(self, scratch):
        for number in range(service.ORDERS_PER_ADDRESS):
            service.order(scratch, f"person{number}@herne.example", "192.0.2.1")
        with pytest.raises(Throttled):
            service.order(scratch, EMAIL, "192.0.2.1")
        service.order(scratch, EMAIL, "192.0.2.2")

    @pytest.mark.parametrize("email", ["", "kein-at", "a" * 300 + "@x.de", "nul\x00@herne.example"])
    def test_what_is_no_address_is_told(self, ask, email):
        assert ask(email, status=422).texts("#email-error")


class TestLink:
    def test_it_sets_the_password_and_leads_to_the_sign_in(self, app, page, link):
        answer = page(link).submit("main form", password=NEW)

        assert answer.path == "/anmelden"
        assert "Ihr neues Passwort gilt." in answer.text
        assert (lets_in(app, NEW), lets_in(app, PASSWORD)) == (True, False)

    def test_opening_it_changes_nothing(self, app, page, link):
        for _ in range(3):
            page(link)
        assert lets_in(app, PASSWORD)

    def test_it_works_once(self, app, page, link):
        form = page(link)
        form.submit("main form", password=NEW)

        assert page(link, status=404).title == "Dieser Link gilt nicht mehr"
        form.submit("main form", status=404, password="noch ein anderes Passwort")
        assert lets_in(app, NEW)

    def test_of_two_links_the_second_is_used_up_with_the_first(self, ask, account, post, page):
        ask()
        ask()
        first, second = (path_in(letter) for _to, letter in post())
        page(first).submit("main form", password=NEW)
        page(second, status=404)

    def test_it_does_not_last(self, app, page, link):
        app.extensions["links"].clock = lambda: utcnow() + service.LASTS + timedelta(seconds=1)
        refused = page(link, status=404)
        assert refused.title == "Dieser Link gilt nicht mehr"
        assert [each.get("href") for each in refused.all("main a")] == ["/passwort-vergessen"]

    def test_with_another_address_of_the_account_it_is_worth_nothing(self, database, page, link):
        with database.unit_of_work() as session:
            session.query(Account).one().email = "neu@herne.example"
        page(link, status=404)

    def test_for_a_closed_account_it_is_worth_nothing(self, database, page, link):
        with database.unit_of_work() as session:
            session.execute(update(Account).values(active=False))
        page(link, status=404)

    @pytest.mark.parametrize("token", ["x", "x.y.z", "W10.aaaaaa.bbbbbb", "%C3%A4", "x" * 3000])
    def test_others_are_none(self, app, page, token):
        assert page(f"/passwort-neu/{token}", status=404).title == "Dieser Link ist nicht vollständig"

    def test_links_for_other_purposes_are_none(self, app, page, account):
        page("/passwort-neu/" + app.extensions["links"].token("other", [account.id, "x"]), status=404)
        page("/passwort-neu/" + app.extensions["links"].token("password-reset", "x"), status=404)

    def test_all_sign_ins_end(self, app, page, link, account):
        other = app.test_client().sign_in_as(account)
        page(link).submit("main form", password=NEW)
        assert other.get("/konto").status_code == 302

    def test_a_bad_password_is_refused_and_the_link_stays_good(self, page, link):
        refused = page(link).submit("main form", status=422, password="Redaktion Herne")
        assert refused.texts("#password-error")
        assert refused.submit("main form", password=NEW).path == "/anmelden"

    def test_the_person_is_told_and_the_log_knows(self, page, link, post, database):
        page(link).submit("main form", password=NEW)

        [(to, letter)] = post()
        assert (to, letter.subject) == (EMAIL, "Die Sicherheit Ihres Kontos wurde geändert")
        with database.reading() as session:
            assert [entry.event for entry in session.query(AuditEntry)] == ["account.password-changed"]

    def test_the_second_step_is_asked_all_the_same(self, app, page, account, database, sealing, ask, post):
        with database.unit_of_work() as session:
            add_app(session, account, sealing)
        ask()
        page(path_in(post()[-1][1])).submit("main form", password="Kx8$mq2v")
        client = app.test_client()
        second = client.page("/anmelden").submit("main form", email=EMAIL, password="Kx8$mq2v")
        assert second.path == "/anmelden/zweiter-schritt"
        assert client.get("/konto").status_code == 302

    def test_it_buys_no_tries_at_the_second_step(self, page, account, database, sealing, ask, post):
        with database.unit_of_work() as session:
            add_app(session, account, sealing)
        ask()
        answer = page(path_in(post()[-1][1])).submit("main form", password=NEW)
        assert answer.path == "/anmelden"
        assert page.__self__.get_cookie("portal-bekannt", path="/anmelden") is None

    def test_whoever_is_held_up_by_guessing_of_others_gets_in_again(self, app, client, page, link, database):
        form = page(link)
        with database.unit_of_work() as session:
            for number in range(150):
                service.throttle.count(
                    session, service.throttle.bucket("sign-in", "account", EMAIL), timedelta(hours=number + 1)
                )
        assert not lets_in(app, PASSWORD)
        form.submit("main form", password=NEW)
        assert page("/anmelden").submit("main form", email=EMAIL, password=NEW).path == "/meine-kommune"


class TestWithoutMail:
    def links_of(self, app):
        app.test_client_class = CheckingClient
        return [link.get("href") for link in app.test_client().page("/anmelden").all("main a")]

    def test_the_way_is_shown_only_where_mails_are_sent(self, app, settings):
        assert "/passwort-vergessen" not in self.links_of(app)
        smtp = Smtp(host="localhost", sender="Portal <portal@example.org>", security="none")
        sending = create_app(dataclasses.replace(settings, smtp=smtp))
        assert "/passwort-vergessen" in self.links_of(sending)
        sending.extensions["database"].dispose()
