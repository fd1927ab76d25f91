"""The texts of one document as they are shown, with the places of their words, packed into bytes and back."""

import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.fields import TEXTS

_NAMES = tuple(field.name for field in TEXTS)
# Bytes of a number of a token (2 or 4), then per text field: number of tokens, bytes of the text.
_HEADER = struct.Struct(f"<{1 + 2 * len(_NAMES)}I")
_NARROW_MAX = (1 << 16) - 1

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
    numbers = [number for name in _NAMES for place in tokens.get(name, ()) for number in place]
    width = 2 if max(numbers, default=0) <= _NARROW_MAX else 4
    header = _HEADER.pack(width, *counts, *map(len, encoded))
    return b"".join([header, struct.pack(f"<{len(numbers)}{'HI'[width == 4]}", *numbers), *encoded])


class Texts:
    """The unpacked texts; raises ValueError, KeyError or struct.error if the bytes are not what `pack` made."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        width, *sizes = _HEADER.unpack_from(packed)
        self._token_ends = list(accumulate(sizes[: len(_NAMES)], initial=0))
        start = _HEADER.size + 3 * width * self._token_ends[-1]
        self._text_ends = list(accumulate(sizes[len(_NAMES) :], initial=start))
        if self._text_ends[-1] != len(packed):
            raise ValueError("texts of another length")
        self._kind = {2: "<u2", 4: "<u4"}[width]

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

    def tokens(self, name: str) -> NDArray[Any]:
        """The tokens of a field in order, one row each: position, start, end.

        The position is the one of the postings' places; start and end are offsets into the text.
        """
        number = _NAMES.index(name)
        return self._tokens[self._token_ends[number] : self._token_ends[number + 1]]

    def located(self, positions: Collection[int]) -> Iterator[Located]:
        """The words at these positions, in order; positions that no word has are passed over."""
        wanted = np.array(sorted(positions), dtype=np.int64)
        if not len(wanted) or not len(self._tokens):
            return
        held = self._tokens[:, 0]
        rows = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
        field = 0
        for row, (position, start, end), asked in zip(
            rows.tolist(), self._tokens[rows].tolist(), wanted.tolist(), strict=True
        ):
            if position == asked:
                while row >= self._token_ends[field + 1]:
                    field += 1
                yield Located(position, _NAMES[field], start, end)

    @cached_property
    def _tokens(self) -> NDArray[Any]:
        count = self._token_ends[-1]
        return np.frombuffer(self._packed, self._kind, 3 * count, _HEADER.size).reshape(count, 3)
