"""What is asked and what is answered, as plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from search.equivalents import Synonyms
from search.fields import FACETS, RELEVANCE, SORTS

GROUPS = frozenset(facet.name for facet in FACETS)


@dataclass(frozen=True)
class Place:
    """A municipality or a district that may be named among the words.

    `code` is its value in the facet "municipality" or "district", and no other place has it; `names` are all ways to
    write it, the official one first; `neighbours` are the codes of the municipalities it borders on. The name of an
    `ambiguous` one (Wetter, Essen) is an ordinary word as well and counts as both.
    """

    code: str
    names: tuple[str, ...]
    neighbours: tuple[str, ...] = ()
    ambiguous: bool = False


@dataclass(frozen=True)
class Places:
    """All municipalities and districts; another content has another `version`."""

    version: str = ""
    places: tuple[Place, ...] = field(default=(), compare=False)


NO_PLACES = Places()
NO_SYNONYMS = Synonyms("none")


@dataclass(frozen=True)
class Query:
    """A question to the index.

    `filters` maps facet groups to the wanted values: OR inside a group, AND between groups; an empty tuple
    filters nothing, a value that no document has matches nothing. `restrict` reads alike but narrows everything,
    the counts of its own group included: years from and to, municipalities within a distance.
    Without words, relevance means newest.

    `words` may hold "phrases", -without, ODER, stadt:herne and "ohne Herne". `synonyms` are used beside the curated
    ones. `places` steer: entries of a municipality named among the words come first, its neighbours' next. With `exact`
    nothing is corrected. With `today`, entries confirmed within the last `fresh_days` rank a little higher,
    and those confirmed before that count as overdue.

    Raises ValueError for an unknown group or sort, for a negative offset or limit and for no days.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    restrict: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = RELEVANCE
    offset: int = 0
    limit: int = 20
    synonyms: Synonyms = NO_SYNONYMS
    places: Places = NO_PLACES
    today: date | None = None
    fresh_days: int = 365
    exact: bool = False

    def __post_init__(self) -> None:
        unknown = sorted((set(self.filters) | set(self.restrict)) - GROUPS)
        if unknown:
            raise ValueError(f"unknown facet group: {unknown[0]}")
        if self.sort != RELEVANCE and self.sort not in SORTS:
            raise ValueError(f"unknown sort: {self.sort}")
        if self.offset < 0 or self.limit < 0:
            raise ValueError("offset and limit are not negative")
        if self.fresh_days < 1:
            raise ValueError("entries are fresh for a day at least")


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


class How(Enum):
    """In which way a word of the query was found in a document, the nearest first."""

    WHOLE = "whole"  # the word itself, in any form
    PART = "part"  # as a part of a longer word, or its parts near each other
    SAME = "same"  # another word for the same thing
    RELATED = "related"  # a word that the one asked for leads to
    WIDENED = "widened"  # only a part of the word asked for; in the tail alone


@dataclass(frozen=True)
class Reason:
    """Why a document was found: a word as typed, how, and the words that stand there (as written, each once)."""

    word: str
    how: How
    found: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """One document of the page.

    Highlights for title and summary if something matched there, else for the first other field in which it did.
    """

    key: str
    score: float
    highlights: Mapping[str, tuple[Fragment, ...]]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Understood:
    """What became of the words.

    Codes of `places` that steer, and of those of them that are `present` among the hits; whether there are hits
    `beyond` these, and whether some of those are of neighbours (`nearby`). Codes of places `within` (stadt:) that
    restrict and `outside` (-stadt:) that are left out, and names behind these that are `unknown`; the words that are
    `excluded`, those `ignored` because they carry nothing beside the others ("Wer hat schon ..."), and those `waived`:
    they need not be there, as nothing has them beside the others.
    """

    places: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    beyond: bool = False
    nearby: bool = False
    within: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """A page of hits with the total over all pages and the counts of every facet group.

    `hits` match every word; `tail` follows them, on the last page of the hits, with documents that match only parts
    of the query; `tail_total` counts those (20 at most). `related`, on the first page of few hits, are at most 5 others
    that are near by their meaning, whatever their words: only in an index with an encoder; their scores are cosines.
    Totals and facets count hits only. `corrected` holds the
    words that were searched instead when the words as typed found nothing; `proposal` what may have been meant.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    tail: tuple[Hit, ...] = ()
    tail_total: int = 0
    related: tuple[Hit, ...] = ()
    corrected: str | None = None
    proposal: str | None = None
    understood: Understood = Understood()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the page, in order: hits, then tail."""
        return tuple(hit.key for hit in (*self.hits, *self.tail))


@dataclass(frozen=True)
class Completion:
    """A way to go on typing: the whole `text` to search for, and its kind (word, phrase, place, tag, title)."""

    text: str
    kind: str


@dataclass(frozen=True)
class Similar:
    """A document like another, with the words they share as written, the most telling first."""

    key: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """The state of an index; `reason` says in German why it is not usable. Size in bytes."""

    usable: bool
    reason: str | None
    documents: int
    fingerprint: str
    generation: str | None
    size_bytes: int
