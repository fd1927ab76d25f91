"""A value for each document of a segment: strings of bytes one after another, and where each ends."""

from collections.abc import Iterator
from functools import cached_property

from search.reading.arrays import ArrayFile
from search.reading.terms import with_start

TEXT, ENDS, NUMBERS = "text", "ends", "numbers"


class BytesColumn:
    """Values by document number. A `resident` column is read whole at its first use and kept."""

    def __init__(self, file: ArrayFile, name: str, *, resident: bool) -> None:
        self._file = file
        self._name = name
        self._resident = resident

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        start, stop = self._ends[number], self._ends[number + 1]
        return self._text[start:stop] if self._resident else self._file.text(f"{self._name}:{TEXT}", start, stop)

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    @cached_property
    def _text(self) -> bytes:
        return self._file.text(f"{self._name}:{TEXT}")

    @cached_property
    def _ends(self) -> memoryview:
        return with_start(self._file.array(f"{self._name}:{ENDS}"))
