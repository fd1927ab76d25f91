"""Folders and files for this account alone: what the portal keeps on disk is nobody else's to read."""

import os
import stat
from pathlib import Path

_FOLDER, _FILE = 0o700, 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_folder(folder: Path) -> None:
    """Make the folder, or close one of this account to everybody else. Raises OSError."""
    if not folder.exists():
        folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    _close(folder, _FOLDER)


def private_database(file: Path) -> None:
    """Make an SQLite file in a private folder, or close what is there to others. Raises OSError.

    A folder that exists stays as it is: it may hold more than the portal's. SQLite gives the files it puts beside a
    database the mode of the database; those of before are closed here.
    """
    if not file.parent.exists():
        private_folder(file.parent)
    file.touch(mode=_FILE)
    for each in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
        if each.exists():
            _close(each, _FILE)


def _close(path: Path, mode: int) -> None:
    state = path.stat()
    shared = state.st_mode & stat.S_ISVTX  # a folder like /tmp is everybody's on purpose
    if state.st_uid == os.geteuid() and state.st_mode & _OTHERS and not shared:
        path.chmod(mode)
