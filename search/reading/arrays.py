"""Files of named arrays: plain little-endian numbers, read in slices, every byte of them verified.

    data         the arrays one after another, then the directory: JSON that names each with type, place and length
    sums         the CRC-32 of each page of 4 KiB of the data, four bytes each
    footer       how long the data are, where the directory begins, the CRC-32 of the sums and of the footer itself

Only the pages that are needed are read, at their place (pread), never mapped into memory: a map of a file that
somebody cuts off ends the process (SIGBUS).
"""

import json
import os
import struct
import weakref
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.errors import DAMAGED, Unavailable

PAGE = 4096
MAGIC = b"arrays 1"
_SMALL = 1 << 16  # bytes; such a file is read at once and kept
_AT_ONCE = 1 << 20
FOOTER = struct.Struct("<8sQQII")  # magic, length of the data, start of the directory, sum of the sums, sum of these


class Entry(NamedTuple):
    """Where an array lies: its type, its first byte, and how many numbers it has."""

    kind: np.dtype[Any]
    start: int
    length: int


class ArrayFile:
    """A file of arrays, open until nobody refers to it, so that it may vanish from its folder meanwhile.

    Whatever is missing or changed in it raises Unavailable; a file that is not there raises FileNotFoundError.
    Safe for several threads.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        self.bytes = os.fstat(self._descriptor).st_size
        footer = self._raw(self.bytes - FOOTER.size, FOOTER.size)
        magic, length, directory, sum_of_sums, own_sum = FOOTER.unpack(footer)
        self._length, self._directory_start, self._sum = int(length), int(directory), int(sum_of_sums)
        if (
            magic != MAGIC
            or own_sum != crc32(footer[:-4])
            or self.bytes != self._length + self._sums_size + FOOTER.size
        ):
            raise Unavailable(DAMAGED)

    def check(self) -> None:
        """Look cheaply whether the file is still there and whole; raises as opening it does."""
        if self._path.stat().st_size != self.bytes:
            raise Unavailable(DAMAGED)

    @property
    def _sums_size(self) -> int:
        return 4 * ((self._length + PAGE - 1) // PAGE)

    @cached_property
    def _sums(self) -> memoryview:
        sums = self._raw(self._length, self._sums_size)
        if crc32(sums) != self._sum:
            raise Unavailable(DAMAGED)
        return np.frombuffer(sums, "<u4").astype(np.uint32).data

    @cached_property
    def _directory(self) -> Any:
        return json.loads(self.read(self._directory_start, self._length - self._directory_start))

    @property
    def about(self) -> dict[str, Any]:
        """What the writer noted beside the arrays."""
        about: dict[str, Any] = self._directory["about"]
        return about

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """All arrays by name."""
        arrays = self._directory["arrays"]
        return {name: Entry(np.dtype(kind), start, length) for name, (kind, start, length) in arrays.items()}

    def array(self, name: str, start: int = 0, stop: int | None = None) -> NDArray[Any]:
        """The numbers from start to stop of an array, read-only; nothing is kept of them here."""
        kind, place, length = self.entries[name]
        stop = length if stop is None else stop
        size = kind.itemsize
        return np.frombuffer(self.read(place + start * size, (stop - start) * size), kind)

    def text(self, name: str, start: int = 0, stop: int | None = None) -> bytes:
        """The same for an array of bytes."""
        _, place, length = self.entries[name]
        return self.read(place + start, (length if stop is None else stop) - start)

    def read(self, start: int, length: int) -> bytes:
        """Verified bytes of the data."""
        if not 0 <= start <= start + length <= self._length:
            raise Unavailable(DAMAGED)
        if self.bytes <= _SMALL:
            return self._whole[start : start + length]
        return self._checked(start, length)

    def verify(self) -> None:
        """Read every page once; raises Unavailable if a byte of them has changed."""
        for start in range(0, self._length, _AT_ONCE):
            self._checked(start, min(_AT_ONCE, self._length - start))

    @cached_property
    def _whole(self) -> bytes:
        return self._checked(0, self._length)

    def _checked(self, start: int, length: int) -> bytes:
        if not length:
            return b""
        page = start // PAGE
        before = page * PAGE
        pages = self._raw(before, min(-(-(start + length) // PAGE) * PAGE, self._length) - before)
        view = memoryview(pages)
        for place in range(0, len(pages), PAGE):
            if crc32(view[place : place + PAGE]) != self._sums[page]:
                raise Unavailable(DAMAGED)
            page += 1
        return pages[start - before : start - before + length]

    def _raw(self, start: int, length: int) -> bytes:
        """Bytes at their place in the file, all of them."""
        content = os.pread(self._descriptor, length, start) if start >= 0 else b""
        while len(content) < length:  # a read may end early; at the end of the file it is empty
            more = os.pread(self._descriptor, length - len(content), start + len(content)) if content else b""
            if not more:
                raise Unavailable(DAMAGED)
            content += more
        return content
