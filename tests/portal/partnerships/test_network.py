"""The network of partnerships: the map says what the table says, and neither says more than both sides agree to."""

import pytest

from portal.discovery.network import drawing
from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.partnerships import transitions as table
from portal.partnerships.cases import showing
from portal.partnerships.vocabulary import Kind, Side, State
from portal.projects.vocabulary import ActionField
from tests.portal.partnerships import playing
from tests.support.statements import recorded

BOTH = (Side.SENDER, Side.ADDRESSEE)
KREIS = "kreis-recklinghausen"


@pytest.fixture
def together(database):
    """Make a partnership of two places on the real map; both sides show it unless told otherwise."""

    def make(sender, addressee, state=State.RUNNING, kind=Kind.REUSE, shown=BOTH, field=None):
        with database.unit_of_work() as session:
            found = organisations.by_slugs(session, [sender, addressee, "xanten"])
            world = playing.build(session, places=[found[slug] for slug in (sender, addressee, "xanten")])
            world.project.action_field = field
            case = playing.drafted(session, world, kind=kind)
            for transition in playing.path_to(state):
                playing.take(session, world, case, transition, at=utcnow())
            for side in shown:
                playing.take(session, world, case, table.SHOW, side=side, at=utcnow())

    return make


def on_the_map(page):
    lines = page.all(".map__tie")
    return [(line.get("aria-label"), line.get("class").split()[-1], line.get("href")) for line in lines]


def in_the_table(page):
    return [row.split("  ")[0] for row in page.texts(".table tbody th")]


@pytest.mark.seeded
class TestTheNetwork:
    def test_at_first_it_says_how_one_begins(self, page, together):
        together("herne", "bochum", shown=(Side.SENDER,))
        shown = page("/partnerschaften")

        assert "Noch ist keine Partnerschaft öffentlich." in shown.text
        assert shown.all(".map") == shown.all("table") == []
        assert "Bochum" not in shown.text

    def test_the_map_says_the_same_as_the_table(self, page, together):
        together("herne", "bochum")
        together("bochum", "herne", State.ENDED, Kind.VISIT)
        together("herne", "essen", State.ACCEPTED)
        together("duisburg", "essen", State.ENDED)
        shown = page("/partnerschaften")

        assert sorted(on_the_map(shown)) == [
            ("Bochum und Herne: 2 Partnerschaften", "line--running", "#bochum--herne"),
            ("Duisburg und Essen: 1 Partnerschaft", "line--ended", "#duisburg--essen"),
            ("Essen und Herne: 1 Partnerschaft", "line--arranged", "#essen--herne"),
        ]
        assert sorted(in_the_table(shown)) == ["Bochum und Herne"] * 2 + ["Duisburg und Essen", "Essen und Herne"]
        for _text, _style, address in on_the_map(shown):
            assert len(shown.all(address)) == 1
        assert [place.get("aria-label") for place in shown.all(".map .k2")] == [
            "Bochum: 2 Partnerschaften",
            "Duisburg: 1 Partnerschaft",
            "Essen: 2 Partnerschaften",
            "Herne: 3 Partnerschaften",
        ]

    def test_a_kreis_stands_in_the_middle_of_its_towns(self, page, together, database):
        together(KREIS, "herne")
        [(told, _style, _address)] = on_the_map(page("/partnerschaften"))
        with database.reading() as session:
            shapes = organisations.shapes(session)
            [line] = drawing.lines(showing.everywhere(session), shapes)
            towns = [one.shape for one in shapes if one.district is not None and one.district.slug == KREIS]
        middle = (sum(one.label_x for one in towns) / 10, sum(one.label_y for one in towns) / 10)

        assert told == "Herne und Kreis Recklinghausen: 1 Partnerschaft"
        assert len(towns) == 10
        assert tuple(map(float, line.path.split()[-2:])) == pytest.approx(middle, abs=0.1)

    @pytest.mark.parametrize(
        ("query", "left"),
        [
            ({"art": "visit"}, ["Bochum und Essen"]),
            ({"stand": "running"}, ["Bochum und Herne"]),
            ({"handlungsfeld": ActionField.MOBILITY.value}, ["Bochum und Herne"]),
            ({"art": "visit", "stand": "running"}, []),
            ({"art": "unsinn"}, ["Bochum und Essen", "Bochum und Herne"]),
            ({"art": "", "stand": "", "seite": "%00"}, ["Bochum und Essen", "Bochum und Herne"]),
        ],
    )
    def test_one_chooses_what_to_see(self, page, together, query, left):
        together("herne", "bochum", field=ActionField.MOBILITY)
        together("essen", "bochum", State.ENDED, Kind.VISIT)
        shown = page("/partnerschaften", **query)

        assert sorted(in_the_table(shown)) == left
        assert sorted(text.split(":")[0] for text, _style, _address in on_the_map(shown)) == left
        assert ("So eine Partnerschaft gibt es noch nicht." in shown.text) is (left == [])

    def test_it_asks_the_database_as_often_for_many_as_for_one(self, page, together, database):
        together("herne", "bochum")
        with recorded(database.engine) as one:
            page("/partnerschaften")
        for slug in ("essen", "duisburg", "bottrop", KREIS):
            together("herne", slug)
        with recorded(database.engine) as many:
            page("/partnerschaften")

        assert len(many) == len(one)


def test_without_a_map_there_is_the_table(portal):
    case_id = portal.case(State.RUNNING)
    for side in BOTH:
        portal.take(case_id, table.SHOW, side=side)
    shown = portal.page("anonymous", "/partnerschaften")

    assert in_the_table(shown) == ["Bochum und Herne"]
    assert shown.all(".map") == []
