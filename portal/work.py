"""The running application's database: what doors use to read and to change."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy.orm import Session

from portal.database import Database


def database() -> Database:
    """Return the running application's database."""
    found: Database = current_app.extensions["database"]
    return found


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Give the running application's session for one change (see Database.unit_of_work)."""
    with database().unit_of_work() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Give the running application's session for reading (see Database.reading)."""
    with database().reading() as session:
        yield session
