"""The table of fields as a Whoosh schema, and documents in its shape."""

from collections.abc import Iterator
from typing import Any

from search.analysis.chain import keys
from search.analysis.clean import clean
from search.analysis.words import words
from search.documents import Document
from search.engine import COLUMN, ID, STORED, TEXT, Schema, Token, VarBytesColumn
from search.fields import FACETS, NOT_STATED, SORT_COLUMNS, TEXTS

# Fields that every document has beside the table's; the underscore keeps them apart from the table's names.
KEY = "key_"
DIGEST = "digest_"
SURFACES = "surfaces_"  # the words as written, for spelling proposals
TEXTS_STORED = "texts_"  # the texts as shown, for highlights
_SHORTEST_SURFACE = 4


class GermanAnalyzer:
    """Whoosh's analyser protocol over our chain: all keys of a word stand at one position."""

    def __call__(self, value: str, **_: object) -> Iterator[Token]:
        """One Whoosh token per key; Whoosh lets the same object be yielded again and again."""
        token = Token()
        token.boost = 1.0
        for position, word in enumerate(words(value)):
            found = keys(word.text)
            if found is None:
                continue
            token.pos = position
            for key in found.all:
                token.text = key
                yield token

    def has_morph(self) -> bool:
        """Whoosh's own spelling fields are not used."""
        return False


def schema() -> Schema:
    """A new Whoosh schema: text with positions, facets as plain terms, keys and sort columns as columns."""
    columns = {KEY: ID(sortable=VarBytesColumn()), DIGEST: COLUMN(VarBytesColumn())}
    texts = {field.name: TEXT(analyzer=GermanAnalyzer(), phrase=True) for field in TEXTS}
    facets = {field.name: ID() for field in FACETS}
    sorts = {field.name: COLUMN(VarBytesColumn()) for field in SORT_COLUMNS}
    return Schema(**columns, **texts, **facets, **sorts, **{SURFACES: ID(), TEXTS_STORED: STORED()})


def fields_of(document: Document) -> dict[str, Any]:
    """The document as keyword arguments for Whoosh's `add_document`."""
    texts = {field.name: clean(", ".join(document.pieces(field.name))) for field in TEXTS}
    texts = {name: text for name, text in texts.items() if text}
    fields: dict[str, Any] = dict(texts)
    for field in FACETS:
        values = document.pieces(field.name) or ((NOT_STATED,) if field.optional else ())
        fields[field.name] = list(values)
    for field in SORT_COLUMNS:
        fields[field.name] = "".join(document.pieces(field.name)).encode()
    fields[KEY] = document.key
    fields[DIGEST] = document.digest.encode()
    fields[SURFACES] = sorted({surface for text in texts.values() for surface in _surfaces(text)})
    fields[TEXTS_STORED] = texts
    return fields


def _surfaces(text: str) -> Iterator[str]:
    for word in words(text):
        if len(word.text) >= _SHORTEST_SURFACE and keys(word.text) is not None:
            yield word.text
