"""Engines that rank the same documents: ours here, its peers in `peers`."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from search import Document, Index, Places, Query

DEPTH = 20


class Ranking(NamedTuple):
    """Keys in order, at most DEPTH strict hits and what an engine puts after them, and how many strict hits."""

    keys: Sequence[str]
    strict: int


class Engine(Protocol):
    """Answers words as a user types them; `name` is what the tables call it."""

    name: str

    def ranked(self, words: str) -> Ranking:
        """Return what is found; never raises, whatever the words."""


class Ours:
    """The portal's search."""

    name = "ours"

    def __init__(self, folder: Path, documents: Sequence[Document], places: Places) -> None:
        self.index = Index(folder)
        self.index.rebuild(documents)
        self._places = places

    def ranked(self, words: str) -> Ranking:
        results = self.index.search(Query(words, limit=DEPTH, places=self._places))
        return Ranking(results.keys, results.total)
