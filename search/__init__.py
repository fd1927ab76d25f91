"""Full-text search with German analysis, facets and spelling proposals over an index on disk.

Knows documents and queries only: no web, no database. See docs/search.md.
"""

from search.documents import Document
from search.errors import Busy, SearchError, TooSmall, Unavailable
from search.fields import FACETS, FIELDS, NOT_STATED, SORTS, Field, Kind
from search.index import Index
from search.queries import FacetCount, Fragment, Hit, Query, Results, Status
from search.writing import Batch

__all__ = [
    "FACETS",
    "FIELDS",
    "NOT_STATED",
    "SORTS",
    "Batch",
    "Busy",
    "Document",
    "FacetCount",
    "Field",
    "Fragment",
    "Hit",
    "Index",
    "Kind",
    "Query",
    "Results",
    "SearchError",
    "Status",
    "TooSmall",
    "Unavailable",
]
