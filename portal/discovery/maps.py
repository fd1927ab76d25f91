"""The map of the Kommunen as the map macro draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.organisations.models import MAP_HEIGHT, MAP_WIDTH, Organisation

VIEW_BOX = f"0 0 {MAP_WIDTH} {MAP_HEIGHT}"
ATTRIBUTION = "© GeoBasis-DE / BKG 2016 (Daten verändert)"
# From how many entries on a Kommune gets the next deeper colour; the classes are k0 to k5.
_STEPS = (1, 3, 6, 11, 21)


@dataclass(frozen=True)
class Shape:
    """One Kommune on the map; without `url` it is only ground."""

    name: str
    path: str
    css_class: str
    text: str
    url: str = ""
    value: str = ""
    x: float | None = None
    y: float | None = None
    current: bool = False


def by_projects(shapes: Sequence[Organisation], projects: Mapping[int, int]) -> list[Shape]:
    """Return the Kommunen coloured by their number of entries, each with it."""
    return [
        Shape(
            name=each.name,
            path=each.shape.path,
            css_class=f"k{_step(projects.get(each.id, 0))}",
            text=_in_words(each.name, projects.get(each.id, 0)),
            url=_address(each),
            value=str(projects.get(each.id, 0)),
            x=each.shape.label_x,
            y=each.shape.label_y,
        )
        for each in shapes
        if each.shape
    ]


def legend() -> list[tuple[str, str]]:
    """Return the colours with the numbers they stand for."""
    ends = [str(start - 1) for start in _STEPS[1:]]
    ranges = [
        f"{start} bis {end}" if str(start) != end else str(start) for start, end in zip(_STEPS, ends, strict=False)
    ]
    texts = [_("kein Projekt"), *ranges, _("ab %(start)s", start=_STEPS[-1])]
    return [(f"k{step}", text) for step, text in enumerate(texts)]


def by_partnerships(shapes: Sequence[Organisation], partnerships: Mapping[int, int]) -> list[Shape]:
    """Return the ground for lines: who has a partnership is coloured and leads to its page."""
    return [
        Shape(
            name=each.name,
            path=each.shape.path,
            css_class="k2" if each.id in partnerships else "k0",
            text=f"{each.name}: {_partnerships(partnerships[each.id])}" if each.id in partnerships else each.name,
            url=_address(each) if each.id in partnerships else "",
        )
        for each in shapes
        if each.shape
    ]


def around(municipality: Organisation, shapes: Sequence[Organisation]) -> list[Shape]:
    """Return the map with one Kommune and its neighbours; only these lead anywhere. Draws the Kommune itself last."""
    neighbours = {neighbour.id for neighbour in municipality.neighbours}
    drawn = [
        Shape(
            name=each.name,
            path=each.shape.path,
            css_class="k5" if each.id == municipality.id else "k2" if each.id in neighbours else "k0",
            text=_("%(name)s (Nachbar)", name=each.name) if each.id in neighbours else each.name,
            url=_address(each) if each.id in neighbours else "",
            current=each.id == municipality.id,
        )
        for each in shapes
        if each.shape
    ]
    return sorted(drawn, key=lambda shape: shape.current)


def _step(projects: int) -> int:
    return sum(projects >= start for start in _STEPS)


def _in_words(name: str, projects: int) -> str:
    return f"{name}: {ngettext('%(num)d Projekt', '%(num)d Projekte', projects)}"


def _partnerships(count: int) -> str:
    return str(ngettext("%(num)d Partnerschaft", "%(num)d Partnerschaften", count))


def _address(organisation: Organisation) -> str:
    return url_for("discovery.municipality", slug=organisation.slug)
