"""What one Whoosh segment holds, read once into memory.

A segment never changes but for deletions, which are kept by the snapshot; so its data outlives commits.
"""

from collections import Counter
from dataclasses import dataclass

from search.bits import bits_of
from search.engine import IndexReader
from search.fields import FACETS, SORT_COLUMNS, TEXTS
from search.schema import DIGEST, KEY, SURFACES


@dataclass(frozen=True)
class SegmentData:
    """Columns hold one entry per document, deleted ones included; bits count from the segment's start."""

    size: int
    keys: tuple[str, ...]
    digests: tuple[str, ...]
    sort_columns: dict[str, tuple[str, ...]]
    facets: dict[str, dict[str, int]]
    vocabulary: Counter[str]  # key of the text fields -> sum over the fields of the documents with it
    surfaces: Counter[str]  # word as written -> documents with it


def read_segment(reader: IndexReader) -> SegmentData:
    """The data of one Whoosh segment reader."""
    size = reader.doc_count_all()
    return SegmentData(
        size=size,
        keys=_column(reader, KEY, size),
        digests=_column(reader, DIGEST, size),
        sort_columns={field.name: _column(reader, field.name, size) for field in SORT_COLUMNS},
        facets={field.name: _facet(reader, field.name, size) for field in FACETS},
        vocabulary=_frequencies(reader, tuple(field.name for field in TEXTS)),
        surfaces=_frequencies(reader, (SURFACES,)),
    )


def _column(reader: IndexReader, name: str, size: int) -> tuple[str, ...]:
    column = reader.column_reader(name, translate=False)
    return tuple(bytes(column[number]).decode() for number in range(size))


def _facet(reader: IndexReader, name: str, size: int) -> dict[str, int]:
    values: dict[str, int] = {}
    for term in reader.lexicon(name):
        values[term.decode()] = bits_of(reader.postings(name, term).all_ids(), size)
    return values


def _frequencies(reader: IndexReader, names: tuple[str, ...]) -> Counter[str]:
    frequencies: Counter[str] = Counter()
    for name in names:
        for term in reader.lexicon(name):
            frequencies[term.decode()] += reader.doc_frequency(name, term)
    return frequencies
