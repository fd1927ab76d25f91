import shutil

import pytest

from portal.access import ANYONE
from portal.discovery.finding import searching
from portal.organisations import queries as organisations
from portal.projects.vocabulary import ActionField, Phase
from tests import factories
from tests.factories import PASSWORD


@pytest.fixture
def index(app):
    return app.extensions["indexer"].index


@pytest.fixture
def drain(app):
    """Brings the index up to date."""

    def drain():
        while app.extensions["indexer"].drain():
            pass

    return drain


@pytest.fixture
def lose_index(settings):
    """Takes the index away."""
    return lambda: shutil.rmtree(settings.index_directory)


@pytest.fixture
def ask(database, index):
    """Searches as nobody in particular."""

    def ask(**request):
        with database.reading() as session:
            return searching.run(session, ANYONE, index, searching.SearchRequest(**request), 365)

    return ask


@pytest.fixture
def register(database, drain):
    """Four published entries of Herne and Bochum, one joint, one from a public source; a draft; Xanten has none."""
    with database.unit_of_work() as session:
        herne, bochum, _ = (factories.organisation(session, name) for name in ("Herne", "Bochum", "Xanten"))
        factories.published(session, herne, title="Mängelmelder", phase=Phase.OPERATION, technologies=["App"])
        factories.published(
            session, bochum, title="Stadtklima", participants=["herne"], action_field=ActionField.ENERGY_AND_ENVIRONMENT
        )
        factories.from_public_source(session, herne, title="Telenotarzt", participants=["herne"])
        factories.published(session, bochum, title="Bürgerbüro", phase=Phase.PILOT)
        factories.draft(session, herne, title="Geheimer Plan")
    drain()


@pytest.fixture
def editor(app, database, register):
    """The browser of an editor of Herne, signed in."""
    with database.unit_of_work() as session:
        factories.account(session, organisations.by_slug(session, "herne"), email="redaktion@herne.example")
    client = app.test_client()
    client.page("/anmelden", next="/suche").submit("main form", email="redaktion@herne.example", password=PASSWORD)
    return client


@pytest.fixture
def description(client):
    """The OpenAPI document of the JSON door."""
    return client.get("/api/v1/openapi.json").json
