"""The overview of an organisation: the board, the table, the files; and whose cases stand there."""

import pytest

from portal.access import Role
from portal.partnerships import sending
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.lists import overview
from portal.partnerships.lists import overview_views as views
from portal.partnerships.vocabulary import Kind, State
from portal.projects.models import TITLE_MAX
from tests import factories
from tests.portal.partnerships import playing
from tests.portal.partnerships.test_list_pages import counts
from tests.support import spreadsheets
from tests.support.spreadsheets import cells
from tests.support.statements import recorded

BOARD, TABLE = "/anfragen/uebersicht", "/anfragen/uebersicht/tabelle"
FILES = ("/anfragen/uebersicht.csv", "/anfragen/uebersicht.xlsx")


def columns(page):
    return {one.find("h2").text.strip(): len(one.findall(".//h3")) for one in page.all(".board__column")}


@pytest.fixture
def several(portal):
    """Herne has asked Bochum, Essen and Hagen, each a day later than the one before."""
    with portal.database.unit_of_work() as session:
        world = portal.fresh(session)
        essen = factories.organisation(session, "Essen")
        for day, other in enumerate((world.bochum, essen, world.hagen)):
            acting = world.acting("sender editor", playing.later(day))
            kind = list(Kind)[day]
            written = sending.write(session, acting, world.herne, playing.draft(world, Addressee(other.id), kind=kind))
            sending.send(session, acting, written.id, written.version)
    return portal


class TestBoard:
    @pytest.mark.parametrize(
        ("state", "title"),
        [
            (State.SENT, "Gesendet"),
            (State.CLARIFYING, "In Klärung"),
            (State.ACCEPTED, "Angenommen"),
            (State.INTENT, "Absichtserklärung"),
            (State.AGREED, "Vereinbarung"),
            (State.RUNNING, "Läuft"),
            (State.ENDED, "Erledigt"),
            (State.LAPSED, "Erledigt"),
        ],
    )
    @pytest.mark.parametrize("name", ["sender editor", "addressee coordinator"])
    def test_a_case_stands_in_the_column_of_its_state(self, portal, name, state, title):
        portal.case(state)
        page = portal.page(name, BOARD)
        found = columns(page)
        assert list(found) == [
            "Gesendet", "In Klärung", "Angenommen", "Absichtserklärung", "Vereinbarung", "Läuft", "Erledigt"
        ]  # fmt: skip
        assert {name for name, number in found.items() if number} == {title}
        assert page.texts(".board__title .count") == [str(number) for number in found.values()]

    def test_it_says_whose_turn_it_is_and_what_is_late_in_words(self, portal, clock):
        portal.case(State.SENT)
        assert portal.page("sender editor", BOARD).texts(".label") == []
        assert portal.page("addressee editor", BOARD).texts(".label") == ["Wartet auf uns"]
        clock(playing.later(20))
        assert portal.page("sender editor", BOARD).texts(".label") == ["Überfällig"]

    def test_a_draft_is_no_case_yet(self, portal):
        portal.draft()
        assert set(columns(portal.page("sender editor", BOARD)).values()) == {0}

    def test_a_long_column_is_cut_and_leads_to_the_table(self, several, monkeypatch):
        monkeypatch.setattr(overview, "CARDS", 2)
        page = several.page("sender editor", BOARD)
        assert columns(page)["Gesendet"] == 2
        [more] = [one for one in page.all(".board a") if one.text == "Alle 3 in der Tabelle"]
        assert len(several.page("sender editor", more.get("href")).all("tbody tr")) == 3

    @pytest.mark.parametrize("name", ["sender editor", "addressee editor"])
    def test_it_counts_as_many_as_the_inbox(self, several, name):
        for state in (State.ENDED, State.DECLINED, State.LAPSED, State.RUNNING):
            several.case(state)
        board = [int(number) for number in several.page(name, BOARD).texts(".board__title .count")]
        inbox = counts(several.page(name, "/anfragen"))
        waiting = ("Wartet auf uns", "Wartet auf andere")
        assert sum(board[:2]) == sum(int(inbox[group]) for group in waiting)
        assert sum(board[2:6]) == int(inbox["Gemeinsam unterwegs"]) == 1
        assert board[6] == int(inbox["Erledigt"]) == 3

    def test_many_cost_no_more_queries_than_few(self, several):
        browser = several.browser("sender editor")
        for address in (BOARD, TABLE):
            with recorded(several.database.engine) as statements:
                browser.get(address)
            assert len(statements) <= 9, address


