"""What seals keys, and an app for an account."""

from datetime import timedelta

import pytest

from portal.accounts.factors import queries, service
from portal.accounts.queries import actor_of
from portal.orm import utcnow
from portal.sealing import Sealing
from tests.support.authenticator import App


@pytest.fixture
def sealing(settings):
    return Sealing(settings.secret_key)


def add_app(session, account, sealing):
    """Set an app up some minutes ago; return it with the recovery codes."""
    past = utcnow() - timedelta(minutes=3)
    actor = actor_of(account)
    service.begin_app(session, actor, sealing, past)
    app = App(service.key_of(queries.authenticator(session, account.id), sealing))
    return app, service.confirm_app(session, actor, sealing, app.code(past), past)
