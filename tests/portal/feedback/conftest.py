import pytest
from sqlalchemy import select

from portal.feedback.models import Report
from tests import factories
from tests.factories import PASSWORD


@pytest.fixture
def entry(database):
    """A source entry nobody has confirmed."""
    with database.unit_of_work() as session:
        return factories.from_public_source(session, title="Mängelmelder", tags=["Straße"])


@pytest.fixture
def administration(app, database):
    """The browser of the portal administration, signed in."""
    with database.unit_of_work() as session:
        factories.account(session, administration=True, email="verwaltung@portal.example")
    return _signed_in(app, "verwaltung@portal.example")


@pytest.fixture
def editor(app, database):
    """The browser of an editor of some Kommune, signed in."""
    with database.unit_of_work() as session:
        factories.account(session, factories.organisation(session), email="redaktion@stadt.example")
    return _signed_in(app, "redaktion@stadt.example")


@pytest.fixture
def stored(database):
    """Reads all reports as they are in the database."""

    def read():
        with database.reading() as session:
            return session.execute(select(Report).order_by(Report.id)).scalars().all()

    return read


def _signed_in(app, email):
    client = app.test_client()
    client.page("/anmelden", next="/impressum").submit("main form", email=email, password=PASSWORD)
    return client
