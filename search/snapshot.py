"""One state of the index, opened for reading: it never changes, a commit gives a new one."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from search.bits import bits_of, contains, flags_of
from search.engine import BM25F, FileIndex, IndexReader, Searcher
from search.fields import FACETS, SORT_COLUMNS, SORTS, Sort
from search.schema import TEXTS_STORED, schema
from search.segments import SegmentData, read_segment
from search.storage import TidyStorage
from search.vocabulary import Vocabulary


class Snapshot:
    """A Whoosh searcher with the columns, facets and orders of all its documents in memory.

    Document numbers count over all segments, deleted documents included; `live` holds the others.
    Whoosh's readers move positions in shared buffers: the caller lets one thread in at a time. Whatever
    was opened is in memory afterwards, so files may vanish and nothing needs closing.
    """

    def __init__(self, folder: Path, known: Mapping[str, SegmentData]) -> None:
        self.folder = folder
        storage = TidyStorage(str(folder))
        try:
            self._open(storage, known)
        except BaseException:
            storage.close_files()
            raise

    def _open(self, storage: TidyStorage, known: Mapping[str, SegmentData]) -> None:
        self.searcher = Searcher(FileIndex(storage, schema=schema()).reader(), weighting=BM25F())
        self.segments: dict[str, SegmentData] = {}
        deleted: list[int] = []
        self.size = 0
        for reader, _ in self._leaf_readers():
            name = reader.segment().segment_id()
            data = known.get(name) or read_segment(reader)
            self.segments[name] = data
            deleted += [self.size + number for number in reader.segment().deleted_docs()]
            self.size += data.size
        self.live = ((1 << self.size) - 1) & ~bits_of(deleted, self.size)
        self.vocabulary = Vocabulary(
            (data.vocabulary for data in self.segments.values()),
            (data.surfaces for data in self.segments.values()),
        )

    def _leaf_readers(self) -> list[tuple[IndexReader, int]]:
        # Whoosh's reader of an empty index has no segment behind it
        return list(self.searcher.reader().leaf_readers()) if self.searcher.doc_count_all() else []

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The key of every document number."""
        return tuple(key for data in self.segments.values() for key in data.keys)

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """The digest of every document number."""
        return tuple(digest for data in self.segments.values() for digest in data.digests)

    @cached_property
    def live_numbers(self) -> tuple[int, ...]:
        """The numbers of all documents that are not deleted."""
        flags = flags_of(self.live, self.size)
        return tuple(number for number in range(self.size) if contains(flags, number))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of every live key."""
        return {self.keys[number]: number for number in self.live_numbers}

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """For each facet group and value the live documents that have it, as bits."""
        merged: dict[str, dict[str, int]] = {field.name: {} for field in FACETS}
        offset = 0
        for data in self.segments.values():
            for group, values in data.facets.items():
                for value, bits in values.items():
                    merged[group][value] = merged[group].get(value, 0) | (bits << offset) & self.live
            offset += data.size
        return merged

    @cached_property
    def orders(self) -> dict[str, tuple[int, ...]]:
        """For each sort all live document numbers in that order; ties by newest, title and key."""
        numbers = sorted(self.live_numbers, key=lambda number: self.keys[number])
        for sort in reversed(SORTS.values()):
            numbers = self._sorted(numbers, sort)
        return {name: tuple(self._sorted(numbers, sort)) for name, sort in SORTS.items()}

    @cached_property
    def _sort_columns(self) -> dict[str, tuple[str, ...]]:
        names = (field.name for field in SORT_COLUMNS)
        return {
            name: tuple(value for data in self.segments.values() for value in data.sort_columns[name]) for name in names
        }

    def _sorted(self, numbers: list[int], sort: Sort) -> list[int]:
        column = self._sort_columns[sort.column]
        stated = [number for number in numbers if column[number]]
        unknown = [number for number in numbers if not column[number]]
        # reverse=True keeps the order of equal ones, as sorting the other way would not
        stated.sort(key=lambda number: column[number], reverse=sort.descending)
        return stated + unknown

    def holds(self, names: Iterable[str], term: str) -> bool:
        """Whether a live document has the term in one of the fields."""
        return any(
            (name, term) in leaf and leaf.postings(name, term).is_active()
            for leaf, _ in self._leaf_readers()
            for name in names
        )

    def texts(self, number: int) -> dict[str, str]:
        """The stored texts of a document, by field."""
        texts: dict[str, str] = self.searcher.stored_fields(number)[TEXTS_STORED]
        return texts