class TestTable:
    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({}, ["an Bochum", "an Essen", "an Hagen"]),
            ({"sortiert": "frist", "reihe": "ab"}, ["an Hagen", "an Essen", "an Bochum"]),
            ({"sortiert": "gesendet"}, ["an Hagen", "an Essen", "an Bochum"]),
            ({"sortiert": "kommune", "reihe": "ab"}, ["an Hagen", "an Essen", "an Bochum"]),
            ({"sortiert": "art"}, ["an Bochum", "an Essen", "an Hagen"]),
            ({"sortiert": "x", "reihe": "x"}, ["an Bochum", "an Essen", "an Hagen"]),
            ({"art": "reuse"}, ["an Essen"]),
            ({"art": "reuse", "stand": "x"}, ["an Essen"]),
            ({"richtung": "an-uns"}, []),
            ({"nur": "offen"}, ["an Bochum", "an Essen", "an Hagen"]),
            ({"nur": "ueberfaellig"}, []),
            ({"stand": "declined"}, []),
        ],
    )
    def test_it_is_sorted_and_filtered_and_so_are_the_files(self, several, query, names):
        page = several.page("sender editor", TABLE, **query)
        assert page.texts("tbody td:nth-child(2)") == names
        if names:
            for link in (one.get("href") for one in page.all("main a") if one.get("href").startswith(FILES)):
                answer = several.browser("sender editor").get(link)
                lines = cells(answer.data) if "xlsx" in link else [line.split(";") for line in answer.text.splitlines()]
                assert [f"an {line[3]}" for line in lines[1:]] == names

    def test_what_is_late_is_found(self, several, clock):
        clock(playing.later(11))
        page = several.page("sender editor", TABLE, nur="ueberfaellig")
        assert page.texts("tbody td:nth-child(2)") == ["an Bochum", "an Essen"]
        assert all(text.startswith("Überfällig") for text in page.texts("tbody td:nth-child(6)"))

    def test_a_heading_sorts_and_sorts_back(self, several):
        page = several.page("sender editor", TABLE)
        assert [one.get("aria-sort") for one in page.all("thead th")] == [None] * 5 + ["ascending", None]
        heading = page.all("thead th:nth-child(2) a")[0]
        page = several.page("sender editor", heading.get("href"))
        heading = page.one("thead th[aria-sort=ascending] a")
        page = several.page("sender editor", heading.get("href"))
        assert page.texts("tbody td:nth-child(2)") == ["an Hagen", "an Essen", "an Bochum"]

    def test_it_comes_in_pages(self, several, monkeypatch):
        monkeypatch.setattr(views, "PER_PAGE", 2)
        page = several.page("sender editor", TABLE, sortiert="kommune")
        assert len(page.all("tbody tr")) == 2
        page = several.page("sender editor", page.one("a[rel=next]").get("href"))
        assert page.texts("tbody td:nth-child(2)") == ["an Hagen"]

    @pytest.mark.parametrize("hostile", ["x", "%00", "\ud800", "'--", "9" * 400])
    @pytest.mark.parametrize("name", ["organisation", "art", "stand", "richtung", "nur", "sortiert", "reihe", "seite"])
    def test_an_address_somebody_made_up_shows_everything(self, several, name, hostile):
        browser = several.browser("sender editor")
        for address in (BOARD, TABLE, *FILES):
            answer = browser.get(address, query_string={name: hostile.encode("utf-8", "surrogatepass")})
            assert answer.status_code == 200
            assert answer.get_data()


