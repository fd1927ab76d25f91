"""Writes the terms and postings of one field as the arrays that search/reading/terms.py reads."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.reading.terms import (
    COUNTS,
    DOCUMENTS,
    PLACE_ENDS,
    POSITIONS,
    POSTING_ENDS,
    TERM_ENDS,
    TERMS,
    WEIGHTS,
    Block,
    array_name,
    decoded_weights,
)
from search.writing.array_file import ArrayFileWriter
from search.writing.encoding import kind_for
from search.writing.merging import Kinds, Source, merged


def write_field(output: ArrayFileWriter, field: str, sources: Sequence[Source], size: int) -> bool:
    """Write the field for a segment of so many documents; False if no posting is left."""
    arrays = _FieldArrays(output, field, _widest([source.kinds(field) for source in sources]), size)
    for terms, block in merged(field, sources):
        arrays.append(terms, block)
    return arrays.finish()


class _FieldArrays:
    def __init__(self, output: ArrayFileWriter, field: str, kinds: Kinds | None, size: int) -> None:
        self._output = output
        self._field = field
        self._terms: list[bytes] = []
        self._posting_counts: list[NDArray[Any]] = []
        self._place_counts: list[NDArray[Any]] = []
        self._documents = output.stream(array_name(field, DOCUMENTS), kind_for(size))
        self._kinds = kinds
        self._last_position = 0
        if kinds is not None:
            self._weights = output.stream(array_name(field, WEIGHTS), kinds.weights.str)
            self._counts = output.stream(array_name(field, COUNTS), kinds.counts.str)
            self._positions = output.stream(array_name(field, POSITIONS), kinds.positions.str)

    def append(self, terms: Sequence[bytes], block: Block) -> None:
        kept = np.flatnonzero(block.frequencies)
        self._terms += [terms[number] for number in kept.tolist()] if len(kept) < len(terms) else terms
        self._posting_counts.append(block.frequencies[kept])
        self._documents.append(block.documents)
        if block.weights is not None and block.counts is not None and block.positions is not None and self._kinds:
            floats = self._kinds.weights.kind == "f"
            self._weights.append(decoded_weights(block.weights) if floats else block.weights)
            self._counts.append(block.counts)
            self._positions.append(block.positions)
            self._last_position = max(self._last_position, int(block.positions.max(initial=0)))
            of_terms = np.repeat(np.arange(len(terms)), block.frequencies)
            self._place_counts.append(np.bincount(of_terms, block.counts, len(terms))[kept].astype(np.int64))

    def finish(self) -> bool:
        self._output.put_text(array_name(self._field, TERMS), b"".join(self._terms))
        self._put_ends(TERM_ENDS, [np.fromiter(map(len, self._terms), np.int64, len(self._terms))])
        self._put_ends(POSTING_ENDS, self._posting_counts)
        if self._kinds is not None:
            self._put_ends(PLACE_ENDS, self._place_counts)
            about = self._output.about
            about["last_position"] = max(about["last_position"], self._last_position)
        return bool(self._terms)

    def _put_ends(self, part: str, counts: list[NDArray[Any]]) -> None:
        lengths = np.concatenate([np.zeros(0, np.int64), *counts])
        self._output.put(array_name(self._field, part), np.cumsum(lengths, dtype=np.int64))


def _widest(several: Sequence[Kinds | None]) -> Kinds | None:
    """One kind of each array for all sources; weights are floats if they are so in one of them."""
    known = [each for each in several if each is not None]
    if not known:
        return None
    weights = [each.weights for each in known]
    floats = [each for each in weights if each.kind == "f"]
    return Kinds(
        floats[0] if floats else np.result_type(*weights),
        np.result_type(*(each.counts for each in known)),
        np.result_type(*(each.positions for each in known)),
    )
