"""Stems for words that the lexicon does not know: names, new and foreign words."""

import re
import threading

import Stemmer

# Plurals of borrowed words that Snowball leaves alone: Büros, Kitas, Apps; not kostenlos, Gas, Glas, Chaos.
_PLURAL_S = re.compile(r"(?<=..[aopwy])(?<!lo)(?<!ga)(?<!la)(?<!hao)s$")
# Snowball turns ae, oe and ue into a, o and u. An i in their place keeps Zählung and Zahlung apart.
_DIGRAPH = re.compile(r"(?<![aeiouyq])([aou])e(?=..)")
_local = threading.local()


def stem(word: str) -> str:
    """The stem of a canonical word (Snowball german), which is always how the word begins.

    Words in -er keep it: the other forms of Nutzer are rarer than the words it would fall together with.
    """
    bare = _PLURAL_S.sub("", word)
    if len(bare) > 4 and bare.endswith("er"):
        return bare
    try:
        stemmer = _local.stemmer
    except AttributeError:  # stemmer objects must not be shared between threads
        stemmer = _local.stemmer = Stemmer.Stemmer("german")
    return bare[: len(stemmer.stemWord(_DIGRAPH.sub(r"\1i", bare)))]
