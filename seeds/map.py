"""From outlines in degrees (WGS 84) to SVG paths in map units: x to the right, y down, whole units."""

import heapq
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from portal.organisations.importing import ShapeRecord
from portal.organisations.models import MAP_WIDTH

Ring = Sequence[tuple[float, float]]
_MARGIN = 5  # units, so that lines at the edge are not cut
_GOOD_ENOUGH = 1.1


class Projection:
    """Equirectangular, true to scale at the middle latitude: enough for an area of 120 km."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        points = [point for ring in rings for point in ring]
        self._west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, self._north = min(y for _, y in points), max(y for _, y in points)
        self._shrink = math.cos(math.radians((south + self._north) / 2))
        self._scale = (MAP_WIDTH - 2 * _MARGIN) / ((east - self._west) * self._shrink)

    def units(self, ring: Ring) -> list[tuple[int, int]]:
        """Return the ring in whole map units, closed, without points that fall together."""
        points = [self._unit(*point) for point in ring]
        return [points[0], *(after for before, after in pairwise(points) if after != before)]

    def _unit(self, longitude: float, latitude: float) -> tuple[int, int]:
        x = _MARGIN + (longitude - self._west) * self._shrink * self._scale
        y = _MARGIN + (self._north - latitude) * self._scale
        return round(x), round(y)


def shape(ring: Sequence[tuple[int, int]]) -> ShapeRecord:
    """Return the closed ring (map units) as path, with the label where there is most room."""
    steps = (f"{after[0] - before[0]},{after[1] - before[1]}" for before, after in pairwise(ring[:-1]))
    x, y = roomiest(ring)
    return ShapeRecord(f"M{ring[0][0]},{ring[0][1]}l{' '.join(steps)}z", round(x, 1), round(y, 1))


def roomiest(ring: Ring) -> tuple[float, float]:
    """Return a point inside the closed ring about as far from its border as any: a tenth more would not be seen.

    Squares are quartered as long as they can hold a clearly better point than the best so far.
    """
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    half = max(right - left, bottom - top) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    best = (room(ring, x, y), x, y)
    waiting = [(-best[0] - half * math.sqrt(2), x, y, half)]
    while waiting:
        bound, x, y, half = heapq.heappop(waiting)
        if best[0] > 0 and -bound <= _GOOD_ENOUGH * best[0]:
            break
        half /= 2
        for dx, dy in ((-half, -half), (-half, half), (half, -half), (half, half)):
            found = room(ring, x + dx, y + dy)
            best = max(best, (found, x + dx, y + dy))
            heapq.heappush(waiting, (-found - half * math.sqrt(2), x + dx, y + dy, half))
    return best[1], best[2]


def room(ring: Ring, x: float, y: float) -> float:
    """Return the distance of a point to the closed ring, negative outside of it."""
    inside, nearest = False, math.inf
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
        dx, dy = bx - ax, by - ay
        along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)
        along = 0 if along < 0 else 1 if along > 1 else along
        distance = (ax + along * dx - x) ** 2 + (ay + along * dy - y) ** 2
        nearest = min(nearest, distance)
    return math.sqrt(nearest) if inside else -math.sqrt(nearest)
