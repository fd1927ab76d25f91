"""Changes to the current generation: collected first, then written in one commit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.documents import Document
from search.engine import FileIndex
from search.meaning.encoder import Encoder
from search.reading.segments import Segment
from search.reading.snapshot import Snapshot
from search.reading.storage import TidyStorage
from search.writing.codec import ArrayWriter
from search.writing.refusing import refused_writes
from search.writing.schema import fields_of, schema


class Batch:
    """Documents to put and keys to delete; the last word on a key counts."""

    def __init__(self) -> None:
        self.changes: dict[str, Document | None] = {}

    def put(self, document: Document) -> None:
        """Add the document or replace the one with its key."""
        self.changes[document.key] = document

    def delete(self, key: str) -> None:
        """Remove the document with this key, if there is one."""
        self.changes[key] = None


@contextmanager
def whoosh_writer(folder: Path, known: Iterable[Segment] = ()) -> Iterator[ArrayWriter]:
    """A Whoosh writer that commits at the end and leaves nothing behind after an exception.

    Segments that are `known` are not opened again. The caller holds our write lock, so Whoosh's own is always free.
    Raises Unavailable if the disk refuses.
    """
    storage = TidyStorage(str(folder))
    try:
        with refused_writes():
            writer = ArrayWriter(FileIndex(storage, schema=schema()), known)
        try:
            yield writer
        except BaseException:
            with suppress(Exception):  # the exception of the block is the one that counts
                writer.cancel()
            raise
        with refused_writes():
            writer.commit()
    finally:
        storage.close_files()


def write(snapshot: Snapshot, batch: Batch, encoder: Encoder | None) -> bool:
    """Write the batch on top of the snapshot in one commit; False if it changes nothing.

    The snapshot must be the current one and stay it: the caller holds the write lock.
    """
    changes = {key: document for key, document in batch.changes.items() if _differs(snapshot, key, document)}
    if not changes:
        return False
    added = [fields_of(document, encoder) for document in changes.values() if document is not None]
    with whoosh_writer(snapshot.folder, snapshot.segments) as writer, refused_writes():
        for key in changes:
            number = snapshot.number(key)
            if number is not None:
                writer.delete_document(number)
        for fields in added:
            writer.add_document(**fields)
    return True


def _differs(snapshot: Snapshot, key: str, document: Document | None) -> bool:
    number = snapshot.number(key)
    if document is None or number is None:
        return document is not None or number is not None
    return snapshot.digest(number) != document.digest
