"""The directory: one pointer file, one folder per generation, one lock for all writers.

DIR/current            JSON: the name and the fingerprint of the generation that counts
DIR/write.lock         held (flock) by whoever writes; the kernel frees it when that process dies
DIR/g-<time>-<random>  a Whoosh index; more than one only while a rebuild runs
"""

import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from search.engine import FileLock
from search.errors import DAMAGED, NO_INDEX, NOT_PRIVATE, NOT_WRITABLE, OUTDATED, Busy, Unavailable

_POINTER = "current"
_LOCK = "write.lock"
_NAME = re.compile(r"g-[0-9]{14}-[0-9a-f]{8}")
_CONTENTS = re.compile(r"_MAIN_([0-9]+)\.toc")  # Whoosh writes one per commit
_PRIVATE = 0o700


@dataclass(frozen=True)
class Pointer:
    """Which generation counts and what it was made with."""

    generation: str
    fingerprint: str


def read_pointer(directory: Path, fingerprint: str) -> Pointer:
    """The pointer; raises Unavailable if there is none, if it is damaged or not of this fingerprint."""
    try:
        _refuse_foreign(directory)
        content = json.loads(pointer_path(directory).read_bytes())
        pointer = Pointer(str(content["generation"]), str(content["fingerprint"]))
    except (FileNotFoundError, NotADirectoryError):
        raise Unavailable(NO_INDEX) from None
    except (OSError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise Unavailable(DAMAGED) from error
    if not _NAME.fullmatch(pointer.generation):
        raise Unavailable(DAMAGED)
    if pointer.fingerprint != fingerprint:
        raise Unavailable(OUTDATED)
    return pointer


def pointer_path(directory: Path) -> Path:
    """Where the pointer lies."""
    return directory / _POINTER


def publish(directory: Path, pointer: Pointer) -> None:
    """Make a generation the one that counts, in one atomic step that survives a power cut."""
    temporary = directory / f"{_POINTER}.{secrets.token_hex(4)}"
    with temporary.open("x") as file:
        json.dump(asdict(pointer), file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(pointer_path(directory))
    _sync_folder(directory)


def prepare(directory: Path) -> None:
    """Make the directory, readable by this account alone: the engine's files are pickles."""
    directory.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    directory.chmod(_PRIVATE)
    _refuse_foreign(directory)


def new_generation(directory: Path) -> Path:
    """An empty folder for a new generation."""
    name = f"g-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
    folder = directory / name
    folder.mkdir(mode=_PRIVATE)
    return folder


def remove_others(directory: Path, kept: str) -> None:
    """Delete all generations but one, and what broken-off writers left; open readers hold their data."""
    for path in directory.iterdir():
        if _NAME.fullmatch(path.name) and path.name != kept:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(f"{_POINTER}."):
            path.unlink(missing_ok=True)


def commit_number(folder: Path) -> int:
    """The number of the generation's last commit, found by names alone; -1 if there is none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - every search looks here, and paths take their time
    except OSError:
        return -1
    return max((int(match[1]) for name in names if (match := _CONTENTS.fullmatch(name))), default=-1)


def settle(folder: Path) -> None:
    """After a commit: bring the names of its files to the disk, remove what a killed commit left."""
    for path in folder.iterdir():
        if ".toc." in path.name:  # a table of contents that was never renamed into place
            path.unlink(missing_ok=True)
    _sync_folder(folder)


def size_bytes(directory: Path) -> int:
    """Bytes of all files below the directory; 0 if there is none."""
    total = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            with suppress(OSError):  # a writer may have removed it meanwhile
                total += Path(folder, name).stat().st_size
    return total


@contextmanager
def write_lock(directory: Path) -> Iterator[None]:
    """Be the only writer; raises Busy at once if somebody else is, Unavailable if the disk refuses."""
    lock = FileLock(str(directory / _LOCK))
    try:
        acquired = lock.acquire()
    except FileNotFoundError:
        raise Unavailable(NO_INDEX) from None
    except OSError as error:
        raise Unavailable(NOT_WRITABLE) from error
    if not acquired:
        raise Busy
    try:
        yield
    finally:
        lock.release()


def _refuse_foreign(directory: Path) -> None:
    state = directory.stat()
    if state.st_uid != os.geteuid() or state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise Unavailable(NOT_PRIVATE)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
