"""Learns from the compounds of the dictionary which words stand first and last in them, and how often.

Every noun is cut in two wherever the rest is a known noun. Which cut is meant follows from how often its two
sides stand in other compounds, in a few rounds (expectation maximisation). So the linking elements
(Verwaltungs-), bound stems (Schul-, Lade-, Geo-) and typical last parts need no rules.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from search.analysis.compiling.readings import Readings
from search.analysis.splitting import split

LINKS = ("s", "n", "en", "es", "e", "er", "ens", "ns")
_ROUNDS = 4
_NO_COMPOUND = 2e-9  # the likelihood that a word looks like one by chance
_MOST_COSTLY = 250
# A word that stands in this many compounds is a notion of its own: Haushalt, Fahrzeug, Standort.
_NOTION = 40
_SHORTEST_PART = 3
_RAREST_HEAD = 1.0
_RAREST_MODIFIER = 2.0
_WITH_S = ("ung", "heit", "keit", "ion", "schaft", "tum", "ing", "taet")  # Verwaltungs-, whatever the dictionary has


@dataclass
class Parts:
    """Costs of parts, and the words that stay whole."""

    modifiers: dict[str, int] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Rules:
    """What our lists say: words that are never parts, those that are (modifiers with their keys), words left whole."""

    no_modifiers: frozenset[str]
    no_heads: frozenset[str]
    modifiers: Mapping[str, str]
    heads: frozenset[str]
    whole: frozenset[str]


def learn(readings: Readings, rules: Rules) -> Parts:
    """The parts of compounds that are no compounds themselves, with their costs."""
    modifiers, heads = _counts(readings, rules)
    parts = _costs(readings, rules, modifiers, heads)
    parts.whole.update(rules.whole)
    for word in {*modifiers, *heads}:
        uses = heads.get(word, 0) + sum(modifiers.get(word + link, 0) for link in ("", *LINKS))
        if uses >= _NOTION and readings.is_noun(word):
            parts.whole.add(word)
    _keep_atoms(readings, rules, parts)
    return parts


def _counts(readings: Readings, rules: Rules) -> tuple[dict[str, float], dict[str, float]]:
    known_heads = {lemma for lemma, zipf in readings.noun_zipf.items() if _may_be_head(lemma, zipf)}
    known_heads.difference_update(rules.no_heads)
    cuts: dict[str, list[tuple[str, str]]] = {}
    for word in readings.noun_zipf:
        found = [
            (word[:place], word[place:])
            for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
            if word[place:] in known_heads and word[:place] not in rules.no_modifiers
        ]
        if found:
            cuts[word] = found
    seen = Counter(modifier for found in cuts.values() for modifier, _ in found)
    usable = {modifier for modifier, count in seen.items() if count >= 4 or _is_noun_form(modifier, readings)}
    modifiers: defaultdict[str, float] = defaultdict(float)
    heads: defaultdict[str, float] = defaultdict(float)
    for found in cuts.values():
        for modifier, head in found:
            modifiers[modifier] += 1 / len(found)
            heads[head] += 1 / len(found)
    total = len(readings.noun_zipf)
    for _ in range(_ROUNDS):
        modifiers_now, heads_now = modifiers, heads
        modifiers, heads = defaultdict(float), defaultdict(float)
        for found in cuts.values():
            likely = [
                (modifiers_now[modifier] / total * heads_now[head] / total, modifier, head)
                for modifier, head in found
                if modifier in usable
            ]
            together = sum(likelihood for likelihood, _, _ in likely) + _NO_COMPOUND
            for likelihood, modifier, head in likely:
                modifiers[modifier] += likelihood / together
                heads[head] += likelihood / together
    return dict(modifiers), dict(heads)


def _may_be_head(lemma: str, zipf: float) -> bool:
    return zipf >= {3: 4.0, 4: 3.2}.get(len(lemma), 2.0) and len(lemma) >= _SHORTEST_PART


def _is_noun_form(modifier: str, readings: Readings) -> bool:
    bare = (modifier.removesuffix(link) for link in LINKS if modifier.endswith(link))
    return any(len(word) >= _SHORTEST_PART and word in readings.nouns for word in (modifier, *bare))


def _costs(readings: Readings, rules: Rules, modifiers: Mapping[str, float], heads: Mapping[str, float]) -> Parts:
    parts = Parts()
    all_modifiers, all_heads = sum(modifiers.values()), sum(heads.values()) + len(readings.noun_zipf) / 12
    for modifier, count in modifiers.items():
        if count >= 0.3:
            parts.modifiers[modifier] = _cost((count + 0.2) / all_modifiers)
    for form, lemma in readings.nouns.items():
        zipf = readings.noun_zipf[lemma]
        bonus = max(0.0, zipf - 2.5) ** 2
        count = heads.get(lemma, 0.0)
        usual = count >= 0.5 or zipf >= {3: 4.5, 4: 3.5}.get(len(form), _RAREST_HEAD)
        if usual and not {form, lemma} & rules.no_heads and len(form) >= _SHORTEST_PART:
            inflected = 10 if form != lemma else 0
            parts.heads[form] = _cost((count + bonus + 0.05) / all_heads) + inflected
        usual = len(form) > _SHORTEST_PART and zipf >= (4.0 if len(form) == 4 else _RAREST_MODIFIER)
        if usual and form not in rules.no_modifiers:
            share = 0.3 if form == lemma else 0.1
            _offer(parts.modifiers, form, _cost((bonus * share + 0.02) / all_modifiers))
            if form == lemma and (form in rules.whole or form.endswith(_WITH_S)):
                _offer(parts.modifiers, form + "s", _cost((bonus * 0.6 + 0.02) / all_modifiers))
    for modifier in rules.modifiers:
        _offer(parts.modifiers, modifier, _cost(30 / all_modifiers))
    for head in rules.heads:
        _offer(parts.heads, head, _cost(30 / all_heads))
    return parts


def _offer(costs: dict[str, int], part: str, cost: int) -> None:
    costs[part] = min(cost, costs.get(part, _MOST_COSTLY))


def _cost(likelihood: float) -> int:
    return min(round(-10 * math.log(likelihood)), _MOST_COSTLY)


class _Table:
    """Costs from plain dictionaries, for the splitter."""

    def __init__(self, modifiers: Mapping[str, int], lasts: Mapping[str, int]) -> None:
        self._modifiers = modifiers
        self._lasts = lasts

    def modifiers(self, word: str, start: int) -> Iterator[tuple[int, int]]:
        for end in range(start + 1, len(word)):
            cost = self._modifiers.get(word[start:end])
            if cost is not None:
                yield end, cost

    def head(self, word: str, start: int) -> int | None:
        return self._lasts.get(word[start:])


def _keep_atoms(readings: Readings, rules: Rules, parts: Parts) -> None:
    """Drop the parts that fall into smaller ones; the shorter first, because the longer are made of them."""
    nouns, stems = _Table(parts.modifiers, parts.heads), _Table(parts.modifiers, parts.modifiers)
    named = {*rules.modifiers, *rules.heads}  # stems: Verkehrsleit-, Grundschul-
    for part in sorted({*parts.modifiers, *parts.heads}, key=lambda part: (len(part), part)):
        lemma = readings.nouns.get(part) or _without_link(part, readings)
        if part in named or part in parts.whole or lemma in parts.whole:
            continue
        is_noun = lemma != part or part in readings.nouns
        starts = split(lemma if is_noun else part, nouns if is_noun else stems, seen=True)
        if starts:
            parts.heads.pop(part, None)
            cost = parts.modifiers.pop(part, None)
            rest = part[starts[-1] :]
            if cost is not None and rest not in rules.no_modifiers:
                _offer(parts.modifiers, rest, cost)  # Fußgängerampel needs Gänger- where Fußgänger- is dropped


def _without_link(part: str, readings: Readings) -> str:
    return next(
        (bare for link in LINKS if part.endswith(link) and (bare := part.removesuffix(link)) in readings.nouns), part
    )
