"""Fills segments with many documents: each as large as memory allows, to be joined or published later."""

from contextlib import suppress
from pathlib import Path

from search.documents import Document
from search.engine import FileIndex
from search.meaning.encoder import Encoder
from search.reading.storage import TidyStorage
from search.writing.codec import ArraySegment, ArrayWriter
from search.writing.schema import fields_of, schema

_MOST_POSTINGS = 4_000_000  # in memory: about 100 MB, and twice as much while they are sorted


class Runs:
    """Writes segments into the folder of an index, unknown to its table of contents. Close it in any case."""

    def __init__(self, folder: Path, encoder: Encoder | None) -> None:
        self._encoder = encoder
        self._storage = TidyStorage(str(folder))
        self._writer: ArrayWriter | None = None
        self._segments: list[ArraySegment] = []

    def add(self, document: Document) -> None:
        """One more document; its key must not come twice."""
        if self._writer is None:
            self._writer = ArrayWriter(FileIndex(self._storage, schema=schema()), _lk=False)
        self._writer.add_document(**fields_of(document, self._encoder))
        if self._writer.pool.postings >= _MOST_POSTINGS:
            self._end_segment()

    def finish(self) -> list[ArraySegment]:
        """All segments, written."""
        self._end_segment()
        return self._segments

    def close(self) -> None:
        """Give up what is unfinished."""
        if self._writer is not None:
            with suppress(Exception):  # what broke it is the exception that counts
                self._writer.cancel()
        self._storage.close_files()

    def _end_segment(self) -> None:
        if self._writer is not None:
            self._segments.append(self._writer.end_segment())
            self._writer = None
