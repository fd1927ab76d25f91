"""What one segment of the index holds: its own file of arrays, of which only what is asked for is read."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine import byte_to_length
from search.fields import FACETS
from search.layout import CONFIRMED_DAY, DIGEST, KEY, LARGE, MEANING, SURFACES, WORDS
from search.meaning.encoder import WIDTH
from search.reading.arrays import ArrayFile
from search.reading.bits import packed
from search.reading.columns import ENDS, NUMBERS, TEXT, BytesColumn
from search.reading.spellings import Spellings
from search.reading.terms import TermTable

SUFFIX = ".seg"
LENGTHS = "lengths"
LENGTH_OF_BYTE = np.array([byte_to_length(byte) for byte in range(256)], np.float32)


def order_name(sort: str) -> str:
    """The name of the array that holds an order of a segment."""
    return f"order:{sort}"


class Segment:
    """A segment never changes but for deletions, which are kept elsewhere; so what was read of it outlives commits."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.file = ArrayFile(folder / f"{name}{SUFFIX}")
        self.size = int(self.file.about["documents"])
        self._tables: dict[str, TermTable] = {}
        self._columns: dict[str, BytesColumn] = {}
        self._orders: dict[str, NDArray[np.int32]] = {}
        self._lengths: dict[str, NDArray[np.uint8]] = {}

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that have terms."""
        return tuple(self.file.about["fields"])

    def table(self, field: str) -> TermTable:
        """The terms of a field; empty if it has none here."""
        if field not in self._tables:
            self._tables[field] = TermTable(self.file, field)
        return self._tables[field]

    @property
    def words(self) -> TermTable:
        """The keys of all text fields."""
        return self.table(WORDS)

    @property
    def surfaces(self) -> TermTable:
        """The words as written, each after its folded form and a NUL."""
        return self.table(SURFACES)

    @cached_property
    def spellings(self) -> Spellings:
        """The same by their spelling."""
        return Spellings(self.surfaces)

    def column(self, name: str) -> BytesColumn:
        """A column of bytes."""
        if name not in self._columns:
            self._columns[name] = BytesColumn(self.file, name, large=name in LARGE)
        return self._columns[name]

    def numbers(self, name: str) -> NDArray[Any]:
        """A column of whole numbers."""
        return self.file.array(f"{name}:{NUMBERS}")

    @property
    def bytes_columns(self) -> list[str]:
        """The names of the columns of bytes."""
        return self._having(ENDS)

    @property
    def number_columns(self) -> list[str]:
        """The names of the columns of whole numbers."""
        return self._having(NUMBERS)

    @property
    def length_fields(self) -> list[str]:
        """The names of the fields whose lengths are kept."""
        return self._having(LENGTHS)

    def _having(self, part: str) -> list[str]:
        return [name.removesuffix(f":{part}") for name in self.file.entries if name.endswith(f":{part}")]

    def key(self, number: int) -> str:
        """The key of a document."""
        return self.column(KEY)[number].decode()

    def digest(self, number: int) -> str:
        """The digest of a document."""
        return self.column(DIGEST)[number].hex()

    def number(self, key: str) -> int | None:
        """The document with this key, be it deleted or not."""
        wanted = key.encode(errors="surrogatepass")  # no document has such a key, and asking is no error
        order, column = self.order(KEY), self.column(KEY)
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            if column[order[middle]] < wanted:
                low = middle + 1
            else:
                high = middle
        return int(order[low]) if low < self.size and column[order[low]] == wanted else None

    def order(self, name: str) -> NDArray[np.int32]:
        """The documents in one of the orders, or by key."""
        if name not in self._orders:
            self._orders[name] = self.file.array(order_name(name)).astype(np.int32)
        return self._orders[name]

    def total_length(self, field: str) -> int:
        """How many tokens the field has in all documents."""
        return int(self.file.about["lengths"].get(field, 0))

    @property
    def last_position(self) -> int:
        """The greatest position of a word in any document."""
        return int(self.file.about["last_position"])

    def stored_lengths(self, field: str) -> NDArray[np.uint8]:
        """How many tokens the field has in each document, in Whoosh's code of one byte."""
        if field not in self._lengths:
            name = f"{field}:{LENGTHS}"
            known = name in self.file.entries
            self._lengths[field] = self.file.array(name) if known else np.zeros(self.size, np.uint8)
        return self._lengths[field]

    @cached_property
    def lengths(self) -> NDArray[np.float32]:
        """The number of words of each document, as Whoosh rounds it."""
        return LENGTH_OF_BYTE[self.stored_lengths(WORDS)]

    @cached_property
    def confirmed_day(self) -> NDArray[np.int32]:
        """When each document was last confirmed, in days since 1970; 0 for never."""
        return self.numbers(CONFIRMED_DAY).astype(np.int32)

    @cached_property
    def meanings(self) -> NDArray[np.int8]:
        """The vector of each document, a row each. Raises in an index that was made without an encoder."""
        packed = self.file.text(f"{MEANING}:{TEXT}") if self.size else b""
        return np.frombuffer(packed, np.int8).reshape(self.size, WIDTH)

    @cached_property
    def facets(self) -> Mapping[str, Mapping[str, NDArray[np.uint64]]]:
        """For each group and value the documents that have it, as bits."""
        return {field.name: self._facet(field.name) for field in FACETS}

    def _facet(self, group: str) -> dict[str, NDArray[np.uint64]]:
        table = self.table(group)
        if not len(table):
            return {}
        block = table.block(0, len(table))
        values: dict[str, NDArray[np.uint64]] = {}
        for term, documents in zip(table, np.split(block.documents, np.cumsum(block.frequencies)[:-1]), strict=True):
            mask = np.zeros(self.size, bool)
            mask[documents] = True
            values[term.decode()] = packed(mask)
        return values
