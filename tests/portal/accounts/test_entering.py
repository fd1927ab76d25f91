"""Between the proof of who somebody is and the sign-in lies a moment in which the account can change."""

import argon2
import pytest
from sqlalchemy import update

from portal.accounts import queries, service
from portal.accounts.login import ChangedMeanwhile, enter
from portal.accounts.models import Account
from portal.accounts.queries import actor_of
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.errors import PortalError
from tests import factories
from tests.factories import PASSWORD

NEW = "vier-neue-Pferde-am-Kanal"


@pytest.fixture
def account(database):
    """The account as it was when its password was found to be right."""
    with database.unit_of_work() as session:
        made = factories.account(session, factories.organisation(session, "Herne"))
    with database.reading() as session:
        return service.recognise(session, made.email, PASSWORD)


@pytest.fixture
def entering(app, account):
    """Goes on with the sign-in; returns why nobody was let in, None when the person was."""

    def entered():
        with app.test_request_context():
            try:
                enter(account, SignInMethod.PASSWORD)
            except PortalError as error:
                return type(error)
            return None

    return entered


def sessions(database):
    with database.reading() as session:
        return session.query(AccountSession).count()


def test_an_account_as_it_was_lets_in(entering, database):
    assert entering() is None
    assert sessions(database) == 1


def test_the_password_of_before_lets_nobody_in(entering, account, database):
    with database.unit_of_work() as session:
        found = queries.by_id(session, account.id)
        service.set_password(session, actor_of(found), found, NEW, least=15)

    assert entering() is ChangedMeanwhile
    assert sessions(database) == 0


def test_nor_is_it_taken_for_the_new_one_where_it_was_kept_with_less_effort(account, database):
    outdated = argon2.PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    with database.unit_of_work() as session:
        session.execute(update(Account).values(password_hash=outdated))
    with database.reading() as session:
        proved = service.recognise(session, account.email, PASSWORD)
    with database.unit_of_work() as session:
        found = queries.by_id(session, account.id)
        service.set_password(session, actor_of(found), found, NEW, least=15)
    with database.unit_of_work() as session:
        assert service.strengthen(session, proved, PASSWORD).password_hash == outdated
    with database.reading() as session:
        assert service.recognise(session, account.email, NEW)


def test_a_closed_account_lets_nobody_in(entering, database):
    with database.unit_of_work() as session:
        session.execute(update(Account).values(active=False))

    assert entering() is ChangedMeanwhile
    assert sessions(database) == 0
