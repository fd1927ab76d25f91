"""Second steps: set up with a proof, used once, removed with care."""

import threading
from datetime import timedelta

import pytest

from portal.access import Actor, PortalRole, Role
from portal.accounts import passwords
from portal.accounts.factors import queries, recovery, service
from portal.accounts.factors.models import Passkey
from portal.accounts.factors.required import Required, is_required
from portal.accounts.queries import actor_of
from portal.audit import AuditEntry
from portal.errors import Conflict, Invalid, NotFound
from portal.orm import utcnow
from portal.sealing import Sealing
from tests import factories
from tests.factories import PASSWORD
from tests.portal.accounts.conftest import add_app
from tests.support.authenticator import App
from tests.support.passwords import QUICK_HASHER

NOW = utcnow()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(passwords, "hasher", QUICK_HASHER)


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def anna(session):
    return factories.account(session, factories.organisation(session), role=Role.COORDINATOR)


@pytest.fixture
def phone(session, anna, sealing):
    return add_app(session, anna, sealing)[0]


def add_passkey(session, account, credential="abc"):
    made = Passkey(
        account_id=account.id,
        name="Handy",
        credential_id=credential,
        public_key="x",
        user_handle="x",
        sign_count=0,
        created_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def events(session):
    return [(entry.event, entry.changes) for entry in session.query(AuditEntry).order_by(AuditEntry.id)]


class TestApp:
    def test_it_counts_once_it_has_shown_a_code(self, session, anna, sealing):
        service.begin_app(session, actor_of(anna), sealing, NOW)
        assert not queries.second_step(session, anna.id)
        app = App(service.key_of(queries.authenticator(session, anna.id), sealing))
        assert not service.use_app(session, anna.id, sealing, app.code(NOW), NOW)

        with pytest.raises(Invalid):
            service.confirm_app(session, actor_of(anna), sealing, "000000", NOW)
        assert not queries.second_step(session, anna.id)
        service.confirm_app(session, actor_of(anna), sealing, app.code(NOW), NOW)
        assert queries.second_step(session, anna.id).app
        assert events(session) == [("account.second-step-added", {"kind": [None, "app"]})]

    def test_beginning_again_makes_another_key(self, session, anna, sealing):
        service.begin_app(session, actor_of(anna), sealing, NOW)
        first = App(service.key_of(queries.authenticator(session, anna.id), sealing))
        service.begin_app(session, actor_of(anna), sealing, NOW)

        with pytest.raises(Invalid):
            service.confirm_app(session, actor_of(anna), sealing, first.code(NOW), NOW)

    def test_a_confirmed_one_is_not_replaced_by_chance(self, session, anna, sealing, phone):
        with pytest.raises(Conflict):
            service.begin_app(session, actor_of(anna), sealing, NOW)
        with pytest.raises(NotFound):
            service.confirm_app(session, actor_of(anna), sealing, phone.code(), NOW)

    def test_the_key_is_nowhere_in_the_database(self, session, anna, sealing, phone):
        row = queries.authenticator(session, anna.id)
        assert phone.key not in {str(getattr(row, column.name)) for column in row.__table__.columns}
        assert service.key_of(row, Sealing("another-secret-key-0123456789-abcdefgh")) is None
        assert not service.use_app(
            session, anna.id, Sealing("another-secret-key-0123456789-ab"), phone.code(), utcnow()
        )

    def test_a_code_is_used_once(self, session, anna, sealing, phone):
        now = utcnow()
        assert service.use_app(session, anna.id, sealing, phone.code(now), now)
        assert not service.use_app(session, anna.id, sealing, phone.code(now), now)
        assert service.use_app(session, anna.id, sealing, phone.code(now + timedelta(seconds=30)), now)

    def test_after_a_code_none_of_before_counts(self, session, anna, sealing, phone):
        now = utcnow()
        assert service.use_app(session, anna.id, sealing, phone.code(now), now)
        assert not service.use_app(session, anna.id, sealing, phone.code(now - timedelta(seconds=30)), now)

    def test_the_code_that_confirmed_it_does_not_sign_in(self, session, anna, sealing):
        service.begin_app(session, actor_of(anna), sealing, NOW)
        app = App(service.key_of(queries.authenticator(session, anna.id), sealing))
        service.confirm_app(session, actor_of(anna), sealing, app.code(NOW), NOW)
        assert not service.use_app(session, anna.id, sealing, app.code(NOW), NOW)

    def test_codes_of_others_are_none(self, session, sealing, phone):
        berta = factories.account(session)
        add_app(session, berta, sealing)
        assert not service.use_app(session, berta.id, sealing, phone.code(), utcnow())
        assert not service.use_app(session, factories.account(session).id, sealing, phone.code(), utcnow())


def test_two_who_send_the_same_code_at_once_do_not_both_get_in(database, sealing):
    with database.unit_of_work() as session:
        account = factories.account(session)
        app, _codes = add_app(session, account, sealing)
    now = utcnow()
    code, barrier, let_in = app.code(now), threading.Barrier(4), []

    def try_it():
        barrier.wait()
        with database.unit_of_work() as session:
            let_in.append(service.use_app(session, account.id, sealing, code, now))

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_in) == [False, False, False, True]


