"""The texts of one document as they are shown, with the places of their words, packed into bytes and back."""

import struct
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from search.fields import TEXTS

_NAMES = tuple(field.name for field in TEXTS)
# Bytes of a number of a token (2 or 4), then per text field: number of tokens, bytes of the text. There follow the
# positions of all tokens, then their starts, their ends, and the texts.
_HEADER = struct.Struct(f"<{1 + 2 * len(_NAMES)}I")
_NARROW_MAX = (1 << 16) - 1
_KINDS = {2: "<u2", 4: "<u4"}

Place = tuple[int, int, int]  # position in the document, start and end in the text


class Located(NamedTuple):
    """A word: its position in the document, its field, and its start and end in the text of the field."""

    position: int
    field: str
    start: int
    end: int


def pack(texts: Mapping[str, str], tokens: Mapping[str, Sequence[Place]]) -> bytes:
    """The texts by field, each with its tokens in order, as bytes; positions rise from field to field."""
    encoded = [texts.get(name, "").encode() for name in _NAMES]
    counts = [len(tokens.get(name, ())) for name in _NAMES]
    places = [place for name in _NAMES for place in tokens.get(name, ())]
    numbers = [place[column] for column in range(3) for place in places]
    width = 2 if max(numbers, default=0) <= _NARROW_MAX else 4
    header = _HEADER.pack(width, *counts, *map(len, encoded))
    return b"".join([header, struct.pack(f"<{len(numbers)}{'HI'[width == 4]}", *numbers), *encoded])


class Texts:
    """The unpacked texts; raises ValueError, KeyError or struct.error if the bytes are not what `pack` made."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        width, *sizes = _HEADER.unpack_from(packed)
        self._token_ends = list(accumulate(sizes[: len(_NAMES)], initial=0))
        self._width = width
        start = _HEADER.size + 3 * width * self._token_ends[-1]
        self._text_ends = list(accumulate(sizes[len(_NAMES) :], initial=start))
        if width not in _KINDS or self._text_ends[-1] != len(packed):
            raise ValueError("texts of another length")

    def __contains__(self, name: str) -> bool:
        number = _NAMES.index(name)
        return bool(self._text_ends[number + 1] > self._text_ends[number])

    def text(self, name: str) -> str:
        """The text of a field, empty if it has none."""
        number = _NAMES.index(name)
        return self._packed[self._text_ends[number] : self._text_ends[number + 1]].decode()

    @property
    def fields(self) -> Mapping[str, str]:
        """The text of each field that has one."""
        return {name: self.text(name) for name in _NAMES if name in self}

    def spans(self, name: str) -> Iterator[tuple[int, int]]:
        """Start and end of each word of a field in its text, in order."""
        number, count = _NAMES.index(name), self._token_ends[-1]
        first, last = self._token_ends[number], self._token_ends[number + 1]
        starts, ends = self._numbers[count:], self._numbers[2 * count :]
        return zip(starts[first:last], ends[first:last], strict=True)

    def located(self, positions: Collection[int]) -> Iterator[Located]:
        """The words at these positions, in order; positions that no word has are passed over."""
        numbers, count = self._numbers, self._token_ends[-1]
        row = field = 0
        for position in sorted(positions):
            row = bisect_left(numbers, position, row, count)
            if row < count and numbers[row] == position:
                while row >= self._token_ends[field + 1]:
                    field += 1
                yield Located(position, _NAMES[field], numbers[count + row], numbers[2 * count + row])

    @cached_property
    def _numbers(self) -> memoryview:
        """Of all tokens the positions, then the starts, then the ends.

        Few are asked for, and single numbers come out of a memoryview faster than out of an array.
        """
        kind = np.dtype(_KINDS[self._width])
        found = np.frombuffer(self._packed, kind, 3 * self._token_ends[-1], _HEADER.size)
        return found.astype(kind.newbyteorder("="), copy=False).data
