"""The synonyms in the shape of the index: from the keys of a word to those of its equivalents."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.chain import Token, analyse
from search.analysis.clean import clean
from search.analysis.folding import fold
from search.analysis.stopwords import STOP_WORDS
from search.analysis.words import words
from search.equivalents import Entry, Synonyms, curated
from search.queries import How

Sequence = tuple[str, ...]  # the whole keys of one word or of several in a row


@dataclass(frozen=True)
class Equivalent:
    """A word, or several, that may stand for another: its tokens and how near in meaning it is."""

    tokens: tuple[Token, ...]
    how: How

    @property
    def sequence(self) -> Sequence:
        """The whole keys in order."""
        return tuple(token.keys.whole for token in self.tokens)


_UNSURE = "ge"


class Lookup:
    """Equivalents by the keys of the words that were typed.

    Analysing two thousand terms takes longer than many searches, so the terms of one initial letter are only
    analysed when a word with that letter is first looked up: the keys of a term begin as the term does, but for
    participles (geteilter: teilung) and odd spellings (d.velop), which are analysed at once.
    """

    def __init__(self, synonyms: Synonyms) -> None:
        waiting: dict[str, list[Entry]] = defaultdict(list)
        self._found: dict[Sequence, dict[Sequence, Equivalent]] = defaultdict(dict)
        self.longest = 0  # words of the longest term, stop words included
        for entry in synonyms.entries:
            spoken = [word.text for word in words(clean(entry.term))]
            self.longest = max(self.longest, len(spoken))
            first = next((word for word in map(fold, spoken) if word not in STOP_WORDS), "")
            if first.startswith(_UNSURE) or len(first) < 2:
                self._add(entry)
            else:
                waiting[first[0]].append(entry)
        self._waiting = dict(waiting)

    def of(self, sequence: Sequence) -> tuple[Equivalent, ...]:
        """The equivalents of one word or of several in a row, nearest first; () if there are none."""
        letter = fold(sequence[0])[:1]
        # Whoever comes at the same time, or after a fork halfway through, does the same again: nothing is missing.
        for entry in self._waiting.get(letter, ()):
            self._add(entry)
        self._waiting.pop(letter, None)
        found = self._found.get(sequence)
        return tuple(found.values()) if found else ()

    def _add(self, entry: Entry) -> None:
        forms = forms_of(entry.term)
        for how, others in ((How.SAME, entry.same), (How.RELATED, entry.wider)):
            for tokens in map(_tokens, others):
                other = _sequence(tokens)
                if not other or other in forms:
                    continue
                for form in forms:
                    self._found[form].setdefault(other, Equivalent(tokens, how))


@lru_cache(maxsize=8)
def lookup(synonyms: Synonyms) -> Lookup:
    """The lookup for these synonyms beside the curated ones."""
    return Lookup(curated().joined(synonyms))


def forms_of(term: str) -> frozenset[Sequence]:
    """The keys under which a term is looked up: those of its words in a row, of a single word each that it has."""
    tokens = _tokens(term)
    same = tokens[0].keys.same if len(tokens) == 1 else ()
    return frozenset({_sequence(tokens), *((key,) for key in same)}) - {()}


@lru_cache(maxsize=10_000)
def _tokens(term: str) -> tuple[Token, ...]:
    return tuple(analyse(clean(term)))


def _sequence(tokens: tuple[Token, ...]) -> Sequence:
    return tuple(token.keys.whole for token in tokens)
