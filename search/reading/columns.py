"""A value for each document of a segment: strings of bytes one after another, and where each ends."""

from collections.abc import Iterator
from functools import cached_property
from math import inf

from search.reading.arrays import ArrayFile
from search.reading.terms import with_start

TEXT, ENDS, NUMBERS = "text", "ends", "numbers"
_SINGLY = 100  # values: about two pages of results


class BytesColumn:
    """Values by document number. A column that is asked often is read whole and kept, unless it is a `large` one."""

    def __init__(self, file: ArrayFile, name: str, *, large: bool) -> None:
        self._file = file
        self._name = name
        self._singly = inf if large else _SINGLY

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        start, stop = self._ends[number], self._ends[number + 1]
        if self._singly > 0:  # several threads may count at once
            self._singly -= 1
            return self._file.read(self._place + start, stop - start)
        return self._text[start:stop]

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    @cached_property
    def _place(self) -> int:
        return self._file.entries[f"{self._name}:{TEXT}"].start

    @cached_property
    def _text(self) -> bytes:
        return self._file.text(f"{self._name}:{TEXT}")

    @cached_property
    def _ends(self) -> memoryview:
        return with_start(self._file.array(f"{self._name}:{ENDS}"))
