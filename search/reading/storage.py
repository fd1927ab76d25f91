"""Whoosh's file storage with tables of contents that know their own sum, and nothing left open."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from search.engine import BufferFile, FileStorage
from search.errors import DAMAGED, Unavailable

_CONTENTS = ".toc"
_SUM_SIZE = 4


class TidyStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """Brings what it writes to the disk, and remembers what it opened, until `close_files`.

    A changed table of contents raises Unavailable: it is a pickle, and would be believed.
    """

    def __init__(self, path: str, opened: list[Any] | None = None) -> None:
        super().__init__(path)
        self._opened: list[Any] = [] if opened is None else opened

    def create_file(self, name: str, **options: Any) -> Any:
        """As in Whoosh."""
        finish = _finish_contents if _CONTENTS in name else _finish
        self._opened.append(super().create_file(name, **{"mode": "w+b", "onclose": finish} | options))
        return self._opened[-1]

    def open_file(self, name: str, **options: Any) -> Any:
        """As in Whoosh."""
        if name.endswith(_CONTENTS):
            file = BufferFile(_checked(Path(self.folder, name).read_bytes()), name=name)
        else:
            file = super().open_file(name, **options)
        self._opened.append(file)
        return file

    def temp_storage(self, name: str | None = None) -> "TidyStorage":
        """As in Whoosh."""
        return _TemporaryFolder(str(Path(self.folder, name or "tmp")), self._opened)

    def close_files(self) -> None:
        """Close whatever the engine has left open; nothing of this storage may be used any more."""
        while self._opened:
            file = self._opened.pop()
            if not file.is_closed:
                with suppress(OSError, ValueError):  # a full disk has refused the rest of the buffer
                    file.close()


class _TemporaryFolder(TidyStorage):
    """Is not there before there is a file in it: our writer needs none."""

    def create_file(self, name: str, **options: Any) -> Any:
        self.create()
        return super().create_file(name, **options)


def _checked(content: bytes) -> bytes:
    content, end = content[:-_SUM_SIZE], content[-_SUM_SIZE:]
    if not content or crc32(content) != int.from_bytes(end, "little"):
        raise Unavailable(DAMAGED)
    return content


def _finish(file: Any) -> None:
    with _given_up_if_refused(file):
        file.flush()
        os.fsync(file.fileno())


def _finish_contents(file: Any) -> None:
    with _given_up_if_refused(file):
        file.seek(0)
        file.write(crc32(file.read()).to_bytes(_SUM_SIZE, "little"))
    _finish(file)


@contextmanager
def _given_up_if_refused(file: Any) -> Iterator[None]:
    """Close the file after an error, and with it forget what the disk has refused."""
    try:
        yield
    except OSError:
        with suppress(OSError):
            file.raw_file().close()
        raise
