"""Writes the files that search/reading/arrays.py reads."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.reading.arrays import FOOTER, MAGIC, PAGE
from search.writing.encoding import small

_IN_MEMORY = 1 << 20  # bytes of a stream before it goes to the disk
_COPIED = 1 << 22
_ALIGNED = 8


class Output(Protocol):
    """What the file is written to, in order."""

    def write(self, content: bytes, /) -> object:
        """Append."""


class Stream:
    """An array that grows; a large one goes on in a temporary file that has no name."""

    def __init__(self, kind: str, folder: str, opened: ExitStack) -> None:
        self.kind = np.dtype(kind)
        self.count = 0
        self._folder = folder
        self._opened = opened
        self._parts: list[bytes] = []
        self._bytes = 0
        self._file: BinaryIO | None = None

    def append(self, numbers: NDArray[Any]) -> None:
        """More numbers; they must fit the type."""
        self._keep(np.ascontiguousarray(numbers, self.kind).tobytes())
        self.count += len(numbers)

    def append_text(self, text: bytes) -> None:
        """More bytes, for an array of bytes."""
        self._keep(text)
        self.count += len(text)

    def parts(self) -> Iterator[bytes]:
        """All that was appended."""
        if self._file is not None:
            self._file.seek(0)
            while part := self._file.read(_COPIED):
                yield part
        yield b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self._parts.append(part)
        self._bytes += len(part)
        if self._bytes > _IN_MEMORY:
            if self._file is None:
                file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  (closed with the others)
                self._file = self._opened.enter_context(file)
            self._file.writelines(self._parts)
            self._parts, self._bytes = [], 0


class ArrayFileWriter:
    """Collects named arrays, then writes them to a file in one go."""

    def __init__(self, folder: str) -> None:
        self._folder = folder  # for temporary files: the disk that the file goes to
        self._opened = ExitStack()
        self._streams: dict[str, Stream] = {}
        self.about: dict[str, Any] = {}

    def stream(self, name: str, kind: str) -> Stream:
        """A new array to append to."""
        self._streams[name] = Stream(kind, self._folder, self._opened)
        return self._streams[name]

    def put(self, name: str, numbers: NDArray[Any]) -> None:
        """A whole array of whole numbers, in the smallest type that holds them."""
        numbers = small(numbers)
        self.stream(name, numbers.dtype.newbyteorder("<").str).append(numbers)

    def put_text(self, name: str, text: bytes) -> None:
        """A whole array of bytes."""
        self.stream(name, "<u1").append_text(text)

    def write(self, output: Output) -> None:
        """Write everything."""
        pages = _Pages(output)
        entries: dict[str, tuple[str, int, int]] = {}
        for name, stream in self._streams.items():
            pages.write(b"\0" * (-pages.length % _ALIGNED))
            entries[name] = (stream.kind.str, pages.length, stream.count)
            for part in stream.parts():
                pages.write(part)
        directory = pages.length
        pages.write(json.dumps({"about": self.about, "arrays": entries}).encode())
        sums = pages.finish()
        output.write(sums)
        footer = FOOTER.pack(MAGIC, pages.length, directory, crc32(sums), 0)[:-4]
        output.write(footer + crc32(footer).to_bytes(4, "little"))

    def close(self) -> None:
        """Give up the temporary files."""
        self._opened.close()


class _Pages:
    """Passes bytes on and sums them up by the page."""

    def __init__(self, output: Output) -> None:
        self.length = 0
        self._output = output
        self._sums: list[int] = []
        self._begun = 0  # sum of the page that is not yet full

    def write(self, content: bytes) -> None:
        self._output.write(content)
        view = memoryview(content)
        while view:
            part = view[: PAGE - self.length % PAGE]
            self._begun = crc32(part, self._begun)
            self.length += len(part)
            if not self.length % PAGE:
                self._next_page()
            view = view[len(part) :]

    def finish(self) -> bytes:
        if self.length % PAGE:
            self._next_page()
        return np.array(self._sums, "<u4").tobytes()

    def _next_page(self) -> None:
        self._sums.append(self._begun)
        self._begun = 0
