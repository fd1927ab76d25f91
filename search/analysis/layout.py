"""The file of the lexicon: a trie of words, and columns of bytes about them by number in the trie.

    trie | zipf | cost | flags | cut | ending (2 bytes) | umlauts | endings as JSON | their length (4 bytes) | stamp

Words are canonical. A reference is what a word becomes: `cut` letters less, the ending of that number more.
"""

import re
from enum import IntFlag

# One trie holds words and, behind a digit, two more kinds of entries about them.
MODIFIER = "1"  # a first part of compounds with its linking element; refers to its key
SECOND = "2"  # a word with a second reading; refers to the key of that
COLUMNS = {"zipf": 1, "cost": 1, "flags": 1, "cut": 1, "ending": 2, "umlauts": 1}
NO_COST = 255
ZIPF_STEPS = 25  # steps of one unit of Zipf frequency
DIGRAPHS = {"ae": "ä", "oe": "ö", "ue": "ü", "ss": "ß"}  # in the order of reading, one bit of `umlauts` each
DIGRAPH = re.compile("|".join(DIGRAPHS))
LENGTH_BYTES = 4
STAMP_BYTES = 64  # hexadecimal digits: what the lexicon was made from


class Flag(IntFlag):
    """What is known about a word."""

    NOUN = 1  # written with a capital
    BASE = 2  # the reference leads to the key of the word, not to its lemma
    WHOLE = 4  # never split
    REFERS = 8  # there is a reference; other words are only known to exist
