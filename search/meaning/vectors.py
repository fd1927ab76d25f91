"""What of a document is encoded, how its vector is kept, and how near vectors are to each other."""

import numpy as np
from numpy.typing import NDArray

from search.documents import Document
from search.meaning.encoder import WIDTH, Encoder

# Raise it when something else is encoded, or kept in another way.
VERSION = 1
_CHARACTERS = 1000  # of a text; encoding takes time
# A vector is kept in whole steps of 1/256, a byte each: 0.5 would fit, real texts reach 0.14. A cosine changes by less
# than 0.005.
_STEPS = 256
_LARGEST = 127
# Rows that are multiplied at a time: they stay in the processor's cache, and BLAS starts no threads for so few.
_ROWS = 128


def vector_of(document: Document, encoder: Encoder) -> bytes:
    """The vector of a document as it is kept: the mean of its tags' and of title, summary and tags together.

    The tags count twice because they say in a few words what it is about. Without any of these it is all zeros,
    near to nothing.
    """
    title, summary, tags = (", ".join(document.pieces(name)) for name in ("title", "summary", "tags"))
    whole = ". ".join(part for part in (title, summary, tags) if part)
    texts = [text[:_CHARACTERS] for text in (tags, whole) if text]
    if not texts:
        return bytes(WIDTH)
    total = encoder.encode(texts).sum(axis=0)
    steps = np.rint(total * (_STEPS / np.linalg.norm(total))).clip(-_LARGEST, _LARGEST)
    return bytes(steps.astype(np.int8).data)


def likeness(vectors: NDArray[np.int8], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosines between kept vectors (a row each) and another one."""
    found = np.empty(len(vectors), np.float32)
    scaled = wanted / np.float32(_STEPS)
    for start in range(0, len(vectors), _ROWS):
        found[start : start + _ROWS] = vectors[start : start + _ROWS].astype(np.float32) @ scaled
    return found
