"""What goes into the index: one document with a key and values for the fields of the table."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from search.fields import BY_NAME, FIELDS, Field, Kind

MAX_KEY = 200
MAX_FACET_VALUE = 200
Value = str | int | tuple[str, ...] | None


@dataclass(frozen=True)
class Document:
    """A document under its unique key (1 to 200 characters).

    Text fields take a string or a tuple of strings, facets a string, a whole number or a tuple of strings,
    sort columns a string; None and missing fields are empty. Raises ValueError for a field that is not in
    the table, for a wrong type, for a missing required facet and for text that is not valid Unicode.
    """

    key: str
    values: Mapping[str, Value]

    def __post_init__(self) -> None:
        if not isinstance(self.key, str) or not 0 < len(self.key) <= MAX_KEY:
            raise ValueError(f"key: a string of 1 to {MAX_KEY} characters is needed")
        _encodable("key", self.key)
        for name, value in self.values.items():
            if name not in BY_NAME:
                raise ValueError(f"{name}: no such search field")
            _check(BY_NAME[name], value)
        for field in FIELDS:
            if field.required and not self.pieces(field.name):
                raise ValueError(f"{field.name}: a value is needed")

    def pieces(self, name: str) -> tuple[str, ...]:
        """The field's values as strings without empty and repeated ones, in the given order."""
        value = self.values.get(name)
        if value is None:
            return ()
        several = value if isinstance(value, tuple) else (str(value),)
        return tuple(dict.fromkeys(piece for piece in several if piece.strip()))

    @cached_property
    def digest(self) -> str:
        """64 hexadecimal digits that are equal for equal contents, whatever the order of the fields."""
        content = {field.name: self.pieces(field.name) for field in FIELDS}
        return hashlib.sha256(json.dumps([self.key, content]).encode()).hexdigest()


def _check(field: Field, value: object) -> None:
    several = value if isinstance(value, tuple) else () if value is None else (value,)
    for piece in several:
        if isinstance(piece, int) and not isinstance(piece, bool) and not isinstance(value, tuple):
            if field.kind is Kind.FACET:
                continue
            raise ValueError(f"{field.name}: a number belongs into a facet only")
        if not isinstance(piece, str):
            raise ValueError(f"{field.name}: {type(piece).__name__} is not a search value")
        _encodable(field.name, piece)
        if field.kind is Kind.FACET and len(piece) > MAX_FACET_VALUE:
            raise ValueError(f"{field.name}: a facet value has at most {MAX_FACET_VALUE} characters")
    if isinstance(value, tuple) and (field.kind is Kind.SORT):
        raise ValueError(f"{field.name}: a sort column takes one string")
    if field.kind is Kind.FACET and not field.multiple and len(several) > 1:
        raise ValueError(f"{field.name}: takes one value only")


def _encodable(name: str, piece: str) -> None:
    try:
        piece.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name}: not valid Unicode") from None
