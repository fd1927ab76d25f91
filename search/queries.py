"""What is asked and what is answered, as plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.fields import FACETS, RELEVANCE, SORTS

GROUPS = frozenset(facet.name for facet in FACETS)


@dataclass(frozen=True)
class Query:
    """A question to the index.

    `filters` maps facet groups to the wanted values: OR inside a group, AND between groups; an empty tuple
    filters nothing, a value that no document has matches nothing. Without words, relevance means newest.
    Raises ValueError for an unknown group or sort and for a negative offset or limit.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = RELEVANCE
    offset: int = 0
    limit: int = 20

    def __post_init__(self) -> None:
        unknown = sorted(set(self.filters) - GROUPS)
        if unknown:
            raise ValueError(f"unknown facet group: {unknown[0]}")
        if self.sort != RELEVANCE and self.sort not in SORTS:
            raise ValueError(f"unknown sort: {self.sort}")
        if self.offset < 0 or self.limit < 0:
            raise ValueError("offset and limit are not negative")


@dataclass(frozen=True)
class FacetCount:
    """How many documents a value would show if it were chosen beside the other groups' filters."""

    value: str
    count: int


@dataclass(frozen=True)
class Fragment:
    """A piece of text; marked where the query matched."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Hit:
    """One document of the page; highlights only for fields in which something matched."""

    key: str
    score: float
    highlights: Mapping[str, tuple[Fragment, ...]]


@dataclass(frozen=True)
class Results:
    """A page of hits with the total over all pages and the counts of every facet group."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the page, in order."""
        return tuple(hit.key for hit in self.hits)


@dataclass(frozen=True)
class Status:
    """The state of an index; `reason` says in German why it is not usable. Size in bytes."""

    usable: bool
    reason: str | None
    documents: int
    fingerprint: str
    generation: str | None
    size_bytes: int
