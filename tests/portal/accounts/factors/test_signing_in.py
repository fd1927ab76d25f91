"""The second step of a sign-in, page by page: without it nobody is in."""

from datetime import timedelta

import argon2
import pytest
from sqlalchemy import delete, func, select, update

from portal.accounts import tries
from portal.accounts.factors import pending
from portal.accounts.factors.models import RecoveryCode
from portal.accounts.models import Account
from portal.accounts.sessions.models import AccountSession
from tests.factories import PASSWORD
from tests.portal.accounts.factors.conftest import EMAIL


@pytest.fixture
def first_step(phone, client):
    """Does the first step and returns the page of the second."""

    def done(**query):
        return client.page("/anmelden", **query).submit("main form", email=EMAIL, password=PASSWORD)

    return done


def signed_in(client):
    return client.get("/meine-kommune").status_code == 200


def methods(database):
    with database.reading() as session:
        return [row.method.value for row in session.query(AccountSession)]


def test_the_password_alone_opens_nothing(first_step, client, database):
    page = first_step()

    assert page.path == "/anmelden/zweiter-schritt"
    assert page.one("#code").get("autocomplete") == "one-time-code"
    assert not signed_in(client)
    assert methods(database) == []


def test_with_the_code_of_the_app_one_is_in(first_step, phone, client, database):
    app, _codes = phone
    assert first_step().submit("main form.form", code=app.code()).path == "/meine-kommune"
    assert methods(database) == ["password-and-app"]


def test_a_hash_of_former_times_is_no_hindrance(first_step, phone, database):
    app, _codes = phone
    outdated = argon2.PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    with database.unit_of_work() as session:
        session.execute(update(Account).values(password_hash=outdated))
    assert first_step().submit("main form.form", code=app.code()).path == "/meine-kommune"


def test_the_way_goes_on_to_where_one_wanted(first_step, phone):
    app, _codes = phone
    page = first_step(next="/konto/anmeldungen")
    assert page.submit("main form.form", code=app.code()).path == "/konto/anmeldungen"


def test_nobody_is_led_out_of_the_portal(first_step, phone):
    app, _codes = phone
    page = first_step(next="//evil.example")
    assert page.submit("main form.form", code=app.code()).path == "/meine-kommune"


@pytest.mark.parametrize("code", ["", "000000", "abc", "\x00", "1" * 100, "०००००१"])
def test_another_code_is_refused(first_step, client, code):
    refused = first_step().submit("main form.form", status=422, code=code)

    assert refused.texts("#code-error")
    assert refused.texts("title")[0].startswith("Fehler:")
    assert not signed_in(client)


def test_a_code_that_was_used_does_not_count_again(first_step, phone, app, client):
    shown, _codes = phone
    code = shown.code()
    first_step().submit("main form.form", code=code)

    thief = app.test_client()
    page = thief.page("/anmelden").submit("main form", email=EMAIL, password=PASSWORD)
    page.submit("main form.form", status=422, code=code)
    assert not signed_in(thief)


def test_guessing_codes_is_slow(first_step, phone):
    app, _codes = phone
    page = first_step()
    for _ in range(tries.PER_ACCOUNT_AND_ADDRESS):
        page = page.submit("main form.form", status=422, code="000000")

    refused = page.submit("main form.form", status=429, code=app.code())
    assert int(refused.response.headers["Retry-After"]) > 0
    page = refused.submit("main form.form", status=429, code=app.code())


def test_recovery_codes_stay_open_and_have_a_brake_of_their_own(first_step, client, phone):
    _app, codes = phone
    page = first_step()
    for _ in range(tries.PER_ACCOUNT_AND_ADDRESS):
        page = page.submit("main form.form", status=422, code="000000")
    page.submit("main form.form", status=429, code="000000")
    client.page("/anmelden/ersatzcode").submit("main form", code=codes[0])
    assert signed_in(client)
    client.post("/abmelden", data={"csrf_token": client.page("/konto").all("input[name=csrf_token]")[0].get("value")})

    first_step()
    page = client.page("/anmelden/ersatzcode")
    for _ in range(tries.PER_ACCOUNT_AND_ADDRESS):
        page = page.submit("main form", status=422, code="aaaaa-aaaaa")
    page.submit("main form", status=429, code=codes[1])


