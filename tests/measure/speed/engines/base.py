"""What every engine can be asked, in the terms of the page that the portal shows."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from search import FACETS, FIELDS, NOT_STATED, Document, Kind
from tests.measure.speed.queries import Asked

PAGE = 20
GROUPS = tuple(facet.name for facet in FACETS)
FIVE_GROUPS = ("action_field", "phase", "municipality", "technology", "start_year")
MULTIPLE = tuple(facet.name for facet in FACETS if facet.multiple)
SINGLE = tuple(facet.name for facet in FACETS if not facet.multiple)
TEXTS = {field.name: field.weight for field in FIELDS if field.kind is Kind.TEXT}
MANY = 1000  # values of a facet

Filters = Mapping[str, tuple[str, ...]]
Counts = dict[str, dict[str, int]]


class Page(NamedTuple):
    """Total, the keys of the first PAGE hits with a marked passage each, and counts of facet values by group."""

    total: int
    keys: Sequence[str]
    passages: Sequence[object]
    counts: Counts


class Counting(NamedTuple):
    """Groups to count over the hits that pass these filters."""

    filters: Filters
    groups: tuple[str, ...]


class Engine(ABC):
    """One engine over one index at `where`: a folder, or for a server the address of a database.

    Engines may also have `complete(beginning)`, `propose(misspelt)` and `similar(key)`; those that offer no such thing
    lack the method.
    """

    name: ClassVar[str]  # in the tables
    kept: ClassVar[bool] = True  # whether the index stays in a folder between runs

    def __init__(self, where: str) -> None:
        self.where = where

    @classmethod
    @abstractmethod
    def version(cls) -> str:
        """Return the version of the library."""

    @abstractmethod
    def build(self, documents: Iterable[Document]) -> None:
        """Index everything at once; `where` is an empty folder or database."""

    @abstractmethod
    def open(self) -> None:
        """Make ready to answer."""

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Let go of files and connections."""

    @abstractmethod
    def page(self, asked: Asked, countings: Sequence[Counting]) -> Page:
        """Return a page with these counts."""

    @abstractmethod
    def put(self, document: Document) -> None:
        """Add or replace one document, so that whoever asks next finds it."""

    @abstractmethod
    def size_bytes(self) -> int:
        """Return what the index takes on the disk."""

    def full_page(self, asked: Asked) -> Page:
        """Return the page as the portal shows it: a value counts what it has under the filters of all other groups."""
        own = [Counting({**asked.filters, group: ()}, (group,)) for group in asked.filters]
        return self.page(asked, [Counting(asked.filters, tuple(g for g in GROUPS if g not in asked.filters)), *own])

    def page_with_five_facets(self, asked: Asked) -> Page:
        """Return the page with five facets counted among the hits."""
        return self.page(asked, [Counting(asked.filters, FIVE_GROUPS)])

    def page_without_facets(self, asked: Asked) -> Page:
        """Return total, keys and passages."""
        return self.page(asked, ())


def values(document: Document, group: str) -> tuple[str, ...]:
    """Return what the document counts under: NOT_STATED where it says nothing."""
    return document.pieces(group) or (NOT_STATED,)


def texts(document: Document) -> dict[str, str]:
    """Return the text fields."""
    return {name: "\n".join(document.pieces(name)) for name in TEXTS}


def size_of(folder: str) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
