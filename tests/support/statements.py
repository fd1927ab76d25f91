"""Counts what the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

# What opens a transaction on SQLite; PostgreSQL's driver does the same without telling.
_OPENING = ("PRAGMA", "BEGIN")


@contextmanager
def recorded(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database in this block."""
    sent: list[str] = []

    def record(_connection, _cursor, statement: str, *_rest) -> None:
        if not statement.startswith(_OPENING):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", record)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", record)
