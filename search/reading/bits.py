"""Sets of documents as bits in whole 64-bit words: the first document is the lowest bit of the first word."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]  # by document number
Words = NDArray[np.uint64]
_BITS = 64


def packed(mask: Mask) -> Words:
    """A mask as words; the bits after the last document are 0."""
    flags = np.zeros(_words(len(mask)) * _BITS // 8, np.uint8)
    bits = np.packbits(mask, bitorder="little")
    flags[: len(bits)] = bits
    return flags.view("<u8")


def ones(rows: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """How many bits are set in each row."""
    counts: NDArray[np.uint32] = np.add.reduce(np.bitwise_count(rows), axis=1, dtype=np.uint32)
    return counts


class Layout:
    """Documents of several segments: each segment begins a new word, so that their words need only be joined."""

    def __init__(self, sizes: Sequence[int]) -> None:
        """`sizes`: the number of documents in each segment."""
        self._documents = list(pairwise(accumulate(sizes, initial=0)))
        self.words = list(pairwise(accumulate(map(_words, sizes), initial=0)))  # start and stop of each segment
        self.width = sum(map(_words, sizes))

    def packed(self, mask: Mask) -> Words:
        """A mask over all segments as words."""
        parts = [packed(mask[start:stop]) for start, stop in self._documents]
        return np.concatenate([np.zeros(0, np.uint64), *parts])

    def unpacked(self, words: Words) -> Mask:
        """The words as a mask over all segments."""
        parts = [np.zeros(0, np.uint8)]
        for (start, stop), (first, last) in zip(self.words, self._documents, strict=True):
            parts.append(np.unpackbits(words[start:stop].view(np.uint8), count=last - first, bitorder="little"))
        return np.concatenate(parts).astype(np.bool_)


def _words(size: int) -> int:
    return -(-size // _BITS)
