"""A segment in the shape of Whoosh's codec, for merging, deleting and Whoosh's own queries."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from search.engine import (
    ColumnReader,
    FieldCursor,
    LeafMatcher,
    NumericColumn,
    PerDocumentReader,
    ReadTooFar,
    TermInfo,
    TermNotFound,
    TermsReader,
)
from search.reading.columns import ENDS, NUMBERS
from search.reading.segments import LENGTH_OF_BYTE, Segment
from search.reading.terms import TermTable


class SegmentTerms(TermsReader):  # type: ignore[misc]  # Whoosh has no types
    """The terms of all fields, fields in the order of their names as Whoosh wants them. The file is opened late."""

    def __init__(self, open_segment: Callable[[], Segment]) -> None:
        self._open = open_segment

    @cached_property
    def _segment(self) -> Segment:
        return self._open()

    @cached_property
    def _fields(self) -> list[str]:
        return sorted(self._segment.fields)

    def indexed_field_names(self) -> Iterable[str]:
        """Fields that have terms."""
        return self._fields

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._segment.table(term[0]).find(term[1]) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms with their fields."""
        return ((field, term) for field in self._fields for term in self._segment.table(field))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of the field from the prefix on, then those of the next fields."""
        for field in self._fields[bisect_left(self._fields, fieldname) :]:
            table = self._segment.table(field)
            first = table.first_from(prefix) if field == fieldname else 0
            yield from ((field, table.term(number)) for number in range(first, len(table)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """All terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """The same from the prefix on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """What is known of a term."""
        table, number = self._found(fieldname, text)
        documents, weights = table.documents(number), table.weights(number)
        lengths = LENGTH_OF_BYTE[self._segment.stored_lengths(fieldname)[documents]]
        return TermInfo(
            weight=float(weights.sum()),
            df=len(documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The sum of the term's weights."""
        table, number = self._found(fieldname, text)
        return float(table.weights(number).sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents the term stands."""
        number = self._segment.table(fieldname).find(text)
        return 0 if number is None else self._segment.table(fieldname).frequency(number)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """The postings of a term."""
        table, number = self._found(fieldname, text)
        return PostingsMatcher(table, number, self.term_info(fieldname, text), format_, (fieldname, text), scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        """A cursor over the terms of a field."""
        return TermsCursor(self._segment.table(fieldname), fieldobj, self, fieldname)

    def _found(self, fieldname: str, text: bytes) -> tuple[TermTable, int]:
        table = self._segment.table(fieldname)
        number = table.find(text)
        if number is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return table, number


class TermsCursor(FieldCursor):  # type: ignore[misc]
    """Walks over the terms of one field."""

    def __init__(self, table: TermTable, fieldobj: Any, terms: SegmentTerms, fieldname: str) -> None:
        self._table = table
        self._field = fieldobj
        self._terms = terms
        self._name = fieldname
        self._number = 0

    def first(self) -> Any:
        """Go to the first term."""
        self._number = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """Go to the first term that is not before this one."""
        self._number = self._table.first_from(self._field.to_bytes(term))
        return self.text()

    def next(self) -> Any:
        """Go on."""
        self._number += 1
        return self.text()

    def text(self) -> Any:
        """The term, or None behind the last one."""
        return self._field.from_bytes(self._table.term(self._number)) if self.is_valid() else None

    def term_info(self) -> Any:
        """What is known of the term, or None behind the last one."""
        return self._terms.term_info(self._name, self._table.term(self._number)) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a term."""
        return self._number < len(self._table)


class PostingsMatcher(LeafMatcher):  # type: ignore[misc]
    """Walks over the postings of a term, which are one block to Whoosh."""

    def __init__(self, table: TermTable, number: int, info: Any, format_: Any, term: Any, scorer: Any) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._info = info
        self._ids = table.documents(number).tolist()
        self._weights = table.weights(number).tolist()
        self._values = _values(table, number) if table.has_positions else [b""] * len(self._ids)
        self._at = 0

    def is_active(self) -> bool:
        """Whether there is a posting."""
        return self._at < len(self._ids)

    def reset(self) -> None:
        """Start again."""
        self._at = 0

    def id(self) -> int:
        """The document."""
        return int(self._ids[self._at])

    def all_ids(self) -> Iterator[int]:
        """The documents from here on."""
        return iter(self._ids[self._at :])

    def weight(self) -> float:
        """The weight of the term there."""
        return float(self._weights[self._at])

    def value(self) -> bytes:
        """The positions in the bytes of the field's format."""
        return self._values[self._at]

    def next(self) -> bool:
        """Go on; the block ends with the last posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return not self.is_active()

    def skip_to(self, target: int) -> None:
        """Go to the first document that is not before this one."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._ids, target, lo=self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Skip the block if nothing in it is good enough."""
        if self.is_active() and self.block_quality() <= minquality:
            self._at = len(self._ids)
            return 1
        return 0

    def block_min_length(self) -> Any:
        """The shortest of the documents."""
        return self._info.min_length()

    def block_max_length(self) -> Any:
        """The longest of the documents."""
        return self._info.max_length()

    def block_max_weight(self) -> Any:
        """The greatest weight."""
        return self._info.max_weight()


def _values(table: TermTable, number: int) -> list[bytes]:
    packed = table.positions(number).astype("<u4").tobytes()
    ends = [0, *accumulate(4 * count for count in table.counts(number).tolist())]
    return [packed[start:stop] for start, stop in pairwise(ends)]


class SegmentDocuments(PerDocumentReader):  # type: ignore[misc]
    """Lengths, columns and deletions of the documents. Nothing is stored but columns. The file is opened late."""

    def __init__(self, open_segment: Callable[[], Segment], whoosh_segment: Any) -> None:
        self._open = open_segment
        self._whoosh = whoosh_segment

    @cached_property
    def _segment(self) -> Segment:
        return self._open()

    def doc_count(self) -> int:
        """Documents without the deleted ones."""
        return int(self._whoosh.doc_count())

    def doc_count_all(self) -> int:
        """All documents."""
        return int(self._whoosh.doc_count_all())

    def has_deletions(self) -> bool:
        """Whether some are deleted."""
        return bool(self._whoosh.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one is."""
        return bool(self._whoosh.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        """Those that are."""
        deleted: Iterable[int] = self._whoosh.deleted_docs()
        return deleted

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether some document has a value there."""
        entries = self._segment.file.entries
        return f"{fieldname}:{ENDS}" in entries or f"{fieldname}:{NUMBERS}" in entries

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """The values of a column."""
        numbers = isinstance(column, NumericColumn)
        return SegmentColumn(
            self._segment.numbers(fieldname).tolist() if numbers else self._segment.column(fieldname),
            self._segment.size,
        )

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many tokens the field has in the document, as Whoosh rounds it."""
        return int(LENGTH_OF_BYTE[self._segment.stored_lengths(fieldname)[docnum]]) or default

    def field_length(self, fieldname: str) -> int:
        """How many tokens the field has in all documents."""
        return self._segment.total_length(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        """The shortest."""
        return int(LENGTH_OF_BYTE[np.min(self._segment.stored_lengths(fieldname))])

    def max_field_length(self, fieldname: str) -> int:
        """The longest."""
        return int(LENGTH_OF_BYTE[np.max(self._segment.stored_lengths(fieldname))])

    def stored_fields(self, docnum: int) -> dict[str, object]:
        """Nothing: what is kept is kept in columns."""
        return {}


class SegmentColumn(ColumnReader):  # type: ignore[misc]
    """The values of a column by document."""

    def __init__(self, values: Any, count: int) -> None:
        self._values = values
        self._doccount = count

    def __getitem__(self, docnum: int) -> Any:
        return self._values[docnum]
