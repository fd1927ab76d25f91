"""The Kommunen and Kreise as the search sees them."""

import pytest
from sqlalchemy import select

from portal.discovery.finding.regions import Regions, load_regions
from portal.discovery.finding.requests import Area
from portal.organisations.models import Fact, FactKind, Neighbourhood, Organisation
from portal.organisations.queries import Surroundings
from tests.support.statements import recorded


@pytest.fixture
def load(database):
    def load():
        with database.reading() as session:
            return load_regions(session)

    return load


def place(regions, slug):
    return next(each for each in regions.places.places if each.code == slug)


@pytest.mark.seeded
def test_all_of_them_come_with_one_query(load, database):
    with recorded(database.engine) as sent:
        regions = load()

    assert len(regions.places.places) == 53 + len(regions.districts) == 57
    assert len(sent) == 1


@pytest.mark.seeded
@pytest.mark.parametrize(
    ("slug", "names", "ambiguous"),
    [
        ("herne", ("Herne",), False),
        ("wetter-ruhr", ("Wetter (Ruhr)", "Wetter", "Wetter an der Ruhr"), True),
        ("muelheim-an-der-ruhr", ("Mülheim an der Ruhr", "Mülheim", "Mülheim/Ruhr", "Mülheim (Ruhr)"), False),
        ("froendenberg-ruhr", ("Fröndenberg/Ruhr", "Fröndenberg", "Fröndenberg an der Ruhr"), False),
        ("haltern-am-see", ("Haltern am See", "Haltern"), False),
        ("castrop-rauxel", ("Castrop-Rauxel", "Castrop", "Castrop Rauxel"), False),
        ("essen", ("Essen",), True),
        ("kamen", ("Kamen",), True),
        ("hagen", ("Hagen",), False),
        ("kreis-wesel", ("Kreis Wesel", "Kreises Wesel", "Landkreis Wesel"), False),
        (
            "ennepe-ruhr-kreis",
            ("Ennepe-Ruhr-Kreis", "Ennepe-Ruhr-Kreises", "Kreis Ennepe-Ruhr", "EN-Kreis"),
            False,
        ),
    ],
)
def test_every_way_to_write_a_name_is_known(load, slug, names, ambiguous):
    found = place(load(), slug)

    assert (found.names, found.ambiguous) == (names, ambiguous)


@pytest.mark.seeded
def test_no_name_means_two_of_them(load):
    names = [name for each in load().places.places for name in each.names]

    assert len(names) == len(set(names))


@pytest.mark.seeded
def test_neighbours_are_those_with_a_common_border(load):
    regions = load()

    assert regions.inside(Area("herne", neighbours=True)) == (
        "bochum",
        "castrop-rauxel",
        "gelsenkirchen",
        "herten",
        "recklinghausen",
    )
    assert place(regions, "herne").neighbours == regions.inside(Area("herne", neighbours=True))


@pytest.mark.seeded
def test_a_kreis_borders_on_kommunen_of_others(load):
    assert place(load(), "kreis-wesel").neighbours == ("bottrop", "dorsten", "duisburg", "oberhausen")


@pytest.mark.seeded
@pytest.mark.parametrize(
    ("typed", "near"),
    [("Hern", ("Herne",)), ("Gelsenkirchn", ("Gelsenkirchen",)), ("kreis we", ("Kreis Wesel",)), ("Entenhausen", ())],
)
def test_names_that_are_nearly_right_are_understood(load, typed, near):
    assert load().near(typed) == near


@pytest.mark.seeded
def test_a_circle_holds_its_middle_and_grows(load):
    regions = load()
    near, far = regions.inside(Area("herne", 10)), regions.inside(Area("herne", 20))

    assert near[0] == "herne"
    assert set(near) < set(far)
    assert {"bochum", "gelsenkirchen"} <= set(near)
    assert "dortmund" in set(far) - set(near)  # 17 km
    assert "wesel" not in far  # 45 km
    assert set(regions.inside(Area("herne", 500))) == {
        each.code for each in regions.places.places if each.names[0] not in regions.districts
    }


def test_where_no_place_is_known_nothing_is_near():
    regions = Regions([Surroundings("a", "A", None, None, ()), Surroundings("b", "B", 51.5, 7.2, ())])

    assert regions.inside(Area("a", 500)) == ("a",)
    assert regions.inside(Area("b", 500)) == ("b",)


@pytest.mark.seeded
def test_the_version_changes_with_the_content_alone(load, database):
    first = load()
    assert load() is first
    with database.unit_of_work() as session:
        herne = session.execute(select(Organisation).where(Organisation.slug == "herne")).scalar_one()
        latitude = select(Fact).where(Fact.organisation_id == herne.id, Fact.kind == FactKind.LATITUDE)
        session.execute(latitude).scalar_one().value += 0.1
    moved = load()
    with database.unit_of_work() as session:
        for border in session.execute(select(Neighbourhood)).scalars():
            session.delete(border)
    alone = load()

    assert len({regions.places.version for regions in (first, moved, alone)}) == 3
    assert alone.inside(Area("herne", neighbours=True)) == ()
