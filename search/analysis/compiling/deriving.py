"""The key of a lemma: words that name the same thing share one, whatever their part of speech.

gebucht, buchen, Buchung; bauen, Bau; nachhaltig, Nachhaltigkeit. Everything else is its own key, so that Steuer
and Steuerung, Akt and Akte, Bürger and Burg stay apart.
"""

from collections.abc import Iterator, Mapping

from search.analysis.compiling.readings import Readings

# Nouns this rare are accidents of the dictionary, not what a verb means.
_RAREST_ACTION = 2.3
_RAREST_NOUN = 3.0
_IN_DOUBT_DOING = 0.3
_ABSTRACT = ("igkeit", "barkeit", "samkeit", "losigkeit")
_ABSTRACT_ENDINGS = ("igkeit", "keit")


class Keys:
    """Keys of lemmas; `fixed` says what the rules get wrong."""

    def __init__(self, readings: Readings, fixed: Mapping[str, str]) -> None:
        self._readings = readings
        self._fixed = fixed

    def of_noun(self, lemma: str) -> str:
        """The key of a noun."""
        if lemma in self._fixed:
            return self._fixed[lemma]
        return self.of_other(lemma) if self.is_doing(lemma) else lemma

    def of_other(self, lemma: str) -> str:
        """The key of a verb, an adjective or any other word."""
        if lemma in self._fixed:
            return self._fixed[lemma]
        if not self._readings.is_verb(lemma):
            return lemma
        return next((noun for noun, rarest in _actions(lemma) if self._is_meant(noun, rarest)), lemma)

    def is_doing(self, lemma: str) -> bool:
        """Tell Anmelden from Regen, which is hardly the noun of a verb."""
        readings = self._readings
        if not readings.is_verb(lemma):
            return False
        return readings.other_zipf.get(lemma, 0) + _IN_DOUBT_DOING >= readings.noun_zipf.get(lemma, 0)

    def _is_meant(self, noun: str, rarest: float) -> bool:
        return self._readings.is_noun(noun) and self._readings.noun_zipf.get(noun, 0) >= rarest

    def quality(self, noun: str) -> str | None:
        """The adjective that Nachhaltigkeit, Verfügbarkeit, Obdachlosigkeit are a noun of."""
        if noun.endswith(_ABSTRACT):
            for ending in _ABSTRACT_ENDINGS:
                adjective = noun.removesuffix(ending)
                if adjective != noun and self._readings.others.get(adjective) == adjective:
                    return adjective
        return None


def _actions(verb: str) -> Iterator[tuple[str, float]]:
    """The nouns that may name what a verb does, the likeliest first, and how rare they may be."""
    for ending, noun in (("nehmen", "nahme"), ("geben", "gabe")):
        if verb.endswith(ending):
            yield verb.removesuffix(ending) + noun, _RAREST_ACTION
    if verb.endswith("eln"):
        yield verb[:-3] + "lung", _RAREST_ACTION
    stem = verb[:-1] if verb.endswith(("eln", "ern")) else verb[:-2]
    yield stem + "ung", _RAREST_ACTION
    if verb.endswith("ieren"):
        yield verb.removesuffix("ieren") + "ation", _RAREST_NOUN
    yield stem + "e", _RAREST_NOUN
    yield stem, _RAREST_NOUN
