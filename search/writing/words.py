"""The text of a document to what is indexed: keys with weights and positions, written words, texts to show."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.chain import Keys, analyse
from search.analysis.clean import clean
from search.analysis.nouns import is_noun_or_name
from search.analysis.words import MAX_WORD
from search.documents import Document
from search.fields import TEXTS
from search.layout import FIELD_GAP, MAX_POSITION, PIECE_GAP
from search.reading.texts import Place, pack
from search.reading.vocabulary import FORM, HEADWORD, WORD, written_term

_SPAN_WEIGHT = 0.5
_SHORTEST_SURFACE = 4
_BETWEEN_PIECES = ", "
_COMPLETED = {"title": "title", "tags": "tag"}  # proposed as a whole while somebody types
_OF_HEADWORDS = frozenset({*_COMPLETED, "technologies_text"})
_LONGEST_COMPLETED = 100


@dataclass
class KeysOfDocument:
    """For each key of a document the sum of its weights and its positions in order; both in the same order of keys."""

    weights: defaultdict[str, float]
    positions: defaultdict[str, list[int]]


@dataclass
class AnalysedText:
    """What the index takes from the texts of one document."""

    words: KeysOfDocument
    surfaces: list[str]
    texts: bytes


def analysed(document: Document) -> AnalysedText:
    """Analyse all text fields of the document once.

    Positions run through the fields in the order of the table. The key of a whole word weighs as much as its
    field, a span of its parts half of that.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    positions: defaultdict[str, list[int]] = defaultdict(list)
    surfaces: set[str] = set()
    texts: dict[str, str] = {}
    places: dict[str, list[Place]] = {}
    position = 0
    for text_field in TEXTS:
        pieces = [text for piece in document.pieces(text_field.name) if (text := clean(piece)).strip()]
        if not pieces:
            continue
        found: list[Place] = []
        offset = 0
        for piece in pieces:
            last = position
            tokens = analyse(piece, prose=True)
            for number, start, end, keys in tokens:
                last = min(position + number, MAX_POSITION)
                found.append((last, offset + start, offset + end))
                if _SHORTEST_SURFACE <= end - start <= MAX_WORD:
                    surfaces.update(_word(piece[start:end], keys.whole, headword=text_field.name in _OF_HEADWORDS))
                for key, part in _weighted(keys):
                    positions[key].append(last)
                    weights[key] += part * text_field.weight
            if text_field.name in _COMPLETED and len(piece) <= _LONGEST_COMPLETED:
                key = tokens[0].keys.whole if len(tokens) == 1 and " " not in piece else ""
                surfaces.add(written_term(piece, _COMPLETED[text_field.name], key))
            offset += len(piece) + len(_BETWEEN_PIECES)
            position = last + PIECE_GAP
        texts[text_field.name], places[text_field.name] = _BETWEEN_PIECES.join(pieces), found
        position += FIELD_GAP - PIECE_GAP
    return AnalysedText(KeysOfDocument(weights, positions), sorted(surfaces), pack(texts, places))


@lru_cache(maxsize=100_000)
def _word(text: str, key: str, *, headword: bool) -> tuple[str, ...]:
    """A word of a text as a term; of a headword two."""
    if not is_noun_or_name(text):
        return (written_term(text, FORM, key),)
    return tuple(written_term(text, kind, key) for kind in ((WORD, HEADWORD) if headword else (WORD,)))


@lru_cache(maxsize=100_000)
def _weighted(keys: Keys) -> tuple[tuple[str, float], ...]:
    """Each key of a word with the part of the field's weight that it counts."""
    weights = dict.fromkeys(keys.spans, _SPAN_WEIGHT) | dict.fromkeys((keys.whole, *keys.same), 1.0)
    return tuple(weights.items())
