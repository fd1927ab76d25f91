"""Queries and which entries answer them, from tests/measure/data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class JudgedQuery:
    """A query and the entries that answer it (seed key -> grade, 2 directly, 1 related), none where nothing fits."""

    number: int
    words: str
    kind: str
    relevant: Mapping[str, int]


def judged(name: str) -> Sequence[JudgedQuery]:
    """Return the judged set "given" or "blind"."""
    return [JudgedQuery(row["n"], row["query"], row["kind"], row["relevant"]) for row in _read(f"{name}_queries.json")]


def foreign() -> Sequence[str]:
    """Return queries outside the field, for which no entry may be a hit."""
    return [row["query"] for row in _read("foreign_queries.json")]


@cache
def _read(name: str) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = json.loads((DATA / name).read_text("utf-8"))["queries"]
    return found
