"""The lists: whose turn it is, what waits for others, what is over; sorted, in pages, as a file; and what is late."""

import pytest

from portal.partnerships import sending
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.lists import queries as lists
from portal.partnerships.lists import views as list_views
from portal.partnerships.vocabulary import Side, State
from tests import factories
from tests.portal.partnerships import playing
from tests.support.statements import recorded

HEADINGS = "main h2"


def rows(page):
    return [[cell for cell in row.itertext() if cell.strip()] for row in page.all("tbody tr")]


def counts(page):
    return dict(reversed(text.split(" ", 1)) for text in page.texts("main nav .overview a"))


class TestMine:
    def test_what_waits_for_us_stands_first(self, portal):
        portal.case(State.SENT)
        page = portal.page("addressee editor", "/anfragen")
        assert counts(page) == {
            "Wartet auf Sie": "0",
            "Wartet auf uns": "1",
            "Wartet auf andere": "0",
            "Gemeinsam unterwegs": "0",
            "Erledigt": "0",
        }
        assert page.texts("tbody td") == [
            "Herne",
            "Bochum",
            "Gesendet",
            "Antwort bis Mittwoch, 2. Dezember 2026 (noch 7 Arbeitstage).",
        ]
        page = portal.page("sender editor", "/anfragen")
        assert counts(page) == {
            "Wartet auf Sie": "0",
            "Wartet auf uns": "0",
            "Wartet auf andere": "1",
            "Gemeinsam unterwegs": "0",
            "Erledigt": "0",
        }
        assert list(counts(page)) == [
            "Wartet auf Sie", "Wartet auf uns", "Wartet auf andere", "Gemeinsam unterwegs", "Erledigt"
        ]  # fmt: skip
        assert page.texts(HEADINGS) == ["Wartet auf andere"]  # "sender person" looks after it: nothing is new to others

    @pytest.mark.parametrize(
        ("state", "group"),
        [
            (State.ACCEPTED, "Gemeinsam unterwegs"),
            (State.RUNNING, "Gemeinsam unterwegs"),
            (State.ENDED, "Erledigt"),
            (State.DECLINED, "Erledigt"),
            (State.LAPSED, "Erledigt"),
        ],
    )
    def test_where_a_case_stands(self, portal, state, group):
        portal.case(state)
        for name in ("sender editor", "addressee editor"):
            assert counts(portal.page(name, "/anfragen"))[group] == "1"

    def test_a_proposal_gives_the_turn_to_the_other_side(self, portal):
        case_id = portal.case(State.CLARIFYING)
        portal.take(case_id, table.PROPOSE, side=Side.ADDRESSEE, given={"proposed_time": "später", "words": "Später."})
        assert counts(portal.page("sender editor", "/anfragen"))["Wartet auf uns"] == "1"
        assert counts(portal.page("addressee editor", "/anfragen"))["Wartet auf andere"] == "1"

    @pytest.mark.parametrize(
        "name", ["stranger", "sender contributor", "addressee contributor", "account", "moderation"]
    )
    def test_others_see_and_count_nothing(self, portal, name):
        portal.case(State.SENT)
        portal.draft_to_hagen()
        page = portal.page(name, "/anfragen")
        assert set(counts(page).values()) == {"0"}
        assert portal.world.project.title not in page.text
        file = portal.browser(name).get("/anfragen.csv").text
        assert file.count("\n") == 1

    @pytest.mark.parametrize("name", ["responsible", "addressee person", "sender person"])
    def test_who_looks_after_it_sees_it(self, portal, name):
        portal.case(State.CLARIFYING)
        found = counts(portal.page(name, "/anfragen"))
        assert sum(int(number) for group, number in found.items() if group != "Wartet auf Sie") == 1

    def test_drafts_stand_on_top_for_who_may_change_them(self, portal):
        portal.draft()
        for name, seen in (
            ("sender editor", 1),
            ("sender person", 1),
            ("sender contributor", 0),
            ("addressee editor", 0),
        ):
            assert len(portal.page(name, "/anfragen").all(".entry")) == seen

    @pytest.mark.parametrize(
        "query", [{"liste": "x"}, {"stand": "x"}, {"sortiert": "x"}, {"seite": "x"}, {"stand": "sent"}]
    )
    def test_an_address_somebody_made_up_shows_the_list(self, portal, query):
        portal.case(State.DECLINED)
        page = portal.page("sender editor", "/anfragen", **query)
        assert page.texts(HEADINGS) == ["Erledigt"]
        assert len(page.all("tbody tr")) == 1

    def test_it_is_filtered_by_state(self, portal):
        portal.case(State.CLARIFYING)
        page = portal.page("addressee editor", "/anfragen", liste="bei-uns").submit("main form", stand="sent")
        assert "Dazu gibt es nichts." in page.text
        page = page.submit("main form", stand="clarifying")
        assert len(page.all("tbody tr")) == 1


