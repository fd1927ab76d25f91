"""How much a sign-in elsewhere proves: second steps, and being asked again before something sensitive."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import update

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.models import Membership
from portal.accounts.own.confirming import FRESH
from portal.accounts.sessions.models import AccountSession
from portal.identity_providers import Proof
from portal.sealing import Sealing
from portal.sso.models import GivenRole
from tests.portal.accounts.conftest import add_app
from tests.portal.sso.conftest import EMAIL, START

SENSITIVE = "/konto/passwort"


@pytest.fixture
def set_up(set_up):
    return replace(set_up, second_factor=((Proof.AMR, "mfa"), (Proof.ACR, "gold")))


@pytest.fixture
def member(sign_on):
    """Somebody who has come this way before."""
    sign_on.first_time()
    sign_on.sign_out()
    return sign_on


@pytest.fixture
def phone(member, database, settings):
    """The app they have set up in the portal."""
    with database.unit_of_work() as session:
        return add_app(session, accounts.by_email(session, EMAIL), Sealing(settings.secret_key))[0]


def last_method(sign_on):
    return sign_on.sessions()[-1].method.value


def test_the_provider_is_told_which_class_is_wanted(sign_on, provider):
    provider.redirect_of(sign_on.way())
    assert provider.last_query["acr_values"] == "gold"
    assert "prompt" not in provider.last_query


def test_the_own_second_step_follows_where_the_provider_asked_for_none(member, phone):
    page = member.back(query={"next": "/konto"})
    assert page.path.startswith("/anmelden/zweiter-schritt?next=")
    assert member.signed_in_as is None

    assert page.submit("main form.form", code=phone.code()).path == "/konto"
    assert last_method(member) == "single-sign-on-two-steps"


@pytest.mark.parametrize("told", [{"amr": ["pwd", "mfa"]}, {"acr": "gold"}], ids=str)
def test_it_does_not_follow_where_the_provider_asked_for_one(member, phone, provider, told):
    provider.person |= told
    assert member.back().path == "/meine-kommune"
    assert last_method(member) == "single-sign-on-two-steps"


@pytest.mark.parametrize("told", [{"amr": ["pwd"]}, {"acr": "mfa"}, {"amr": [["mfa"]]}, {"acr": ["silver"]}], ids=str)
def test_other_words_prove_nothing(member, phone, provider, told):
    provider.person |= told
    assert member.back().path.startswith("/anmelden/zweiter-schritt")


class TestRequired:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, require_second_factor="coordination")

    @pytest.fixture(autouse=True)
    def coordination(self, member, database):
        with database.unit_of_work() as session:
            session.execute(update(Membership).values(role=Role.COORDINATOR))

    def test_without_one_it_has_to_be_set_up_first(self, member):
        assert member.back().path != "/meine-kommune"

    def test_the_providers_counts(self, member, provider):
        provider.person["amr"] = ["mfa"]
        assert member.back().path == "/meine-kommune"


class TestAskedAgain:
    """Whoever is signed in elsewhere all day has proved nothing just now."""

    def test_a_silent_sign_in_is_no_proof(self, member, client):
        member.back()
        page = client.page(SENSITIVE)
        assert page.path.startswith("/konto/bestaetigen")
        assert not page.all("main input[type=password]"), "there is no password to ask for"

    def test_the_provider_asks_again_and_leads_back(self, member, client, provider):
        member.back()
        [way] = client.page(SENSITIVE).all("main a[href^='/anmelden/sso/herne']")
        provider.person["auth_time"] = int(time.time())
        before = len(member.sessions())
        address = provider.redirect_of(client.get(way.get("href")).location)

        assert (provider.last_query["prompt"], provider.last_query["max_age"]) == ("login", "0")
        assert client.page(address).path == SENSITIVE
        assert len(member.sessions()) == before

    @pytest.mark.parametrize("steps", [1, 2])
    def test_what_was_typed_is_still_there_afterwards(self, request, member, client, provider, database, steps):
        phone = request.getfixturevalue("phone") if steps == 2 else None
        with database.unit_of_work() as session:
            session.execute(update(Membership).values(role=Role.COORDINATOR))
            session.execute(update(GivenRole).values(role=Role.COORDINATOR))
        provider.person |= {"auth_time": int(time.time()), "amr": ["mfa"], "groups": ["Portal-Koordination"]}
        form = member.back(query={"next": "/organisationen/herne/einladen"})
        with database.unit_of_work() as session:
            for each in session.query(AccountSession):
                each.confirmed_at -= FRESH
        [way] = form.submit("main form", email="neu@herne.example", role="editor").all("main a[href^='/anmelden/sso']")
        provider.person |= {"auth_time": int(time.time()), "amr": ["pwd"]}
        back = client.page(provider.redirect_of(client.get(way.get("href")).location))
        back = back.submit("main form.form", code=phone.code()) if phone else back

        assert back.path == "/organisationen/herne/einladen"
        assert "Was Sie eingegeben haben, ist noch da." in back.text
        assert back.one("#email").get("value") == "neu@herne.example"

    def test_a_recent_sign_in_over_there_counts(self, member, client, provider):
        provider.person["auth_time"] = int(time.time()) - 60
        member.back()
        assert client.page(SENSITIVE).path == SENSITIVE

    def test_an_old_one_does_not_even_if_somebody_changes_the_address(self, member, provider):
        member.back()
        provider.person["auth_time"] = int(time.time()) - 3600
        page = member.back(400, query={"erneut": "1"})
        assert "nicht noch einmal nach Ihren Zugangsdaten gefragt" in page.text

    @pytest.mark.parametrize("told", [None, True, "gerade", [], float("nan"), -1, 0, 1e300, 2**40], ids=str)
    def test_a_provider_that_tells_no_moment_has_proved_nothing(self, member, client, provider, told):
        member.back()
        before = member.sessions()
        provider.changes["auth_time"] = told
        member.back(400, query={"erneut": "1"})
        assert [each.confirmed_at for each in member.sessions()] == [each.confirmed_at for each in before]
        assert client.page(SENSITIVE).path.startswith("/konto/bestaetigen")

    def test_that_is_told_with_another_way(self, member, provider):
        member.back()
        refused = member.back(400, query={"erneut": "1"})
        assert "Passwort vergessen?" in refused.text
        assert not refused.all("main a[href^='/anmelden/sso']")

    @pytest.mark.parametrize("told", [True, float("nan"), 1e300, 2**40], ids=str)
    def test_a_moment_to_come_is_no_proof_either(self, member, client, provider, told):
        provider.changes["auth_time"] = told
        member.back()
        assert client.page(SENSITIVE).path.startswith("/konto/bestaetigen")


class TestOwnPage:
    def test_it_shows_the_link_and_lets_go_of_it(self, member, client, provider):
        provider.person["auth_time"] = int(time.time())
        member.back()
        page = client.page("/konto")
        assert "Eine Verbindung" in page.text
        page = client.page("/konto/verbindungen")
        assert page.texts("main h2") == ["Stadt Herne"]

        page = page.submit("main form")
        assert "Legen Sie zuerst ein Passwort fest" in page.response.text
        client.page(SENSITIVE).submit("main form", password="Nebel ueber dem Kanalhafen 7")
        member.back()
        page = client.page("/konto/verbindungen").submit("main form")
        assert "Die Verbindung ist gelöst." in page.response.text
        assert "Keine Verbindung" in page.text

        member.sign_out()
        assert member.back().path == f"{START}/verbinden"

    def test_nobody_lets_go_for_somebody_else(self, app, member, provider, database):
        provider.person |= {"sub": "2", "email": "ole@herne.example", "auth_time": int(time.time())}
        member.back().submit("main form")
        member.client.page("/konto/verbindungen")
        token = member.client.page("/konto").one("input[name=csrf_token]").get("value")
        answer = member.client.post("/konto/verbindungen/1/loesen", data={"csrf_token": token})
        assert answer.status_code == 404


class TestWithoutProviders:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, identity_providers=())

    def test_nothing_speaks_of_it(self, client):
        page = client.page("/anmelden")
        assert not page.all("a[href*=sso]")
        assert "Verwaltung" not in page.texts("main h2")
        client.page(START, 404)
