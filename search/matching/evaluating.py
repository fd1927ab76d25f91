"""The documents that match a word, and how well.

A key counts in a document what BM25F gives it there without its idf. An alternative counts its weight times that of its
key, or times the mean over its keys. The best alternative of a word counts, times one idf for the word: that of
the number of documents that match it in any of its ways, so that a rare synonym does not beat the word itself.
"""

from collections.abc import Sequence
from functools import reduce
from math import log

import numpy as np
from numpy.typing import NDArray

from search.matching.places import common, documents_near, documents_of, in_a_row, places_in
from search.planning.plans import Alternative
from search.reading.numbering import Numbering, Places
from search.reading.postings import Postings
from search.reading.snapshot import Snapshot

Scores = NDArray[np.float32]  # by document number, 0 where nothing matches
Documents = NDArray[np.int32]  # ascending
Matched = tuple[Documents, NDArray[np.float32]]

_MORE_FREQUENT = 4  # times


def idf(snapshot: Snapshot, frequency: int) -> float:
    """Whoosh's inverse document frequency, for a word in that many documents."""
    return log(max(snapshot.size, 1) / (frequency + 1)) + 1


def weighed(snapshot: Snapshot, scores: Scores) -> Scores:
    """The scores of a word with its idf."""
    frequency = int(np.count_nonzero(scores))
    return scores * np.float32(max(idf(snapshot, frequency), 0.1)) if frequency else scores


def matches(snapshot: Snapshot, alternative: Alternative) -> Matched:
    """The documents that match one alternative, with what its keys count there."""
    postings = [snapshot.postings(key) for key in alternative.keys]
    numbering = snapshot.numbering
    if len(postings) == 1:
        return postings[0].documents, postings[0].counts
    if not all(len(each) for each in postings):
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
    if alternative.offsets:
        documents = documents_of(in_a_row(_places(postings, numbering), alternative.offsets), numbering)
    elif alternative.window is not None:
        documents = documents_near(_places(postings, numbering), alternative.window, numbering)
    else:
        documents = reduce(common, sorted((each.documents for each in postings), key=len))
    counts = [each.counts[np.searchsorted(each.documents, documents)] for each in postings]
    return documents, np.mean(counts, axis=0, dtype=np.float32)


def _places(postings: Sequence[Postings], numbering: Numbering) -> list[Places]:
    """Where the keys stand; of frequent ones beside a rare one only the places in its documents."""
    rarest = min(postings, key=len)
    few = len(rarest) * _MORE_FREQUENT
    return [
        each.places if len(each) <= few else places_in(each.places, rarest.documents, numbering) for each in postings
    ]
