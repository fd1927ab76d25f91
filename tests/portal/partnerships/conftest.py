from pathlib import Path

import pytest

from portal.accounts import passwords
from portal.app import create_app
from portal.partnerships import doors
from portal.partnerships.vocabulary import State
from portal.settings import Settings, database_url
from tests.portal.partnerships import playing
from tests.portal.partnerships.pages import Portal
from tests.portal.partnerships.playing import MONDAY
from tests.support.pages import CheckingClient
from tests.support.passwords import QUICK_HASHER
from tests.support.snapshots import Snapshot


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def world(session):
    return playing.build(session)


@pytest.fixture
def clarifying(session, world):
    return playing.case_in(session, world, State.CLARIFYING)


@pytest.fixture(scope="module")
def _three_municipalities(templates, tmp_path_factory):
    """The application with the three municipalities, and what its tables hold at first."""
    folder: Path = tmp_path_factory.mktemp("partnerships")
    with templates.copy("empty", folder / "instance") as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", QUICK_HASHER)
        app = create_app(
            Settings(
                instance=place.instance,
                database_url=database_url(place.database_url, place.instance),
                secret_key="only-for-tests-0123456789-abcdefghijklmnop",
                base_url="http://localhost",
                testing=True,
            )
        )
        app.test_client_class = CheckingClient
        database = app.extensions["database"]
        with database.unit_of_work() as session:
            world = playing.build(session)
        yield app, world, Snapshot(database.engine)
        database.dispose()


@pytest.fixture
def clock(monkeypatch):
    """Moves the clock of the pages, which stands at `MONDAY` until then."""

    def move(moment):
        monkeypatch.setattr(doors, "utcnow", lambda: moment)

    move(MONDAY)
    return move


@pytest.fixture
def portal(_three_municipalities, clock):
    """Everybody of the three municipalities at their browsers; whatever they do is undone afterwards."""
    app, world, snapshot = _three_municipalities
    yield Portal(app, world)
    snapshot.restore(snapshot.changed())
