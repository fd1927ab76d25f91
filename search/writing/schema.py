"""The table of fields as a Whoosh schema, and documents in its shape."""

import struct
from collections.abc import Iterator
from datetime import date
from typing import Any

from search.documents import Document
from search.engine import COLUMN, ID, FieldType, NumericColumn, Positions, Schema, VarBytesColumn
from search.fields import DOES_NOT_APPLY, FACETS, NOT_STATED, SORT_COLUMNS
from search.layout import CONFIRMED_DAY, DIGEST, KEY, MEANING, SURFACES, TEXTS_STORED, WORDS
from search.meaning.encoder import Encoder
from search.meaning.vectors import vector_of
from search.writing.words import KeysOfDocument, analysed

_CONFIRMED = "sort_confirmed"
_EPOCH = date(1970, 1, 1)


class PositionsFormat(Positions):  # type: ignore[misc]  # Whoosh has no types
    """Positions of a key in a document as four bytes each, the lowest first; Whoosh's own are pickles."""

    def encode(self, positions: list[int]) -> bytes:
        """The positions as bytes."""
        return struct.pack(f"<{len(positions)}I", *positions)

    def decode_positions(self, packed: bytes) -> list[int]:
        """The positions from bytes."""
        return list(struct.unpack(f"<{len(packed) // 4}I", packed))

    def decode_frequency(self, packed: bytes) -> int:
        """How many positions there are."""
        return len(packed) // 4


class WordsField(FieldType):  # type: ignore[misc]
    """The field of all keys of a document: takes what the analysis found, so that it runs once."""

    def __init__(self) -> None:
        super().__init__(PositionsFormat(), None, scorable=True)

    def index(self, value: KeysOfDocument, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Per key its bytes, frequency, weight and packed positions."""
        for key, positions in value.positions.items():
            yield key.encode(), len(positions), value.weights[key], self.format.encode(positions)


def schema() -> Schema:
    """A new Whoosh schema: one field of words with positions, facets as plain terms, the rest as columns."""
    columns = {name: COLUMN(VarBytesColumn()) for name in (KEY, DIGEST, TEXTS_STORED, MEANING)}
    sorts = {field.name: COLUMN(VarBytesColumn()) for field in SORT_COLUMNS}
    facets = {field.name: ID() for field in FACETS}
    day = COLUMN(NumericColumn("i"))
    return Schema(**columns, **sorts, **facets, **{WORDS: WordsField(), SURFACES: ID(), CONFIRMED_DAY: day})


def fields_of(document: Document, encoder: Encoder | None = None) -> dict[str, Any]:
    """The document as keyword arguments for Whoosh's `add_document`; with an encoder, its meaning too."""
    text = analysed(document)
    fields: dict[str, Any] = {WORDS: text.words, SURFACES: text.surfaces, TEXTS_STORED: text.texts}
    for field in FACETS:
        values = document.pieces(field.name) or ((NOT_STATED,) if field.optional else ())
        fields[field.name] = [] if values == (DOES_NOT_APPLY,) else list(values)
    for field in SORT_COLUMNS:
        fields[field.name] = "".join(document.pieces(field.name)).encode()
    fields[KEY] = document.key.encode()
    fields[DIGEST] = bytes.fromhex(document.digest)
    fields[CONFIRMED_DAY] = _day("".join(document.pieces(_CONFIRMED)))
    if encoder is not None:
        fields[MEANING] = vector_of(document, encoder)
    return fields


def _day(stated: str) -> int:
    """Days since 1970 of a moment, or of a date that may lack its day or month; 0 for none."""
    try:
        year, month, day = (*map(int, stated[:10].split("-")), 1, 1)[:3]
        return (date(year, month, day) - _EPOCH).days
    except ValueError:
        return 0
