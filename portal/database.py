"""The database and its two ways in: `unit_of_work()` changes and commits once, `reading()` cannot change anything.

Knows no web framework; `portal.work` gives the running application's database to the doors.
"""

import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Engine, Select, create_engine, event, func, make_url, select, text
from sqlalchemy.orm import Session, sessionmaker

from portal.private import private_database

_READ_ONLY = "portal_read_only"
_AFTER_COMMIT = "portal_after_commit"


class Database:
    """One engine with its sessions."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = _engine(url)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._watching: list[tuple[str, Callable[..., None]]] = []
        _databases.add(self)

    def watch(self, event_name: str, handler: Callable[..., None]) -> None:
        """Call `handler` on an event of every session, such as after_flush, until this is disposed of."""
        event.listen(self.sessions, event_name, handler)
        self._watching.append((event_name, handler))

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """Give a session; commit once when the block ends well, roll back when it raises.

        What `after_commit` was told to run waits for the commit.
        """
        with self.sessions() as session:
            with session.begin():
                yield session
            for action in session.info.pop(_AFTER_COMMIT, []):
                action()

    @contextmanager
    def reading(self, *, snapshot: bool = False) -> Iterator[Session]:
        """Give a session whose transaction the database itself keeps read-only.

        With `snapshot` all statements see the same moment, which SQLite does anyway.
        """
        options: dict[str, Any] = {_READ_ONLY: True, "postgresql_readonly": True}
        if snapshot and self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        with self.sessions() as session:
            session.connection(execution_options=options)
            yield session  # closing rolls back; unlike a rollback it lets what was read stay readable

    def dispose(self) -> None:
        """Close all connections and let go of those who watch."""
        while self._watching:
            event.remove(self.sessions, *self._watching.pop())
        self.engine.dispose()


def after_commit(session: Session, action: Callable[[], None]) -> None:
    """Run `action` once the session's unit of work is committed; never when it is rolled back."""
    session.info.setdefault(_AFTER_COMMIT, []).append(action)


def count(session: Session, statement: Select[*tuple[Any, ...]]) -> int:
    """Return how many rows a statement finds."""
    return session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()


def wait_for_turn(session: Session, what: str) -> None:
    """Wait until no other transaction does `what`, and keep others waiting until this one ends.

    What is read afterwards is as the others left it. SQLite lets in only one transaction that writes anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(zlib.crc32(what.encode()))))


@contextmanager
def unguarded(session: Session) -> Iterator[None]:
    """Let the triggers rest that guard tables, until the block ends: only for replacing the whole database."""
    if session.get_bind().dialect.name == "postgresql":
        guarded = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        tables = session.execute(text(guarded)).scalars().all()
        for table in tables:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        for table in tables:
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    triggers = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in triggers:
        session.execute(text(f'DROP TRIGGER "{name}"'))
    yield
    for _, definition in triggers:
        session.connection().exec_driver_sql(definition)


_databases: WeakSet[Database] = WeakSet()


def _after_fork() -> None:
    # The connections are the parent's: the child opens its own and must not close these.
    for database in list(_databases):
        database.engine.dispose(close=False)


os.register_at_fork(after_in_child=_after_fork)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and not parsed.database.startswith((":", "file:")):
        private_database(Path(parsed.database))
    engine = create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not open transactions by itself: a deferred one that later writes fails under load.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
