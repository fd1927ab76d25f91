"""Places in 32 and in 64 bits say the same, and lists of them are compared as slowly as one can think."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching.places import common, documents_near, documents_of, in_a_row, near, places_in
from search.reading.numbering import FREE, Numbering, Places

NARROW, WIDE = Numbering.fitting(100_000, 2000), Numbering.fitting(100_000, 100_000)
WINDOW = 4

held = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 30)), min_size=1, max_size=30)


def places(pairs: set[tuple[int, int]], numbering: Numbering) -> Places:
    documents, positions = (np.array(each, np.int32) for each in zip(*sorted(pairs), strict=True))
    return numbering.places(documents, np.ones(len(pairs), np.int8), positions)


def pairs(found: Places, numbering: Numbering) -> list[tuple[int, int]]:
    return list(zip(numbering.documents(found).tolist(), numbering.positions(found).tolist(), strict=True))


def test_numbers_are_as_narrow_as_they_may_be() -> None:
    assert (NARROW.kind, WIDE.kind) == (np.int32, np.int64)
    assert Numbering.fitting(0, 0).kind == np.int32
    assert Numbering.fitting(1 << 31, (1 << 24) - 1).kind == np.int64


@pytest.mark.parametrize("numbering", [NARROW, WIDE])
def test_the_end_of_a_document_is_not_near_the_next(numbering: Numbering) -> None:
    last = (1 << numbering.bits) - 1 - FREE
    ends, begins = places({(3, last)}, numbering), places({(4, 0)}, numbering)
    assert int(begins[0] - ends[0]) > FREE
    assert pairs(ends, numbering) == [(3, last)]


@pytest.mark.parametrize("numbering", [NARROW, WIDE])
@given(st.lists(held, min_size=2, max_size=3), st.sets(st.integers(0, 6)))
def test_lists_are_compared_rightly(
    numbering: Numbering, several: list[set[tuple[int, int]]], documents: set[int]
) -> None:
    lists = [places(each, numbering) for each in several]
    first, *others = several
    close = [
        (document, position)
        for document, position in sorted(first)
        if all(any((document, position + by) in each for by in range(-WINDOW, WINDOW + 1)) for each in others)
    ]
    assert pairs(near(lists, WINDOW), numbering) == close
    assert documents_near(lists, WINDOW, numbering).tolist() == sorted({document for document, _ in close})
    row = [
        (document, position)
        for document, position in sorted(first)
        if all((document, position + offset) in each for offset, each in enumerate(others, start=1))
    ]
    assert pairs(in_a_row(lists, range(len(lists))), numbering) == row
    assert pairs(common(lists[0], lists[1]), numbering) == sorted(first & others[0])
    assert documents_of(lists[0], numbering).tolist() == sorted({document for document, _ in first})
    wanted = np.array(sorted(documents), np.int32)
    assert pairs(places_in(lists[0], wanted, numbering), numbering) == [
        pair for pair in sorted(first) if pair[0] in documents
    ]
