"""Whether this process can serve: each part asked, none of them able to fail the question."""

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal import migrating
from portal.database import Database
from search import Index

_log = structlog.get_logger()


def ready(database: Database, index: Index) -> dict[str, bool]:
    """Return for "database", "migrations" and "index" whether each can be used now."""
    try:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        reachable, migrated = True, migrating.up_to_date(database)
    except SQLAlchemyError:
        _log.warning("database not ready", exc_info=True)
        reachable = migrated = False
    return {"database": reachable, "migrations": migrated, "index": index.status().usable}
