"""Ways to go on typing: titles, tags, municipalities, and words for the last one typed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from search.analysis.chain import keys
from search.analysis.clean import clean
from search.analysis.folding import fold
from search.analysis.stopwords import STOP_WORDS
from search.planning.filler import SILENT
from search.planning.syntax import EITHER, Begun, begun
from search.queries import Completion, Places
from search.reading.vocabulary import FORM, HEADWORD, WORD, Vocabulary, Written

MAX_CHARACTERS = 100
_SHORTEST = 2
_SPARE = 3  # so many times more written words are looked at than are asked for
_FEWEST = 2  # documents with a word that is no headword
_OF_WORDS = (WORD, HEADWORD, FORM)
_NEVER_COMPLETED = SILENT | STOP_WORDS

_Offer = tuple[str, str, str]  # what is equal for the forms of one word, the text, the kind


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
    found: dict[str, Completion] = {}
    for meaning, offered, kind in _all(vocabulary, text, folded, places, limit):
        first = found.get(meaning)
        if first is None:
            if len(found) < limit:
                found[meaning] = Completion(offered, kind)
        elif first.kind == WORD != kind and first.text == offered:
            found[meaning] = Completion(offered, kind)  # a tag says more
    return tuple(found.values())


def _all(vocabulary: Vocabulary, text: str, folded: str, places: Places, limit: int) -> Iterator[_Offer]:
    sign = begun(text)
    if sign is not None:
        yield from _behind(sign, vocabulary, places, limit)
        return
    for name in _beginning(folded, places):
        yield name.meaning, name.text, "place"
    for written in _telling(vocabulary, folded, limit):
        yield written.meaning, written.surface, WORD if written.kind == HEADWORD else written.kind
    before, space, last = text.rpartition(" ")
    if not space:
        return
    shortest = 1 if before.split(" ")[-1] in EITHER else _SHORTEST
    if len(last) >= shortest and fold(last) not in _NEVER_COMPLETED:
        for named in (*_beginning(fold(last), places), *_words(vocabulary, fold(last), limit)):
            yield space + named.meaning, before + space + named.text, "phrase"


def _behind(sign: Begun, vocabulary: Vocabulary, places: Places, limit: int) -> Iterator[_Offer]:
    folded = fold(sign.letters)
    if folded:
        named = _words(vocabulary, folded, limit) if sign.names is None else _beginning(folded, places)
        yield from ((each.meaning, sign.finished(each.text), "phrase") for each in named)


def _words(vocabulary: Vocabulary, folded: str, limit: int) -> Iterator[_Named]:
    telling = _telling(vocabulary, folded, limit)
    return (_Named(each.surface, each.folded, each.meaning) for each in telling if each.kind in _OF_WORDS)


def _telling(vocabulary: Vocabulary, folded: str, limit: int) -> Iterator[Written]:
    """Titles, tags, headwords, and words of several documents, with this beginning; the most frequent first."""
    for written in vocabulary.starting(folded, limit * _SPARE):
        kind = written.kind
        if kind not in _OF_WORDS or (
            kind != FORM and (kind != WORD or written.frequency >= _FEWEST) and written.folded not in SILENT
        ):
            yield written


def _beginning(folded: str, places: Places) -> Iterator[_Named]:
    return (name for name in _names(places).get(folded[:1], ()) if name.folded.startswith(folded))


@lru_cache(maxsize=8)
def _names(places: Places) -> Mapping[str, Sequence[_Named]]:
    """The names of the municipalities and districts by their first letter."""
    names: dict[str, list[_Named]] = {}
    for place in places.places:
        named = _named(place.names[0])
        names.setdefault(named.folded[:1], []).append(named)
    return names


def _named(name: str) -> _Named:
    found = None if " " in name else keys(name)
    return _Named(name, fold(name), fold(name) if found is None else found.whole)
