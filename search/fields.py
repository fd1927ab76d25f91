"""The one table of search fields; schema, facets, sorting and fingerprint derive from it."""

from dataclasses import dataclass
from enum import Enum

NOT_STATED = "keine-angabe"
DOES_NOT_APPLY = "-"  # as the only value of a facet: the document is counted nowhere in it


class Kind(Enum):
    """What a field is for."""

    TEXT = "text"  # searched and highlighted
    FACET = "facet"  # filtered and counted
    SORT = "sort"  # orders the results


@dataclass(frozen=True)
class Field:
    """One line of the table.

    `weight` counts for text only. The flags count for facets only: a `multiple` facet may hold several
    values in one document, an `optional` one counts documents without a value under NOT_STATED unless they say
    that it DOES_NOT_APPLY to them, and without a value in a `required` one a document is refused.
    """

    name: str
    kind: Kind
    weight: float = 0.0
    multiple: bool = False
    optional: bool = False
    required: bool = False


@dataclass(frozen=True)
class Sort:
    """An order of the results; documents whose column is empty always come last."""

    column: str
    descending: bool


FIELDS: tuple[Field, ...] = (
    Field("title", Kind.TEXT, weight=3.0),
    Field("tags", Kind.TEXT, weight=2.0),
    Field("summary", Kind.TEXT, weight=1.5),
    Field("text", Kind.TEXT, weight=1.0),
    Field("places", Kind.TEXT, weight=1.5),
    Field("technologies_text", Kind.TEXT, weight=1.5),
    Field("partners", Kind.TEXT, weight=1.0),
    Field("funding_text", Kind.TEXT, weight=1.0),
    Field("kind", Kind.FACET, required=True),
    Field("action_field", Kind.FACET),
    Field("phase", Kind.FACET, optional=True),
    Field("municipality", Kind.FACET, multiple=True, optional=True),
    Field("district", Kind.FACET, multiple=True, optional=True),
    Field("cooperation", Kind.FACET, multiple=True, optional=True),
    Field("technology", Kind.FACET, multiple=True, optional=True),
    Field("funding", Kind.FACET, optional=True),
    Field("start_year", Kind.FACET, optional=True),
    Field("confirmation", Kind.FACET),
    Field("partnership", Kind.FACET),
    Field("sort_title", Kind.SORT),
    Field("sort_newest", Kind.SORT),
    Field("sort_confirmed", Kind.SORT),
)


@dataclass(frozen=True)
class Aging:
    """A facet value that becomes another when a document was last confirmed longer ago than a query says."""

    group: str
    value: str
    becomes: str


AGING = Aging("confirmation", "confirmed", "overdue")

RELEVANCE = "relevance"
NEWEST = "newest"
SORTS: dict[str, Sort] = {
    NEWEST: Sort("sort_newest", descending=True),
    "recently_confirmed": Sort("sort_confirmed", descending=True),
    "title": Sort("sort_title", descending=False),
}

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
TEXTS: tuple[Field, ...] = tuple(field for field in FIELDS if field.kind is Kind.TEXT)
FACETS: tuple[Field, ...] = tuple(field for field in FIELDS if field.kind is Kind.FACET)
SORT_COLUMNS: tuple[Field, ...] = tuple(field for field in FIELDS if field.kind is Kind.SORT)
