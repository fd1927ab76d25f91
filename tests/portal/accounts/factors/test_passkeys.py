"""Passkeys: made and used at this site only, each answer once, each by its owner."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from portal.accounts.factors import passkeys
from portal.accounts.factors.models import PASSKEYS_MAX, Passkey
from portal.accounts.factors.passkeys import Answer, Place
from portal.accounts.models import Account
from portal.accounts.own import confirming
from portal.accounts.sessions.models import AccountSession
from tests import factories
from tests.factories import PASSWORD
from tests.portal.accounts.factors.conftest import EMAIL
from tests.portal.accounts.factors.device import Device

HERE = "/konto/zweiter-schritt"
PLACE = Place("localhost", "http://localhost")


def token_of(client, address):
    return client.page(address).all("main input[name=csrf_token]")[0].get("value")


def creation_options(client):
    token = token_of(client, f"{HERE}/passkeys/neu")
    return client.post(f"{HERE}/passkeys/anfrage", headers={"X-CSRFToken": token}).text


def request_options(client, address="/anmelden"):
    token = token_of(client, address)
    return client.post("/anmelden/passkey/anfrage", headers={"X-CSRFToken": token}).text


def add(client, answer, status=200, name="Diensthandy"):
    token = token_of(client, f"{HERE}/passkeys/neu")
    data = {"csrf_token": token, "name": name, "credential": answer}
    response = client.post(f"{HERE}/passkeys/neu", data=data, follow_redirects=True)
    assert response.status_code == status
    return response


def prove(client, answer, address="/anmelden", **more):
    data = {"csrf_token": token_of(client, address), "credential": answer, **more}
    return client.post("/anmelden/passkey", data=data)


def signed_in(client):
    return client.get("/meine-kommune").status_code == 200


def kept(database):
    with database.reading() as session:
        return session.query(Passkey).all()


def last_method(database):
    with database.reading() as session:
        return session.query(AccountSession).order_by(AccountSession.id.desc()).first().method.value


@pytest.fixture
def own(app, account):
    """The browser of the owner."""
    return app.test_client().sign_in_as(account)


@pytest.fixture
def device(own):
    """A device whose passkey the account has."""
    device = Device()
    add(own, device.create(creation_options(own)))
    return device


class TestAdding:
    def test_it_is_kept_without_any_secret_and_brings_recovery_codes(self, own, database, account):
        device = Device()
        page = add(own, device.create(creation_options(own)))

        assert "Ihre Ersatzcodes" in page.text
        [passkey] = kept(database)
        assert (passkey.name, passkey.account_id, passkey.sign_count) == ("Diensthandy", account.id, 0)
        assert EMAIL not in passkey.user_handle
        assert "Passkey „Diensthandy“" in own.page(HERE).text

    def test_the_browser_is_asked_for_one_that_asks_back_and_signs_in_alone(self, own):
        asked = json.loads(creation_options(own))
        assert asked["rp"]["id"] == "localhost"
        assert asked["attestation"] == "none"
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert asked["authenticatorSelection"]["userVerification"] == "required"
        assert len(asked["challenge"]) >= 43

    def test_further_ones_have_the_same_handle_and_no_new_codes(self, own, database, device):
        options = creation_options(own)
        assert [each["id"] for each in json.loads(options)["excludeCredentials"]] == [kept(database)[0].credential_id]
        page = add(own, Device().create(options), name="Schlüssel")

        assert "Der Passkey „Schlüssel“ ist eingerichtet." in page.text
        assert len({passkey.user_handle for passkey in kept(database)}) == 1

    @pytest.mark.parametrize(
        ("device", "changed"),
        [
            (Device(origin="https://evil.example"), {}),
            (Device(verifies=False), {}),
            (Device(), {"rp": {"id": "evil.example"}}),
            (Device(), {"challenge": "AAAA"}),
        ],
        ids=["elsewhere", "without finger or PIN", "another site", "another challenge"],
    )
    def test_what_is_not_genuine_is_refused(self, own, database, device, changed):
        add(own, device.create(creation_options(own), **changed), status=422)
        assert kept(database) == []

    @pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "x", "{" * 5000, "\x00", "x" * 100_000])
    def test_hostile_answers_are_refused(self, own, database, answer):
        creation_options(own)
        add(own, answer, status=422)
        assert kept(database) == []

    def test_an_answer_counts_once_even_if_the_cookie_is_sent_again(self, own, database):
        answer = Device().create(creation_options(own))
        cookie = own.get_cookie("portal").value
        add(own, answer)
        own.set_cookie("portal", cookie)
        add(own, answer, status=422)
        assert len(kept(database)) == 1

    def test_nobody_takes_over_the_passkey_of_somebody_else(self, app, own, database, device):
        with database.unit_of_work() as session:
            berta = factories.account(session)
        thief = app.test_client().sign_in_as(berta)
        add(thief, device.create(creation_options(thief)), status=422)
        assert len(kept(database)) == 1

    def test_there_is_an_end(self, own, database, device):
        for number in range(1, PASSKEYS_MAX):
            add(own, Device().create(creation_options(own)), name=str(number))
        add(own, Device().create(creation_options(own)), status=422)
        assert len(kept(database)) == PASSKEYS_MAX

    @pytest.mark.parametrize("name", ["", " ", "x" * 61, "\x00"])
    def test_it_needs_a_name(self, own, database, name):
        add(own, Device().create(creation_options(own)), status=422, name=name)
        assert kept(database) == []

    def test_late_answers_are_refused(self, own, database):
        answer = Device().create(creation_options(own))
        with own.session_transaction() as cookie:
            purpose, challenge, issued, more = cookie["passkey"]
            cookie["passkey"] = [purpose, challenge, issued - 301, more]
        add(own, answer, status=422)
        assert kept(database) == []


class TestSigningIn:
    def test_the_passkey_alone_is_enough(self, client, database, device):
        answer = prove(client, device.get(request_options(client)))

        assert (answer.status_code, answer.location) == (303, "/meine-kommune")
        assert signed_in(client)
        with database.reading() as session:
            assert [row.method.value for row in session.query(AccountSession).order_by(AccountSession.id)][
                -1
            ] == "passkey"

    def test_the_portal_does_not_tell_who_has_one(self, client, device):
        assert json.loads(request_options(client)).get("allowCredentials", []) == []

    def test_the_way_goes_on_to_where_one_wanted(self, client, device):
        options = request_options(client)
        assert prove(client, device.get(options), next="/konto").location == "/konto"

    def test_nobody_is_led_out_of_the_portal(self, client, device):
        options = request_options(client)
        assert prove(client, device.get(options), next="//evil.example").location == "/meine-kommune"

    @pytest.mark.parametrize(
        ("faults", "changed"),
        [
            ({"origin": "https://evil.example"}, {}),
            ({"verifies": False}, {}),
            ({"handle": "AAAA"}, {}),
            ({"key": Device().key}, {}),
            ({"credential": b"unknown"}, {}),
            ({}, {"rpId": "evil.example"}),
            ({}, {"challenge": "AAAA"}),
        ],
        ids=["elsewhere", "no finger or PIN", "another handle", "another key", "unknown", "another site", "challenge"],
    )
    def test_what_is_not_genuine_lets_nobody_in(self, client, device, faults, changed):
        for name, value in faults.items():
            setattr(device, name, value)
        answer = prove(client, device.get(request_options(client), **changed))

        assert answer.location == "/anmelden"
        assert not signed_in(client)
        assert "Das hat mit dem Passkey nicht geklappt." in client.page("/anmelden").text

    @pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "x", "{" * 5000, "\x00", "x" * 100_000])
    def test_hostile_answers_let_nobody_in(self, client, device, answer):
        request_options(client)
        assert prove(client, answer).location == "/anmelden"
        assert not signed_in(client)

    def test_an_answer_counts_once_even_if_the_cookie_is_sent_again(self, app, client, device):
        answer = device.get(request_options(client))
        cookie = client.get_cookie("portal").value
        assert prove(client, answer).location == "/meine-kommune"

        thief = app.test_client()
        thief.set_cookie("portal", cookie)
        assert prove(thief, answer).location == "/anmelden"
        assert not signed_in(thief)

    def test_a_copy_that_counts_behind_is_refused(self, app, client, device):
        assert prove(client, device.get(request_options(client))).location == "/meine-kommune"
        device.count -= 1
        other = app.test_client()
        assert prove(other, device.get(request_options(other))).location == "/anmelden"

    def test_without_a_challenge_nothing_counts(self, app, client, device):
        answer = device.get(request_options(client))
        assert prove(app.test_client(), answer).location == "/anmelden"

    def test_a_challenge_for_making_one_does_not_sign_in(self, own, device):
        asked = json.loads(creation_options(own))
        forged = json.dumps({"challenge": asked["challenge"], "rpId": "localhost"})
        own.page("/konto").submit(".site-menu form")
        assert prove(own, device.get(forged)).location == "/anmelden"

    def test_a_closed_account_stays_out(self, client, database, device):
        options = request_options(client)
        with database.unit_of_work() as session:
            session.execute(update(Account).values(active=False))
        assert prove(client, device.get(options)).location == "/anmelden"

    def test_a_removed_one_is_none(self, own, client, database, device):
        page = own.page(f"{HERE}/passkeys/{kept(database)[0].id}/entfernen")
        assert "Der Passkey ist entfernt." in page.submit("main form", password=PASSWORD).text

        assert prove(client, device.get(request_options(client))).location == "/anmelden"


class TestAsSecondStep:
    @pytest.fixture
    def first_step(self, client, device):
        return client.page("/anmelden").submit("main form", email=EMAIL, password=PASSWORD)

    def test_it_follows_the_password(self, first_step, client, database, device):
        assert first_step.path == "/anmelden/zweiter-schritt"
        options = request_options(client, first_step.path)
        assert [each["id"] for each in json.loads(options)["allowCredentials"]] == [kept(database)[0].credential_id]

        assert prove(client, device.get(options), first_step.path).location == "/meine-kommune"
        with database.reading() as session:
            assert [row.method.value for row in session.query(AccountSession).order_by(AccountSession.id)][
                -1
            ] == "password-and-passkey"

    def test_the_passkey_of_somebody_else_does_not_follow_it(self, first_step, app, client, database):
        with database.unit_of_work() as session:
            berta = factories.account(session)
        foreign, other = Device(), app.test_client().sign_in_as(berta)
        add(other, foreign.create(creation_options(other)))

        options = request_options(client, first_step.path)
        assert prove(client, foreign.get(options), first_step.path).location == "/anmelden/zweiter-schritt"
        assert not signed_in(client)


class TestConfirming:
    """Before a sensitive change the passkey does instead of the password."""

    @pytest.fixture
    def asked(self, own, device, database):
        with database.unit_of_work() as session:
            for row in session.query(AccountSession):
                row.confirmed_at -= confirming.FRESH
        page = own.page("/konto/passwort")
        assert page.path.startswith("/konto/bestaetigen")
        return page

    def prove(self, client, device, **more):
        token = token_of(client, "/konto/bestaetigen")
        options = client.post("/konto/bestaetigen/passkey/anfrage", headers={"X-CSRFToken": token}).text
        data = {"csrf_token": token, "credential": device.get(options), **more}
        return client.post("/konto/bestaetigen/passkey", data=data)

    def test_it_leads_on(self, asked, own, device):
        assert self.prove(own, device, next="/konto/passwort").location == "/konto/passwort"
        assert own.page("/konto/passwort").path == "/konto/passwort"

    def test_one_that_is_not_genuine_does_not(self, asked, own, device):
        device.origin = "https://evil.example"
        assert self.prove(own, device).status_code == 422
        assert own.page("/konto/passwort").path.startswith("/konto/bestaetigen")

    def test_one_of_somebody_else_does_not(self, asked, own, app, database):
        with database.unit_of_work() as session:
            berta = factories.account(session)
        foreign, other = Device(), app.test_client().sign_in_as(berta)
        add(other, foreign.create(creation_options(other)))
        assert self.prove(own, foreign).status_code == 422

    def test_an_answer_for_the_sign_in_does_not(self, asked, own, device):
        answer = device.get(request_options(own, "/konto/bestaetigen"))
        data = {"csrf_token": token_of(own, "/konto/bestaetigen"), "credential": answer}
        assert own.post("/konto/bestaetigen/passkey", data=data).status_code == 422


def test_nobody_removes_the_passkey_of_somebody_else(app, database, device):
    with database.unit_of_work() as session:
        berta = factories.account(session)
    client = app.test_client().sign_in_as(berta)
    client.page(f"{HERE}/passkeys/{kept(database)[0].id}/entfernen", status=404)


@pytest.mark.parametrize(
    ("base_url", "place"),
    [
        ("https://projekte.example.org", Place("projekte.example.org", "https://projekte.example.org")),
        ("http://localhost:8000", Place("localhost", "http://localhost:8000")),
        ("http://127.0.0.1:8000", None),
        ("http://[::1]:8000", None),
    ],
)
def test_passkeys_belong_to_the_address_of_the_portal(base_url, place):
    assert passkeys.place_of(base_url) == place


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(
        {"id": st.just("AAAA") | json_values, "rawId": st.just("AAAA") | json_values, "type": st.just("public-key")},
        optional={
            "response": json_values
            | st.dictionaries(
                st.sampled_from(
                    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
                ),
                st.sampled_from(["AAAA", "e30", "", "oA", "%"]) | json_values,
            )
        },
    )
)
def test_whatever_a_browser_answers_is_read_without_a_failure(said):
    answer = Answer(PLACE, b"x" * 32, json.dumps(said))
    passkey = Passkey(credential_id="AAAA", public_key="AAAA", user_handle="AAAA", sign_count=0)
    assert passkeys.created(answer) is None
    assert passkeys.proven(answer, passkey) is None
    passkeys.credential_of(answer)
