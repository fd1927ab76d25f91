"""The group of all commands: a database that is away or has no tables is one sentence, not a trace."""

from typing import Any

import click
from flask.cli import FlaskGroup, ScriptInfo
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from portal import migrating
from portal.database import Database


class PortalGroup(FlaskGroup):
    """Flask's group of commands, which says what is wrong with the database."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises ClickException when the database is why it fails."""
        try:
            return super().invoke(ctx)
        except DatabaseError as error:
            reason = _reason(ctx.ensure_object(ScriptInfo).load_app().extensions["database"], error)
            if reason is None:
                raise
            raise click.ClickException(reason) from None


def _reason(database: Database, error: DatabaseError) -> str | None:
    """Say in German why the database refused; None when neither its absence nor its tables explain it."""
    try:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        if not migrating.up_to_date(database):
            return "Die Tabellen fehlen oder sind veraltet. Rufen Sie zuerst `portal setup` auf."
    except SQLAlchemyError as refusal:
        return _unreachable(refusal)
    return _unreachable(error) if isinstance(error, OperationalError) else None


def _unreachable(error: SQLAlchemyError) -> str:
    # What the driver says, without the statement and its values.
    told = " ".join(str(getattr(error, "orig", error)).split())
    return f"Die Datenbank ist nicht erreichbar: {told}"
