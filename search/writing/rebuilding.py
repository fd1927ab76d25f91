"""Fills a new generation beside the current one and publishes it when it is whole."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from search.documents import Document
from search.engine import FileIndex
from search.errors import TooSmall
from search.reading.snapshot import Snapshot
from search.reading.storage import TidyStorage
from search.writing import generations
from search.writing.commits import refused_writes, whoosh_writer
from search.writing.generations import Pointer
from search.writing.schema import fields_of, schema

# Entries may vanish while the documents are being read; a tenth missing is no longer that.
SMALLEST_PART = 0.9
_REPORT_EVERY = 100


def rebuild(
    directory: Path,
    documents: Iterable[Document],
    fingerprint: str,
    expected: int | None,
    progress: Callable[[int], None],
) -> int:
    """Build, check, publish; the caller holds the write lock. Gives the number of documents."""
    with refused_writes():
        folder = generations.new_generation(directory)
    try:
        count = _fill(folder, documents, progress)
        if expected is not None and count < expected * SMALLEST_PART:
            raise TooSmall(count, expected)
        Snapshot(folder)  # must open before anybody is sent there
        with refused_writes():
            generations.settle(folder)
            generations.publish(directory, Pointer(folder.name, fingerprint))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    generations.remove_others(directory, folder.name)
    return count


def _fill(folder: Path, documents: Iterable[Document], progress: Callable[[int], None]) -> int:
    with refused_writes():
        FileIndex.create(TidyStorage(str(folder)), schema())
    seen: set[str] = set()
    with whoosh_writer(folder) as writer:
        for document in documents:
            if document.key in seen:  # read page by page, a moving row may come twice
                continue
            seen.add(document.key)
            fields = fields_of(document)
            with refused_writes():
                writer.add_document(**fields)
            if len(seen) % _REPORT_EVERY == 0:
                progress(len(seen))
    progress(len(seen))
    return len(seen)
