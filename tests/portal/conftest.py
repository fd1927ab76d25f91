"""A database that tests share when they change nothing for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.accounts import passwords
from portal.app import create_app
from portal.database import Database
from portal.identity_providers import IdentityProvider
from portal.settings import Settings, database_url
from tests.portal.world import World, build
from tests.support.passwords import QUICK_HASHER
from tests.support.templates import Templates


@pytest.fixture(scope="session")
def shared_database(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The database of a portal without rows; whoever uses it must leave it so."""
    folder: Path = tmp_path_factory.mktemp("shared")
    with templates.copy("empty", folder / "instance") as place:
        app = create_app(
            Settings(
                instance=place.instance,
                database_url=database_url(place.database_url, place.instance),
                secret_key="only-for-tests-0123456789-abcdefghijklmnop",
                testing=True,
            )
        )
        database: Database = app.extensions["database"]
        yield database
        database.dispose()


@pytest.fixture
def scratch(shared_database: Database) -> Iterator[Session]:
    """A session that is rolled back: for tests of services and queries, many times quicker than a database each."""
    with shared_database.sessions() as session:
        yield session
        session.rollback()


# A provider that does not answer, so that its doors are there.
SILENT = IdentityProvider(
    name="rathaus",
    issuer="http://127.0.0.1:9",
    client_id="portal",
    client_secret="only-for-tests",
    label="Rathaus",
    domains=frozenset({"stadt.example"}),
    rules=(),
)


@pytest.fixture(scope="module")
def world(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One portal with something of everything; whoever changes it puts it back (`world.snapshot`)."""
    folder: Path = tmp_path_factory.mktemp("world")
    with templates.copy("empty", folder / "instance") as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", QUICK_HASHER)
        app = create_app(
            Settings(
                instance=place.instance,
                database_url=database_url(place.database_url, place.instance),
                secret_key="only-for-tests-0123456789-abcdefghijklmnop",
                base_url="http://localhost",
                testing=True,
                identity_providers=(SILENT,),
            )
        )
        # As if each form came from a page of ours; that it has to is tested in tests/house/test_routes.py.
        app.config["WTF_CSRF_ENABLED"] = False
        yield build(app)
        app.extensions["database"].dispose()
