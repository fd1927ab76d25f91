"""Collects lengths and columns of the documents of a new segment, and writes them with the orders."""

from collections import defaultdict
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine import NumericColumn, PerDocumentWriter, length_to_byte
from search.fields import SORTS
from search.layout import KEY, LARGE
from search.reading.columns import ENDS, NUMBERS, TEXT
from search.reading.segments import LENGTH_OF_BYTE, LENGTHS, Segment, order_name
from search.reading.sortkeys import sort_key
from search.writing.array_file import ArrayFileWriter, Stream


class SegmentDocumentsWriter(PerDocumentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's protocol for what is kept by document. Keeps columns only, neither stored fields nor vectors."""

    def __init__(self, output: ArrayFileWriter) -> None:
        self._output = output
        self._count = 0
        self._lengths: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._total_lengths: defaultdict[str, int] = defaultdict(int)
        self._columns: dict[str, _Column] = {}
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """The next document."""
        if docnum != self._count:
            raise ValueError(f"document {docnum} instead of {self._count}")
        self._count += 1

    def add_field(self, fieldname: str, fieldobj: Any, value: object, length: int) -> None:
        """How many tokens the field has in the document."""
        if value is not None:
            raise NotImplementedError("stored fields")
        if length:
            lengths = self._lengths[fieldname]
            lengths.extend(bytes(self._count - 1 - len(lengths)))
            lengths.append(length_to_byte(length))
            self._total_lengths[fieldname] += length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """The document's value in a column."""
        if isinstance(columnobj, NumericColumn):
            numbers = self._numbers[fieldname]
            numbers.extend([0] * (self._count - 1 - len(numbers)))
            numbers.append(value)
        else:
            self._column(fieldname).add(self._count - 1, value)

    def add_segment(self, segment: Segment, numbers: NDArray[np.int32]) -> None:
        """The documents of another segment under the given new numbers; those below 0 stay behind."""
        kept = np.flatnonzero(numbers >= 0)
        if not len(kept):
            return
        first, self._count = self._count, self._count + len(kept)
        for field in segment.length_fields:
            stored = segment.stored_lengths(field)[kept]
            lengths = self._lengths[field]
            lengths.extend(bytes(first - len(lengths)))
            lengths.extend(stored.tobytes())
            self._total_lengths[field] += int(LENGTH_OF_BYTE[stored].sum(dtype=np.int64))  # rounded, as in Whoosh
        for name in segment.bytes_columns:
            values = segment.column(name)
            for number, local in enumerate(kept.tolist(), start=first):
                self._column(name).add(number, values[local])
        for name in segment.number_columns:
            column = self._numbers[name]
            column.extend([0] * (first - len(column)))
            column.extend(segment.numbers(name)[kept].tolist())

    def close(self) -> None:
        """Write everything; no further document may come."""
        self.is_closed = True
        for field, lengths in self._lengths.items():
            lengths.extend(bytes(self._count - len(lengths)))
            self._output.put(f"{field}:{LENGTHS}", np.frombuffer(lengths, np.uint8))
        for name, numbers in self._numbers.items():
            numbers.extend([0] * (self._count - len(numbers)))
            self._output.put(f"{name}:{NUMBERS}", np.array(numbers, np.int64))
        for column in self._columns.values():
            column.finish(self._count)
        self._output.about["documents"] = self._count
        self._output.about["lengths"] = dict(self._total_lengths)
        self._write_orders()

    def _write_orders(self) -> None:
        """The orders of the results, and the order by key to look keys up."""
        keys = self._values(KEY)
        numbers = range(self._count)
        self._put_order(KEY, sorted(numbers, key=keys.__getitem__))
        values = {name: self._values(name) for name in (KEY, *(sort.column for sort in SORTS.values()))}
        for sort in SORTS:
            sort_keys = [sort_key(sort, partial(_value, values, number)) for number in numbers]
            self._put_order(sort, sorted(numbers, key=sort_keys.__getitem__))

    def _put_order(self, name: str, order: list[int]) -> None:
        self._output.put(order_name(name), np.array(order, np.int64))

    def _values(self, name: str) -> list[bytes]:
        column = self._columns.get(name)
        return [b""] * self._count if column is None else column.values

    def _column(self, name: str) -> "_Column":
        if name not in self._columns:
            self._columns[name] = _Column(self._output, name)
        return self._columns[name]


def _value(columns: dict[str, list[bytes]], number: int, name: str) -> bytes:
    return columns[name][number]


class _Column:
    """Values of bytes. All but the large ones stay in memory besides: the orders are made of them."""

    def __init__(self, output: ArrayFileWriter, name: str) -> None:
        self._output = output
        self._name = name
        self._text: Stream = output.stream(f"{name}:{TEXT}", "<u1")
        self._ends: list[int] = []
        self._large = name in LARGE
        self.values: list[bytes] = []

    def add(self, number: int, value: bytes) -> None:
        self.finish_until(number)
        self._text.append_text(value)
        self._ends.append(self._text.count)
        if not self._large:
            self.values.append(value)

    def finish_until(self, count: int) -> None:
        missing = count - len(self._ends)
        self._ends += [self._text.count] * missing
        self.values += [b""] * (0 if self._large else missing)

    def finish(self, count: int) -> None:
        self.finish_until(count)
        self._output.put(f"{self._name}:{ENDS}", np.array(self._ends, np.int64))
