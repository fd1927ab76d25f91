"""What the applications of one process share.

Each test has an application of its own. Compiling the code of its 250 routes and the statements it sends to a fresh
engine took a third of the time of all tests, and the outcome is the same each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

Builder = Callable[..., tuple[str, str]]


@dataclass(frozen=True)
class Compiled:
    """What a rule becomes; the builders are given their rule when they are called."""

    parts: list[RulePart]
    trace: list[tuple[bool, str]]
    converters: dict[str, BaseConverter]
    build: Builder
    build_unknown: Builder


_rules: dict[tuple[object, ...], Compiled] = {}


class SharedRule(Rule):
    """A rule that compiles what no rule like it has compiled before."""

    def compile(self) -> None:
        """Take over what a rule like this has become, or compile it."""
        key = (self.rule, self.subdomain, self.merge_slashes, repr(self.defaults))
        if key not in _rules:
            super().compile()
            _rules[key] = Compiled(
                self._parts, self._trace, self._converters, self._build.__func__, self._build_unknown.__func__
            )
        known = _rules[key]
        self._parts, self._trace, self._converters = known.parts, known.trace, known.converters
        self.arguments |= set(known.converters)
        self._build, self._build_unknown = known.build.__get__(self), known.build_unknown.__get__(self)


class _Alike:
    """Makes the dialects of all engines count as one: what one has compiled serves the others."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


class SQLite(_Alike, SQLiteDialect_pysqlite):
    """SQLite, as SQLAlchemy speaks it."""

    supports_statement_cache = True


class PostgreSQL(_Alike, PGDialect_psycopg):
    """PostgreSQL, as SQLAlchemy speaks it."""

    supports_statement_cache = True


_statements: LRUCache[Any, Any] = LRUCache(3000)


def share_dialects() -> None:
    """Let all engines that are made from now on have dialects that count as one."""
    registry.register("sqlite", __name__, "SQLite")
    registry.register("postgresql.psycopg", __name__, "PostgreSQL")


def share_statements(engine: Engine) -> None:
    """Let an engine use the statements that others have compiled."""
    engine.update_execution_options(compiled_cache=_statements)
