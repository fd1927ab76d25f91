"""Puts together what the lexicon says about each word."""

from collections.abc import Iterable, Iterator, Mapping

from search.analysis.compiling.compounds import LINKS, Parts, Rules
from search.analysis.compiling.deriving import Keys
from search.analysis.compiling.packing import Entry, umlauts
from search.analysis.compiling.readings import Readings
from search.analysis.layout import MODIFIER, SECOND, Flag

_LONGEST = 64
_FREQUENT = 3.0
_NOUN, _BASE, _WHOLE = int(Flag.NOUN), int(Flag.BASE), int(Flag.WHOLE)
# A bound stem is a verb's (Meldeamt) unless a noun fits it that is more frequent (Schulamt).
_NOUN_FIRST = 0.3
_SAME_NOUN_FIRST = 0.8
_SHORTEST_BEFORE_LINK = 3


def entries(readings: Readings, zipfs: Mapping[str, float], keys: Keys, parts: Parts, rules: Rules) -> dict[str, Entry]:
    """All entries by their key in the trie, in the same order each time."""
    splittable = tuple(head for head in sorted(rules.heads) if readings.is_verb(head))
    found = dict(_words(readings, zipfs, keys, parts, splittable))
    found.update(_second_readings(readings, keys))
    for modifier, cost in parts.modifiers.items():
        key = rules.modifiers.get(modifier) or _modifier_key(modifier, readings, keys)
        found[MODIFIER + modifier] = Entry(key, cost=cost)
    return {key: entry for key, entry in found.items() if len(key) <= _LONGEST}


def _words(
    readings: Readings, zipfs: Mapping[str, float], keys: Keys, parts: Parts, splittable: tuple[str, ...]
) -> Iterator[tuple[str, Entry]]:
    for word in dict.fromkeys((*readings.nouns, *_used(readings, zipfs), *zipfs, *sorted(parts.whole))):
        entry = Entry(zipf=zipfs.get(word, 0.0))
        if word in readings.nouns:
            _refer_noun(entry, word, readings, keys, splittable)
            entry.cost = parts.heads.get(word, entry.cost)
        elif word in readings.others:
            _refer_other(entry, word, readings, keys)
            entry.cost = parts.heads.get(word, entry.cost)
        if word in parts.whole:
            entry.flags |= _WHOLE
            if entry.refers is None:
                entry.refers = word
                entry.flags |= _BASE
        written = readings.written.get(word)
        if written is not None:
            entry.umlauts = umlauts(word, written)
        yield word, entry


def _used(readings: Readings, zipfs: Mapping[str, float]) -> Iterator[str]:
    """The forms of verbs and adjectives that somebody has used, and all of the frequent ones."""
    for form, lemma in readings.others.items():
        if form in zipfs or readings.other_zipf[lemma] >= _FREQUENT:
            yield form


def _refer_noun(entry: Entry, word: str, readings: Readings, keys: Keys, splittable: tuple[str, ...]) -> None:
    lemma = readings.nouns[word]
    quality = keys.quality(lemma)
    if not keys.is_doing(lemma):
        entry.flags |= _NOUN
    if lemma == word:
        entry.zipf = max(entry.zipf, readings.noun_zipf[word])
    if quality is not None and quality not in readings.nouns:
        entry.refers = quality
    elif lemma == word:
        entry.refers = keys.of_noun(word)
        entry.flags |= _BASE
        if keys.is_doing(word) and not word.endswith(splittable):
            entry.flags |= _WHOLE
    elif readings.is_noun(lemma):
        entry.refers = lemma
    else:
        entry.refers = keys.of_noun(lemma)
        entry.flags |= _BASE | _WHOLE


def _refer_other(entry: Entry, word: str, readings: Readings, keys: Keys) -> None:
    lemma = readings.others[word]
    base = lemma not in readings.nouns and readings.others.get(lemma) == lemma and not readings.is_verb(lemma)
    if base and lemma != word:
        entry.refers = lemma
        return
    entry.refers = keys.of_other(lemma)
    entry.flags |= _BASE
    if not base:
        entry.flags |= _WHOLE


def _second_readings(readings: Readings, keys: Keys) -> Iterator[tuple[str, Entry]]:
    for word in readings.nouns.keys() & readings.others.keys():
        key = keys.of_other(readings.others[word])
        if key != keys.of_noun(readings.nouns[word]):
            yield SECOND + word, Entry(key)


def _modifier_key(modifier: str, readings: Readings, keys: Keys) -> str:
    verb = next((word for word in (modifier + "en", modifier + "n") if readings.is_verb(word)), None)
    verb_zipf = readings.other_zipf[verb] if verb is not None else 0.0
    noun = next((readings.nouns[word] for word in _nouns_of(modifier) if word in readings.nouns), None)
    if readings.others.get(modifier) == modifier and noun != modifier and not _is_plural(modifier, noun, readings):
        return keys.of_other(modifier)
    if verb is not None and (noun is None or readings.noun_zipf[noun] + _noun_first(modifier, noun) < verb_zipf):
        return keys.of_other(verb)
    return keys.of_noun(noun) if noun is not None else keys.of_other(readings.others.get(modifier, modifier))


def _is_plural(modifier: str, noun: str | None, readings: Readings) -> bool:
    """Tell the hours of Stundenplan from the verb stunden."""
    if noun is None or not readings.is_verb(modifier):
        return False
    return readings.noun_zipf[noun] >= readings.other_zipf[modifier]


def _noun_first(modifier: str, noun: str) -> float:
    return _SAME_NOUN_FIRST if modifier == noun else _NOUN_FIRST


def _nouns_of(modifier: str) -> Iterable[str]:
    yield modifier
    for link in LINKS:
        # -er only links where it makes a plural, which is a form of its own: Kinder-, not Wander-
        if link != "er" and modifier.endswith(link) and len(modifier) >= len(link) + _SHORTEST_BEFORE_LINK:
            yield modifier.removesuffix(link)
    yield modifier + "e"
    if modifier.endswith("s"):
        yield modifier[:-1] + "e"
