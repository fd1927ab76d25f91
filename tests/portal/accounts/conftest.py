"""What seals keys, and an app for an account."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from portal.accounts.factors import queries, service
from portal.accounts.queries import actor_of
from portal.mail import Button
from portal.mail.models import Mail
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


@pytest.fixture
def post(app, database):
    """Writes the mails that wait: pairs of address and letter, None for one with nothing to say; then they are gone."""

    def collect():
        links, letters = app.extensions["links"], app.extensions["letters"]
        with app.app_context(), database.unit_of_work() as session:
            mails = session.query(Mail).order_by(Mail.id).all()
            written = [(mail.to_address, letters.compose(session, mail.kind, mail.params, links)) for mail in mails]
            session.execute(delete(Mail))
        return written

    return collect


def path_in(letter):
    """Return where the button of a letter leads, within the portal."""
    [button] = [block for block in letter.blocks if isinstance(block, Button)]
    return button.url.removeprefix("http://localhost")