class TestRecoveryCode:
    def test_it_lets_in_once_and_tells_how_many_are_left(self, first_step, phone, app, client, database):
        _app, codes = phone
        page = first_step()
        [link] = [link.get("href") for link in page.all("main a") if "ersatzcode" in link.get("href")]
        answer = client.page(link).submit("main form", code=codes[0])

        assert answer.path == "/meine-kommune"
        assert "Sie haben noch 9 Ersatzcodes." in answer.text
        assert methods(database) == ["password-and-recovery-code"]
        other = app.test_client()
        other.page("/anmelden").submit("main form", email=EMAIL, password=PASSWORD)
        other.page("/anmelden/ersatzcode").submit("main form", status=422, code=codes[0])
        assert not signed_in(other)

    def test_the_last_one_is_said_to_be_the_last(self, first_step, phone, client, database):
        _app, codes = phone
        with database.unit_of_work() as session:
            first = session.execute(select(func.min(RecoveryCode.id))).scalar_one()
            session.execute(delete(RecoveryCode).where(RecoveryCode.id != first))
        first_step()
        answer = client.page("/anmelden/ersatzcode").submit("main form", code=codes[0])
        assert "Das war Ihr letzter Ersatzcode." in answer.text
        assert "noch 0" not in answer.text

    @pytest.mark.parametrize("code", ["", "aaaaa-aaaaa", "kurz", "x" * 50, "\x00"])
    def test_another_is_refused(self, first_step, client, code):
        first_step()
        refused = client.page("/anmelden/ersatzcode").submit("main form", status=422, code=code)
        assert refused.texts("#code-error")
        assert not signed_in(client)


class TestWithoutTheFirstStep:
    @pytest.mark.parametrize("address", ["/anmelden/zweiter-schritt", "/anmelden/ersatzcode"])
    def test_one_is_led_to_it(self, phone, client, address):
        assert client.page(address).path == "/anmelden"

    def codes(self, client, code):
        """Send a code without the page of the second step."""
        token = client.page("/anmelden").all("main form input[name=csrf_token]")[0].get("value")
        for address in ("/anmelden/zweiter-schritt", "/anmelden/ersatzcode"):
            assert client.post(address, data={"csrf_token": token, "code": code}).location.startswith("/anmelden")
        return signed_in(client)

    def test_no_code_counts(self, phone, client):
        app, codes = phone
        assert not self.codes(client, app.code())
        assert not self.codes(client, codes[0])

    def test_nor_when_too_much_time_has_passed(self, first_step, phone, client, monkeypatch):
        app, _codes = phone
        first_step()
        monkeypatch.setattr(pending, "_LASTS", timedelta(seconds=-1))
        assert not self.codes(client, app.code())

    @pytest.mark.parametrize("change", [{"active": False}, {"password_hash": "$argon2id$another"}])
    def test_nor_when_the_account_was_changed_meanwhile(self, first_step, phone, client, database, change):
        app, _codes = phone
        first_step()
        with database.unit_of_work() as session:
            session.execute(update(Account).values(**change))
        assert not self.codes(client, app.code())

    def test_a_cookie_of_the_visitors_own_making_is_none(self, phone, client):
        client.set_cookie("portal", "eyJzZWNvbmRfc3RlcCI6WzEsMSwiIl19.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
        assert client.page("/anmelden/zweiter-schritt").path == "/anmelden"


def test_the_first_step_ends_the_sign_in_of_before(first_step, client, account):
    client.sign_in_as(account)
    first_step()
    assert not signed_in(client)


def test_without_a_second_step_nothing_is_asked(account, client):
    assert client.page("/anmelden").submit("main form", email=EMAIL, password=PASSWORD).path == "/meine-kommune"


def test_what_a_wrong_password_tells_does_not_depend_on_the_second_step(phone, client):
    refused = client.page("/anmelden").submit("main form", status=422, email=EMAIL, password="falsch")
    assert refused.path == "/anmelden"
