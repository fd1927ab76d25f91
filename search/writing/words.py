"""The text of a document to what is indexed: keys with weights and positions, written words, texts to show."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from search.analysis.chain import Keys, analyse
from search.analysis.clean import clean
from search.analysis.folding import fold
from search.analysis.words import MAX_WORD
from search.documents import Document
from search.fields import TEXTS
from search.layout import FIELD_GAP, MAX_POSITION, PIECE_GAP
from search.reading.texts import Place, pack

_SPAN_WEIGHT = 0.5
_SHORTEST_SURFACE = 4
_BETWEEN_PIECES = ", "
_COMPLETED = {"title": "title", "tags": "tag"}  # proposed as a whole while somebody types
_LONGEST_COMPLETED = 100


@dataclass
class Occurrences:
    """Where a key stands in a document, and the sum of its weights there."""

    weight: float = 0.0
    positions: list[int] = field(default_factory=list)

    def add(self, position: int, weight: float) -> None:
        """One token more; positions come in order."""
        self.positions.append(position)
        self.weight += weight


@dataclass
class AnalysedText:
    """What the index takes from the texts of one document."""

    words: dict[str, Occurrences]
    surfaces: list[str]
    texts: bytes


def analysed(document: Document) -> AnalysedText:
    """Analyse all text fields of the document once.

    Positions run through the fields in the order of the table. The key of a whole word weighs as much as its
    field, a span of its parts half of that.
    """
    words: defaultdict[str, Occurrences] = defaultdict(Occurrences)
    surfaces: set[tuple[str, str]] = set()
    texts: dict[str, str] = {}
    tokens: dict[str, list[Place]] = {}
    position = 0
    for text_field in TEXTS:
        pieces = [text for piece in document.pieces(text_field.name) if (text := clean(piece)).strip()]
        places: list[Place] = []
        offset = 0
        for piece in pieces:
            last = position
            for token in analyse(piece):
                last = min(position + token.position, MAX_POSITION)
                places.append((last, offset + token.start, offset + token.end))
                if _SHORTEST_SURFACE <= token.end - token.start <= MAX_WORD:
                    surfaces.add((piece[token.start : token.end], "word"))
                for key, part in _weighted(token.keys):
                    words[key].add(last, part * text_field.weight)
            if text_field.name in _COMPLETED and len(piece) <= _LONGEST_COMPLETED:
                surfaces.add((piece, _COMPLETED[text_field.name]))
            offset += len(piece) + len(_BETWEEN_PIECES)
            position = last + PIECE_GAP
        if pieces:
            texts[text_field.name], tokens[text_field.name] = _BETWEEN_PIECES.join(pieces), places
            position += FIELD_GAP - PIECE_GAP
    return AnalysedText(
        words, sorted("\0".join((fold(text), text, kind)) for text, kind in surfaces), pack(texts, tokens)
    )


def _weighted(keys: Keys) -> Iterator[tuple[str, float]]:
    full = dict.fromkeys((keys.whole, *keys.same))
    for key in full:
        yield key, 1.0
    for key in keys.spans:
        if key not in full:
            yield key, _SPAN_WEIGHT
