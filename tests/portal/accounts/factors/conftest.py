"""An account with an app, and the app itself."""

import base64
import hmac
import struct
from datetime import timedelta

import pytest

from portal.accounts.factors import service
from portal.accounts.queries import actor_of
from portal.orm import utcnow
from portal.sealing import Sealing
from tests import factories

EMAIL = "redaktion@herne.example"


@pytest.fixture
def sealing():
    return Sealing("only-for-tests-0123456789-abcdefghijklmnop")


class App:
    """An authenticator app, as it shows codes."""

    def __init__(self, key):
        self.key = key.replace(" ", "")

    def code(self, at=None):
        """The code it shows at a moment."""
        step = int((at or utcnow()).timestamp()) // 30
        digest = hmac.digest(base64.b32decode(self.key), struct.pack(">Q", step), "sha1")
        [number] = struct.unpack_from(">I", digest, digest[-1] & 15)
        return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def add_app(session, account, sealing):
    """Set an app up some minutes ago; return it with the recovery codes."""
    past = utcnow() - timedelta(minutes=3)
    actor = actor_of(account)
    service.begin_app(session, actor, sealing, past)
    app = App(service.key_of(service.queries.authenticator(session, account.id), sealing))
    return app, service.confirm_app(session, actor, sealing, app.code(past), past)


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
