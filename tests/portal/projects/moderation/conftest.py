import pytest
from sqlalchemy import select

from portal.access import PortalRole
from portal.accounts import queries as accounts
from portal.mail.models import Mail
from tests import factories
from tests.portal.projects.conftest import browser_of


def moderator(session):
    """Somebody who moderates the portal."""
    account = factories.account(session)
    account.portal_role = PortalRole.MODERATION
    session.flush()
    return account


@pytest.fixture
def moderation_account(database):
    with database.unit_of_work() as session:
        return moderator(session)


@pytest.fixture
def moderation(app, moderation_account):
    """The browser of a moderator."""
    return browser_of(app, moderation_account)


@pytest.fixture
def acting(scratch):
    """A moderator as somebody who asks."""
    return accounts.actor_of(moderator(scratch))


@pytest.fixture
def ordered(scratch):
    """The mails that were ordered, as (kind, address), sorted."""

    def read():
        return sorted(scratch.execute(select(Mail.kind, Mail.to_address)).all())

    return read
