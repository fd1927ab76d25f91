"""Rows of any table with something in each column, for tests that look at all tables alike."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import JSON, Column, Table
from sqlalchemy.orm import Session

from portal.partial_date import PartialDate

_numbers = count(1)
_BEGINNING = datetime(2001, 1, 1, 12, tzinfo=UTC)


def insert(session: Session, table: Table, **given: Any) -> Mapping[str, Any]:
    """Insert a row with a value of its own in each column that is not given, and the rows it cannot be without.

    Return it. Columns that may be empty and point to other rows stay so.
    """
    given = dict(given)
    for constraint in table.foreign_key_constraints:
        if len(constraint.elements) > 1:
            pairs = {key.parent.name: key.column.name for key in constraint.elements}
            known = {column: given[own] for own, column in pairs.items() if own in given}
            parent = insert(session, constraint.referred_table, **known)
            given |= {own: parent[column] for own, column in pairs.items()}
    row = {
        column.name: _value(session, column)
        for column in table.columns
        if column.name not in given
        and not (column.nullable and column.foreign_keys)
        and column is not table.autoincrement_column
    } | given
    key = session.execute(table.insert().values(row)).inserted_primary_key
    assert key is not None
    return row | dict(zip((column.name for column in table.primary_key.columns), key, strict=True))


def _value(session: Session, column: Column[Any]) -> Any:
    for foreign in column.foreign_keys:
        return insert(session, foreign.column.table)[foreign.column.name]
    number = next(_numbers)
    enum_class = getattr(column.type, "enum_class", None)
    if enum_class is not None:
        return next(iter(enum_class))
    if isinstance(column.type, JSON):
        return {f"v{number}w": [None, f"x{number}y"]}
    values: dict[type, Any] = {
        bool: False,
        int: 7_000_000 + number,
        str: f"v{number}w",
        datetime: _BEGINNING + timedelta(hours=number),
        date: (_BEGINNING + timedelta(days=number)).date(),
        PartialDate: PartialDate(1990 + number % 30),
    }
    return values[column.type.python_type]
