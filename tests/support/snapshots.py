"""Every row of every table: to see that nothing was changed, and to put everything back."""

from typing import Any

from sqlalchemy import Engine

from portal.orm import Base

# References may lead nowhere meanwhile, so the order of the tables does not matter.
_BEGIN = {
    "sqlite": ("PRAGMA query_only=OFF", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"),
    "postgresql": ("SET session_replication_role = replica",),
}
_END = {
    "sqlite": ("COMMIT", "PRAGMA foreign_keys=ON"),
    "postgresql": ("SET session_replication_role = DEFAULT", "COMMIT"),
}


class Snapshot:
    """What the tables hold at the moment this is made. A copy of each is kept beside it, so that no type gets lost.

    Speaks to the driver itself: this is done after each of thousands of requests.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        quoted = engine.dialect.identifier_preparer.quote
        self._tables = {name: (quoted(name), quoted(f"kept_{name}")) for name in Base.metadata.tables}
        if engine.dialect.name == "sqlite":  # there is no turning them off, and the log has to be put back too
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            with engine.connect() as connection:
                names = connection.exec_driver_sql(triggers).scalars().all()
            self._write([f"DROP TRIGGER {quoted(name)}" for name in names])
        self._write([f"CREATE TABLE {kept} AS SELECT * FROM {table}" for table, kept in self._tables.values()])
        self._rows = self._now()

    def changed(self) -> set[str]:
        """Return the names of the tables that hold something else by now."""
        now = self._now()
        return {
            name
            for name, rows in self._rows.items()
            if rows != now[name] and sorted(rows, key=repr) != sorted(now[name], key=repr)
        }

    def restore(self, names: set[str]) -> None:
        """Put everything back in these tables."""
        pairs = [self._tables[name] for name in names]
        deleting = [f"DELETE FROM {table}" for table, _ in pairs]
        self._write(deleting + [f"INSERT INTO {table} SELECT * FROM {kept}" for table, kept in pairs])

    def _now(self) -> dict[str, list[Any]]:
        with self._engine.connect() as connection:
            cursor = connection.connection.cursor()
            return {
                name: cursor.execute(f"SELECT * FROM {table}").fetchall()
                for name, (table, _kept) in self._tables.items()
            }

    def _write(self, statements: list[str]) -> None:
        kind, connection = self._engine.dialect.name, self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            for statement in (*_BEGIN[kind], *statements, *_END[kind]):
                cursor.execute(statement)
        finally:
            connection.close()
