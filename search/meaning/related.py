"""The documents whose meaning is near to that of a query."""

import numpy as np
from numpy.typing import NDArray

from search.meaning.encoder import Encoder
from search.meaning.vectors import likeness
from search.planning.plans import Plan
from search.reading.cache import ByteCache
from search.reading.snapshot import Snapshot

MOST = 5  # documents
FEW = 10  # hits from which on nobody needs documents that are merely about something like it
# The least cosine, chosen on the judged queries and on those outside the field; docs/adr/0010 has the figures.
NEAREST = 0.34
_CHARACTERS = 200  # of a query
_KEPT = 8  # queries; each takes 400 kB at 100,000 documents


class Related:
    """Finds them in one snapshot, whose index must have been made with this encoder."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder) -> None:
        self._snapshot = snapshot
        self._encoder = encoder
        self._likeness: ByteCache[NDArray[np.float32]] = ByteCache(_KEPT, lambda _: 1)

    def to(self, plan: Plan, allowed: NDArray[np.bool_]) -> list[tuple[int, float]]:
        """The allowed documents nearest to what the plan looks for, with their cosines, the nearest first.

        Neither filler words nor named municipalities nor excluded words tell what is looked for.
        """
        words = " ".join(wanted.word for wanted in plan.wanted)[:_CHARACTERS]
        if not plan.required or not words.strip():
            return []
        scores = self._likeness.get(words, lambda: self._compared(words))
        numbers = np.flatnonzero(allowed & (scores >= NEAREST))
        numbers = numbers[np.lexsort((numbers, -scores[numbers]))][:MOST]
        return list(zip(numbers.tolist(), scores[numbers].tolist(), strict=True))

    def _compared(self, words: str) -> NDArray[np.float32]:
        wanted = self._encoder.encode([words])[0]
        found = [likeness(segment.meanings, wanted) for segment in self._snapshot.segments]
        return np.concatenate([np.zeros(0, np.float32), *found])
