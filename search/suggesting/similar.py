"""Documents like another: those that share its telling words."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from heapq import nlargest

import numpy as np

from search.analysis.chain import Keys, keys
from search.equivalents import same_term
from search.fields import BY_NAME
from search.matching.evaluating import idf
from search.queries import Similar
from search.reading.snapshot import Snapshot
from search.reading.texts import Texts
from search.suggesting.telling import better, is_name, tells

# Where places, partners and money are told does not say what a project is about; names of its places elsewhere neither.
_FIELDS = ("title", "tags", "summary", "text", "technologies_text")
_PROSE = frozenset({"title", "summary", "text"})
_TELLING = 25  # words of the document that are looked up
_SHARED = 3  # words that are named as the reason
_LEAST_SHARED = 2
_TOO_COMMON = 0.2  # of all documents
_SHORTEST = 3


def similar(snapshot: Snapshot, number: int, limit: int) -> tuple[Similar, ...]:
    """The documents most like this one, with the words they share; only those that share several words."""
    words = _telling(snapshot, number)
    scores = np.zeros(snapshot.size, dtype=np.float32)
    shared = np.zeros(snapshot.size, dtype=np.int16)
    for key, (weight, _) in words.items():
        postings = snapshot.postings(key)
        scores[postings.documents] += postings.counts * np.float32(weight * idf(snapshot, len(postings)))
        shared[postings.documents] += 1
    scores[~snapshot.live | (shared < _LEAST_SHARED)] = 0
    scores[number] = 0
    found = np.flatnonzero(scores)
    best = found[np.argsort(-scores[found], kind="stable")][:limit].tolist()
    return tuple(Similar(snapshot.key(each), float(scores[each]), _shared(snapshot, words, each)) for each in best)


def _telling(snapshot: Snapshot, number: int) -> dict[str, tuple[float, str]]:
    """The keys that tell most about a document, with their weight and a word they stand in."""
    weights: dict[str, float] = defaultdict(float)
    surfaces: dict[str, str] = {}
    texts = snapshot.texts(number)
    ours = {key for surface in _words(texts, "places") if (found := keys(surface)) is not None for key in found.all}
    for name in _FIELDS:
        for surface, times in Counter(_words(texts, name)).items():
            weight = times * BY_NAME[name].weight
            # Most words are none, and to tell that takes less than to find their keys.
            here = _keys(snapshot, surface) if is_name(surface, prose=name in _PROSE) else ()
            for key in here:
                if len(key) >= _SHORTEST and key not in ours and tells(key):
                    weights[key] += weight if key == here[0] else weight / 2
                    if better(surface, surfaces.get(key)):
                        surfaces[key] = surface
    told: dict[str, float] = {}
    for key, weight in weights.items():
        frequency = len(snapshot.postings(key))
        if 1 < frequency <= max(_LEAST_SHARED, snapshot.size * _TOO_COMMON):
            told[key] = min(weight, 4.0) ** 0.5 * idf(snapshot, frequency)
    return {key: (told[key], surfaces[key]) for key in nlargest(_TELLING, told, key=lambda each: (told[each], each))}


def _keys(snapshot: Snapshot, surface: str) -> tuple[str, ...]:
    """The keys of a word, the whole one first; what the index knows is not analysed again."""
    whole = snapshot.vocabulary.key(surface)
    found = keys(surface) if whole is None else Keys(whole, parts=tuple(whole.split("_")))
    return () if found is None else (found.whole, *found.spans)


def _words(texts: Texts, name: str) -> Iterator[str]:
    """The words of a field as written."""
    text = texts.text(name)
    return (text[start:end] for start, end in texts.spans(name))


def _shared(snapshot: Snapshot, words: dict[str, tuple[float, str]], number: int) -> tuple[str, ...]:
    """The words of the first document whose keys the other one has, the most telling first, each once.

    Words without a capital come last: they are pieces of names.
    """
    shared: list[str] = []
    seen: set[str] = set()
    for key, (_, surface) in words.items():
        # Chatbot and ChatBOt, or a word that two of its parts are found by, are one reason.
        parts = {*key.split("_"), same_term(surface)}
        if not parts & seen and len(snapshot.postings(key).among(np.array([number], np.int32))):
            seen |= parts
            shared.append(surface)
    return tuple(sorted(shared, key=str.islower)[:_SHARED])
