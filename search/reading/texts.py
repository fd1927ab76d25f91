"""The texts of one document as they are shown, with the places of their words, packed into bytes and back."""

import struct
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.fields import TEXTS

# Per text field, in the order of the table: bytes of the text, number of tokens.
_HEADER = struct.Struct(f"<{2 * len(TEXTS)}I")
_WIDE = 1 << 31  # set in the number of tokens if they need four bytes a number instead of two
_NARROW_MAX = (1 << 16) - 1

Place = tuple[int, int, int]  # position in the document, start and end in the text


def pack(texts: Mapping[str, str], tokens: Mapping[str, Sequence[Place]]) -> bytes:
    """The texts by field, each with its tokens in order, as bytes."""
    sizes: list[int] = []
    parts: list[bytes] = []
    for field in TEXTS:
        text, places = texts.get(field.name, "").encode(), tokens.get(field.name, ())
        numbers = [number for place in places for number in place]
        wide = max(numbers, default=0) > _NARROW_MAX
        sizes += [len(text), len(places) | (_WIDE if wide else 0)]
        parts += [text, struct.pack(f"<{len(numbers)}{'I' if wide else 'H'}", *numbers)]
    return b"".join([_HEADER.pack(*sizes), *parts])


class Texts:
    """The unpacked texts; raises ValueError or struct.error if the bytes are not what `pack` made."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The text of each field that has one."""
        return {name: self._packed[start:end].decode() for name, start, end, _ in self._layout if end > start}

    @cached_property
    def tokens(self) -> Mapping[str, NDArray[np.int32]]:
        """For each field with a text its tokens in order, one row each: position, start, end.

        The position is the one of the postings' places; start and end are offsets into the text.
        """
        return {name: self._tokens(end, sizes) for name, start, end, sizes in self._layout if end > start}

    @cached_property
    def _layout(self) -> list[tuple[str, int, int, int]]:
        """Per field its name, start and end of the text's bytes, and number of tokens with the flag."""
        sizes = _HEADER.unpack_from(self._packed)
        layout = []
        place = _HEADER.size
        for number, field in enumerate(TEXTS):
            length, tokens = sizes[2 * number : 2 * number + 2]
            layout.append((field.name, place, place + length, tokens))
            place += length + (tokens & ~_WIDE) * (12 if tokens & _WIDE else 6)
        if place != len(self._packed):
            raise ValueError("texts of another length")
        return layout

    def _tokens(self, start: int, sizes: int) -> NDArray[np.int32]:
        kind, count = ("<u4" if sizes & _WIDE else "<u2"), sizes & ~_WIDE
        numbers = np.frombuffer(self._packed, kind, 3 * count, start)
        return numbers.reshape(count, 3).astype(np.int32)
