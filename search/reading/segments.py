"""What one Whoosh segment holds."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.engine import IndexReader
from search.fields import FACETS, SORT_COLUMNS
from search.layout import CONFIRMED_DAY, DIGEST, KEY, POSITION_BITS, SURFACES, TEXTS_STORED, WORDS


class Segment:
    """A segment never changes but for deletions, which are kept by the snapshot; so its data outlives commits."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self.name = str(reader.segment().segment_id())
        self.size = int(reader.doc_count_all())

    def column(self, name: str) -> list[bytes]:
        return [bytes(each) for each in self._reader.column_reader(name, translate=False)]

    @cached_property
    def keys(self) -> list[str]:
        return [each.decode() for each in self.column(KEY)]

    @cached_property
    def digests(self) -> list[str]:
        return [each.hex() for each in self.column(DIGEST)]

    @cached_property
    def sort_columns(self) -> dict[str, list[str]]:
        return {field.name: [each.decode() for each in self.column(field.name)] for field in SORT_COLUMNS}

    @cached_property
    def confirmed_day(self) -> NDArray[np.int32]:
        return np.array(list(self._reader.column_reader(CONFIRMED_DAY, translate=False)), np.int32)

    @cached_property
    def lengths(self) -> NDArray[np.float32]:
        return np.array([self._reader.doc_field_length(n, WORDS) or 0 for n in range(self.size)], np.float32)

    @property
    def total_length(self) -> int:
        return int(self._reader.field_length(WORDS))

    @cached_property
    def facets(self) -> dict[str, dict[str, NDArray[np.int32]]]:
        return {
            field.name: {
                term.decode(): np.array(list(self._reader.postings(field.name, term).all_ids()), np.int32)
                for term in self._reader.lexicon(field.name)
            }
            for field in FACETS
        }

    def frequencies(self, name: str) -> dict[str, int]:
        return {t.decode(): int(self._reader.doc_frequency(name, t)) for t in self._reader.lexicon(name)}

    @cached_property
    def words(self) -> dict[str, int]:
        return self.frequencies(WORDS)

    @cached_property
    def surfaces(self) -> dict[str, int]:
        return self.frequencies(SURFACES)

    def postings(self, key: str) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int64]]:
        documents, weights, places = [], [], []
        if (WORDS, key) in self._reader:
            matcher = self._reader._terms.matcher(WORDS, key.encode(), self._reader.schema[WORDS].format)
            while matcher.is_active():
                documents.append(matcher.id())
                weights.append(matcher.weight())
                places += [matcher.id() << POSITION_BITS | p for p in matcher.value_as("positions")]
                matcher.next()
        return np.array(documents, np.int32), np.array(weights, np.float32), np.array(places, np.int64)

    def texts(self, number: int) -> bytes:
        return bytes(self._reader.column_reader(TEXTS_STORED, translate=False)[number])
