"""Matching and scoring with the postings and their BM25F.

Score of a document: the sum over the words of the best of the word's alternatives; an alternative counts
its weight times the mean of its keys.
"""

from collections.abc import Callable
from functools import partial

from search.planning import Alternative, Plan, Wanted
from search.reading.snapshot import Snapshot

Scores = dict[int, float]  # document number -> score, all of them above 0


def match(plan: Plan, snapshot: Snapshot) -> Scores:
    """The live documents that match every word of the plan."""
    score_key = partial(_score_key, snapshot)
    found: Scores | None = None
    for wanted in plan.wanted:
        scores = match_word(wanted, score_key)
        found = scores if found is None else _both(found, scores)
        if not found:
            break
    return found or {}


def match_word(wanted: Wanted, score_key: Callable[[str], Scores]) -> Scores:
    """The documents that match one word, each with its best alternative."""
    best: Scores = {}
    for alternative in wanted.alternatives:
        for number, score in _score_alternative(alternative, score_key).items():
            if score > best.get(number, 0.0):
                best[number] = score
    return best


def _score_alternative(alternative: Alternative, score_key: Callable[[str], Scores]) -> Scores:
    first, *others = alternative.keys
    scores = score_key(first)
    for key in others:
        scores = _both(scores, score_key(key))
    factor = alternative.weight / len(alternative.keys)
    return {number: score * factor for number, score in scores.items()}


def _score_key(snapshot: Snapshot, key: str) -> Scores:
    postings = snapshot.postings(key)
    alive = snapshot.live[postings.documents]
    return dict(zip(postings.documents[alive].tolist(), postings.scores[alive].tolist(), strict=True))


def _both(left: Scores, right: Scores) -> Scores:
    if len(right) < len(left):
        left, right = right, left
    return {number: score + right[number] for number, score in left.items() if number in right}
