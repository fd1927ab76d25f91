"""Fills a new generation beside the current one and publishes it when it is whole."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from search.documents import Document
from search.engine import FileIndex
from search.errors import TooSmall
from search.meaning.encoder import Encoder
from search.reading.snapshot import Snapshot
from search.reading.storage import TidyStorage
from search.writing import generations
from search.writing.codec import ArraySegment
from search.writing.commits import whoosh_writer
from search.writing.generations import Pointer
from search.writing.refusing import refused_writes
from search.writing.runs import Runs
from search.writing.schema import schema
from search.writing.workers import Workers

# Entries may vanish while the documents are being read; a tenth missing is no longer that.
SMALLEST_PART = 0.9
FEW = 2000  # documents; for fewer, starting further processes takes longer than it saves
_BATCH = 100


def rebuild(
    directory: Path,
    documents: Iterable[Document],
    fingerprint: str,
    encoder: Encoder | None,
    expected: int | None,
    progress: Callable[[int], None],
) -> int:
    """Build, check, publish; the caller holds the write lock. Gives the number of documents."""
    with refused_writes():
        folder = generations.new_generation(directory)
    try:
        count = _fill(folder, documents, encoder, progress)
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


def _fill(folder: Path, documents: Iterable[Document], encoder: Encoder | None, progress: Callable[[int], None]) -> int:
    with refused_writes():
        FileIndex.create(TidyStorage(str(folder)), schema())
    each_once = _without_repeated(documents)
    first = list(islice(each_once, FEW))
    if len(first) < FEW or cores() == 1:
        filled = _fill_alone(folder, chain(first, each_once), encoder, progress)
    else:
        filled = _fill_together(folder, chain(first, each_once), encoder, progress)
    _publish_segments(folder, filled.segments)
    return filled.documents


class _Filled(NamedTuple):
    documents: int
    segments: list[ArraySegment]


def _fill_alone(
    folder: Path, documents: Iterable[Document], encoder: Encoder | None, progress: Callable[[int], None]
) -> _Filled:
    count = 0
    with closing(Runs(folder, encoder)) as runs:
        for count, document in enumerate(documents, start=1):
            with refused_writes():
                runs.add(document)
            if count % _BATCH == 0:
                progress(count)
        progress(count)
        with refused_writes():
            return _Filled(count, runs.finish())


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def _fill_together(
    folder: Path, documents: Iterable[Document], encoder: Encoder | None, progress: Callable[[int], None]
) -> _Filled:
    count = 0
    remaining = iter(documents)
    with Workers(folder, cores(), progress, encoder) as workers:
        while batch := list(islice(remaining, _BATCH)):
            workers.put(batch)
            count += len(batch)
        return _Filled(count, workers.finish())


def _publish_segments(folder: Path, segments: list[ArraySegment]) -> None:
    """One segment of all: whoever searches looks into each segment for each word."""
    with whoosh_writer(folder) as writer, refused_writes():
        writer.segments += segments
        writer.optimize = len(segments) > 1


def _without_repeated(documents: Iterable[Document]) -> Iterator[Document]:
    """Each key once: read page by page, a moving row may come twice."""
    seen: set[str] = set()
    for document in documents:
        if document.key not in seen:
            seen.add(document.key)
            yield document
