"""Somebody comes this way for the first time: a new account, the one there is already, or none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.accounts.sessions.service import end_all
from portal.audit import AuditEntry
from portal.orm import utcnow
from portal.sealing import Sealing
from tests import factories
from tests.factories import PASSWORD
from tests.portal.accounts.conftest import add_app
from tests.portal.sso.conftest import EMAIL, START, SignOn

LINK = "Ihr Konto gibt es schon"
NO_ADDRESS, NO_MEMBER = "Ihre Dienstadresse ist nicht bestätigt", "Für Sie ist noch kein Zugang vorgesehen"


def test_the_sign_in_page_leads_there_and_back_to_where_one_wanted_to(page, sign_on, provider):
    link = page("/meine-kommune/projekte/neu").one("a[href^='/anmelden/sso/herne']")
    assert "".join(link.itertext()).strip() == "Stadt Herne"

    begun = sign_on.client.get(link.get("href"))
    welcome = sign_on.client.page(provider.redirect_of(begun.location))
    assert welcome.submit("main form").path == "/meine-kommune/projekte/neu"


def test_to_begin_leaves_no_trace_in_the_portal(sign_on):
    sign_on.way()
    assert not sign_on.sessions()
    assert not sign_on.accounts()


def test_nobody_is_led_out_of_the_portal(sign_on):
    assert sign_on.back(query={"next": "//evil.example"}).submit("main form").path == "/meine-kommune"


def test_the_person_sees_what_will_be_kept_before_anything_is(sign_on):
    page = sign_on.back()

    assert page.title == "Willkommen im Portal"
    assert page.texts("main dd") == ["Kim Beispiel", EMAIL, "Herne: Redaktion"]
    assert not sign_on.accounts()
    assert not sign_on.sessions()


def test_the_account_has_the_role_and_no_password(sign_on, database):
    page = sign_on.first_time()

    assert page.path == "/meine-kommune"
    assert sign_on.roles() == {"Herne": Role.EDITOR}
    [account], [session] = sign_on.accounts(), sign_on.sessions()
    assert account.password_hash == ""
    assert session.method is SignInMethod.SSO
    with database.reading() as db:
        entries = db.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars().all()
    assert [(each.event, each.account_id, each.changes) for each in entries] == [
        ("sso.account-made", account.id, {"provider": [None, "herne"]}),
        ("member.joined", account.id, {"role": [None, "Redaktion"], "by": [None, "SSO herne"]}),
    ]


def test_nobody_signs_in_by_form_where_there_is_no_password(sign_on, page):
    sign_on.first_time()
    sign_on.sign_out()
    for password in ("", "x"):
        page("/anmelden").submit("main form", 422, email=EMAIL, password=password)
    assert sign_on.signed_in_as is None


def test_the_second_time_needs_no_question(sign_on, provider):
    sign_on.first_time()
    sign_on.sign_out()
    provider.person["email"] = "kim.neu@herne.example"

    assert sign_on.back().path == "/meine-kommune"
    assert len(sign_on.accounts()) == 1
    assert sign_on.signed_in_as == EMAIL, "the address changes with the person's consent only"


def test_the_form_sent_twice_makes_one_account(sign_on, client):
    page = sign_on.back()
    kept = client.get_cookie("portal-sso-person", path="/anmelden/sso").value
    page.submit("main form")
    client.set_cookie("portal-sso-person", kept, path="/anmelden/sso")
    page = client.page(f"{START}/konto")

    assert page.submit("main form").path == "/meine-kommune"
    assert len(sign_on.accounts()) == 1


class TestOldForm:
    """The form waits in another browser while the account is made in this one."""

    @pytest.fixture
    def waiting(self, sign_on, app):
        elsewhere = SignOn(app.test_client(), sign_on.provider, sign_on.database)
        form = elsewhere.back()
        sign_on.first_time()
        return elsewhere, form

    def test_it_passes_no_second_step(self, waiting, sign_on, database, settings):
        elsewhere, form = waiting
        with database.unit_of_work() as session:
            add_app(session, accounts.by_email(session, EMAIL), Sealing(settings.secret_key))

        assert form.submit("main form").path.startswith("/anmelden/zweiter-schritt")
        assert elsewhere.signed_in_as is None

    def test_it_opens_no_closed_account(self, waiting, database):
        elsewhere, form = waiting
        with database.unit_of_work() as session:
            session.execute(update(Account).values(active=False))

        assert form.submit("main form", 403).title == "Ihr Konto ist geschlossen"
        assert elsewhere.signed_in_as is None


def test_who_took_too_long_begins_anew(sign_on, client):
    page = sign_on.back()
    client.delete_cookie("portal-sso-person", path="/anmelden/sso")

    assert page.submit("main form").path == "/anmelden"
    assert client.page(f"{START}/verbinden").path == "/anmelden"
    assert not sign_on.accounts()


@pytest.mark.parametrize(
    "groups", [[], ["Sportgruppe"], None, "Portal-Redaktion ", [{"a": 1}], ["*"], ["@herne.example"]]
)
def test_who_belongs_to_no_group_gets_no_account(sign_on, provider, groups):
    provider.person["groups"] = groups

    page = sign_on.back(403)
    assert page.title == NO_MEMBER
    assert not sign_on.accounts()
    assert not sign_on.sessions()


def test_a_group_may_be_a_single_word(sign_on, provider):
    provider.person["groups"] = "Portal-Redaktion"
    sign_on.first_time()
    assert sign_on.roles() == {"Herne": Role.EDITOR}


def test_groups_may_be_told_only_when_asked(sign_on, provider):
    provider.changes = {"groups": None, "email": None, "email_verified": None}
    sign_on.first_time()
    assert sign_on.roles() == {"Herne": Role.EDITOR}


@pytest.mark.parametrize(
    "person",
    [
        {"email": None},
        {"email": "kein-at"},
        {"email": ["kim@herne.example"]},
        {"email": "kim@bochum.example"},
        {"email": "kim@evil.herne.example"},
        {"email": "kim@herne.example\n@bochum.example"},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email_verified": ["true"]},
    ],
    ids=str,
)
def test_without_a_verified_address_of_the_own_domain_there_is_no_account(sign_on, provider, person):
    provider.person |= person

    assert sign_on.back(403).title == NO_ADDRESS
    assert not sign_on.accounts()


@pytest.mark.parametrize("name", [None, "", "a\x00b", "x" * 500, 7, "\u202egnp.exe"])
def test_a_name_that_cannot_be_shown_is_replaced_by_the_address(sign_on, provider, name):
    provider.person["name"] = name
    sign_on.first_time()
    assert sign_on.accounts()[0].display_name == EMAIL


def test_a_name_in_two_parts_is_put_together(sign_on, provider):
    provider.person |= {"name": None, "given_name": "Kim", "family_name": "Muster"}
    sign_on.first_time()
    assert sign_on.accounts()[0].display_name == "Kim Muster"


class TestTrustedProvider:
    """Entra and AD FS say nothing of whether an address is verified."""

    @pytest.fixture
    def set_up(self, set_up):
        return replace(set_up, trusts_email=True)

    def test_its_addresses_count(self, sign_on, provider):
        provider.person["email_verified"] = None
        sign_on.first_time()
        assert sign_on.roles() == {"Herne": Role.EDITOR}

    @pytest.mark.parametrize("person", [{"email_verified": False}, {"email": "kim@bochum.example"}], ids=str)
    def test_but_not_against_its_own_word_nor_of_others(self, sign_on, provider, person):
        provider.person |= {"email_verified": None} | person
        assert sign_on.back(403).title == NO_ADDRESS


class TestKnownAddress:
    """An account of the address exists; only who can sign in to it may link it."""

    @pytest.fixture(autouse=True)
    def account(self, database, places):
        with database.unit_of_work() as session:
            return factories.account(session, places["bochum"], email=EMAIL.upper())

    def test_it_is_not_opened(self, sign_on):
        page = sign_on.back()

        assert page.title == LINK
        assert not page.all("main form")
        assert not sign_on.sessions()

    def test_after_the_password_both_belong_together(self, sign_on, page, client):
        asked = sign_on.back()
        [way] = [each for each in asked.all("main a") if each.get("href").startswith("/anmelden?")]
        question = page(way.get("href")).submit("main form", email=EMAIL, password=PASSWORD)
        assert question.path == f"{START}/verbinden"
        assert question.submit("main form").path == "/meine-kommune"

        assert sign_on.roles() == {"Bochum": Role.EDITOR, "Herne": Role.EDITOR}
        sign_on.sign_out()
        assert sign_on.back().path == "/meine-kommune"
        assert sign_on.signed_in_as == EMAIL.upper()

    def test_the_password_has_to_be_recent(self, sign_on, client, account, database):
        sign_on.back()
        client.sign_in_as(account)
        question = client.page(f"{START}/verbinden")
        with database.unit_of_work() as session:
            session.execute(update(AccountSession).values(confirmed_at=utcnow() - timedelta(hours=1)))

        assert question.submit("main form").path.startswith("/konto/bestaetigen")
        assert sign_on.roles() == {"Bochum": Role.EDITOR}

    def test_somebody_else_who_is_signed_in_links_nothing(self, sign_on, client, database):
        with database.unit_of_work() as session:
            other = factories.account(session)
        sign_on.back()
        client.sign_in_as(other)
        page = client.page(f"{START}/verbinden")
        assert not page.all("main form")

        token = client.page("/konto/passwort").one("main input[name=csrf_token]").get("value")
        assert client.post(f"{START}/verbinden", data={"csrf_token": token}).status_code == 403
        assert sign_on.roles() == {"Bochum": Role.EDITOR}

    def test_no_second_account_is_made(self, sign_on, client):
        sign_on.back()
        page = client.page(f"{START}/konto")

        assert page.submit("main form", 409)
        assert len(sign_on.accounts()) == 1

    def test_a_closed_account_stays_closed(self, sign_on, database):
        with database.unit_of_work() as session:
            session.execute(update(Account).values(active=False))
        assert sign_on.back(403).title == "Ihr Konto ist geschlossen"


def test_a_closed_account_is_refused(sign_on, database):
    sign_on.first_time()
    sign_on.sign_out()
    with database.unit_of_work() as session:
        session.execute(update(Account).values(active=False))
        end_all(session, 1)

    assert sign_on.back(403).title == "Ihr Konto ist geschlossen"
    assert not sign_on.sessions()
