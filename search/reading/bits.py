"""Sets of documents as bits in whole 64-bit words: the first document is the lowest bit of the first word."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Words = NDArray[np.uint64]


def words_for(size: int) -> int:
    """How many words hold as many documents."""
    return -(-size // 64)


def packed(mask: Mask) -> Words:
    """A mask as words; the bits after the last document are 0."""
    flags = np.zeros(8 * words_for(len(mask)), np.uint8)
    bits = np.packbits(mask, bitorder="little")
    flags[: len(bits)] = bits
    return flags.view("<u8")


def unpacked(words: Words, size: int) -> Mask:
    """The mask of the first documents."""
    mask: Mask = np.unpackbits(words.view(np.uint8), count=size, bitorder="little").astype(np.bool_)
    return mask


def ones(rows: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """How many bits are set in each row."""
    counts: NDArray[np.uint32] = np.add.reduce(np.bitwise_count(rows), axis=1, dtype=np.uint32)
    return counts
