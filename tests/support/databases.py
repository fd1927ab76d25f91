"""Databases on the PostgreSQL server of the tests, one for each test."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.support.postgres import Server

# Everything but the number of the migration; references are not checked meanwhile, so the order does not matter.
EMPTY = """
DO $$
DECLARE name text;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
    LOOP PERFORM setval(format('%I', name)::regclass, 1, false); END LOOP;
END $$
"""
DISCONNECT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SHAPE = """
SELECT md5(string_agg(table_name || column_name || data_type || coalesce(column_default, ''), ',' ORDER BY 1))
FROM (SELECT * FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name) AS c
"""


class Databases:
    """Copies of templates. Making one takes a third of a second; a copy of bare tables is emptied and used again."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._bare: dict[str, list[tuple[str, str]]] = {}

    @contextmanager
    def copy(self, template: str, *, bare: bool) -> Iterator[str]:
        """Give the address of a copy. `bare` says that the template holds tables but no rows."""
        free = self._bare.setdefault(template, [])
        name, shape = free.pop() if free else self._new(template)
        try:
            yield self._server.url(name)
        finally:
            if bare and self._emptied(name, shape):
                free.append((name, shape))
            else:
                self._server.drop(name)

    def _new(self, template: str) -> tuple[str, str]:
        name = f"test_{uuid.uuid4().hex}"
        self._server.create(name, template)
        with psycopg.connect(self._server.url(name)) as connection:
            return name, _shape(connection)

    def _emptied(self, name: str, shape: str) -> bool:
        """Empty a database; False when a test has changed its tables."""
        with psycopg.connect(self._server.url(name)) as connection:
            connection.execute(DISCONNECT)
            if _shape(connection) != shape:
                return False
            connection.execute(EMPTY)
        return True


def _shape(connection: psycopg.Connection) -> str:
    row = connection.execute(SHAPE).fetchone()
    assert row is not None
    return str(row[0])
