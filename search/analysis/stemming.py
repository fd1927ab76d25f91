"""Folded words to stems."""

import threading

import Stemmer

# Snowball gives Bürger and Burg one stem; the most frequent word of the field keeps its own.
_KEPT = {"burger": "burger", "burgers": "burger", "burgern": "burger"}
_local = threading.local()


def stem(folded: str) -> str:
    """The stem of a folded word (Snowball german)."""
    if folded in _KEPT:
        return _KEPT[folded]
    try:
        stemmer = _local.stemmer
    except AttributeError:  # stemmer objects must not be shared between threads
        stemmer = _local.stemmer = Stemmer.Stemmer("german")
    return str(stemmer.stemWord(folded))
