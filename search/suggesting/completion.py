"""Ways to go on typing: titles, tags, municipalities, and words for the last one typed."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.analysis.chain import keys
from search.analysis.clean import clean
from search.analysis.folding import canonical, fold
from search.analysis.lexicon import lexicon
from search.analysis.stopwords import STOP_WORDS
from search.planning.filler import SILENT
from search.planning.syntax import EITHER, Begun, begun
from search.queries import Completion, Places
from search.reading.vocabulary import HEADWORD, WORD, Vocabulary, Written

MAX_CHARACTERS = 100
_SHORTEST = 2
_SPARE = 3  # so many times more written words are looked at than are asked for
_FEWEST = 2  # documents with a word that is no headword
_NEVER_COMPLETED = SILENT | STOP_WORDS

_Meaning = tuple[str, str]  # what stands before, and what is equal for the forms of one word
_Offer = tuple[_Meaning, Completion]


class _Named(NamedTuple):
    """A word or a name, folded, and what is equal for its forms."""

    text: str
    folded: str
    meaning: str


def complete(vocabulary: Vocabulary, typed: str, places: Places, limit: int) -> tuple[Completion, ...]:
    """At most `limit` ways to go on, the most frequent of the shortest kind first; () for less than two letters.

    What was typed may lack its umlauts. Of several words the last one is completed and the others stay, signs
    included; behind stadt: there are municipalities alone. Words are nouns and names, of several forms the most
    frequent; others help nobody to ask.
    """
    text = " ".join(clean(typed[:MAX_CHARACTERS]).split(" ")).lstrip()
    folded = fold(text)
    if limit < 1 or len(folded.strip()) < _SHORTEST:
        return ()
    found: dict[_Meaning, Completion] = {}
    for meaning, completion in _all(vocabulary, text, folded, places, limit):
        first = found.setdefault(meaning, completion)
        if first.kind == WORD and first.text == completion.text:
            found[meaning] = completion  # a tag says more
    return tuple(found.values())[:limit]


def _all(vocabulary: Vocabulary, text: str, folded: str, places: Places, limit: int) -> Iterator[_Offer]:
    sign = begun(text)
    if sign is not None:
        yield from _behind(sign, vocabulary, places, limit)
        return
    for name in _beginning(folded, places):
        yield ("", name.meaning), Completion(name.text, "place")
    for written in _telling(vocabulary, folded, limit):
        kind = WORD if written.kind == HEADWORD else written.kind
        yield ("", written.meaning), Completion(written.surface, kind)
    before, space, last = text.rpartition(" ")
    shortest = 1 if before.split(" ")[-1] in EITHER else _SHORTEST
    if space and len(last) >= shortest and fold(last) not in _NEVER_COMPLETED:
        for named in (*_beginning(fold(last), places), *_words(vocabulary, fold(last), limit)):
            yield (before, named.meaning), Completion(before + space + named.text, "phrase")


def _behind(sign: Begun, vocabulary: Vocabulary, places: Places, limit: int) -> Iterator[_Offer]:
    folded = fold(sign.letters)
    if folded:
        named = _words(vocabulary, folded, limit) if sign.names is None else _beginning(folded, places)
        yield from (((sign.letters, each.meaning), Completion(sign.finished(each.text), "phrase")) for each in named)


def _words(vocabulary: Vocabulary, folded: str, limit: int) -> Iterator[_Named]:
    telling = _telling(vocabulary, folded, limit)
    return (_Named(each.surface, each.folded, each.meaning) for each in telling if each.kind in (WORD, HEADWORD))


def _telling(vocabulary: Vocabulary, folded: str, limit: int) -> Iterator[Written]:
    """Titles, tags, headwords, and words of several documents, with this beginning; the most frequent first."""
    for written in vocabulary.starting(folded, limit * _SPARE):
        if written.kind == WORD:
            if written.frequency >= _FEWEST and _names_something(written.surface):
                yield written
        elif written.kind != HEADWORD or _names_something(written.surface):
            yield written


@lru_cache(maxsize=10_000)
def _names_something(word: str) -> bool:
    """Whether a word is a noun or a name: with a capital that does not only begin a sentence."""
    if word.islower() or fold(word) in SILENT:
        return False
    if not word[1:].islower():  # KI, LoRaWAN, Stadt-App
        return True
    word = canonical(word)
    return word not in lexicon() or lexicon().is_noun(word)


def _beginning(folded: str, places: Places) -> Iterator[_Named]:
    return (name for name in _names(places) if name.folded.startswith(folded))


@lru_cache(maxsize=8)
def _names(places: Places) -> tuple[_Named, ...]:
    """The names of the municipalities and districts."""
    return tuple(_named(place.names[0]) for place in places.places)


def _named(name: str) -> _Named:
    found = None if " " in name else keys(name)
    return _Named(name, fold(name), fold(name) if found is None else found.whole)
