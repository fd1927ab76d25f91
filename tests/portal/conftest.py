"""A database that tests share when they change nothing for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.database import Database
from portal.settings import Settings, database_url
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
