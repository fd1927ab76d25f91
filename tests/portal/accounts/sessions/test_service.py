"""A sign-in begins with a random token, counts for a limited time and can be ended by its owner only."""

from datetime import timedelta

import pytest

from portal.access import Actor
from portal.accounts.sessions import queries, service
from portal.accounts.sessions.devices import Device
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.audit import AuditEntry
from portal.errors import NotFound
from portal.orm import utcnow
from tests import factories

NOW = utcnow().replace(minute=20, second=7, microsecond=5)
IDLE = timedelta(hours=10)


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def anna(session):
    return factories.account(session).id


@pytest.fixture
def berta(session):
    return factories.account(session).id


def begin(session, account_id, now=NOW):
    return service.begin(session, account_id, SignInMethod.PASSWORD, Device("Firefox", "Linux"), now)


def found(session, token, now=NOW):
    entered = queries.by_token(session, token, IDLE, now)
    return entered and entered[0]


def test_the_token_is_long_random_and_kept_as_a_hash_only(session, anna):
    first, second = begin(session, anna), begin(session, anna)
    row = found(session, first)

    assert first != second
    assert len(first) >= 43
    assert first not in {str(getattr(row, column.name)) for column in AccountSession.__table__.columns}
    assert len(row.token_hash) == 64
    assert found(session, row.token_hash) is None


@pytest.mark.parametrize("token", ["", "x", "\ud800\x00", "x" * 100_000])
def test_other_tokens_are_nobody(session, anna, token):
    begin(session, anna)
    assert found(session, token) is None


def test_when_it_was_used_is_kept_by_the_hour(session, anna):
    row = found(session, begin(session, anna))
    assert row.last_seen_at == NOW.replace(minute=0, second=0, microsecond=0)
    assert not service.is_due(row.last_seen_at, NOW + timedelta(minutes=39))

    later = NOW + timedelta(minutes=40)
    assert service.is_due(row.last_seen_at, later)
    service.notice(session, row.id, later)
    session.refresh(row)
    assert row.last_seen_at == later.replace(minute=0, second=0, microsecond=0)


def test_it_ends_when_it_is_not_used(session, anna):
    token = begin(session, anna)
    assert found(session, token, NOW + IDLE)
    assert found(session, token, NOW + IDLE + timedelta(hours=1)) is None


def test_it_ends_after_a_day_however_much_it_is_used(session, anna):
    token = begin(session, anna)
    for hours in range(1, 24):
        service.notice(session, found(session, token).id, NOW + timedelta(hours=hours))

    assert found(session, token, NOW + queries.MAX_AGE - timedelta(seconds=1))
    assert found(session, token, NOW + queries.MAX_AGE) is None


def test_where_more_than_a_day_is_allowed_without_use_a_day_is_no_limit(session, anna):
    token = begin(session, anna)
    week = timedelta(days=7)
    assert queries.by_token(session, token, week, NOW + timedelta(days=6))
    assert queries.by_token(session, token, week, NOW + week) is None


class TestEnding:
    def test_one_of_the_own(self, session, anna):
        token, other = begin(session, anna), begin(session, anna)
        service.end(session, Actor(account_id=anna), found(session, token).id)

        assert found(session, token) is None
        assert found(session, other)
        assert [entry.event for entry in session.query(AuditEntry)] == ["account.sessions-ended"]

    def test_nobody_elses(self, session, anna, berta):
        token = begin(session, anna)
        with pytest.raises(NotFound):
            service.end(session, Actor(account_id=berta), found(session, token).id)
        assert found(session, token)

    def test_all_others(self, session, anna, berta):
        token, *others = (begin(session, anna) for _ in range(3))
        foreign = begin(session, berta)

        assert service.end_others(session, Actor(account_id=anna), found(session, token).id) == 2
        assert [bool(found(session, each)) for each in (token, *others, foreign)] == [True, False, False, True]
        assert [entry.changes for entry in session.query(AuditEntry)] == [{"count": [None, 2]}]

    def test_with_no_others_nothing_is_told(self, session, anna):
        token = begin(session, anna)
        assert service.end_others(session, Actor(account_id=anna), found(session, token).id) == 0
        assert session.query(AuditEntry).all() == []

    def test_all(self, session, anna, berta):
        tokens, foreign = [begin(session, anna) for _ in range(2)], begin(session, berta)

        assert service.end_all(session, anna) == 2
        assert [bool(found(session, each)) for each in (*tokens, foreign)] == [False, False, True]

    def test_what_has_expired_is_removed_and_nothing_else(self, session, anna):
        long_ago, today = begin(session, anna, NOW - timedelta(days=2)), begin(session, anna)

        assert service.remove_expired(session, IDLE, NOW) == 1
        assert found(session, long_ago, NOW - timedelta(days=2)) is None
        assert found(session, today)


def test_the_own_ones_are_listed_the_last_used_first(session, anna, berta):
    begin(session, berta)
    begin(session, anna, NOW - timedelta(days=2))
    old, new = (found(session, begin(session, anna, NOW - timedelta(hours=ago))) for ago in (3, 0))

    assert queries.of_account(session, anna, IDLE, NOW) == [new, old]
