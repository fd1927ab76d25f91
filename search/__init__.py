"""Full-text search with German analysis, facets and spelling proposals over an index on disk.

Knows documents and queries only: no web, no database. See docs/search.md.
"""

from search.documents import Document
from search.equivalents import MAX_CHARACTERS as SYNONYM_MAX_CHARACTERS
from search.equivalents import MAX_TERMS as SYNONYM_MAX_TERMS
from search.equivalents import Synonyms, same_term
from search.equivalents import curated as curated_synonyms
from search.errors import Busy, SearchError, TooSmall, Unavailable
from search.fields import AGING, DOES_NOT_APPLY, FACETS, FIELDS, NOT_STATED, SORTS, Field, Kind
from search.index import Index
from search.meaning.encoder import Encoder, installed_encoder
from search.planning.gazetteer import Gazetteer, Scope, gazetteer
from search.planning.syntax import Piece, PieceKind, rescoped, unscoped
from search.planning.syntax import parse as parse_words
from search.planning.terms import group as synonym_group
from search.planning.terms import one_way as one_way_synonym
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
    "AGING",
    "DOES_NOT_APPLY",
    "FACETS",
    "FIELDS",
    "NOT_STATED",
    "SORTS",
    "SYNONYM_MAX_CHARACTERS",
    "SYNONYM_MAX_TERMS",
    "Batch",
    "Busy",
    "Completion",
    "Document",
    "Encoder",
    "FacetCount",
    "Field",
    "Fragment",
    "Gazetteer",
    "Hit",
    "How",
    "Index",
    "Kind",
    "Piece",
    "PieceKind",
    "Place",
    "Places",
    "Query",
    "Reason",
    "Results",
    "Scope",
    "SearchError",
    "Similar",
    "Status",
    "Synonyms",
    "TooSmall",
    "Unavailable",
    "Understood",
    "curated_synonyms",
    "gazetteer",
    "installed_encoder",
    "one_way_synonym",
    "parse_words",
    "rescoped",
    "same_term",
    "synonym_group",
    "unscoped",
]
