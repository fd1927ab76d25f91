"""Our codec: Whoosh's extension point for how an index lies on the disk. One file of arrays for each segment."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from search.engine import Codec, FieldWriter, FileIndex, SegmentWriter, W3Segment
from search.reading.segments import SUFFIX, Segment
from search.reading.whoosh_readers import SegmentDocuments, SegmentTerms
from search.writing.array_file import ArrayFileWriter
from search.writing.documents import SegmentDocumentsWriter
from search.writing.field_arrays import write_field
from search.writing.merging import SegmentSource
from search.writing.posting_log import Item, PostingLog
from search.writing.words import KeysOfDocument


class ArrayCodec(Codec):  # type: ignore[misc]  # Whoosh has no types
    """An object writes one segment; any object reads all."""

    length_stats = False  # lengths are looked up when somebody asks, not kept with each term

    def __init__(self) -> None:
        self._output: ArrayFileWriter | None = None

    def new_segment(self, storage: Any, indexname: str) -> "ArraySegment":
        """A segment to be written."""
        return ArraySegment(None, indexname)

    def per_document_writer(self, storage: Any, segment: Any) -> SegmentDocumentsWriter:
        """The first half of the file."""
        self._output = ArrayFileWriter(storage.folder)
        return SegmentDocumentsWriter(self._output)

    def field_writer(self, storage: Any, segment: Any) -> "SegmentFieldsWriter":
        """The second half, which closes the file."""
        if self._output is None:
            raise ValueError("documents come first")
        return SegmentFieldsWriter(self._output, storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> SegmentDocuments:
        """Lengths, columns, deletions."""
        return SegmentDocuments(partial(open_segment, storage, segment), segment)

    def terms_reader(self, storage: Any, segment: Any) -> SegmentTerms:
        """Terms and postings."""
        return SegmentTerms(partial(open_segment, storage, segment))


class ArraySegment(W3Segment):  # type: ignore[misc]
    """What the table of contents keeps of a segment: its name, its size and what is deleted."""

    def codec(self, **_: object) -> ArrayCodec:
        """What reads it."""
        return ArrayCodec()

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False


class SegmentFieldsWriter(FieldWriter):  # type: ignore[misc]
    """Writes terms and postings, and with them the file."""

    def __init__(self, output: ArrayFileWriter, storage: Any, segment: Any) -> None:
        self._output = output
        self._storage = storage
        self._segment = segment
        self._written = False
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: PostingLog | Iterable[Item]) -> None:
        """All postings at once; Whoosh's own writer hands them out singly, ours as a log."""
        log = items if isinstance(items, PostingLog) else PostingLog().add_all(items)
        sources = log.sources
        names = sorted({field for source in sources for field in source.fields()})
        size = int(self._output.about["documents"])
        self._output.about["last_position"] = 0
        written = [
            name
            for name in names
            if write_field(self._output, name, [source for source in sources if name in source.fields()], size)
        ]
        self._output.about["fields"] = written
        self._written = True

    def close(self) -> None:
        """Write the file, unless nothing was added."""
        self.is_closed = True
        try:
            if self._written:
                file = self._segment.create_file(self._storage, SUFFIX)
                self._output.write(file)
                file.close()
        finally:
            self._output.close()


class ArrayWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer with our codec, collecting postings in our log and merging segments by the array.

    Segments that are `known` need not be opened to be merged.
    """

    def __init__(self, index: FileIndex, known: Iterable[Segment] = (), **options: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False, **options)
        self.pool: PostingLog = PostingLog()
        self._known = {segment.name: segment for segment in known}

    def add_document(self, **fields: Any) -> None:
        """As in Whoosh, but the postings of a field go into the log at once."""
        self._check_state()
        self.perdocwriter.start_doc(self.docnum)
        for name in sorted(fields):
            field, value = self.schema[name], fields[name]
            if isinstance(value, KeysOfDocument):
                self.perdocwriter.add_field(name, field, None, self.pool.add_keys(name, self.docnum, value))
            elif field.indexed:
                self.pool.add_values(name, self.docnum, value)
            else:
                self.perdocwriter.add_column_value(name, field.column_type, value)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def add_reader(self, reader: Any) -> None:
        """Take over all documents of a segment that are not deleted."""
        name = reader.segment().segment_id()
        segment = self._known.get(name) or open_segment(reader.storage(), reader.segment())
        kept = np.ones(segment.size, bool)
        kept[list(reader.segment().deleted_docs())] = False
        numbers = np.where(kept, self.docnum + np.cumsum(kept) - 1, -1).astype(np.int32)
        self.perdocwriter.add_segment(segment, numbers)
        self.pool.merged.append(SegmentSource(segment, numbers))
        self.docnum += int(np.count_nonzero(kept))
        self._added = True

    def end_segment(self) -> ArraySegment:
        """End without a commit; the segment is not yet known to any table of contents."""
        segment: ArraySegment = self._finalize_segment()
        self._finish()
        return segment


def open_segment(storage: Any, segment: Any) -> Segment:
    """The file of a segment."""
    return Segment(Path(storage.folder), str(segment.segment_id()))
