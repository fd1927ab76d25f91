"""Creating accounts and signing in: nobody learns which accounts exist, and guessing is slow."""

import statistics
import time
from datetime import timedelta

import pytest

from portal.access import PortalRole, Role
from portal.accounts import queries, service
from portal.accounts.models import PASSWORD_MAX, PASSWORD_MIN
from portal.errors import Conflict, Invalid, Throttled
from portal.organisations.models import OrganisationKind
from tests import factories
from tests.factories import PASSWORD

EMAIL, ADDRESS = "redaktion@herne.example", "192.0.2.1"


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def account(session):
    return factories.account(session, factories.organisation(session, "Herne"), email=EMAIL)


def create(session, **values):
    standard = {"email": "neu@herne.example", "display_name": "Redaktion", "password": PASSWORD}
    return service.create_account(session, **standard | values)


class TestCreate:
    @pytest.mark.parametrize(
        "password", ["x" * PASSWORD_MIN, "ä" * PASSWORD_MAX, "\U0001f333" * PASSWORD_MAX, " " * 20]
    )
    def test_passwords_count_in_characters(self, session, password):
        create(session, password=password)

        assert service.sign_in(session, "neu@herne.example", password, ADDRESS)
        assert not service.sign_in(session, "neu@herne.example", password + "x", ADDRESS)
        assert not service.sign_in(session, "neu@herne.example", password[:-1], ADDRESS)

    @pytest.mark.parametrize("password", ["", "x" * (PASSWORD_MIN - 1), "ä" * (PASSWORD_MAX + 1), "x" * 1_000_000])
    def test_others_are_refused(self, session, password):
        with pytest.raises(Invalid) as refused:
            create(session, password=password)
        assert list(refused.value.errors) == ["password"]

    @pytest.mark.parametrize("email", [EMAIL, EMAIL.upper(), f" {EMAIL} "])
    def test_one_account_for_one_address(self, session, account, email):
        with pytest.raises(Conflict):
            create(session, email=email)

    def test_only_for_organisations_that_can_have_members(self, session):
        company = factories.organisation(session, "Beispiel GmbH", OrganisationKind.COMPANY)
        with pytest.raises(Invalid) as refused:
            create(session, organisation=company)
        assert list(refused.value.errors) == ["organisation"]

    def test_the_password_is_kept_as_argon2_only(self, account):
        assert account.password_hash.startswith("$argon2id$")

    def test_roles_become_an_actor(self, session, account):
        herne = account.memberships[0].organisation
        assert dict(queries.actor_of(account).roles) == {herne.id: Role.EDITOR}
        administration = queries.actor_of(create(session, portal_role=PortalRole.ADMINISTRATION))
        assert (administration.portal_role, dict(administration.roles)) == (PortalRole.ADMINISTRATION, {})


class TestSignIn:
    @pytest.mark.parametrize("email", [EMAIL, "Redaktion@HERNE.example", f"  {EMAIL} "])
    def test_with_the_right_password(self, session, account, email):
        assert service.sign_in(session, email, PASSWORD, ADDRESS) is account

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            (EMAIL, "falsch"),
            (EMAIL, PASSWORD.upper()),
            (EMAIL, PASSWORD + "\x00"),
            (EMAIL, "\ud800"),
            (EMAIL, ""),
            (EMAIL, "x" * 1_000_000),
            ("niemand@herne.example", PASSWORD),
            ("", PASSWORD),
        ],
    )
    def test_with_anything_else_nobody_comes_in(self, session, account, email, password):
        assert service.sign_in(session, email, password, ADDRESS) is None

    def test_a_closed_account_is_like_none(self, session, account):
        account.active = False
        assert service.sign_in(session, EMAIL, PASSWORD, ADDRESS) is None

    def test_an_unknown_account_takes_as_long_as_a_known_one(self, session):
        create(session, email=EMAIL)  # hashed as in earnest

        def seconds(email):
            times = []
            for _ in range(3):
                started = time.process_time()
                service.sign_in(session, email, "falsch-und-lang-genug", ADDRESS)
                times.append(time.process_time() - started)
            return statistics.median(times)

        seconds("warm@herne.example")
        assert 1 / 3 < seconds("niemand@herne.example") / seconds(EMAIL) < 3


class TestThrottle:
    @pytest.fixture(autouse=True)
    def few_tries(self, monkeypatch):
        """Each try hashes a password, which takes its time on purpose."""
        monkeypatch.setattr(service, "TRIES_PER_ACCOUNT_AND_ADDRESS", 3)

    def fail(self, session, times, email=EMAIL, address=ADDRESS):
        for _ in range(times):
            service.ensure_may_try(session, email, address)
            assert service.sign_in(session, email, "falsch", address) is None

    @pytest.mark.parametrize("email", [EMAIL, "niemand@herne.example"])
    def test_known_and_unknown_accounts_alike(self, session, account, email):
        self.fail(session, service.TRIES_PER_ACCOUNT_AND_ADDRESS, email)

        with pytest.raises(Throttled):
            service.ensure_may_try(session, email, ADDRESS)

    @pytest.mark.parametrize(
        "spelling", [EMAIL.upper(), f"{EMAIL} ", "ｒedaktion@herne.example", "redaktio\u0301n@herne.example"]
    )
    def test_no_other_spelling_buys_more_tries(self, session, account, spelling):
        self.fail(session, service.TRIES_PER_ACCOUNT_AND_ADDRESS)

        with pytest.raises(Throttled):
            service.ensure_may_try(session, spelling, ADDRESS)

    def test_colleagues_behind_the_same_address_go_on(self, session, account):
        self.fail(session, service.TRIES_PER_ACCOUNT_AND_ADDRESS)

        service.ensure_may_try(session, "kollegin@herne.example", ADDRESS)
        service.ensure_may_try(session, EMAIL, "192.0.2.2")

    def test_a_success_starts_anew(self, session, account):
        self.fail(session, service.TRIES_PER_ACCOUNT_AND_ADDRESS - 1)
        assert service.sign_in(session, EMAIL, PASSWORD, ADDRESS)

        self.fail(session, service.TRIES_PER_ACCOUNT_AND_ADDRESS - 1)

    def test_the_window_is_short(self):
        assert timedelta(minutes=1) <= service.WINDOW <= timedelta(hours=1)


def test_failed_tries_are_saved_though_nobody_came_in(database, monkeypatch):
    monkeypatch.setattr(service, "TRIES_PER_ACCOUNT_AND_ADDRESS", 2)
    for _ in range(2):
        with database.unit_of_work() as session:
            service.sign_in(session, EMAIL, "falsch", ADDRESS)

    with pytest.raises(Throttled), database.reading() as session:
        service.ensure_may_try(session, EMAIL, ADDRESS)
