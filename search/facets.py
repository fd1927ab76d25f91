"""Filters and honest counts over the facet groups."""

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_

from search.queries import FacetCount

Facets = Mapping[str, Mapping[str, int]]  # group -> value -> documents as bits
Filters = Mapping[str, tuple[str, ...]]


def filtered(found: int, facets: Facets, filters: Filters) -> int:
    """The found documents that pass the filters: OR inside a group, AND between groups."""
    return reduce(and_, _passing(facets, filters).values(), found)


def counted(found: int, facets: Facets, filters: Filters) -> dict[str, tuple[FacetCount, ...]]:
    """Per group the values with their counts, the most frequent first.

    A value counts the documents it has among those that pass the filters of all *other* groups: what
    one would see with this value alone in its group. Values that count nothing are left out, unless chosen.
    """
    passing = _passing(facets, filters)
    counts: dict[str, tuple[FacetCount, ...]] = {}
    for group, values in facets.items():
        others = reduce(and_, (bits for name, bits in passing.items() if name != group), found)
        chosen = filters.get(group, ())
        counted_values = (FacetCount(value, (bits & others).bit_count()) for value, bits in values.items())
        shown = (each for each in counted_values if each.count or each.value in chosen)
        counts[group] = tuple(sorted(shown, key=lambda each: (-each.count, each.value)))
    return counts


def _passing(facets: Facets, filters: Filters) -> dict[str, int]:
    return {
        group: reduce(or_, (facets[group].get(value, 0) for value in wanted))
        for group, wanted in filters.items()
        if wanted
    }
