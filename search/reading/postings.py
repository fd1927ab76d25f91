"""Where one key stands: documents with weights and scores, and the single places."""

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class Postings:
    """The posting list of a key over all segments; deleted documents are included."""

    def __init__(
        self,
        documents: NDArray[np.int32],
        weights: NDArray[np.float32],
        score: Callable[["Postings"], NDArray[np.float32]],
        locate: Callable[[], NDArray[np.int64]],
    ) -> None:
        self.documents = documents  # ascending
        self.weights = weights  # the sum of the weights of its tokens in the document
        self._score = score
        self._locate = locate

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def scores(self) -> NDArray[np.float32]:
        """The BM25F of each document."""
        return self._score(self)

    @cached_property
    def counts(self) -> NDArray[np.float32]:
        """The BM25F of each document without the idf."""
        return self.scores

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Sorted: document << 24 | position."""
        return self._locate()
