"""Ways to go on typing: titles, tags, municipalities, and words for the last one typed."""

from collections.abc import Iterator
from functools import lru_cache

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
    for completion in _all(vocabulary, text, folded, places, limit):
        first = found.setdefault(_same(completion.text), completion)
        if first.kind == WORD and first.text == completion.text:
            found[_same(first.text)] = completion  # a tag says more
    return tuple(found.values())[:limit]


def _all(vocabulary: Vocabulary, text: str, folded: str, places: Places, limit: int) -> Iterator[Completion]:
    sign = begun(text)
    if sign is not None:
        yield from _behind(sign, vocabulary, places, limit)
        return
    yield from _places("", folded, places)
    for written in _telling(vocabulary, folded, limit):
        yield Completion(written.surface, WORD if written.kind == HEADWORD else written.kind)
    before, space, last = text.rpartition(" ")
    shortest = 1 if before.split(" ")[-1] in EITHER else _SHORTEST
    if space and len(last) >= shortest and fold(last) not in SILENT | STOP_WORDS:
        yield from _places(before + space, fold(last), places)
        for word in _words(vocabulary, fold(last), limit):
            yield Completion(before + space + word, "phrase")


def _behind(sign: Begun, vocabulary: Vocabulary, places: Places, limit: int) -> Iterator[Completion]:
    folded = fold(sign.letters)
    if not folded:
        return
    if sign.names is None:
        found = _words(vocabulary, folded, limit)
    else:
        found = (name for name, name_folded in _names(places) if name_folded.startswith(folded))
    yield from (Completion(sign.finished(each), "phrase") for each in found)


def _words(vocabulary: Vocabulary, folded: str, limit: int) -> Iterator[str]:
    return (each.surface for each in _telling(vocabulary, folded, limit) if each.kind in (WORD, HEADWORD))


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


def _same(text: str) -> str:
    """Equal for the forms of one word."""
    found = keys(text) if " " not in text.strip() else None
    return fold(text) if found is None else found.whole


def _places(before: str, folded: str, places: Places) -> Iterator[Completion]:
    for name, name_folded in _names(places):
        if name_folded.startswith(folded):
            yield Completion(before + name, "phrase" if before else "place")


@lru_cache(maxsize=8)
def _names(places: Places) -> tuple[tuple[str, str], ...]:
    """The names, each also folded."""
    return tuple((place.names[0], fold(place.names[0])) for place in places.places)