class TestRecoveryCodes:
    @pytest.fixture
    def codes(self, session, anna, sealing):
        return add_app(session, anna, sealing)[1]

    def use(self, session, account, code):
        code_id = service.recovery_code(session, account.id, code)
        return code_id is not None and service.use_recovery_code(session, account.id, code_id)

    def test_there_are_ten_different_ones_and_only_hashes_are_kept(self, session, anna, codes):
        assert len(set(codes)) == len(codes) == recovery.COUNT == 10
        kept = queries.recovery_codes(session, anna.id)
        assert all(row.code_hash.startswith("$argon2id$") for row in kept)

    def test_each_counts_once(self, session, anna, codes):
        assert [self.use(session, anna, code) for code in codes] == [True] * 10
        assert [self.use(session, anna, code) for code in codes] == [False] * 10

    def test_two_cannot_use_the_same(self, session, anna, codes):
        first, second = (service.recovery_code(session, anna.id, codes[0]) for _ in range(2))
        assert service.use_recovery_code(session, anna.id, first)
        assert not service.use_recovery_code(session, anna.id, second)

    def test_how_they_are_typed_does_not_matter(self, session, anna, codes):
        assert self.use(session, anna, codes[0].upper())
        assert self.use(session, anna, codes[1].replace("-", ""))
        assert self.use(session, anna, f" {codes[2].replace('-', ' ')} ")

    @pytest.mark.parametrize("typed", ["", "x", "-", "aaaaa-aaaaa", "\ud800", "x" * 100_000])
    def test_nothing_else_counts(self, session, anna, codes, typed):
        assert not self.use(session, anna, typed)

    def test_nobody_elses_count(self, session, anna, codes):
        berta = factories.account(session)
        code_id = service.recovery_code(session, anna.id, codes[0])
        assert not self.use(session, berta, codes[0])
        assert not service.use_recovery_code(session, berta.id, code_id)

    def test_new_ones_end_the_old(self, session, anna, codes):
        new = service.renew_recovery_codes(session, actor_of(anna))

        assert not self.use(session, anna, codes[0])
        assert self.use(session, anna, new[0])
        assert events(session)[-1] == ("account.recovery-codes-renewed", {})

    def test_without_a_second_step_there_are_none(self, session):
        with pytest.raises(NotFound):
            service.renew_recovery_codes(session, actor_of(factories.account(session)))


