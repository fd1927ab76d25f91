import pytest
from sqlalchemy import select

from portal.access import ANYONE
from portal.discovery.finding import searching
from portal.discovery.finding.requests import SearchRequest
from portal.synonyms.models import Synonym, SynonymChange
from tests import factories
from tests.factories import PASSWORD


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
def actor(database):
    """The portal administration as somebody who asks."""
    with database.unit_of_work() as session:
        return factories.actor(session, administration=True)


@pytest.fixture
def stored(database):
    """Reads all synonyms as they are in the database."""

    def read():
        with database.reading() as session:
            return session.execute(select(Synonym).order_by(Synonym.id)).scalars().all()

    return read


@pytest.fixture
def history(database):
    """Reads all changes, the oldest first."""

    def read():
        with database.reading() as session:
            return session.execute(select(SynonymChange).order_by(SynonymChange.id)).scalars().all()

    return read


@pytest.fixture
def ask(app, database):
    """Searches as nobody in particular."""

    def ask(words):
        with database.reading() as session:
            index, days = app.extensions["indexer"].index, app.extensions["settings"].review_period_days
            return searching.run(session, ANYONE, index, SearchRequest(words=words), days)

    return ask


def _signed_in(app, email):
    client = app.test_client()
    client.page("/anmelden", next="/impressum").submit("main form", email=email, password=PASSWORD)
    return client
