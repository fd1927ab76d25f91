import threading
import time
from contextlib import contextmanager

import pytest

from portal.access import Role
from portal.accounts import passwords
from portal.accounts import queries as accounts
from portal.errors import PortalError
from portal.members import queries
from portal.members.hooks import Hooks
from portal.projects.responsibility import handover
from tests import factories
from tests.support.passwords import QUICK_HASHER

HOOKS = Hooks(belongings=(handover.BELONGINGS,))


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch):
    monkeypatch.setattr(passwords, "hasher", QUICK_HASHER)


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def herne(session):
    """A Kommune with a coordination of one."""
    return factories.organisation(session, "Herne")


@pytest.fixture
def coordinator(session, herne):
    return factories.actor(session, herne, role=Role.COORDINATOR)


@pytest.fixture
def editor(session, herne):
    return factories.actor(session, herne, role=Role.EDITOR)


@pytest.fixture
def administration(session):
    return factories.actor(session, administration=True)


def roles(session, organisation):
    """Who belongs to an organisation: the account's id with its role."""
    session.expire_all()
    return {one.account_id: one.role for one in queries.members(session, organisation.id)}


def present(session, actor):
    """The actor as the next request would know it."""
    return accounts.actor_of(accounts.by_id(session, actor.account_id, fresh=True))


@contextmanager
def unchanged(session, organisation):
    """Whatever happens inside changes nobody's membership."""
    before = roles(session, organisation)
    yield
    assert roles(session, organisation) == before


def both(database, *actions):
    """Carry out each action in a transaction of its own, at the same moment; return the refusals."""
    barrier = threading.Barrier(len(actions))
    return _carried_out(database, [(barrier.wait, action) for action in actions])


def overlapping(database, first, second):
    """Carry out both, the second beginning when the first is done but not yet committed; return the refusals."""
    done = threading.Event()

    def slowly(session):
        try:
            first(session)
        finally:
            done.set()
        time.sleep(0.4)  # time for the second to read what is there without the first

    return _carried_out(database, [(lambda: None, slowly), (done.wait, second)])


def _carried_out(database, actions):
    refused, failures = [], []

    def carry_out(wait, action):
        wait()
        try:
            with database.unit_of_work() as session:
                action(session)
        except PortalError as refusal:
            refused.append(refusal)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=carry_out, args=each) for each in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return refused


@pytest.fixture
def people_on_pages(request, database):
    """Two municipalities; a test finds them and their people, by role, as its own."""
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        bochum = factories.organisation(session, "Bochum", website="https://www.bochum.example", website_verified=True)
        people = {role.value: factories.account(session, herne, role=role) for role in Role}
        people["stranger"] = factories.account(session, bochum, role=Role.COORDINATOR)
        people["administration"] = factories.account(session, administration=True)
        for name, account in people.items():
            account.display_name = name.title()
        request.cls.people, request.cls.herne, request.cls.bochum = people, herne, bochum