class TestRemoving:
    def remove(self, session, account, password=PASSWORD, required=Required.NONE):
        service.remove_app(session, actor_of(account), password, required)

    def test_with_the_last_step_the_recovery_codes_go(self, session, anna, phone):
        self.remove(session, anna)

        assert not queries.second_step(session, anna.id)
        assert not queries.recovery_codes(session, anna.id)
        assert events(session)[-1] == ("account.second-step-removed", {"kind": ["app", None]})

    def test_as_long_as_there_is_another_they_stay(self, session, anna, phone):
        add_passkey(session, anna)
        self.remove(session, anna)

        assert queries.second_step(session, anna.id).passkeys == 1
        assert len(queries.recovery_codes(session, anna.id)) == 10

    @pytest.mark.parametrize("password", ["", "falsch", PASSWORD + "x"])
    def test_it_takes_the_password(self, session, anna, phone, password):
        with pytest.raises(Invalid):
            self.remove(session, anna, password)
        assert queries.second_step(session, anna.id)

    def test_whoever_has_no_password_needs_none(self, session, anna, phone):
        """Who signs in at the own administration only; what the operator requires counts all the same."""
        anna.password_hash = ""
        with pytest.raises(service.LastStep):
            self.remove(session, anna, "", required=Required.COORDINATION)
        self.remove(session, anna, "")
        assert not queries.second_step(session, anna.id)

    def test_a_short_password_has_to_become_longer_first(self, session, anna, phone):
        anna.password_hash = passwords.hashed("Kx8$mq2v")
        with pytest.raises(Invalid) as refused:
            self.remove(session, anna, "Kx8$mq2v")

        assert "15 Zeichen" in refused.value.errors["password"][0]
        assert queries.second_step(session, anna.id)

    def test_a_short_password_may_stay_while_there_is_another_step(self, session, anna, phone):
        anna.password_hash = passwords.hashed("Kx8$mq2v")
        add_passkey(session, anna)
        self.remove(session, anna, "Kx8$mq2v")
        assert queries.second_step(session, anna.id)

    def test_where_one_is_required_the_last_one_stays(self, session, anna, phone):
        with pytest.raises(service.LastStep):
            self.remove(session, anna, required=Required.COORDINATION)
        add_passkey(session, anna)
        self.remove(session, anna, required=Required.COORDINATION)
        assert queries.second_step(session, anna.id)

    def test_a_passkey_of_somebody_else_is_not_found(self, session, anna, phone):
        foreign = add_passkey(session, factories.account(session))
        with pytest.raises(NotFound):
            service.remove_passkey(session, actor_of(anna), foreign.id, PASSWORD, Required.NONE)

    def test_what_is_not_there_cannot_be_removed(self, session):
        with pytest.raises(NotFound):
            self.remove(session, factories.account(session))

    def test_an_operator_removes_all(self, session, anna, phone):
        add_passkey(session, anna)
        service.remove_all(session, anna.id)
        assert not queries.second_step(session, anna.id)
        assert not queries.recovery_codes(session, anna.id)


def test_how_long_the_password_has_to_be_depends_on_the_second_step(session, anna, sealing):
    assert queries.least_password(session, anna.id) == 15
    service.begin_app(session, actor_of(anna), sealing, NOW)
    assert queries.least_password(session, anna.id) == 15
    add_passkey(session, anna)
    assert queries.least_password(session, anna.id) == 8


ACTORS = {
    "editor": Actor(1, {1: Role.EDITOR}),
    "contributor": Actor(1, {1: Role.CONTRIBUTOR}),
    "coordinator": Actor(1, {1: Role.EDITOR, 2: Role.COORDINATOR}),
    "moderation": Actor(1, {}, PortalRole.MODERATION),
    "administration": Actor(1, {}, PortalRole.ADMINISTRATION),
}


@pytest.mark.parametrize(
    ("required", "concerned"),
    [
        (Required.NONE, set()),
        (Required.ADMINISTRATION, {"administration"}),
        (Required.COORDINATION, {"administration", "coordinator"}),
    ],
)
def test_whom_the_operator_can_ask_for_a_second_step(required, concerned):
    assert {name for name, actor in ACTORS.items() if is_required(required, actor)} == concerned
