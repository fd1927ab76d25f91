"""A slow, obvious second opinion on filters, counts and orders, in plain Python over plain documents."""

from collections import Counter
from collections.abc import Iterable, Mapping

from search import DOES_NOT_APPLY, FACETS, NOT_STATED, SORTS, Document

Filters = Mapping[str, tuple[str, ...]]


def values(document: Document, group: str) -> tuple[str, ...]:
    optional = next(facet.optional for facet in FACETS if facet.name == group)
    stated = document.pieces(group)
    return () if stated == (DOES_NOT_APPLY,) else stated or ((NOT_STATED,) if optional else ())


def passes(document: Document, filters: Filters) -> bool:
    return all(not wanted or set(wanted) & set(values(document, group)) for group, wanted in filters.items())


def counts(documents: Iterable[Document], filters: Filters) -> dict[str, dict[str, int]]:
    """Per group and value how many documents have it among those that pass the filters of all other groups."""
    counted: dict[str, Counter[str]] = {facet.name: Counter() for facet in FACETS}
    for document in documents:
        for group, counter in counted.items():
            others = {name: wanted for name, wanted in filters.items() if name != group}
            if passes(document, others):
                counter.update(values(document, group))
    return {group: dict(counter) for group, counter in counted.items()}


def ordered(documents: Iterable[Document], sort: str) -> list[Document]:
    """In that order; ties by newest, recently confirmed, title and key; what is not stated comes last."""
    found = sorted(documents, key=lambda document: document.key)
    for name in ("title", "recently_confirmed", "newest", sort):
        stated = [document for document in found if column(document, name)]
        unknown = [document for document in found if not column(document, name)]
        stated.sort(key=lambda document: column(document, name), reverse=SORTS[name].descending)
        found = stated + unknown
    return found


def column(document: Document, sort: str) -> str:
    return "".join(document.pieces(SORTS[sort].column))
