from dataclasses import dataclass
from typing import Any

import pytest

from portal.accounts.models import Account
from portal.organisations.models import Organisation
from portal.projects import queries
from portal.projects.models import Project
from tests import factories
from tests.support.pages import CheckingClient


@dataclass
class World:
    """Two Kommunen with an editor each, a third one, and the administration."""

    herne: Organisation
    bochum: Organisation
    witten: Organisation
    herne_editor: Account
    bochum_editor: Account
    administration_account: Account


@pytest.fixture
def world(database) -> World:
    with database.unit_of_work() as session:
        herne, bochum, witten = (factories.organisation(session, name) for name in ("Herne", "Bochum", "Witten"))
        return World(
            herne,
            bochum,
            witten,
            factories.account(session, herne),
            factories.account(session, bochum),
            factories.account(session, administration=True),
        )


def browser_of(app, account: Account) -> CheckingClient:
    """The browser of somebody who has signed in."""
    client: CheckingClient = app.test_client()
    return client.sign_in_as(account)


@pytest.fixture
def herne(app, world) -> CheckingClient:
    """The browser of Herne's editor."""
    return browser_of(app, world.herne_editor)


@pytest.fixture
def bochum(app, world) -> CheckingClient:
    return browser_of(app, world.bochum_editor)


@pytest.fixture
def administration(app, world) -> CheckingClient:
    return browser_of(app, world.administration_account)


@pytest.fixture
def make(database):
    """Makes an entry and commits it: `make(factories.draft, world.herne, title="...")`."""

    def made(factory: Any, *arguments: Any, **values: Any) -> Project:
        with database.unit_of_work() as session:
            return factory(session, *arguments, **values)

    return made


@pytest.fixture
def saved(database):
    """Reads a whole entry as it is in the database now, None when it is gone."""

    def read(project: Project) -> Project | None:
        with database.reading() as session:
            return queries.by_id(session, project.id)

    return read
