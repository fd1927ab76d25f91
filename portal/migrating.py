"""Brings a database to the tables this version needs, and says whether it has them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.database import Database

_SCRIPTS = Path(__file__).parent / "migrations"


def config(database: Database) -> Config:
    """Return Alembic's configuration for a database."""
    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    made.attributes["engine"] = database.engine
    return made


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing up to `revision`."""
    command.upgrade(config(database), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take migrations back down to `revision`; "base" removes every table."""
    command.downgrade(config(database), revision)


def head(database: Database) -> str | None:
    """Return the newest migration of this version."""
    return ScriptDirectory.from_config(config(database)).get_current_head()


def up_to_date(database: Database) -> bool:
    """Return whether the database is at the newest migration."""
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() == head(database)
