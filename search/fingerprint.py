"""What an index was made with; an index with another fingerprint is never read."""

import hashlib

from search.analysis import chain
from search.analysis.lexicon import lexicon
from search.analysis.stopwords import STOP_WORDS
from search.engine import VERSION
from search.fields import FIELDS
from search.meaning import vectors
from search.meaning.encoder import Encoder

# Raise it when the files change, or the meaning of what is stored beside the fields of the table.
LAYOUT = 8
# A changed stemmer or Unicode table shows here even if nobody raised a version.
_PROBE = "Bürger*innen Mängelmelder Straßenbeleuchtung E-Akte SmartCity Genehmigungen Häuser digitaler"


def fingerprint(encoder: Encoder | None = None) -> str:
    """16 hexadecimal digits over the field table, the analysis, its lexicon, the layout and the engine's version,
    and over the encoder, if there is one."""
    probe = [chain.keys(word) for word in _PROBE.split()]
    parts: tuple[object, ...] = (FIELDS, LAYOUT, chain.VERSION, lexicon().stamp, sorted(STOP_WORDS), probe, VERSION)
    if encoder is not None:
        parts = (*parts, encoder.name, vectors.VERSION)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