class TestMany:
    @pytest.fixture
    def several(self, portal):
        """Herne has asked Bochum, Essen and Hagen, each a day later than the one before."""
        with portal.database.unit_of_work() as session:
            world = portal.fresh(session)
            essen = factories.organisation(session, "Essen")
            for day, other in enumerate((world.bochum, essen, world.hagen)):
                acting = world.acting("sender editor", playing.later(day))
                written = sending.write(session, acting, world.herne, playing.draft(world, Addressee(other.id)))
                sending.send(session, acting, written.id, written.version)
        return portal

    @pytest.mark.parametrize(
        ("order", "names"),
        [
            ("frist", ["Bochum", "Essen", "Hagen"]),
            ("neueste", ["Hagen", "Essen", "Bochum"]),
            ("kommune", ["Bochum", "Essen", "Hagen"]),
            ("stand", ["Hagen", "Essen", "Bochum"]),
        ],
    )
    def test_they_are_sorted(self, several, order, names):
        page = several.page("sender editor", "/anfragen", sortiert=order)
        assert page.texts("tbody td:nth-child(3)") == names

    def test_they_come_in_pages(self, several, monkeypatch):
        monkeypatch.setattr(list_views, "PER_PAGE", 2)
        page = several.page("sender editor", "/anfragen")
        assert len(page.all("tbody tr")) == 2
        page = several.page("sender editor", page.one("a[rel=next]").get("href"))
        assert page.texts("tbody td:nth-child(3)") == ["Hagen"]

    def test_the_file_holds_the_same_list_and_no_person(self, several, monkeypatch):
        monkeypatch.setattr(lists, "_AT_ONCE", 2)
        page = several.page("sender editor", "/anfragen", sortiert="frist")
        [link] = [one.get("href") for one in page.all("main a") if "CSV" in "".join(one.itertext())]
        answer = several.browser("sender editor").get(link)
        lines = answer.text.removeprefix("\ufeff").splitlines()
        assert answer.mimetype == "text/csv"
        assert lines[0].startswith("Nummer;Worum es geht;Von;An;Stand;Gesendet am;Antwort bis")
        assert [line.split(";")[3] for line in lines[1:]] == ["Bochum", "Essen", "Hagen"]
        assert lines[1].split(";")[4:] == ["Gesendet", "23.11.2026", "02.12.2026", "08.01.2027", "23.11.2026"]
        assert "Sender" not in answer.text

    def test_many_cost_no_more_queries_than_few(self, several):
        browser = several.browser("sender editor")
        with recorded(several.database.engine) as statements:
            browser.get("/anfragen")
        assert len(statements) <= 10


class TestMyKommune:
    def test_it_says_what_waits(self, portal):
        assert "Anfrage" not in portal.page("addressee editor", "/meine-kommune").texts("main")[0]
        portal.case(State.SENT)
        page = portal.page("addressee editor", "/meine-kommune")
        assert page.texts(".kern-alert--warning .kern-title") == ["1 Antwort von Ihnen fehlt noch"]
        page = portal.page("sender editor", "/meine-kommune")
        assert page.texts(".kern-alert--info .kern-title") == ["1 Anfrage, Angebot oder Partnerschaft läuft"]

    def test_it_tells_who_may_send_of_drafts(self, portal):
        portal.draft()
        for name, told in (("sender editor", 1), ("sender contributor", 0), ("addressee editor", 0)):
            texts = portal.page(name, "/meine-kommune").texts(".kern-alert .kern-title")
            assert texts.count("1 Entwurf ist noch nicht gesendet") == told

    def test_members_find_it_in_the_menu(self, portal):
        assert "/anfragen" in [one.get("href") for one in portal.page("sender person", "/").all(".site-menu a")]
        assert "/anfragen" not in [one.get("href") for one in portal.page("account", "/").all(".site-menu a")]


class TestOverdue:
    def test_the_moderation_sees_what_is_late_anywhere_but_not_what_was_written(self, portal, clock):
        portal.case(State.SENT)
        assert "Nichts ist überfällig" in portal.page("moderation", "/verwaltung/partnerschaften").text
        clock(playing.later(10))
        page = portal.page("moderation", "/verwaltung/partnerschaften")
        assert page.texts("tbody th") == ["Nachnutzung"]
        assert page.all("tbody a") == []
        assert portal.world.project.title not in page.text

    def test_it_reads_what_it_was_called_to(self, portal):
        case_id = portal.case(State.CLARIFYING, called=True)
        page = portal.page("moderation", "/verwaltung/partnerschaften")
        assert [one.get("href") for one in page.all("tbody a")] == [f"/partnerschaften/{case_id}"]

    def test_what_is_over_is_not_late(self, portal, clock):
        portal.case(State.DECLINED)
        clock(playing.later(100))
        assert "Nichts ist überfällig" in portal.page("moderation", "/verwaltung/partnerschaften").text

    @pytest.mark.parametrize("name", ["sender coordinator", "account"])
    def test_nobody_else_has_that_list(self, portal, name):
        assert portal.browser(name).get("/verwaltung/partnerschaften").status_code == 403

    def test_it_stands_under_administration(self, portal):
        assert "Überfällige Anfragen" in portal.page("moderation", "/verwaltung").text
