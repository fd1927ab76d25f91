"""The map of the 53 Kommunen: drawn within its area, each label on its own ground."""

import re
from itertools import accumulate, pairwise

import pytest

from portal.organisations.models import MAP_HEIGHT, MAP_WIDTH
from seeds import reference

SHAPES = reference.shapes()
NEIGHBOURS = {record.slug: record.neighbours for record in reference.organisations() if record.shape}


def points(shape):
    """The corners of a path `Mx,yldx,dy dx,dy ...z`, closed."""
    match = re.fullmatch(r"M(\d+),(\d+)l(-?\d+,-?\d+(?: -?\d+,-?\d+)*)z", shape.path)
    assert match, shape.path
    steps = [tuple(map(int, step.split(","))) for step in match[3].split()]
    assert (0, 0) not in steps
    start = (int(match[1]), int(match[2]))
    corners = list(accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1]), initial=start))
    return [*corners, start]


def inside(ring, x, y):
    """Whether a point lies within a closed ring: a ray to the right crosses its border an odd number of times."""
    crossings = [
        (ax, bx)
        for (ax, ay), (bx, by) in pairwise(ring)
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
    ]
    return len(crossings) % 2 == 1


def test_every_municipality_has_a_shape_and_nobody_else():
    assert len(SHAPES) == 53
    assert SHAPES.keys() == {r.slug for r in reference.organisations() if r.kind.value == "municipality"}
    assert SHAPES.keys() == NEIGHBOURS.keys()


def test_the_shapes_fill_the_drawing_area_and_stay_within():
    corners = [point for shape in SHAPES.values() for point in points(shape)]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    assert (left, right, top) == (5, MAP_WIDTH - 5, 5)
    assert bottom == MAP_HEIGHT - 5


@pytest.mark.parametrize("slug", SHAPES)
def test_the_label_has_room_inside_its_shape(slug):
    shape, ring = SHAPES[slug], points(SHAPES[slug])
    around = [(dx, dy) for dx in (-6, 0, 6) for dy in (-6, 0, 6)]
    assert all(inside(ring, shape.label_x + dx, shape.label_y + dy) for dx, dy in around)


@pytest.mark.parametrize("slug", SHAPES)
def test_neighbours_touch_on_the_map(slug):
    own = set(points(SHAPES[slug]))
    assert all(own & set(points(SHAPES[neighbour])) for neighbour in NEIGHBOURS[slug])


def test_east_is_right_and_south_is_down():
    assert SHAPES["hamm"].label_x > SHAPES["dortmund"].label_x > SHAPES["duisburg"].label_x
    assert SHAPES["breckerfeld"].label_y > SHAPES["herne"].label_y > SHAPES["haltern-am-see"].label_y
