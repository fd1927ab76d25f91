"""Backup and restore of the whole database, in a form that either database can read.

A backup is one gzip file of JSON lines: first a head with format and migration, then each table's name and its rows.
What can be made again (the index) is not in it.
"""

import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from portal import migrating
from portal.database import Database, unguarded
from portal.models import Base
from portal.orm import utcnow
from portal.partial_date import PartialDate

_FORMATS = "projektnachbarn-backup-"  # this one and those of other versions
FORMAT = f"{_FORMATS}1"
_CHUNK = 500


# What a broken file can make gzip, JSON and the rows raise.
_DAMAGE = (OSError, EOFError, zlib.error, ValueError, TypeError, LookupError, AttributeError, RecursionError)


class UnreadableError(Exception):
    """The file is no backup, is damaged, or comes from another version of the portal."""


def write(database: Database, file: Path) -> int:
    """Write a backup, readable by its owner only; return the number of rows. Leaves no half file behind."""
    partial = file.with_name(file.name + ".part")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with gzip.open(raw, "wt", encoding="utf-8") as out:
                rows = _put_all(out, database)
            raw.flush()
            os.fsync(descriptor)
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return rows


def read(database: Database, file: Path, finish: Callable[[Session], None] = lambda _session: None) -> int:
    """Replace the database's content by a backup in one transaction; return the number of rows.

    `finish` does in the same transaction what is to be done before anybody sees the result. Raises UnreadableError and
    changes nothing when the file is no whole backup of this version.
    """
    try:
        _check_head(database, file)
        for _ in _chunks(file):
            pass  # the whole file is sound before anything is touched
        migrating.upgrade(database)
        with database.unit_of_work() as session:
            with unguarded(session):
                rows = _replace(session, database, file)
            finish(session)
            return rows
    except StatementError as error:  # its text would show rows, with hashes of passwords in them
        raise UnreadableError(f"{file} lässt sich nicht als Sicherung lesen: {error.orig}") from None
    except _DAMAGE as error:
        raise UnreadableError(f"{file} lässt sich nicht als Sicherung lesen: {error}") from error


def made_at(file: Path) -> datetime | None:
    """Return when a backup was made, None where it does not say, or cannot be read."""
    try:
        return datetime.fromisoformat(next(_lines(file), {})["made_at"])
    except _DAMAGE:
        return None


def prune(folder: Path, before: datetime) -> list[Path]:
    """Delete the backups in a folder that were written before a moment, whatever they are called; return which."""
    old = [file for file in sorted(folder.iterdir()) if file.is_file() and _written(file) < before and _is_backup(file)]
    for file in old:
        file.unlink()
    return old


def _written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _is_backup(file: Path) -> bool:
    try:
        head = next(_lines(file), {})
        return str(head.get("format", "")).startswith(_FORMATS)
    except _DAMAGE:
        return False


def _put_all(out: IO[str], database: Database) -> int:
    rows = 0
    with database.reading(snapshot=True) as session:  # all tables as they are at one moment
        _put(out, {"format": FORMAT, "revision": migrating.head(database), "made_at": utcnow().isoformat()})
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table).order_by(*table.primary_key.columns)).mappings():
                _put(out, {"table": table.name, "row": {name: _plain(value) for name, value in row.items()}})
                rows += 1
        _put(out, {"rows": rows})
    return rows


def _check_head(database: Database, file: Path) -> None:
    head = next(_lines(file), {})
    if head.get("format") != FORMAT:
        raise UnreadableError(f"{file} ist keine Sicherung dieses Portals.")
    if head["revision"] != migrating.head(database):
        raise UnreadableError(
            f"{file} gehört zum Tabellenstand {head['revision']}, diese Fassung hat {migrating.head(database)}. "
            "Spielen Sie die Sicherung mit der Fassung ein, die sie gemacht hat, und aktualisieren Sie dann."
        )


def _replace(session: Session, database: Database, file: Path) -> int:
    for table in reversed(Base.metadata.sorted_tables):
        own = _self_references(table)
        if own:
            session.execute(table.update().values(dict.fromkeys(own)))
        session.execute(delete(table))
    rows = 0
    later: list[tuple[Table, dict[str, Any]]] = []
    for table, chunk in _chunks(file):
        later += [(table, row) for row in chunk if any(row[name] is not None for name in _self_references(table))]
        # A row may point to a later one of its own table: such columns are filled at the end.
        session.execute(insert(table), [row | dict.fromkeys(_self_references(table)) for row in chunk])
        rows += len(chunk)
    for table, row in later:
        key = [column == row[column.name] for column in table.primary_key.columns]
        session.execute(table.update().where(*key).values({name: row[name] for name in _self_references(table)}))
    if database.engine.dialect.name == "postgresql":
        _move_sequences(session)
    return rows


def _chunks(file: Path) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Give the rows of a backup, at most _CHUNK of one table at a time; raise when the end is missing."""
    rows, told = 0, None
    table, chunk = None, list[dict[str, Any]]()
    for line in _lines(file):
        told = line.get("rows", told)
        if "table" not in line:
            continue
        here = Base.metadata.tables[line["table"]]
        if table is not None and (here is not table or len(chunk) >= _CHUNK):
            yield table, chunk
            chunk = []
        table = here
        chunk.append({name: _typed(table, name, value) for name, value in line["row"].items()})
        rows += 1
    if table is not None:
        yield table, chunk
    if told != rows:
        raise UnreadableError(f"{file} ist unvollständig: Die Datei endet nach {rows} Zeilen.")


def _self_references(table: Table) -> list[str]:
    return [foreign.parent.name for foreign in table.foreign_keys if foreign.column.table is table]


def _move_sequences(session: Session) -> None:
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            top = session.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            session.execute(select(func.setval(sequence, max(top, 1), top > 0)))


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _put(out: IO[str], line: dict[str, Any]) -> None:
    out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return str(value)
    return getattr(value, "value", value)


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    python = kind.python_type if not hasattr(kind, "enums") else None
    if value is None:
        return None
    if python is PartialDate:
        return PartialDate.parse(value)
    if python in {datetime, date}:
        return python.fromisoformat(value)
    enum_class = getattr(kind, "enum_class", None)
    return enum_class(value) if enum_class else value
