"""Meinten Sie ...? Proposes words of the index for words that it does not know."""

from collections.abc import Iterable
from typing import NamedTuple

from search.analysis.chain import keys
from search.analysis.folding import fold
from search.planning import MAX_WORDS, SHORTEST_PREFIX, bounded, query_words
from search.reading.snapshot import Snapshot

_SHORTEST = 4
_TWO_EDITS_FROM = 8  # letters; shorter words bear one edit


class Candidate(NamedTuple):
    """A word of the index: as written, folded, its letters as bits, and how frequent it is."""

    surface: str
    folded: str
    letters: int
    frequency: int


class Speller:
    """Spelling proposals from the vocabulary of one generation."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        best: dict[str, Candidate] = {}
        for folded, surface, frequency in snapshot.vocabulary.written:
            known = best.get(folded)
            if known is None or (frequency, surface) > (known.frequency, known.surface):
                best[folded] = Candidate(surface, folded, _letters(folded), frequency)
        self._candidates = tuple(best.values())

    def suggest(self, typed: str) -> str | None:
        """The words as typed, unknown ones replaced by the nearest known; None if nothing changes."""
        text = bounded(typed)
        pieces: list[str] = []
        end = 0
        for word in query_words(typed)[:MAX_WORDS]:
            proposal = None if self._is_known(word.text) else self._nearest(fold(word.text))
            if proposal is not None:
                pieces += [text[end : word.start], proposal]
                end = word.end
        return "".join([*pieces, text[end:]]).strip() if pieces else None

    def _is_known(self, word: str) -> bool:
        found = keys(word)
        if found is None or any(self._snapshot.holds(key) for key in found.all):
            return True
        return len(found.whole) >= SHORTEST_PREFIX and bool(self._snapshot.vocabulary.longer(found.whole, 1))

    def _nearest(self, folded: str) -> str | None:
        if len(folded) < _SHORTEST:
            return None
        edits = 2 if len(folded) >= _TWO_EDITS_FROM else 1
        near = sorted(_within(folded, self._candidates, edits))
        # The vocabulary still has words of deleted documents: propose only what will be found.
        return next((surface for *_, surface in near if self._found(surface)), None)

    def _found(self, surface: str) -> bool:
        found = keys(surface)
        return found is not None and self._snapshot.holds(found.whole)


def _within(folded: str, candidates: Iterable[Candidate], edits: int) -> list[tuple[int, bool, int, str]]:
    letters = _letters(folded)
    near = []
    for candidate in candidates:
        # One edit changes the length by at most one and the set of letters by at most two.
        if abs(len(candidate.folded) - len(folded)) > edits:
            continue
        if (candidate.letters ^ letters).bit_count() > 2 * edits:
            continue
        distance = _distance(folded, candidate.folded)
        if distance <= edits:
            other_start = candidate.folded[0] != folded[0]
            near.append((distance, other_start, -candidate.frequency, candidate.surface))
    return near


def _letters(word: str) -> int:
    letters = 0
    for letter in word:
        letters |= 1 << (ord(letter) & 63)
    return letters


def _distance(left: str, right: str) -> int:
    """Edits between two words: insert, delete, replace, swap two neighbours (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, sign in enumerate(left, start=1):
        line = [row]
        for column, other in enumerate(right, start=1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (sign != other))
            if row > 1 and column > 1 and sign == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]
