"""Whoever signs in at the own administration only has no password: no page asks for one or speaks of it."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.accounts import queries as accounts
from portal.accounts.sessions.models import AccountSession
from portal.orm import utcnow
from portal.sealing import Sealing
from tests.portal.accounts.conftest import add_app
from tests.portal.accounts.factors.test_service import add_passkey
from tests.portal.sso.conftest import EMAIL

STEPS = "/konto/zweiter-schritt"


@pytest.fixture
def own(sign_on, provider, client):
    """Fetches a page as somebody who has just proved at the provider who they are."""
    provider.person["auth_time"] = int(time.time())
    sign_on.first_time()
    return client.page


@pytest.fixture
def phone(own, database, settings):
    with database.unit_of_work() as session:
        return add_app(session, accounts.by_email(session, EMAIL), Sealing(settings.secret_key))[0]


def test_the_tiles_say_how_it_is(own):
    tiles = dict(zip(own("/konto").texts(".tile__title"), own("/konto").texts(".tile__note"), strict=True))
    assert tiles["Passwort"] == "Keines festgelegt. Sie melden sich über Ihre Verwaltung an."
    steps = tiles["Zweiter Schritt beim Anmelden"]
    assert steps == "Nicht eingerichtet. Die Anmeldung über Ihre Verwaltung genügt."


def test_the_pages_do_not_speak_of_a_password_there_is_not(own):
    assert own("/konto/passwort").title == "Passwort festlegen"
    assert "Passwort" not in own("/konto/anmeldungen").text
    assert "gestohlenes Passwort" not in own(STEPS).text
    assert "melden Sie sich mit" not in own("/konto/adresse").text


def test_a_password_can_be_chosen(own):
    answer = own("/konto/passwort").submit("main form", password="Nebel ueber dem Kanalhafen 7")
    assert "Ihr Passwort ist festgelegt." in answer.text
    assert own("/konto/passwort").title == "Passwort ändern"


def test_an_app_is_removed_without_one(own, phone):
    page = own(f"{STEPS}/app/entfernen")
    assert not page.all("main input[type=password]")
    assert "genügt die Anmeldung über Ihre Verwaltung" in page.text

    page = page.submit("main form")
    assert "Die App ist entfernt." in page.text
    assert "Ersatzcodes" not in page.text


def test_a_passkey_too(own, phone, database):
    with database.unit_of_work() as session:
        passkey = add_passkey(session, accounts.by_email(session, EMAIL))
    page = own(f"{STEPS}/passkeys/{passkey.id}/entfernen")
    assert "genügt" not in page.text
    assert "Der Passkey ist entfernt." in page.submit("main form").text


def test_but_not_without_a_fresh_proof(own, phone, database):
    form = own(f"{STEPS}/app/entfernen")
    with database.unit_of_work() as session:
        session.execute(update(AccountSession).values(confirmed_at=utcnow() - timedelta(hours=1)))
    asked = form.submit("main form")
    assert asked.path.startswith("/konto/bestaetigen")
    links = [each.get("href") for each in asked.all("main a")]
    assert any(link.startswith("/anmelden/sso/herne?") for link in links)
    assert "/passwort-vergessen" in links  # the way out should the provider tell too little
