"""The page "Zweiter Schritt beim Anmelden": set up, renew, remove; and being led there where it is required."""

import dataclasses

import pytest

from portal.access import Role
from portal.accounts import tries
from portal.app import create_app
from portal.settings import Settings, UnsafeSettingsError
from tests import factories
from tests.factories import PASSWORD
from tests.portal.accounts.conftest import add_app
from tests.support.authenticator import App
from tests.support.pages import CheckingClient

HERE = "/konto/zweiter-schritt"


@pytest.fixture
def own(client, account):
    return client.sign_in_as(account).page


def headings(page):
    return " | ".join(page.texts("main h2"))


class TestApp:
    def test_from_the_key_to_the_recovery_codes(self, own, client):
        page = own(HERE).submit("main .entry__actions form")

        assert page.path == f"{HERE}/app"
        assert len(page.one("[role=img]")) == 1
        app = App(page.texts(".code")[0])
        page = page.submit("main form", code=app.code())
        codes = page.texts(".codes li")
        assert len(codes) == 10
        assert all(len(code) == 11 for code in codes)
        assert "10 von 10 übrig" in headings(own(HERE))
        assert not own(HERE).all(".codes")

    def test_a_wrong_code_leaves_the_key_as_it_is(self, own):
        page = own(HERE).submit("main .entry__actions form")
        key = page.texts(".code")
        refused = page.submit("main form", status=422, code="000000")
        assert refused.texts(".code") == key
        assert refused.texts("#code-error")

    def test_once_it_counts_the_key_is_not_shown_again(self, own, phone):
        page = own(f"{HERE}/app")
        assert page.path == HERE
        assert "eingerichtet" in headings(page)

    def test_it_is_removed_with_the_password(self, own, phone):
        page = own(f"{HERE}/app/entfernen")
        assert page.submit("main form", status=422, password="falsch").texts("#password-error")

        page = page.submit("main form", password=PASSWORD)
        assert page.path == HERE
        assert "Die App ist entfernt." in page.text
        assert "Ersatzcodes" not in headings(page)

    def test_guessing_the_password_there_is_slow(self, own, phone):
        page = own(f"{HERE}/app/entfernen")
        for _ in range(tries.PER_KNOWN_BROWSER):
            page.submit("main form", status=422, password="falsch")
        refused = page.submit("main form", status=429, password=PASSWORD)
        assert int(refused.response.headers["Retry-After"]) > 0
        assert "eingerichtet" in headings(own(HERE))

    def test_where_there_is_none_nothing_is_removed(self, own):
        own(f"{HERE}/app/entfernen").submit("main form", status=404, password=PASSWORD)


class TestRecoveryCodes:
    def test_new_ones_are_shown_once(self, own, phone):
        _app, old = phone
        codes = own(f"{HERE}/ersatzcodes").submit("main form").texts(".codes li")
        assert len(codes) == 10
        assert not set(codes) & set(old)

    def test_without_a_second_step_there_are_none(self, own):
        own(f"{HERE}/ersatzcodes", status=404)


def test_how_it_stands_is_told_on_the_own_page(own, phone):
    assert "App eingerichtet" in own("/konto").text


def test_with_a_second_step_the_password_may_be_shorter(own, phone):
    page = own("/konto/passwort")
    assert "Mindestens 8 Zeichen" in page.text
    assert page.submit("main form", password="Kx8$mq2v").path == "/konto"


class TestRequired:
    """The operator requires a second step of those who coordinate."""

    @pytest.fixture
    def strict(self, settings):
        app = create_app(dataclasses.replace(settings, require_second_factor="coordination"))
        app.test_client_class = CheckingClient
        yield app
        app.extensions["database"].dispose()

    @pytest.fixture
    def coordinator(self, database, herne):
        with database.unit_of_work() as session:
            return factories.account(session, herne, role=Role.COORDINATOR)

    @pytest.mark.parametrize("address", ["/meine-kommune", "/meine-kommune/projekte/neu", "/synonyme"])
    def test_whoever_has_none_is_led_to_set_one_up(self, strict, coordinator, address):
        page = strict.test_client().sign_in_as(coordinator).page(address)
        assert page.path == HERE
        assert "Bitte richten Sie zuerst einen zweiten Schritt ein" in page.text

    def test_until_then_no_role_counts_anywhere(self, strict, coordinator, database, herne):
        with database.unit_of_work() as session:
            draft = factories.draft(session, herne)
        client = strict.test_client().sign_in_as(coordinator)
        client.page(f"/projekte/{draft.slug}", status=404)
        token = client.page("/").all("input[name=csrf_token]")[0].get("value")
        answer = client.post("/meine-kommune/projekte/neu", data={"csrf_token": token, "title": "Trotzdem"})
        assert answer.location == HERE

    def test_the_own_pages_and_the_way_out_stay_open(self, strict, coordinator):
        client = strict.test_client().sign_in_as(coordinator)
        assert client.page("/konto").path == "/konto"
        assert client.page("/suche").path == "/suche"
        assert client.page("/konto").submit(".site-menu form").path == "/anmelden"

    def test_afterwards_everything_is_as_usual(self, strict, coordinator, database, sealing):
        with database.unit_of_work() as session:
            add_app(session, coordinator, sealing)
        client = strict.test_client().sign_in_as(coordinator)
        assert client.page("/meine-kommune").path == "/meine-kommune"
        page = client.page(f"{HERE}/app/entfernen")
        refused = page.submit("main form", status=422, password=PASSWORD)
        assert "vorgeschrieben" in refused.text

    def test_others_need_none(self, strict, account):
        assert strict.test_client().sign_in_as(account).page("/meine-kommune").path == "/meine-kommune"


@pytest.mark.parametrize("value", ["ja", "1", "coordinator"])
def test_a_requirement_nobody_knows_is_refused_at_the_start(tmp_path, value):
    environment = {"PORTAL_INSTANCE": str(tmp_path), "DEMO": "1", "REQUIRE_SECOND_FACTOR": value}
    with pytest.raises(UnsafeSettingsError, match="REQUIRE_SECOND_FACTOR"):
        Settings.from_environment(environment)


def test_the_requirement_is_read_from_the_environment(tmp_path):
    environment = {"PORTAL_INSTANCE": str(tmp_path), "DEMO": "1"}
    assert Settings.from_environment(environment).require_second_factor == "none"
    given = Settings.from_environment(environment | {"REQUIRE_SECOND_FACTOR": " Administration "})
    assert given.require_second_factor == "administration"
