"""Partnerships as lines on the map: one between each two that work together, with how many there are and how far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.organisations.models import Organisation
from portal.partnerships.cases.showing import Shown
from portal.partnerships.vocabulary import State
from portal.text import N_

Point = tuple[float, float]

# How a line is drawn, by what the liveliest partnership on it has reached; the classes stand in map.css.
STYLES = {
    "line--running": (N_("läuft"), frozenset({State.RUNNING})),
    "line--arranged": (N_("verabredet"), frozenset({State.ACCEPTED, State.INTENT, State.AGREED})),
    "line--ended": (N_("beendet"), frozenset({State.ENDED})),
}
_BEND = 0.12  # how far a line leaves the straight one, as a part of its length: lines that cross stay apart


@dataclass(frozen=True)
class Line:
    """One line of the map in map units: its path, and where the number stands; `anchor` is its row in the table."""

    path: str
    x: float
    y: float
    css_class: str
    value: str
    text: str
    anchor: str


def pairs(partnerships: Iterable[Shown]) -> dict[tuple[str, str], list[Shown]]:
    """Return the partnerships of each two partners, by the parts of their addresses, in the order they come."""
    found = defaultdict(list)
    for each in partnerships:
        first, second = each.partners
        found[first.slug, second.slug].append(each)
    return dict(found)


def anchor(pair: tuple[str, str]) -> str:
    """Return the name of a pair's first row in the table."""
    return f"{pair[0]}--{pair[1]}"


def lines(partnerships: Iterable[Shown], shapes: Sequence[Organisation]) -> list[Line]:
    """Return a line for each two partners. Who has no shape stands in the middle of those who belong to it.

    Where nobody has a shape there is no map to draw on.
    """
    drawn: list[Line] = []
    if not shapes:
        return drawn
    for pair, between in pairs(partnerships).items():
        first, second = (_place(one, shapes) for one in between[0].partners)
        x, y = _between(first, second)
        drawn.append(
            Line(
                path=f"M{first[0]:g} {first[1]:g}Q{x:g} {y:g} {second[0]:g} {second[1]:g}",
                # A curve with one handle passes halfway between the handle and the middle of its ends.
                x=round((first[0] + 2 * x + second[0]) / 4, 1),
                y=round((first[1] + 2 * y + second[1]) / 4, 1),
                css_class=_style(between),
                value=str(len(between)),
                text=_in_words(between),
                anchor=anchor(pair),
            )
        )
    return drawn


def legend() -> list[tuple[str, str]]:
    """Return the kinds of lines with what they stand for."""
    return [(css_class, _(text)) for css_class, (text, _states) in STYLES.items()]


def counts(partnerships: Iterable[Shown]) -> Mapping[int, int]:
    """Return how many partnerships each partner has, by its id."""
    found: dict[int, int] = defaultdict(int)
    for each in partnerships:
        for one in each.partners:
            found[one.id] += 1
    return found


def _place(organisation: Organisation, shapes: Sequence[Organisation]) -> Point:
    of_it = [each for each in shapes if organisation.id in (each.id, each.district_id)]
    points = [(each.shape.label_x, each.shape.label_y) for each in of_it or shapes if each.shape]
    return (
        round(sum(x for x, _y in points) / len(points), 1),
        round(sum(y for _x, y in points) / len(points), 1),
    )


def _between(first: Point, second: Point) -> Point:
    """Return the handle of the curve: beside the middle, at a right angle to the straight line."""
    across, down = second[0] - first[0], second[1] - first[1]
    length = hypot(across, down) or 1.0
    bend = _BEND * length * 2
    return (
        round((first[0] + second[0]) / 2 - down / length * bend, 1),
        round((first[1] + second[1]) / 2 + across / length * bend, 1),
    )


def _style(between: Sequence[Shown]) -> str:
    reached = {each.reached for each in between}
    return next(css_class for css_class, (_text, states) in STYLES.items() if reached & states)


def _in_words(between: Sequence[Shown]) -> str:
    first, second = between[0].partners
    return str(
        ngettext(
            "%(first)s und %(second)s: %(num)d Partnerschaft",
            "%(first)s und %(second)s: %(num)d Partnerschaften",
            len(between),
            first=first.name,
            second=second.name,
        )
    )
