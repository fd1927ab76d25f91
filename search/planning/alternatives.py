"""From a word, or several that belong together, to all the ways in which it may match."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from search.analysis.chain import Keys, Token
from search.planning import weights
from search.planning.generic import generic, modifiers
from search.planning.lookup import Equivalent, Lookup
from search.planning.plans import Alternative, Wanted
from search.queries import How

MAX_ALTERNATIVES = 60
MAX_PARTS = 6
_SHORTEST_TELLING = 4
_WEIGHT_OF = {How.SAME: weights.SAME, How.RELATED: weights.RELATED}
_SPAN_WEIGHT_OF = {How.SAME: weights.SPAN_RELATED, How.RELATED: weights.PART_RELATED}

Longer = Callable[[str], Iterable[str]]


def wanted_of(word: str, tokens: tuple[Token, ...], lookup: Lookup, longer: Longer) -> Wanted:
    """All ways to match one word, or several in a row that mean something together."""
    if len(tokens) == 1:
        strict, widened = _of_word(word, tokens[0].keys, lookup, longer)
    else:
        strict, widened = _of_words(tokens, lookup)
    kept = _best(strict)
    known = {(each.keys, each.offsets) for each in kept}
    rest = _best(each for each in widened if (each.keys, each.offsets) not in known)
    return Wanted(word, kept, rest)


def phrase_of(text: str, tokens: tuple[Token, ...]) -> Wanted:
    """Words that must stand exactly one after the other, in any inflected form."""
    return Wanted(text, (_in_a_row(tokens, weights.WHOLE, How.WHOLE),))


def excluded_of(text: str, tokens: tuple[Token, ...]) -> Wanted:
    """Words that must not occur, in any form or as a part of a longer word."""
    if len(tokens) > 1:
        return phrase_of(text, tokens)
    return Wanted(text, tuple(_single(key, weights.WHOLE, How.WHOLE) for key in _full(tokens[0].keys)))


def either(left: Wanted, right: Wanted) -> Wanted:
    """One word or the other."""
    return Wanted(
        f"{left.word} ODER {right.word}",
        _best((*left.alternatives, *right.alternatives)),
        _best((*left.widened, *right.widened)),
        left.required or right.required,
    )


def _of_word(word: str, keys: Keys, lookup: Lookup, longer: Longer) -> tuple[list[Alternative], list[Alternative]]:
    strict = [_single(key, weights.WHOLE, How.WHOLE) for key in _full(keys)]
    widened: list[Alternative] = []
    equivalents = [each for key in _full(keys) for each in lookup.of((key,))]
    _add_equivalents(equivalents, strict, widened, lookup)
    parts = keys.parts[:MAX_PARTS]
    if len(parts) > 1:
        strict += _of_parts(parts)
        strict += _exchanged(parts, lookup)
        widened += _of_spans(keys, lookup)
    else:
        strict += [_single(key, weights.LONGER, How.PART) for key in longer(word)]
    return strict, widened


def _of_words(tokens: tuple[Token, ...], lookup: Lookup) -> tuple[list[Alternative], list[Alternative]]:
    wholes = tuple(token.keys.whole for token in tokens)
    joined = "_".join(part for token in tokens for part in (token.keys.parts or (token.keys.whole,)))
    strict = [
        _in_a_row(tokens, weights.WHOLE, How.WHOLE),
        _single(joined, weights.WHOLE, How.WHOLE),
        Alternative(wholes, weights.TOGETHER, How.WHOLE, window=weights.NEAR),
        Alternative(wholes, weights.APART, How.PART),
    ]
    widened = [_single(key, weights.SINGLE, How.WIDENED) for key in wholes if _telling(key, lookup)]
    _add_equivalents((*lookup.of(wholes), *lookup.of((joined,))), strict, widened, lookup)
    return strict, widened


def _add_equivalents(
    equivalents: Iterable[Equivalent], strict: list[Alternative], widened: list[Alternative], lookup: Lookup
) -> None:
    for each in equivalents:
        ways = strict if each.how is How.SAME else widened
        ways += _of_equivalent(each, _WEIGHT_OF[each.how])
        widened += _of_equivalent_parts(each, lookup)


def _of_equivalent(each: Equivalent, weight: float) -> Iterator[Alternative]:
    if len(each.tokens) > 1:
        yield _in_a_row(each.tokens, weight, each.how)
        yield Alternative(each.sequence, weight * weights.TOGETHER, each.how, window=weights.NEAR)
        return
    keys = each.tokens[0].keys
    for key in _full(keys):
        yield _single(key, weight, each.how)
    if len(keys.parts) > 1:
        yield Alternative(keys.parts[:MAX_PARTS], weight * weights.PARTS_NEAR, each.how, window=weights.NEAR)


def _of_equivalent_parts(each: Equivalent, lookup: Lookup) -> Iterator[Alternative]:
    if len(each.tokens) > 1:
        return
    parts = each.tokens[0].keys.parts
    for size in range(len(parts) - 1, 0, -1):
        for start in range(len(parts) - size + 1):
            span = parts[start : start + size]
            if all(_telling(part, lookup) for part in span):
                yield _single("_".join(span), weights.PART_RELATED, How.WIDENED)


def _of_parts(parts: tuple[str, ...]) -> Iterator[Alternative]:
    yield Alternative(parts, weights.PARTS_NEAR, How.PART, window=weights.NEAR)
    if parts[0] in modifiers():
        rest = parts[1:]
        if len(rest) > 1 or rest[0] not in generic():
            yield _single("_".join(rest), weights.WITHOUT_MODIFIER, How.PART)
        if len(rest) > 1:
            yield Alternative(rest, weights.WITHOUT_MODIFIER * weights.PARTS_NEAR, How.PART, window=weights.NEAR)
    if len(parts) > 2:
        for rest in (parts[:-1], parts[1:]):
            if not all(part in generic() for part in rest):
                yield _single("_".join(rest), weights.SPAN, How.PART)


def _exchanged(parts: tuple[str, ...], lookup: Lookup) -> Iterator[Alternative]:
    for place, part in enumerate(parts):
        for each in lookup.of((part,)):
            if each.how is How.SAME and len(each.tokens) == 1:
                keys = each.tokens[0].keys
                changed = (*parts[:place], *(keys.parts or (keys.whole,)), *parts[place + 1 :])
                yield _single("_".join(changed), weights.EXCHANGED, How.SAME)
                yield Alternative(
                    changed[:MAX_PARTS], weights.EXCHANGED * weights.PARTS_NEAR, How.SAME, window=weights.NEAR
                )


def _of_spans(keys: Keys, lookup: Lookup) -> Iterator[Alternative]:
    parts = keys.parts[:MAX_PARTS]
    for size in range(len(parts) - 1, 0, -1):
        for start in range(len(parts) - size + 1):
            span = parts[start : start + size]
            key = "_".join(span)
            if size > 1 or _telling(key, lookup):
                if not all(part in generic() for part in span):
                    yield _single(key, weights.PART if size == 1 else weights.SPAN, How.WIDENED)
                for each in lookup.of((key,)):
                    for alternative in _of_equivalent(each, _SPAN_WEIGHT_OF[each.how]):
                        yield replace(alternative, how=How.WIDENED)


def _telling(key: str, lookup: Lookup) -> bool:
    """Whether a part says something alone; a short one only if it stands in the synonyms (OZG, KI)."""
    return key not in generic() and (len(key) >= _SHORTEST_TELLING or bool(lookup.of((key,))))


def _full(keys: Keys) -> tuple[str, ...]:
    return (keys.whole, *keys.same)


def _single(key: str, weight: float, how: How) -> Alternative:
    return Alternative((key,), weight, how)


def _in_a_row(tokens: tuple[Token, ...], weight: float, how: How) -> Alternative:
    first = tokens[0].position
    keys = tuple(token.keys.whole for token in tokens)
    offsets = tuple(token.position - first for token in tokens) if len(tokens) > 1 else ()
    return Alternative(keys, weight, how, offsets)


def _best(alternatives: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """Each way once, with its highest weight, the heaviest first and not more than may be looked up."""
    best: dict[tuple[object, ...], Alternative] = {}
    for each in alternatives:
        same = (each.keys, each.offsets, each.window)
        if same not in best or best[same].weight < each.weight:
            best[same] = each
    return tuple(sorted(best.values(), key=lambda each: -each.weight)[:MAX_ALTERNATIVES])
