"""Matching and scoring with Whoosh's postings and its BM25F.

Score of a document: the sum over the words of the best of the word's alternatives; an alternative counts
its weight times the mean of its keys; a key counts the sum over the text fields of field weight times BM25F.
"""

from collections.abc import Callable
from functools import partial

from search.engine import Searcher
from search.fields import TEXTS
from search.planning import Alternative, Plan, Wanted

Scores = dict[int, float]  # document number -> score, all of them above 0


def match(plan: Plan, searcher: Searcher) -> Scores:
    """The live documents that match every word of the plan."""
    score_key = partial(_score_key, searcher)
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


def _score_key(searcher: Searcher, key: str) -> Scores:
    scores: Scores = {}
    for leaf, offset in searcher.leaf_searchers():
        reader = leaf.reader()
        for field in TEXTS:
            if (field.name, key) not in reader:
                continue
            matcher = leaf.postings(field.name, key)
            while matcher.is_active():
                number = offset + matcher.id()
                scores[number] = scores.get(number, 0.0) + field.weight * matcher.score()
                matcher.next()
    return scores


def _both(left: Scores, right: Scores) -> Scores:
    if len(right) < len(left):
        left, right = right, left
    return {number: score + right[number] for number, score in left.items() if number in right}
