"""The synonyms in the shape of the index: from the keys of a word to those of its equivalents."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.chain import Token, analyse
from search.analysis.clean import clean
from search.analysis.folding import fold
from search.analysis.stopwords import STOP_WORDS
from search.analysis.words import words
from search.equivalents import Synonyms, curated
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

    Analysing three thousand terms takes longer than many searches, so the terms of one initial letter are only
    analysed when a word with that letter is first looked up, and what they find when they are: the keys of a term
    begin as the term does, but for participles (geteilter: teilung) and odd spellings (d.velop), which are analysed
    at once.
    """

    def __init__(self, synonyms: Synonyms) -> None:
        self._synonyms = synonyms
        self._waiting: dict[str, list[str]] = defaultdict(list)  # names of terms by their initial letter
        self._names: dict[Sequence, dict[str, None]] = defaultdict(dict)  # and by what they are found under
        self._found: dict[Sequence, tuple[Equivalent, ...]] = {}
        self.longest = 0  # words of the longest term, stop words included
        for name, term in synonyms.terms.items():
            spoken = [name] if term.isalpha() else [fold(word.text) for word in words(clean(term))]
            self.longest = max(self.longest, len(spoken))
            first = next((word for word in spoken if word not in STOP_WORDS), "")
            if first.startswith(_UNSURE) or len(first) < 2:
                self._analyse(name)
            else:
                self._waiting[first[0]].append(name)

    def of(self, sequence: Sequence) -> tuple[Equivalent, ...]:
        """The equivalents of one word or of several in a row, nearest first; () if there are none."""
        letter = fold(sequence[0])[:1]
        # Whoever comes at the same time, or after a fork halfway through, does the same again: nothing is missing.
        for name in self._waiting.get(letter, ()):
            self._analyse(name)
        self._waiting.pop(letter, None)
        if sequence not in self._names:
            return ()
        if sequence not in self._found:
            self._found[sequence] = tuple(self._equivalents(sequence))
        return self._found[sequence]

    def _analyse(self, name: str) -> None:
        for form in forms_of(self._synonyms.terms[name]):
            self._names[form][name] = None

    def _equivalents(self, sequence: Sequence) -> Iterator[Equivalent]:
        seen: set[Sequence] = set()
        for entry in map(self._synonyms.entry, tuple(self._names[sequence])):
            forms = forms_of(entry.term)
            for how, others in ((How.SAME, entry.same), (How.RELATED, entry.wider)):
                for tokens in map(_tokens, others):
                    other = _sequence(tokens)
                    if other and other not in forms and other not in seen:
                        seen.add(other)
                        yield Equivalent(tokens, how)


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
