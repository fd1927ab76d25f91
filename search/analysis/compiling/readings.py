"""What each form may be: the lemma of its noun and the lemma of its other reading (verb, adjective, ...)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from search.analysis.compiling.sources import Form
from search.analysis.folding import canonical

_ENDINGS = ("e", "er", "es", "en", "em")
# A reading whose own forms are that much rarer than those of the other one is not meant (Schulen: not to train).
_MUCH_RARER = 1.5
_MORE_FREQUENT = 1.0
_AS_FREQUENT = 0.3
# What each reading is believed to have of a form with two (Anliegen, anliegen).
_SHARE_OF_READING = 0.7
_SIGNS_OF_MODERN_SPELLING = str.maketrans("", "", "äöüÄÖÜ")


@dataclass
class Readings:
    """Canonical forms to canonical lemmas, how frequent the family of a lemma is, and words as written."""

    nouns: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    noun_zipf: dict[str, float] = field(default_factory=dict)
    other_zipf: dict[str, float] = field(default_factory=dict)
    verbs: set[str] = field(default_factory=set)

    def is_verb(self, lemma: str) -> bool:
        """Tell whether the lemma of the other readings is an infinitive."""
        return lemma in self.verbs

    def is_noun(self, lemma: str) -> bool:
        """Tell whether this is the lemma of a noun."""
        return self.nouns.get(lemma) == lemma


def read(forms: Iterable[Form], zipfs: Mapping[str, float], lemmas: Mapping[str, str]) -> Readings:
    """Sort the forms into readings; `lemmas` corrects single nouns."""
    readings = Readings()
    for form, lemma in forms:
        key = canonical(form)
        if key.isascii():
            _take(readings, key, form, lemma, zipfs)
    _add_missing_lemmas(readings.nouns)
    readings.verbs = {lemma for form, lemma in readings.others.items() if _is_conjugated(form, lemma)}
    _drop_rare_verb_forms(readings)
    _correct_nouns(readings, zipfs)
    _mend_participles(readings, zipfs)
    _drop_nominalised(readings, zipfs)
    _take_corrections(readings.nouns, lemmas)
    _drop_feminine(readings, zipfs)
    _follow(readings.nouns)
    readings.noun_zipf = _families(readings.nouns, readings.others, zipfs)
    readings.other_zipf = _families(readings.others, readings.nouns, zipfs)
    _drop_unlikely(readings, lemmas)
    return readings


def _is_conjugated(form: str, lemma: str) -> bool:
    return lemma.endswith("n") and form.endswith("t") and not form.endswith("st")


def _take(readings: Readings, key: str, form: str, written_lemma: str, zipfs: Mapping[str, float]) -> None:
    """Keep the more frequent lemma (Straße, not Strass) and the modern spelling of the form."""
    kind = readings.nouns if written_lemma[0].isupper() else readings.others
    known, lemma = kind.get(key), canonical(written_lemma)
    if known is None or (known != lemma and zipfs.get(lemma, 0) > zipfs.get(known, 0)):
        kind[key] = lemma
        if kind is readings.nouns or key not in readings.nouns:
            readings.written[key] = form
    elif known == lemma and (kind is readings.nouns) == (key in readings.nouns):
        readings.written[key] = min(readings.written[key], form, key=_age)


def _take_corrections(nouns: dict[str, str], lemmas: Mapping[str, str]) -> None:
    endings = {form[1:]: lemma for form, lemma in lemmas.items() if form.startswith("-")}
    for form in list(nouns):
        for ending, lemma in endings.items():
            if form.endswith(ending):
                whole = form.removesuffix(ending) + lemma
                nouns[form] = nouns[whole] = whole
    for form, lemma in lemmas.items():
        if not form.startswith("-"):
            nouns[form] = nouns[lemma] = lemma


def _age(form: str) -> tuple[int, int]:
    """Umlauts before digraphs, and ss before ß where both are written: Märkte, Prozess."""
    return (len(form.translate(_SIGNS_OF_MODERN_SPELLING)), form.count("ß"))


def _add_missing_lemmas(nouns: dict[str, str]) -> None:
    """The dictionary gives Futter a verb only, but leads Futters to it; and Gabeln to Gabel."""
    for lemma in set(nouns.values()) - nouns.keys():
        if nouns.get(lemma + "s") == lemma or (lemma.endswith("el") and nouns.get(lemma + "n") == lemma):
            nouns[lemma] = lemma


def _drop_rare_verb_forms(readings: Readings) -> None:
    """Film is a noun, and hardly ever tells somebody to film; Dienst is not what you serve (du dienst)."""
    nouns, others = readings.nouns, readings.others
    for form in nouns.keys() & others.keys():
        other = others[form]
        conjugated = nouns[form] == form != other and readings.is_verb(other) and not form.endswith(_ENDINGS)
        if conjugated or other in (form + "en", form + "n"):
            del others[form]


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


def _correct_nouns(readings: Readings, zipfs: Mapping[str, float]) -> None:
    """Garten is no form of Gart, because there is the form Gartens; but Buchen are more often trees."""
    nouns = readings.nouns
    for form, lemma in list(nouns.items()):
        if form != lemma and nouns.get(form + "s") == form:
            more_frequent = zipfs.get(form, 0.0) - zipfs.get(lemma, 0.0)
            if more_frequent >= _MORE_FREQUENT or not readings.is_verb(form):
                nouns[form] = form


def _drop_nominalised(readings: Readings, zipfs: Mapping[str, float]) -> None:
    """Verbs, adjectives and participles with a capital are what they are without: Digitale, Geplante."""
    others = readings.others
    for form, noun in list(readings.nouns.items()):
        bare = [noun.removesuffix(ending) for ending in _ENDINGS if noun.endswith(ending)]
        other = others.get(form) or _verb_of_participle(bare, readings)
        if other is None or noun == form == other:
            continue
        if form.startswith(noun) and _is_person(noun, other, readings.nouns, zipfs):
            continue
        if noun != form:
            bare.append(noun)
        if noun == other or any(_is_adjective(word, other, others) for word in bare):
            del readings.nouns[form]
            others[form] = other


def _is_person(noun: str, other: str, nouns: Mapping[str, str], zipfs: Mapping[str, float]) -> bool:
    """Tell Gläubiger, des Gläubigers, from Gläubige, des Gläubigen, and from a rare reading of freier."""
    if not noun.endswith("er") or nouns.get(noun + "s") != noun:
        return False
    return zipfs.get(noun, 0.0) + _AS_FREQUENT >= zipfs.get(other, 0.0)


def _verb_of_participle(bare: Iterable[str], readings: Readings) -> str | None:
    for word in bare:
        verb = readings.others.get(word)
        if verb is not None and readings.is_verb(verb) and (word.startswith("ge") or word.endswith(("iert", "nd"))):
            return verb
    return None


def _is_adjective(word: str, lemma: str, others: Mapping[str, str]) -> bool:
    if word == lemma:
        return True
    return others.get(word) == lemma and word.endswith(("t", "nd", "en")) and word + "en" != lemma


def _drop_feminine(readings: Readings, zipfs: Mapping[str, float]) -> None:
    """Women and men share a lemma: Bürgerin, Ärztin, Beamtin."""
    nouns = readings.nouns
    masculine: dict[str, str] = {}
    for lemma in set(nouns.values()):
        if lemma.endswith("in") and nouns.get(lemma + "nen") == lemma:
            stem = lemma[:-2]
            plain = _without_last_umlaut(stem)
            men = [word for word in (stem, stem + "e", plain, plain + "e") if nouns.get(word) in {word, word + "r"}]
            if men:
                # Schützin is a Schütze, not Schutz; Botin a Bote, not a Bot; but Ärztin is an Arzt
                masculine[lemma] = nouns[max(men, key=lambda word: (_is_weak(word, nouns), zipfs.get(word, 0.0)))]
    for form, lemma in nouns.items():
        if lemma in masculine:
            nouns[form] = masculine[lemma]


def _is_weak(word: str, nouns: Mapping[str, str]) -> bool:
    return word.endswith("e") and nouns.get(word) == word and nouns.get(word + "n") == word


def _follow(lemmas: dict[str, str]) -> None:
    """Lead every form to a lemma that is its own."""
    for form, lemma in lemmas.items():
        lemmas[form] = lemmas.get(lemma, lemma)


def _without_last_umlaut(stem: str) -> str:
    place = max(stem.rfind(umlaut) for umlaut in ("ae", "oe", "ue"))
    return stem[: place + 1] + stem[place + 2 :] if place >= 0 else stem


def _families(own: Mapping[str, str], foreign: Mapping[str, str], zipfs: Mapping[str, float]) -> dict[str, float]:
    """The Zipf frequency of the most frequent form of each lemma; forms with another reading count a part."""
    families: dict[str, float] = {}
    for form, lemma in own.items():
        zipf = zipfs.get(form, 0.0)
        share = zipf if form not in foreign else max(zipf - _SHARE_OF_READING, 0.0)
        families[lemma] = max(families.get(lemma, 0.0), share)
    return families


def _drop_unlikely(readings: Readings, lemmas: Mapping[str, str]) -> None:
    nouns, others = readings.nouns, readings.others
    no_noun, no_other = [], []
    for form in (nouns.keys() & others.keys()) - lemmas.keys():
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
