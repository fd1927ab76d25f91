"""Collects postings as Whoosh's writer hands them out, for each field as arrays in the order of arrival."""

from array import array
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.reading.terms import Block
from search.writing.encoding import encoded_weights, grouped, small
from search.writing.merging import Kinds, Source
from search.writing.words import KeysOfDocument

Item = tuple[str, bytes, int, float, bytes]  # field, term, document, weight, positions of four bytes each


class PostingLog:
    """Takes the place of Whoosh's pool of tuples, which sorts them one by one and takes twenty times the memory.

    `merged` are the segments that go into the new one besides.
    """

    def __init__(self) -> None:
        self.merged: list[Source] = []
        self.postings = 0
        self._fields: dict[str, _FieldLog] = {}

    def add(self, item: Item) -> None:
        """One posting; the documents of a term come in ascending order."""
        name, term, document, weight, positions = item
        self._log(name).add(term.decode(), document, weight, positions)
        self.postings += 1

    def add_keys(self, field: str, document: int, keys: KeysOfDocument) -> int:
        """All postings of a document in a field with positions; the number of these is the length of the field."""
        log = self._log(field)
        log.add_terms(document, keys.positions)
        counts = list(map(len, keys.positions.values()))
        log.weights.extend(keys.weights.values())
        log.counts.extend(counts)
        log.positions.extend(chain.from_iterable(keys.positions.values()))
        self.postings += len(counts)
        return sum(counts)

    def add_values(self, field: str, document: int, values: Collection[str]) -> None:
        """All postings of a document in a field without positions."""
        self._log(field).add_terms(document, values)
        self.postings += len(values)

    def add_all(self, items: Iterable[Item]) -> "PostingLog":
        """Many postings."""
        for item in items:
            self.add(item)
        return self

    def iter_postings(self) -> "PostingLog":
        """What Whoosh passes to the codec's writer, which takes the log as it is."""
        return self

    def cleanup(self) -> None:
        """Nothing is left behind."""

    def _log(self, field: str) -> "_FieldLog":
        log = self._fields.get(field)
        if log is None:
            log = self._fields[field] = _FieldLog()
        return log

    @property
    def sources(self) -> list[Source]:
        """All that the new segment is made of."""
        return [*self.merged, _LogSource(self._fields)]


class _Numbers(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _FieldLog:
    """For each posting term and document, and, for a field with positions, weight and count."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.terms = array("I")
        self.documents = array("I")
        self.weights = array("f")
        self.counts = array("I")
        self.positions = array("I")

    def add(self, term: str, document: int, weight: float, positions: bytes) -> None:
        self.add_terms(document, (term,))
        if positions:
            self.weights.append(weight)
            self.counts.append(len(positions) // 4)
            self.positions.extend(np.frombuffer(positions, "<u4").tolist())

    def add_terms(self, document: int, terms: Collection[str]) -> None:
        self.terms.extend(map(self.numbers.__getitem__, terms))
        self.documents.extend(repeat(document, len(terms)))

    @cached_property
    def sorted_terms(self) -> list[str]:
        return sorted(self.numbers)  # by code points, as their UTF-8

    @cached_property
    def block(self) -> Block:
        """All postings, by term and document."""
        ranks = np.empty(len(self.numbers), np.uint32)
        ranks[[self.numbers[term] for term in self.sorted_terms]] = np.arange(len(ranks), dtype=np.uint32)
        terms = ranks[np.frombuffer(self.terms, np.uint32)]
        order = np.argsort(terms, kind="stable")
        frequencies = np.bincount(terms, minlength=len(ranks))
        documents = small(np.frombuffer(self.documents, np.uint32)[order])
        if not self.positions:
            return Block(frequencies, documents, None, None, None)
        counts, positions = np.frombuffer(self.counts, np.uint32), np.frombuffer(self.positions, np.uint32)
        return Block(
            frequencies,
            documents,
            encoded_weights(np.frombuffer(self.weights, np.float32)[order]),
            small(counts[order]),
            small(positions[grouped(counts, order)]),
        )


class _LogSource:
    """The log as one of the things that a segment is made of."""

    def __init__(self, fields: Mapping[str, _FieldLog]) -> None:
        self._fields = fields

    def fields(self) -> Iterable[str]:
        return self._fields

    def terms(self, field: str) -> list[bytes]:
        return [term.encode() for term in self._fields[field].sorted_terms]

    def frequencies(self, field: str) -> NDArray[Any]:
        return self._fields[field].block.frequencies

    def kinds(self, field: str) -> Kinds | None:
        block = self._fields[field].block
        if block.weights is None or block.counts is None or block.positions is None:
            return None
        return Kinds(block.weights.dtype, block.counts.dtype, block.positions.dtype)

    def block(self, field: str, start: int, stop: int) -> Block:
        whole = self._fields[field].block
        if stop - start == len(whole.frequencies):
            return whole
        ends = np.concatenate([[0], np.cumsum(whole.frequencies)])
        first, last = int(ends[start]), int(ends[stop])
        frequencies, documents = whole.frequencies[start:stop], whole.documents[first:last]
        if whole.counts is None or whole.weights is None or whole.positions is None:
            return Block(frequencies, documents, None, None, None)
        places = np.concatenate([[0], np.cumsum(whole.counts, dtype=np.int64)])
        positions = whole.positions[places[first] : places[last]]
        return Block(frequencies, documents, whole.weights[first:last], whole.counts[first:last], positions)
