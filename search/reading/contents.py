"""Whoosh's table of contents of the newest commit: which segments there are and what is deleted in them."""

from pathlib import Path
from typing import NamedTuple

from search.engine import INDEX_NAME, TOC
from search.reading.storage import TidyStorage


class Content(NamedTuple):
    """One segment and the numbers of its documents that are deleted."""

    name: str
    deleted: tuple[int, ...]


def read_contents(folder: Path) -> tuple[Content, ...]:
    """The segments in the order in which they count the documents."""
    storage = TidyStorage(str(folder))
    try:
        segments = TOC.read(storage, INDEX_NAME).segments
    finally:
        storage.close_files()
    return tuple(Content(str(segment.segment_id()), tuple(segment.deleted_docs())) for segment in segments)