class TestWho:
    @pytest.mark.parametrize(
        "name", ["sender person", "sender contributor", "responsible", "account", "moderation", "administration"]
    )
    def test_who_sees_only_some_cases_has_no_overview(self, portal, name):
        portal.case(State.SENT)
        for address in (BOARD, TABLE, *FILES):
            assert portal.browser(name).get(address).status_code == 403
        assert BOARD not in [one.get("href") for one in portal.page(name, "/anfragen").all("main a")]

    def test_a_foreign_organisation_sees_nothing(self, portal):
        portal.case(State.SENT)
        for slug in ("herne", "bochum", portal.world.herne.slug):
            for address in (BOARD, TABLE, *FILES):
                answer = portal.browser("stranger").get(address, query_string={"organisation": slug})
                assert portal.world.project.title.encode() not in answer.get_data()
        assert set(columns(portal.page("stranger", BOARD)).values()) == {0}

    def test_who_belongs_to_both_chooses(self, portal):
        portal.case(State.SENT)
        world = portal.world
        page = portal.page("of both", TABLE, organisation=world.herne.slug)
        assert page.texts("tbody td:nth-child(2)") == ["an Bochum"]
        page = page.submit("main form", organisation=world.bochum.slug)
        assert page.texts("tbody td:nth-child(2)") == ["von Herne"]
        assert all(world.bochum.slug in one.get("href") for one in page.all("thead a"))


class TestFiles:
    def test_no_person_stands_in_them_and_their_name_tells_the_day(self, several):
        for address in FILES:
            answer = several.browser("sender editor").get(address)
            assert answer.headers["Content-Disposition"].startswith(
                f'attachment; filename="anfragen-{several.world.herne.slug}-20'
            )
            text = answer.text if address.endswith("csv") else str(cells(answer.data))
            assert "Sender" not in text
            assert "stadt.example" not in text

    def test_days_are_days_and_the_headings_stay(self, several):
        answer = several.browser("sender editor").get(FILES[1])
        lines = cells(answer.data)
        assert lines[0] == ["Nummer", "Worum es geht", "Von", "An", "Stand", "Gesendet am", "Antwort bis",
                            "Entscheidung bis", "Letzter Schritt am"]  # fmt: skip
        assert lines[1][5:] == ["46349", "46358", "46395", "46349"]  # days since 30 December 1899
        assert 'state="frozen"' in spreadsheets.text(answer.data)

    def test_the_moderation_gets_what_is_late_without_what_was_written(self, portal, clock):
        portal.case(State.SENT)
        clock(playing.later(10))
        page = portal.page("moderation", "/verwaltung/partnerschaften")
        links = [one.get("href") for one in page.all("main a") if "." in one.get("href")]
        assert links == ["/verwaltung/partnerschaften.csv", "/verwaltung/partnerschaften.xlsx"]
        for link in links:
            answer = portal.browser("moderation").get(link)
            text = answer.text if link.endswith("csv") else str(cells(answer.data))
            assert "Herne" in text
            assert portal.world.project.title not in text
            assert portal.browser("sender coordinator").get(link).status_code == 403

    @pytest.mark.parametrize("title", ["=1+1", "@SUMME(A1)", "https://a.example/", "+49", "-1", "12", "x" * TITLE_MAX])
    def test_nothing_is_a_formula_or_a_link(self, portal, title):
        portal.case(State.SENT)
        with portal.database.unit_of_work() as session:
            portal.fresh(session).project.title = title
        lines = cells(portal.browser("sender editor").get(FILES[1]).data)
        assert lines[1][1] == f"Nachnutzung: {title}"


def test_the_role_that_surveys_is_that_which_sees_all():
    assert {Role.EDITOR} == {grant.role for grant in views.access.SURVEY.grants}
    assert table.SEND.role is Role.EDITOR
