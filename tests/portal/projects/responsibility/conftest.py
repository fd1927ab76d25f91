from dataclasses import dataclass

import pytest

from portal.access import Role
from portal.accounts.models import Account
from portal.organisations.models import Organisation
from tests import factories
from tests.portal.projects.conftest import browser_of


@dataclass
class Town:
    """Herne with one person in each role, and somebody elsewhere."""

    herne: Organisation
    contributor: Account
    editor: Account
    coordinator: Account
    stranger: Account


@pytest.fixture
def town(database) -> Town:
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        return Town(
            herne,
            factories.account(session, herne, role=Role.CONTRIBUTOR, email="mitwirkung@herne.example"),
            factories.account(session, herne, role=Role.EDITOR, email="redaktion@herne.example"),
            factories.account(session, herne, role=Role.COORDINATOR, email="koordination@herne.example"),
            factories.account(session, factories.organisation(session, "Bochum"), email="redaktion@bochum.example"),
        )


@pytest.fixture
def browser(app):
    """The browser of an account: `browser(town.editor)`."""
    return lambda account: browser_of(app, account)
