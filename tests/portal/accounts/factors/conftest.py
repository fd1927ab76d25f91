"""An account with an app, and the app itself."""

import pytest

from tests import factories
from tests.portal.accounts.conftest import add_app

EMAIL = "redaktion@herne.example"


@pytest.fixture
def phone(database, account, sealing):
    """The account's app, and its recovery codes."""
    with database.unit_of_work() as session:
        return add_app(session, account, sealing)


@pytest.fixture
def herne(database):
    with database.unit_of_work() as session:
        return factories.organisation(session, "Herne")


@pytest.fixture
def account(database, herne):
    with database.unit_of_work() as session:
        return factories.account(session, herne, email=EMAIL)
