"""The synonyms in the shape of the index: from the keys of a word to those of its equivalents."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.chain import Token, analyse
from search.analysis.clean import clean
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


class Lookup:
    """Equivalents by the keys of the words that were typed."""

    def __init__(self, synonyms: Synonyms) -> None:
        self._found: dict[Sequence, dict[Sequence, Equivalent]] = defaultdict(dict)
        for entry in synonyms.entries:
            asked = _tokens(entry.term)
            self._add(asked, entry.same, How.SAME)
            self._add(asked, entry.wider, How.RELATED)
        self.longest = max((len(sequence) for sequence in self._found), default=0)

    def _add(self, asked: tuple[Token, ...], others: tuple[str, ...], how: How) -> None:
        sequence = _sequence(asked)
        forms = {sequence} if len(asked) != 1 else {sequence, *((key,) for key in asked[0].keys.same)}
        for form in forms - {()}:
            for tokens in map(_tokens, others):
                other = _sequence(tokens)
                if other and other not in forms:
                    self._found[form].setdefault(other, Equivalent(tokens, how))

    def of(self, sequence: Sequence) -> tuple[Equivalent, ...]:
        """The equivalents of one word or of several in a row, nearest first; () if there are none."""
        found = self._found.get(sequence)
        return tuple(found.values()) if found else ()


@lru_cache(maxsize=8)
def lookup(synonyms: Synonyms) -> Lookup:
    """The lookup for these synonyms beside the curated ones."""
    return Lookup(curated().joined(synonyms))


def _tokens(term: str) -> tuple[Token, ...]:
    return tuple(analyse(clean(term)))


def _sequence(tokens: tuple[Token, ...]) -> Sequence:
    return tuple(token.keys.whole for token in tokens)
