"""A slow, obvious second opinion on filters, counts and matching, for the property tests."""

from collections import Counter
from collections.abc import Iterable, Mapping

from search import FACETS, NOT_STATED, Document
from search.analysis.chain import keys
from search.analysis.clean import clean
from search.analysis.words import words
from search.fields import TEXTS
from search.planning import Plan

Filters = Mapping[str, tuple[str, ...]]


def values(document: Document, group: str) -> tuple[str, ...]:
    optional = next(facet.optional for facet in FACETS if facet.name == group)
    return document.pieces(group) or ((NOT_STATED,) if optional else ())


def passes(document: Document, filters: Filters) -> bool:
    return all(not wanted or set(wanted) & set(values(document, group)) for group, wanted in filters.items())


def counts(documents: Iterable[Document], filters: Filters) -> dict[str, dict[str, int]]:
    counted: dict[str, Counter[str]] = {facet.name: Counter() for facet in FACETS}
    for document in documents:
        for group, counter in counted.items():
            others = {name: wanted for name, wanted in filters.items() if name != group}
            if passes(document, others):
                counter.update(values(document, group))
    return {group: dict(counter) for group, counter in counted.items()}


def document_keys(document: Document) -> set[str]:
    found = (
        keys(word.text) for field in TEXTS for piece in document.pieces(field.name) for word in words(clean(piece))
    )
    return {key for each in found if each is not None for key in each.all}


def matches(document: Document, plan: Plan | None) -> bool:
    if plan is None:
        return True
    held = document_keys(document)
    return bool(plan.wanted) and all(
        any(held.issuperset(alternative.keys) for alternative in wanted.alternatives) for wanted in plan.wanted
    )
