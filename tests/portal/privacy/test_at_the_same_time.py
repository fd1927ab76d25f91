"""Whoever is let in, or opened again, while the account is being erased is not erased, or not let in."""

from datetime import timedelta

import pytest

from portal.access import ANYONE, Role
from portal.accounts import queries as accounts
from portal.accounts import service as accounting
from portal.accounts.models import Account
from portal.jobs import Jobs
from portal.mail import post
from portal.mail.models import Mail, MailState
from portal.members import service as members
from portal.members.hooks import Hooks
from portal.orm import utcnow
from portal.personal import Holding
from portal.privacy import retention, service, unused
from portal.privacy.letters import UNUSED
from tests import factories
from tests.portal.members.conftest import overlapping

LONG_AGO = timedelta(days=400)
ALONE = timedelta(days=365)


@pytest.fixture
def herne(database):
    with database.unit_of_work() as session:
        return factories.organisation(session, "Herne")


@pytest.fixture
def unused_ones(database):
    """Two accounts that belong nowhere and were warned in time."""
    with database.unit_of_work() as session:
        made = []
        for _ in range(2):
            account = factories.account(session)
            account.created_at, account.warned_at = utcnow() - LONG_AGO, utcnow() - unused.NOTICE
            letter = post(session, UNUSED, to=account.email, account_id=account.id, for_account=account.id)
            letter.state, letter.sent_at = MailState.SENT, account.warned_at
            made.append(account.id)
    return made


@pytest.fixture
def erase(app):
    def run(session, account_id):
        unused.erase(session, utcnow(), alone=ALONE, holdings=app.extensions["holdings"], account_id=account_id)

    return run


@pytest.fixture
def let_in(herne):
    def run(session, account_id):
        account = accounts.by_id(session, account_id)
        members.admit(session, ANYONE, Hooks(), account, herne, Role.EDITOR, by="Einladung")

    return run


def state(database, account_id):
    with database.reading() as session:
        account = accounts.by_id(session, account_id)
        return account.erased_at is not None, len(account.memberships)


def test_who_is_let_in_at_that_moment_is_not_erased(database, unused_ones, erase, let_in):
    account_id = unused_ones[0]
    overlapping(database, lambda session: let_in(session, account_id), lambda session: erase(session, account_id))
    assert state(database, account_id) == (False, 1)


def test_who_was_erased_at_that_moment_is_not_let_in(database, unused_ones, erase, let_in):
    account_id = unused_ones[0]
    overlapping(database, lambda session: erase(session, account_id), lambda session: let_in(session, account_id))
    assert state(database, account_id) == (True, 0)


def test_one_that_cannot_be_erased_keeps_no_other(app, database, settings, unused_ones):
    first, second = unused_ones
    holdings = app.extensions["holdings"]

    def refuse(_session, account_id, _now):
        if account_id == first:
            raise RuntimeError("broken")

    broken = Holding("broken", lambda *_: None, refuse)
    jobs = [job for job in retention.jobs(settings, (broken, *holdings)) if job.name == "retention.accounts"]
    assert Jobs(database, jobs).drain() == 0, "it is tried again"
    assert (state(database, first)[0], state(database, second)[0]) == (False, True)
    with database.reading() as session:
        assert session.query(Mail).filter_by(kind="privacy.erased").count() == 1


def test_one_that_is_opened_again_at_that_moment_is_not_erased(app, database):
    with database.unit_of_work() as session:
        closed = factories.account(session)
        closed.active = False
        administration = accounts.actor_of(factories.account(session, administration=True))

    def opening(session):
        accounting.reopen(session, ANYONE, accounts.by_id(session, closed.id, for_update=True))

    def erasing(session):
        service.erase_closed(session, administration, closed.id, app.extensions["holdings"], utcnow())

    assert len(overlapping(database, opening, erasing)) == 1
    with database.reading() as session:
        assert session.get(Account, closed.id).active
