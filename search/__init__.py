"""Full-text search with German analysis, facets and spelling proposals over an index on disk.

Knows documents and queries only: no web, no database. See docs/search.md.
"""

from search.documents import Document
from search.errors import Busy, SearchError, TooSmall, Unavailable
from search.fields import FACETS, FIELDS, NOT_STATED, SORTS, Field, Kind
from search.index import Index
from search.queries import (
    Completion,
    FacetCount,
    Fragment,
    Hit,
    How,
    Place,
    Places,
    Query,
    Reason,
    Results,
    Similar,
    Status,
    Understood,
)
from search.writing.commits import Batch

__all__ = [
    "FACETS",
    "FIELDS",
    "NOT_STATED",
    "SORTS",
    "Batch",
    "Busy",
    "Completion",
    "Document",
    "FacetCount",
    "Field",
    "Fragment",
    "Hit",
    "How",
    "Index",
    "Kind",
    "Place",
    "Places",
    "Query",
    "Reason",
    "Results",
    "SearchError",
    "Similar",
    "Status",
    "TooSmall",
    "Unavailable",
    "Understood",
]
