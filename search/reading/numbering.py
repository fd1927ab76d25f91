"""How a document and a position in it become one whole number, so that lists of places are plain sorted arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.signedinteger[Any]]
Documents = NDArray[np.int32]

# Behind the last position of every document so many are free: what stands near the end of one document is then never
# near the beginning of the next. No query is that long.
FREE = 1000
_NARROW, _WIDE = 31, 63  # bits beside the sign


@dataclass(frozen=True)
class Numbering:
    """document << bits | position; in 32 bits where these and one more suffice, as they are read and merged faster."""

    bits: int
    kind: np.dtype[np.signedinteger[Any]]

    @classmethod
    def fitting(cls, documents: int, last_position: int) -> "Numbering":
        """The numbering for so many documents, none with a position beyond the last."""
        bits = (last_position + FREE).bit_length()
        needed = documents.bit_length() + bits + 1
        assert needed <= _WIDE
        return cls(bits, np.dtype(np.int32 if needed <= _NARROW else np.int64))

    def places(self, documents: Documents, counts: NDArray[Any], positions: NDArray[Any]) -> Places:
        """The places of ascending documents that have so many positions each, one after the other."""
        numbers = np.repeat(documents.astype(self.kind) << self.bits, counts)
        numbers |= positions.astype(self.kind)
        return numbers

    def documents(self, places: Places) -> Documents:
        """The document of each place."""
        return (places >> self.bits).astype(np.int32, copy=False)

    def positions(self, places: Places) -> Places:
        """The position of each place in its document."""
        return places & ((1 << self.bits) - 1)
