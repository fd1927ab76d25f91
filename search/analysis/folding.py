"""One spelling for the many ways to type umlauts: Mängel, Maengel and Mangel meet."""

import re
import unicodedata

# Not after a vowel or q: Steuer, neue, Frauen and Quelle hold no umlaut.
_DIGRAPH = re.compile(r"(?<![aeiouyäöüq])([aou])e")


def fold(word: str) -> str:
    """Case, ß, umlaut digraphs and accents folded away; the same for every spelling of a word."""
    word = _DIGRAPH.sub(r"\1", word.casefold())
    if word.isascii():
        return word
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
