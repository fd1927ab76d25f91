import pytest
from sqlalchemy import event

from tests import factories


@pytest.fixture
def queries(database):
    """Counts the statements that are sent to the database."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield lambda: [statement for statement in sent if not statement.startswith("PRAGMA")]
    event.remove(database.engine, "before_cursor_execute", note)


def headings(page):
    return [heading.rsplit(" ", 1)[0] for heading in page.texts("main h2")]


def test_each_entry_stands_where_something_is_to_be_done(herne, world, make):
    make(factories.from_public_source, world.herne, title="Quelle", lead="herne")
    make(factories.published, world.bochum, title="Von Bochum", participants=["herne"])
    make(factories.draft, world.herne, title="Entwurf")
    overdue = make(factories.published, world.herne, title="Lange her")
    make(lambda session: factories.long_ago(session.merge(overdue), 366))
    make(factories.published, world.herne, title="Frisch")
    make(factories.archived, world.herne, title="Vorbei")

    desk = herne.page("/meine-kommune")

    assert desk.title == "Herne"
    assert headings(desk) == [
        "Einträge zum Übernehmen",
        "Sind Sie beteiligt?",
        "Entwürfe",
        "Bitte prüfen",
        "Veröffentlicht",
        "Archiviert",
    ]
    assert desk.texts(".entry__title") == ["Quelle", "Von Bochum", "Entwurf", "Lange her", "Frisch", "Vorbei"]
    assert "Prüfung überfällig" in desk.texts(".provenance")[1]


def test_nothing_of_other_organisations_is_shown(herne, world, make):
    make(factories.draft, world.bochum, title="Geheim", participants=["herne"])
    make(factories.published, world.bochum, title="Fremd")
    make(factories.archived, world.bochum, title="Weg", participants=["herne"])

    desk = herne.page("/meine-kommune")
    assert desk.texts("h2") == ["Noch keine Einträge"]


def test_one_press_takes_an_entry_over(herne, world, make, saved):
    project = make(factories.from_public_source, world.herne, lead="herne")
    check = herne.page("/meine-kommune").submit("section:has(#uebernehmen-herne) form")

    assert check.path == f"/projekte/{project.slug}/pruefen"
    now = saved(project)
    assert now.keeper_id == world.herne.id
    assert not now.confirmed


def test_a_long_list_folds(herne, world, make):
    for _ in range(7):
        make(factories.draft, world.herne)

    desk = herne.page("/meine-kommune")
    assert desk.texts("details summary")[-1] == "Weitere 2 zeigen"
    assert len(desk.all(".entry")) == 7


@pytest.mark.parametrize("entries", [1, 12])
def test_the_number_of_queries_does_not_grow(herne, world, make, queries, entries):
    for _ in range(entries):
        make(factories.published, world.herne, participants=["bochum"])
        make(factories.published, world.bochum, participants=["herne"])
        make(factories.from_public_source, world.herne, lead="herne")
    before = len(queries())

    herne.page("/meine-kommune")
    assert len(queries()) - before <= 12


class TestAdministration:
    def test_it_sees_what_nobody_keeps_page_by_page(self, administration, make, queries):
        for number in range(30):
            make(factories.from_public_source, title=f"Quelle {number:02}")
        before = len(queries())

        desk = administration.page("/meine-kommune")

        assert len(queries()) - before <= 12
        assert desk.title == "Portalverwaltung"
        assert len(desk.all(".entry")) == 25
        assert desk.all("a[href='/meldungen']")
        assert len(administration.page("/meine-kommune", seite="2").all(".entry")) == 5

    @pytest.mark.parametrize("number", ["-1", "0", "1000000000", "99999999999999999999", "zwei", "٣", ""])
    def test_impossible_pages_show_one_there_is(self, administration, make, number):
        make(factories.from_public_source)
        assert administration.page("/meine-kommune", seite=number).all(".entry")

    def test_words_narrow_the_list(self, administration, make):
        make(factories.from_public_source, title="Straßenbäume")
        make(factories.from_public_source, title="Bürgerkoffer")

        assert administration.page("/meine-kommune", q="STRASSENBAEUME").texts(".entry__title") == ["Straßenbäume"]
        assert administration.page("/meine-kommune", q="%").texts(".entry__title") == []
        assert administration.page("/meine-kommune", q="q\x00").texts(".entry__title") == []

    def test_others_do_not_see_that_list(self, herne, make):
        make(factories.from_public_source, title="Ohne Pflege")
        assert "Ohne Pflege" not in herne.page("/meine-kommune", q="Ohne").text
