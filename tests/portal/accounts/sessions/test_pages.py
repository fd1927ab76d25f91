"""The page "Meine Anmeldungen", and what becomes of a browser whose sign-in has ended."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.accounts.models import Account
from portal.accounts.sessions.models import AccountSession
from tests import factories
from tests.factories import PASSWORD

EMAIL = "redaktion@herne.example"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"


@pytest.fixture
def account(database):
    with database.unit_of_work() as session:
        return factories.account(session, factories.organisation(session, "Herne"), email=EMAIL)


@pytest.fixture
def browser(app, account):
    """Opens a browser and signs in with it."""

    def opened(says):
        client = app.test_client()
        client.environ_base["HTTP_USER_AGENT"] = says
        client.page("/anmelden").submit("main form", email=EMAIL, password=PASSWORD)
        return client

    return opened


def signed_in(client):
    return client.get("/meine-kommune").status_code == 200


def test_each_browser_is_told_in_plain_words(browser):
    firefox, _edge = browser(FIREFOX), browser(EDGE)

    page = firefox.page("/konto/anmeldungen")
    assert page.texts("main h2") == ["Firefox auf Linux dieser Browser", "Edge auf Windows"]
    assert "mit Passwort" in page.text


def test_another_browser_is_signed_out(browser):
    firefox, edge = browser(FIREFOX), browser(EDGE)

    page = firefox.page("/konto/anmeldungen").submit(".entry form")
    assert "Dieser Browser ist abgemeldet." in page.text
    assert [signed_in(client) for client in (firefox, edge)] == [True, False]


def test_all_others_are_signed_out(browser):
    mine, *others = (browser(FIREFOX) for _ in range(3))

    page = mine.page("/konto/anmeldungen").submit("form.section")
    assert page.texts("main h2") == ["Firefox auf Linux dieser Browser"]
    assert not page.all("form.section")
    assert [signed_in(client) for client in (mine, *others)] == [True, False, False]


def test_nobody_ends_the_sign_in_of_somebody_else(app, browser, database):
    firefox = browser(FIREFOX)
    with database.unit_of_work() as session:
        other = factories.account(session)
    stranger = app.test_client().sign_in_as(other)
    token = stranger.page("/konto/anmeldungen").one("input[name=csrf_token]").get("value")

    assert stranger.post("/konto/anmeldungen/1/abmelden", data={"csrf_token": token}).status_code == 404
    assert signed_in(firefox)


def test_after_signing_out_the_old_cookie_is_worth_nothing(browser):
    client = browser(FIREFOX)
    kept = client.get_cookie("portal").value
    client.page("/meine-kommune").submit(".site-menu form")

    client.set_cookie("portal", kept)
    assert not signed_in(client)


def test_signing_in_again_ends_the_sign_in_of_before(browser):
    client = browser(FIREFOX)
    kept = client.get_cookie("portal").value
    client.page("/anmelden").submit("main form", email=EMAIL, password=PASSWORD)
    assert signed_in(client)

    client.set_cookie("portal", kept)
    assert not signed_in(client)


@pytest.mark.parametrize(
    "change",
    [
        update(Account).values(active=False),
        update(AccountSession).values(token_hash="x"),
    ],
    ids=["closed", "ended"],
)
def test_a_sign_in_is_looked_up_at_each_request(browser, database, change):
    client = browser(FIREFOX)
    with database.unit_of_work() as session:
        session.execute(change)

    assert not signed_in(client)


def test_use_is_noted_once_an_hour_and_not_more(browser, database):
    client = browser(FIREFOX)

    def seen():
        with database.reading() as session:
            return session.query(AccountSession).one().last_seen_at

    first = seen()
    with database.unit_of_work() as session:
        session.execute(update(AccountSession).values(last_seen_at=first - timedelta(hours=2)))
    assert signed_in(client)
    assert seen() >= first
