"""What each form may be: the lemma of its noun and the lemma of its other reading (verb, adjective, ...)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from search.analysis.compiling.sources import Form
from search.analysis.folding import canonical

_ENDINGS = ("e", "er", "es", "en", "em")
# A reading whose own forms are that much rarer than those of the other one is not meant (Schulen: not to train).
_MUCH_RARER = 1.5
_SIGNS_OF_MODERN_SPELLING = str.maketrans("", "", "äöüÄÖÜ")


@dataclass
class Readings:
    """Canonical forms to canonical lemmas, how frequent the family of a lemma is, and words as written."""

    nouns: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    noun_zipf: dict[str, float] = field(default_factory=dict)
    other_zipf: dict[str, float] = field(default_factory=dict)
    _verbs: dict[str, bool] = field(default_factory=dict)

    def is_verb(self, lemma: str) -> bool:
        """Tell whether the lemma of the other readings is an infinitive."""
        known = self._verbs.get(lemma)
        if known is None:
            known = self._verbs[lemma] = self._is_verb(lemma)
        return known

    def _is_verb(self, lemma: str) -> bool:
        if not lemma.endswith("n") or self.others.get(lemma) != lemma:
            return False
        stem = lemma[:-2] if lemma.endswith("en") else lemma[:-1]
        return any(self.others.get(stem + ending) == lemma for ending in ("t", "et", "te", "ete"))

    def is_noun(self, lemma: str) -> bool:
        """Tell whether this is the lemma of a noun."""
        return self.nouns.get(lemma) == lemma


def read(forms: Iterable[Form], zipfs: Mapping[str, float], lemmas: Mapping[str, str]) -> Readings:
    """Sort the forms into readings; `lemmas` corrects single nouns."""
    readings = Readings()
    for form, lemma in forms:
        key = canonical(form)
        if key.isascii():
            _take(readings, key, form, canonical(lemma), zipfs)
    _drop_imperatives(readings)
    _mend_participles(readings, zipfs)
    _drop_nominalised(readings)
    for form, lemma in lemmas.items():
        readings.nouns[form] = readings.nouns[lemma] = lemma
    _drop_feminine(readings)
    _follow(readings.nouns)
    readings.noun_zipf = _families(readings.nouns, readings.others, zipfs)
    readings.other_zipf = _families(readings.others, readings.nouns, zipfs)
    _drop_unlikely(readings)
    return readings


def _take(readings: Readings, key: str, form: str, lemma: str, zipfs: Mapping[str, float]) -> None:
    """Keep the more frequent lemma (Straße, not Strass) and the modern spelling of the form."""
    kind = readings.nouns if form[0].isupper() else readings.others
    known = kind.get(key)
    if known is None or (known != lemma and zipfs.get(lemma, 0) > zipfs.get(known, 0)):
        kind[key] = lemma
        if form[0].isupper() or key not in readings.nouns:
            readings.written[key] = form
    elif known == lemma and form[0].isupper() == readings.written[key][0].isupper():
        readings.written[key] = min(readings.written[key], form, key=_age)


def _age(form: str) -> tuple[int, int]:
    """Umlauts before digraphs, and ss before ß where both are written: Märkte, Prozess."""
    return (len(form.translate(_SIGNS_OF_MODERN_SPELLING)), form.count("ß"))


def _drop_imperatives(readings: Readings) -> None:
    """Film is a noun, and hardly ever tells somebody to film."""
    for form in readings.nouns.keys() & readings.others.keys():
        if readings.others[form] in (form + "en", form + "n"):
            del readings.others[form]


def _mend_participles(readings: Readings, zipfs: Mapping[str, float]) -> None:
    """Participles that the dictionary calls adjectives get their verb: vernetzt, lernend."""
    others = readings.others
    found: dict[str, str] = {}
    verbs = {form: lemma for form, lemma in others.items() if form == lemma and readings.is_verb(lemma)}
    for lemma in {lemma for lemma in others.values() if lemma.endswith(("t", "nd")) and lemma not in verbs}:
        for verb in _infinitives(lemma):
            if verb in verbs and zipfs.get(verb, 0) > 0:
                found[lemma] = verb
                break
    for form, lemma in others.items():
        if lemma in found:
            others[form] = found[lemma]


def _infinitives(participle: str) -> Iterable[str]:
    if participle.endswith("nd"):
        return (participle[:-1],)
    bare = participle.removesuffix("t")
    stems = [bare, bare.removesuffix("e")]
    stems += [stem.replace("ge", "", 1) for stem in stems if "ge" in stem[:-3]]
    return [stem + ending for stem in stems if len(stem) > 3 for ending in ("en", "n")]


def _drop_nominalised(readings: Readings) -> None:
    """Adjectives and participles with a capital are what they are without: Digitale, Geplante."""
    for form, noun in list(readings.nouns.items()):
        other = readings.others.get(form)
        if other is None or noun == other:
            continue
        bare = [noun.removesuffix(ending) for ending in _ENDINGS if noun.endswith(ending)]
        if any(readings.others.get(word) == other and word + "en" != other for word in bare):
            del readings.nouns[form]


def _drop_feminine(readings: Readings) -> None:
    """Women and men share a lemma: Bürgerin, Ärztin, Beamtin."""
    nouns = readings.nouns
    masculine: dict[str, str] = {}
    for lemma in set(nouns.values()):
        if lemma.endswith("in") and nouns.get(lemma + "nen") == lemma:
            stem = lemma[:-2]
            plain = _without_last_umlaut(stem)
            for candidate in (stem, stem + "e", plain, plain + "e"):
                if len(candidate) > 3 and nouns.get(candidate) in {candidate, candidate + "r"}:
                    masculine[lemma] = nouns[candidate]
                    break
    for form, lemma in nouns.items():
        if lemma in masculine:
            nouns[form] = masculine[lemma]


def _follow(lemmas: dict[str, str]) -> None:
    """Lead every form to a lemma that is its own."""
    for form, lemma in lemmas.items():
        lemmas[form] = lemmas.get(lemma, lemma)


def _without_last_umlaut(stem: str) -> str:
    place = max(stem.rfind(umlaut) for umlaut in ("ae", "oe", "ue"))
    return stem[: place + 1] + stem[place + 2 :] if place >= 0 else stem


def _families(own: Mapping[str, str], foreign: Mapping[str, str], zipfs: Mapping[str, float]) -> dict[str, float]:
    """The Zipf frequency of the most frequent form that has only this reading; of any form where there is none."""
    clear: defaultdict[str, float] = defaultdict(float)
    shared: defaultdict[str, float] = defaultdict(float)
    for form, lemma in own.items():
        family = shared if form in foreign else clear
        family[lemma] = max(family[lemma], zipfs.get(form, 0.0))
    return {lemma: clear[lemma] or shared[lemma] for lemma in {*clear, *shared}}


def _drop_unlikely(readings: Readings) -> None:
    nouns, others = readings.nouns, readings.others
    no_noun, no_other = [], []
    for form in nouns.keys() & others.keys():
        noun, other = nouns[form], others[form]
        difference = readings.noun_zipf[noun] - readings.other_zipf[other]
        if difference > _MUCH_RARER:
            no_other.append(form)
        elif -difference > _MUCH_RARER and noun != form:
            no_noun.append(form)
    for form in no_other:
        del others[form]
    for form in no_noun:
        del nouns[form]
