"""Creating accounts, recognising people, changing passwords: nobody learns which accounts exist."""

import statistics
import time
from datetime import timedelta

import argon2
import pytest

from portal.access import PortalRole, Role
from portal.accounts import passwords, queries, service
from portal.accounts.sessions import queries as session_queries
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.devices import Device
from portal.accounts.sessions.models import SignInMethod
from portal.audit import AuditEntry
from portal.errors import Conflict, Invalid
from portal.organisations.models import OrganisationKind
from portal.orm import utcnow
from tests import factories
from tests.factories import PASSWORD

EMAIL = "redaktion@herne.example"


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
    def test_with_it_the_person_is_recognised(self, session):
        made = create(session)
        assert service.recognise(session, "neu@herne.example", PASSWORD) is made

    @pytest.mark.parametrize("password", ["", "zu-kurz", "x" * 1_000_000, "neu@herne.example", "Stadtverwaltung Herne"])
    def test_bad_passwords_are_refused(self, session, password):
        herne = factories.organisation(session, "Herne")
        with pytest.raises(Invalid) as refused:
            create(session, password=password, organisation=herne)
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


class TestRecognise:
    @pytest.mark.parametrize("email", [EMAIL, "Redaktion@HERNE.example", f"  {EMAIL} "])
    def test_with_the_right_password(self, session, account, email):
        assert service.recognise(session, email, PASSWORD) is account

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
            ("niemand@herne.example", "nobody has this password"),
            ("", PASSWORD),
        ],
    )
    def test_with_anything_else_nobody_comes_in(self, session, account, email, password):
        assert service.recognise(session, email, password) is None

    def test_a_closed_account_is_like_none(self, session, account):
        account.active = False
        assert service.recognise(session, EMAIL, PASSWORD) is None

    def test_an_account_without_a_password_has_none_that_fits(self, session, account):
        account.password_hash = ""
        assert service.recognise(session, EMAIL, "") is None
        assert service.recognise(session, EMAIL, "nobody has this password") is None

    def test_an_unknown_account_takes_as_long_as_a_known_one(self, session):
        create(session, email=EMAIL)  # hashed as in earnest

        def seconds(email):
            times = []
            for _ in range(3):
                started = time.process_time()
                service.recognise(session, email, "falsch-und-lang-genug")
                times.append(time.process_time() - started)
            return statistics.median(times)

        seconds("warm@herne.example")
        assert 1 / 3 < seconds("niemand@herne.example") / seconds(EMAIL) < 3

    def test_an_old_hash_is_made_anew_when_the_password_is_given(self, session, account, monkeypatch):
        monkeypatch.setattr(passwords, "hasher", argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
        service.strengthen(session, account, PASSWORD)

        assert "m=16,t=2" in account.password_hash
        kept = account.password_hash
        service.strengthen(session, account, PASSWORD)
        assert account.password_hash == kept


class TestSetPassword:
    NEW = "vier-neue-Pferde-am-Kanal"

    def change(self, session, account, password=NEW, least=passwords.LEAST):
        service.set_password(session, queries.actor_of(account), account, password, least=least)

    def test_only_the_new_one_counts(self, session, account):
        self.change(session, account)

        assert service.recognise(session, EMAIL, self.NEW)
        assert service.recognise(session, EMAIL, PASSWORD) is None

    def test_the_log_tells_that_and_nothing_more(self, session, account):
        self.change(session, account)

        [entry] = session.query(AuditEntry).all()
        assert (entry.event, entry.account_id, entry.about_id) == ("account.password-changed", account.id, account.id)
        assert entry.changes == {}

    def test_all_sign_ins_end(self, session, account):
        token = sessions.begin(session, account.id, SignInMethod.PASSWORD, Device(), utcnow())
        self.change(session, account)

        assert session_queries.by_token(session, token, timedelta(hours=1), utcnow()) is None

    @pytest.mark.parametrize("password", ["kurz", EMAIL, "Redaktion Herne 2026", "x" * 201])
    def test_a_bad_one_changes_nothing(self, session, account, password):
        token = sessions.begin(session, account.id, SignInMethod.PASSWORD, Device(), utcnow())
        with pytest.raises(Invalid):
            self.change(session, account, password)

        assert service.recognise(session, EMAIL, PASSWORD)
        assert session_queries.by_token(session, token, timedelta(hours=1), utcnow())

    def test_where_a_second_step_is_asked_it_may_be_shorter(self, session, account):
        self.change(session, account, "Kx8$mq2v", passwords.LEAST_WITH_SECOND_STEP)
        assert service.recognise(session, EMAIL, "Kx8$mq2v")
