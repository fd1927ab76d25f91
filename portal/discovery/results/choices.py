"""What can be chosen on the results page: filters, chips that take one off, orders, ways out when nothing is left."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.discovery.addresses import SORT_NAMES, address
from portal.discovery.finding.answers import FacetGroup, SearchAnswer
from portal.discovery.finding.facets import Value
from portal.discovery.finding.requests import AREA, RELEVANCE, SCOPE, YEARS, SearchRequest
from portal.discovery.results.ranges import area_text, years_text
from portal.text import N_

_SORT_LABELS = {
    "newest": N_("Neueste zuerst"),
    "recently_confirmed": N_("Zuletzt bestätigt"),
    "title": N_("Titel von A bis Z"),
}


@dataclass(frozen=True)
class Choice:
    """A value of a facet as the filter shows it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Group:
    """A facet as the filter shows it."""

    name: str
    label: str
    values: list[Choice]
    filterable: bool
    open: bool


@dataclass(frozen=True)
class Chip:
    """A chosen filter and the address without it."""

    label: str
    remove_url: str


@dataclass(frozen=True)
class WayOut:
    """What would be found without one of the filters."""

    text: str
    url: str
    count: int


def groups(answer: SearchAnswer) -> list[Group]:
    """Return the facets to filter by."""
    return [_group(group) for group in answer.facets]


def chips(answer: SearchAnswer) -> list[Chip]:
    """Return the filters that are active."""
    request = answer.request
    chosen = [
        Chip(
            _named(_(group.facet.label), _label(each.value)),
            address(request.without(group.facet.field, each.value.code)),
        )
        for group in answer.facets
        for each in group.values
        if each.selected
    ]
    others = [name for name in (YEARS, AREA, SCOPE) if name in request.narrowings]
    return [*chosen, *(Chip(_narrowing(answer, name), address(request.without(name))) for name in others)]


def sorts(done: SearchRequest) -> list[tuple[str, str]]:
    """Return the sorts to choose from; without words the best hits are the newest, which then come first."""
    names = {sort: name for name, sort in SORT_NAMES.items()}
    offered = [(names[sort], _(label)) for sort, label in _SORT_LABELS.items()]
    if done.words:
        return [("", _("Beste Treffer zuerst")), *offered]
    return [("", _(_SORT_LABELS["newest"])), *(each for each in offered if each[0] != names["newest"])]


def chosen_sort(done: SearchRequest) -> str:
    """Return which of the sorts is chosen."""
    if done.sort == RELEVANCE or (done.sort == "newest" and not done.words):
        return ""
    return next(name for name, sort in SORT_NAMES.items() if sort == done.sort)


def ways_out(answer: SearchAnswer) -> list[WayOut]:
    """Return for each filter what would be found without it, the most first; nothing that finds nothing."""
    ways = [
        WayOut(_narrowing(answer, name), address(answer.request.without(name)), count)
        for name, count in answer.without.items()
        if count
    ]
    return sorted(ways, key=lambda way: -way.count)


def _narrowing(answer: SearchAnswer, name: str) -> str:
    """Return in words what one of the narrowings leaves."""
    request = answer.request
    if name == YEARS and request.years:
        return _named(_("Beginn"), years_text(request.years))
    if name == AREA and request.area:
        return _named(_("Umkreis"), area_text(request.area, answer.municipalities[request.area.around]))
    if name == SCOPE:
        return _scope(answer)
    (group,) = (group for group in answer.facets if group.facet.field == name)
    return _named(_(group.facet.label), ", ".join(_label(each.value) for each in group.values if each.selected))


def _scope(answer: SearchAnswer) -> str:
    """Return what stadt: and -stadt: say in words, with the names as typed where none is known."""
    request, understanding = answer.request, answer.understanding
    within, outside = (
        ", ".join([answer.places[slug] for slug in slugs] or typed)
        for slugs, typed in ((understanding.within, request.within), (understanding.outside, request.outside))
    )
    if not within:
        return str(_("Ohne %(places)s", places=outside))
    named = _named(_("Stadt"), within)
    return str(_("%(named)s, ohne %(places)s", named=named, places=outside)) if outside else named


def _group(group: FacetGroup) -> Group:
    facet = group.facet
    return Group(
        name=facet.parameter,
        label=_(facet.label),
        values=[Choice(each.value.slug, _label(each.value), each.count, each.selected) for each in group.values],
        filterable=facet.filterable,
        open=facet.open,
    )


def _label(value: Value) -> str:
    return str(_(value.label)) if value.fixed else value.label


def _named(what: str, value: str) -> str:
    return f"{what}: {value}"
