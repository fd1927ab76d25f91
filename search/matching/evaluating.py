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
from search.reading.numbering import Numbering
from search.reading.postings import Postings
from search.reading.snapshot import Snapshot

Scores = NDArray[np.float32]  # by document number, 0 where nothing matches
Documents = NDArray[np.int32]  # ascending

_MORE_FREQUENT = 2  # times


def idf(snapshot: Snapshot, frequency: int) -> float:
    """Whoosh's inverse document frequency, for a word in that many documents."""
    return log(max(snapshot.size, 1) / (frequency + 1)) + 1


def weighed(snapshot: Snapshot, scores: Scores) -> Scores:
    """The scores of a word with its idf."""
    frequency = int(np.count_nonzero(scores))
    return scores * np.float32(max(idf(snapshot, frequency), 0.1)) if frequency else scores


def raise_to(best: Scores, snapshot: Snapshot, alternative: Alternative) -> None:
    """Raise the best score of every document that matches the alternative to what its keys count there.

    Whether keys stand together takes longest to tell, so that is asked only where it would count more. Frequent keys
    are taken as rows: to pass over all documents takes less time than to pick many of them.
    """
    weight = np.float32(alternative.weight)
    postings = [snapshot.postings(key) for key in alternative.keys]
    if not all(each.frequent for each in postings):
        documents, scores = _of_lists(postings)
        scores = scores * weight
        better = np.flatnonzero(scores > best[documents])
        documents, scores = documents[better], scores[better]
        if alternative.together:
            together = _together(postings, alternative, documents, snapshot.numbering)
            documents, scores = documents[together], scores[together]
        best[documents] = scores
    else:
        scores = _of_rows([each.row for each in postings]) * weight
        if alternative.together:
            documents = np.flatnonzero(scores > best).astype(np.int32)
            documents = documents[_together(postings, alternative, documents, snapshot.numbering)]
            best[documents] = scores[documents]
        else:
            np.maximum(best, scores, out=best)


def _of_lists(postings: Sequence[Postings]) -> tuple[Documents, NDArray[np.float32]]:
    """The documents that have all of the keys, and the mean of what these count there."""
    if len(postings) == 1:
        return postings[0].documents, postings[0].counts
    documents = reduce(common, sorted((each.documents for each in postings), key=len))
    counts = [each.counts[np.searchsorted(each.documents, documents)] for each in postings]
    return documents, np.mean(counts, axis=0, dtype=np.float32)


def _of_rows(rows: Sequence[Scores]) -> Scores:
    """The mean of the rows, 0 where one of them is."""
    if len(rows) == 1:
        return rows[0]
    mean: Scores = reduce(np.add, rows) / np.float32(len(rows))
    mean *= reduce(np.minimum, rows) > 0
    return mean


def _together(
    postings: Sequence[Postings], alternative: Alternative, documents: Documents, numbering: Numbering
) -> NDArray[np.bool_]:
    """In which of these documents the keys stand as the alternative says."""
    if not len(documents):
        return np.zeros(0, np.bool_)
    # Reading past some documents more takes less time than leaving them out.
    few = len(documents) * _MORE_FREQUENT
    places = [each.places if len(each) <= few else places_in(each.places, documents, numbering) for each in postings]
    if alternative.offsets:
        found = documents_of(in_a_row(places, alternative.offsets), numbering)
    else:
        found = documents_near(places, alternative.window or 0, numbering)
    if not len(found):
        return np.zeros(len(documents), np.bool_)
    together: NDArray[np.bool_] = found[np.minimum(np.searchsorted(found, documents), len(found) - 1)] == documents
    return together
