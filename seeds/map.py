"""From outlines in degrees (WGS 84) to SVG paths in map units: x to the right, y down, whole units."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from portal.organisations.importing import ShapeRecord
from portal.organisations.models import MAP_WIDTH

Point = tuple[float, float]  # longitude, latitude
Ring = Sequence[Point]
_MARGIN = 5  # units, so that lines at the edge are not cut


class Projection:
    """Equirectangular, true to scale at the middle latitude: enough for an area of 120 km."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        points = [point for ring in rings for point in ring]
        self._west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, self._north = min(y for _, y in points), max(y for _, y in points)
        self._shrink = math.cos(math.radians((south + self._north) / 2))
        self._scale = (MAP_WIDTH - 2 * _MARGIN) / ((east - self._west) * self._shrink)

    def shape(self, ring: Ring, label: Point) -> ShapeRecord:
        """Return the closed ring as one path of steps, without points that fall together, and the label's place."""
        units = [self._unit(*point) for point in ring]
        (x, y), (label_x, label_y) = units[0], self._unit(*label)
        steps = [f"{bx - ax},{by - ay}" for (ax, ay), (bx, by) in pairwise(units[:-1]) if (ax, ay) != (bx, by)]
        return ShapeRecord(f"M{x},{y}l{' '.join(steps)}z", label_x, label_y)

    def _unit(self, longitude: float, latitude: float) -> tuple[int, int]:
        x = _MARGIN + (longitude - self._west) * self._shrink * self._scale
        y = _MARGIN + (self._north - latitude) * self._scale
        return round(x), round(y)
