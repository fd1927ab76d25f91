"""The key of a lemma: words that name the same thing share one, whatever their part of speech.

gebucht, buchen, Buchung; bauen, Bau; nachhaltig, Nachhaltigkeit. Everything else is its own key, so that Steuer
and Steuerung, Akt and Akte, Bürger and Burg stay apart.
"""

from collections.abc import Iterator, Mapping

from search.analysis.compiling.readings import Readings

# Nouns this rare are accidents of the dictionary, not what a verb means.
_RAREST_ACTION = 2.3
_RAREST_NOUN = 3.0
_ABSTRACT = ("igkeit", "barkeit", "samkeit", "losigkeit", "freiheit", "sicherheit", "gesundheit", "krankheit")
_ABSTRACT_ENDINGS = ("igkeit", "keit", "heit")


class Keys:
    """Keys of lemmas; `fixed` says what the rules get wrong."""

    def __init__(self, readings: Readings, fixed: Mapping[str, str]) -> None:
        self._readings = readings
        self._fixed = fixed

    def of_noun(self, lemma: str) -> str:
        """The key of a noun."""
        if lemma in self._fixed:
            return self._fixed[lemma]
        if self._readings.is_verb(lemma):
            return self.of_other(lemma)
        return self._quality(lemma) or lemma

    def of_other(self, lemma: str) -> str:
        """The key of a verb, an adjective or any other word."""
        if lemma in self._fixed:
            return self._fixed[lemma]
        if not self._readings.is_verb(lemma):
            return lemma
        return next((noun for noun, rarest in _actions(lemma) if self._is_meant(noun, rarest)), lemma)

    def _is_meant(self, noun: str, rarest: float) -> bool:
        return self._readings.is_noun(noun) and self._readings.noun_zipf.get(noun, 0) >= rarest

    def _quality(self, noun: str) -> str | None:
        """The adjective behind Nachhaltigkeit, Barrierefreiheit, Obdachlosigkeit."""
        if noun.endswith(_ABSTRACT):
            for ending in _ABSTRACT_ENDINGS:
                adjective = noun.removesuffix(ending)
                if adjective != noun and self._readings.others.get(adjective) == adjective:
                    return adjective
        return None


def _actions(verb: str) -> Iterator[tuple[str, float]]:
    """The nouns that may name what a verb does, the likeliest first, and how rare they may be."""
    if verb.endswith("eln"):
        yield verb[:-3] + "lung", _RAREST_ACTION
    stem = verb[:-1] if verb.endswith(("eln", "ern")) else verb[:-2]
    yield stem + "ung", _RAREST_ACTION
    if verb.endswith("ieren"):
        yield verb.removesuffix("ieren") + "ation", _RAREST_NOUN
    yield stem + "e", _RAREST_NOUN
    yield stem, _RAREST_NOUN
