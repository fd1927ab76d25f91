"""Folded words to stems."""

import re
import threading

import Stemmer

# Snowball gives Bürger and Burg one stem; the most frequent word of the field keeps its own.
_KEPT = {"burger": "burger", "burgers": "burger", "burgern": "burger"}
# Plurals of borrowed words that Snowball leaves alone: Büros, Kitas, Apps; not kostenlos, Gas, Glas, Chaos.
_PLURAL_S = re.compile(r"(?<=..[aopwy])(?<!lo)(?<!ga)(?<!la)(?<!hao)s$")
_local = threading.local()


def stem(folded: str) -> str:
    """The stem of a folded word (Snowball german)."""
    if folded in _KEPT:
        return _KEPT[folded]
    try:
        stemmer = _local.stemmer
    except AttributeError:  # stemmer objects must not be shared between threads
        stemmer = _local.stemmer = Stemmer.Stemmer("german")
    return str(stemmer.stemWord(_PLURAL_S.sub("", folded)))
