"""One state of the index, opened for reading: it never changes, a commit gives a new one."""

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.layout import TEXTS_STORED
from search.reading.contents import read_contents
from search.reading.facets import Facets
from search.reading.numbering import Numbering
from search.reading.orders import Orders
from search.reading.postings import Parts, Postings, PostingsReader, new_parts
from search.reading.segments import Segment
from search.reading.texts import Texts
from search.reading.vocabulary import Vocabulary


class Snapshot:
    """All documents of the index, under numbers that count over the segments, deleted ones included.

    Opening reads the table of contents and the footer of each new segment; all else is read when it is asked for.
    What the snapshot `before` has read of segments that are still there is taken over. Damage raises Unavailable,
    at once or later. Files may vanish, and nothing needs closing.
    """

    segments: tuple[Segment, ...]
    _parts: Parts
    _orders: Orders

    def __init__(self, folder: Path, before: "Snapshot | None" = None) -> None:
        self.folder = folder
        known = {} if before is None else {segment.name: segment for segment in before.segments}
        contents = read_contents(folder)
        self.segments = tuple(known.get(each.name) or Segment(folder, each.name) for each in contents)
        for segment in self.segments:
            segment.file.check()
        self._starts = tuple(accumulate((segment.size for segment in self.segments), initial=0))[:-1]
        self.size = sum(segment.size for segment in self.segments)
        self.live: NDArray[np.bool_] = np.ones(self.size, bool)  # by document number
        for each, start in zip(contents, self._starts, strict=True):
            self.live[[start + number for number in each.deleted]] = False
        self.count = int(np.count_nonzero(self.live))
        self._parts = new_parts() if before is None else before._parts
        self._postings = PostingsReader(self.segments, self._starts, self._parts)
        self._orders = Orders(self.segments, self._starts, None if before is None else before._orders)
        self.facets = Facets(self.segments)
        self.vocabulary = Vocabulary(self.segments, np.split(self.live, self._starts[1:]))

    @property
    def numbering(self) -> Numbering:
        """How the places of postings are numbered."""
        return self._postings.numbering

    def postings(self, key: str) -> Postings:
        """Where the key stands; empty if nowhere."""
        return self._postings.read(key)

    def holds(self, key: str) -> bool:
        """Whether some live document has the key."""
        postings = self.postings(key)
        return len(postings) > self.size - self.count or bool(self.live[postings.documents].any())

    def order(self, sort: str) -> NDArray[np.int32]:
        """The rank of every document in that order, 0 first; ties by newest, recently confirmed, title and key."""
        return self._orders.ranks(sort)

    @cached_property
    def confirmed_day(self) -> NDArray[np.int32]:
        """By document: when it was last confirmed, in days since 1970; 0 for never."""
        return np.concatenate([np.zeros(0, np.int32), *(segment.confirmed_day for segment in self.segments)])

    def key(self, number: int) -> str:
        """The key of a document."""
        segment, local = self._local(number)
        return segment.key(local)

    def number(self, key: str) -> int | None:
        """The number of the live document with this key."""
        for segment, start in zip(self.segments, self._starts, strict=True):
            local = segment.number(key)
            if local is not None and self.live[start + local]:
                return start + local
        return None

    def digest(self, number: int) -> str:
        """The digest of a document's contents."""
        segment, local = self._local(number)
        return segment.digest(local)

    def texts(self, number: int) -> Texts:
        """The texts of a document, with the places of their words."""
        segment, local = self._local(number)
        return Texts(segment.column(TEXTS_STORED)[local])

    def _local(self, number: int) -> tuple[Segment, int]:
        at = bisect_right(self._starts, number) - 1
        return self.segments[at], number - self._starts[at]
