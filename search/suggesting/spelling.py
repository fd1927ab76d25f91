"""Meinten Sie ...? Proposes near words for those that neither the index nor the synonyms nor German know.

Words of the index are the most welcome, then those of the synonyms and the names of municipalities, then those of the
dictionary (a word that no document has may have equivalents that some do), then compounds with one part mended.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.chain import Keys, analyse, keys
from search.analysis.folding import fold
from search.analysis.gender import without_sign
from search.equivalents import Synonyms, curated
from search.planning.filler import FAINT, SILENT
from search.planning.hyphens import pieces_of
from search.planning.lookup import Lookup, lookup
from search.planning.planner import MAX_WORDS, bounded
from search.planning.syntax import scopes
from search.queries import Places, Query
from search.reading.snapshot import Snapshot
from search.reading.vocabulary import FORM, WORD
from search.suggesting.dictionary import is_compound_noun, is_german, is_listed, is_usual, near_compounds, near_words
from search.suggesting.edits import allowed_edits

MAX_EXPANSIONS = 20
SHORTEST_PREFIX = 4
MAX_UNKNOWN = 4  # words of a query that others are looked for; nobody mistypes more
_INDEX, _SYNONYMS, _DICTIONARY = range(3)  # where a proposal comes from, the most welcome first


class Proposal(NamedTuple):
    """Other words for a query, and whether nobody can have meant it as it was typed."""

    words: str
    sure: bool


class Speller:
    """Spelling proposals from one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def propose(self, query: Query) -> Proposal | None:
        """The words of the query with unknown ones replaced by the nearest known; None if nothing changes.

        Names behind stadt: stay: the gazetteer knows better what they may mean. It is sure unless a word was replaced
        that stands in the dictionary. For the first few unknown words alone others are looked for, as that takes longer
        than all the rest of an answer.
        """
        text = bounded(query.words)
        synonyms = lookup(query.synonyms)
        extra = _extra_words(query.synonyms, query.places)
        scoped = scopes(text)
        pieces: list[str] = []
        end, sure, unknown = 0, True, 0
        for token in analyse(text)[:MAX_WORDS]:
            if any(token.start in each for each in scoped):
                continue
            typed = text[token.start : token.end]
            if self._is_known(typed, token.keys, synonyms) or fold(typed) in extra:
                continue
            unknown += 1
            if unknown > MAX_UNKNOWN:
                break
            proposal = self._instead(typed, synonyms, extra)
            if proposal is not None and keys(proposal) != token.keys:
                sure = sure and not is_listed(typed)
                pieces += [text[end : token.start], proposal]
                end = token.end
        return Proposal("".join([*pieces, text[end:]]).strip(), sure) if pieces else None

    def longer(self, word: str) -> tuple[str, ...]:
        """The keys of the most frequent words that begin with one that is itself unknown: somebody is still typing."""
        found = keys(word)
        if found is None or len(word) < SHORTEST_PREFIX or word.isdecimal() or self._holds(found) or is_german(word):
            return ()
        # Titles and tags begin like this too; of a word there may be one of each.
        written = self._snapshot.vocabulary.starting(fold(word), 3 * MAX_EXPANSIONS)
        longer = (keys(each.surface) for each in written if each.kind in (WORD, FORM))
        return tuple(dict.fromkeys(each.whole for each in longer if each is not None))[:MAX_EXPANSIONS]

    def _holds(self, found: Keys) -> bool:
        return any(self._snapshot.holds(key) for key in (found.whole, *found.same))

    def _is_known(self, typed: str, found: Keys, synonyms: Lookup) -> bool:
        if fold(typed) in SILENT | FAINT or any(sign.isdigit() for sign in typed):
            return True
        return self._holds(found) or any(synonyms.of((key,)) for key in (found.whole, *found.same))

    def _instead(self, typed: str, synonyms: Lookup, extra: Mapping[str, str]) -> str | None:
        """The nearest word; of a hyphenated one the nearest that is used, or one piece mended."""
        typed = without_sign(typed)
        pieces = pieces_of(typed)
        if len(pieces) < 2:
            return self._nearest_used(typed, extra) if is_german(typed) else self._nearest(typed, extra)
        unknown = [
            place
            for place, piece in enumerate(pieces)
            if (found := keys(piece)) is not None
            and not (self._is_known(piece, found, synonyms) or fold(piece) in extra or is_german(piece))
        ]
        if not unknown:
            return None
        used = self._nearest_used(typed, extra)
        mended = used or self._nearest(pieces[unknown[0]], extra, compounds=False)
        return mended if used or not mended else "-".join([*pieces[: unknown[0]], mended, *pieces[unknown[0] + 1 :]])

    def _nearest_used(self, typed: str, extra: Mapping[str, str]) -> str | None:
        """The word of the index, or of what else is known here, that is one edit away; of frequent words none."""
        if is_usual(typed):
            return None
        folded = fold(typed)
        candidates = [*self._of_index(folded, 1), *_of_words(folded, 1, extra)] if allowed_edits(folded) else []
        return min(candidates).surface if candidates else None

    def _nearest(self, typed: str, extra: Mapping[str, str], *, compounds: bool = True) -> str | None:
        folded = fold(typed)
        edits = allowed_edits(folded)
        if not edits:
            return None
        candidates = [
            *self._of_index(folded, edits),
            *_of_words(folded, edits, extra),
            *(_Candidate.of(folded, fold(word), word, _DICTIONARY, zipf) for word, zipf in near_words(typed, edits)),
        ]
        if not candidates and compounds:
            candidates = [
                _Candidate.of(folded, fold(word), word, self._source(word), zipf)
                for word, zipf in near_compounds(typed)
            ]
        return min(candidates).surface if candidates else None

    def _source(self, word: str) -> int:
        """Whether a word leads to documents."""
        found = keys(word)
        return _INDEX if found is not None and any(map(self._snapshot.holds, found.parts)) else _DICTIONARY

    def _of_index(self, folded: str, edits: int) -> Iterator["_Candidate"]:
        near = self._snapshot.vocabulary.near(folded, edits)
        surfaces = {written.surface for written in near}
        for written in near:
            surface = written.surface
            found = keys(surface)
            if found is not None and self._snapshot.holds(found.whole):
                capital = surface[:1].upper() + surface[1:]  # texts have the word in lower case behind a hyphen
                noun = capital in surfaces or (surface.islower() and is_compound_noun(surface))
                yield _Candidate.of(folded, written.folded, capital if noun else surface, _INDEX, written.frequency)


class _Candidate(NamedTuple):
    """A proposal; the least is the best."""

    distance: int
    other_start: bool
    source: int
    rarity: float
    surface: str

    @classmethod
    def of(cls, typed: str, folded: str, surface: str, source: int, frequency: float) -> "_Candidate":
        return cls(OSA.distance(typed, folded), typed[:1] != folded[:1], source, -frequency, surface)


def _of_words(folded: str, edits: int, words: Mapping[str, str]) -> Iterator[_Candidate]:
    for other, distance, _ in process.extract(folded, words.keys(), scorer=OSA.distance, score_cutoff=edits, limit=5):
        yield _Candidate(distance, folded[:1] != other[:1], _SYNONYMS, 0.0, words[other])


@lru_cache(maxsize=8)
def _extra_words(synonyms: Synonyms, places: Places) -> Mapping[str, str]:
    """Words that the index need not have: of the synonyms and the municipalities, by folded form."""
    known = curated().joined(synonyms)
    terms = [term for group in known.same for term in group]
    terms += [term for term, wider in known.wider for term in (term, *wider)]
    names = [name for place in places.places for name in place.names]
    return {fold(word): word for term in (*terms, *names) for word in term.split() if len(word) >= SHORTEST_PREFIX}
