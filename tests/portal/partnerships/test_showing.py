"""What everybody reads of partnerships: nothing until both agree, and no longer than both agree."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.mail import Rhythm, rhythms
from portal.mail.models import Mail
from portal.partnerships import letters, queries
from portal.partnerships import transitions as table
from portal.partnerships.calendar import BERLIN
from portal.partnerships.cases import showing
from portal.partnerships.duties import figures
from portal.partnerships.duties.figures import Answering
from portal.partnerships.seeking import service as seeking
from portal.partnerships.vocabulary import Kind, Side, State
from tests import factories
from tests.portal.partnerships import playing
from tests.portal.partnerships.test_seeking import need

PROJECT, KOMMUNEN = "/projekte/{}", ("/kommunen/bochum", "/kommunen/herne")
HALF = "Anfragen beantwortet, die Hälfte davon"


def places(portal):
    return [PROJECT.format(portal.world.project.slug), *KOMMUNEN]


def shown(portal, address):
    page = portal.page("anonymous", address)
    return page.texts(".partnerships li")


def show_both(portal, case_id):
    for side in (Side.SENDER, Side.ADDRESSEE):
        portal.take(case_id, table.SHOW, side=side)


class TestPartnerships:
    @pytest.mark.parametrize("state", [State.SENT, State.CLARIFYING, State.RUNNING])
    def test_nothing_is_said_before_both_agree(self, portal, state):
        case_id = portal.case(state)
        if state is State.RUNNING:
            portal.take(case_id, table.SHOW, side=Side.SENDER)
        for address in places(portal):
            page = portal.page("anonymous", address)
            assert page.texts(".partnerships li") == []
            assert "Nachnutzung seit" not in page.text

    def test_both_agree_and_it_stands_on_the_project_and_on_both_kommunen(self, portal):
        case_id = portal.case(State.RUNNING)
        show_both(portal, case_id)
        line = "Bochum und Herne: Nachnutzung seit 2026 Läuft"
        title = portal.world.project.title
        assert [shown(portal, address) for address in places(portal)] == [
            [line],
            [f"{line} {title}"],
            [f"{line} {title}"],
        ]
        assert shown(portal, "/kommunen/hagen") == []
        page = portal.page("anonymous", places(portal)[0])
        assert "Wir möchten Ihr Verfahren" not in page.text
        assert "Sender" not in page.texts(".partnerships")[0]

    def test_the_year_is_the_one_in_berlin(self, app, session, world):
        case = playing.case_in(session, world, State.ACCEPTED)
        case.decided_at = datetime(2027, 1, 1, 0, 30, tzinfo=BERLIN).astimezone(UTC)
        with app.test_request_context():
            assert showing.announced(case, confirmed=False).text == "Nachnutzung seit 2027"

    def test_one_side_takes_it_back(self, portal):
        case_id = portal.case(State.RUNNING)
        show_both(portal, case_id)
        portal.take(case_id, table.HIDE, side=Side.ADDRESSEE)
        assert [shown(portal, address) for address in places(portal)] == [[], [], []]

    def test_who_uses_it_already_is_told_once_both_have_confirmed(self, portal):
        case_id = portal.case(State.RUNNING)
        show_both(portal, case_id)
        portal.take(case_id, table.STATE_REUSE, side=Side.SENDER)
        nobody = "Bisher zeigt hier keine Kommune eine Nachnutzung."
        assert nobody in portal.page("anonymous", places(portal)[0]).text
        portal.take(case_id, table.CONFIRM_REUSE, side=Side.ADDRESSEE)
        page = portal.page("anonymous", places(portal)[0])
        assert page.texts("section[aria-labelledby=nachgenutzt] li")
        assert nobody not in page.text
        assert "Version nach den Ferien, im Einsatz seit 02.11.2026" in page.texts(".partnerships li")[0]
        assert page.texts(".partnerships details .typed") == ["Ein Satz. Noch einer."]

    def test_a_reuse_is_told_on_the_entry_that_is_reused_and_not_on_that_of_who_reuses_it(self, portal):
        with portal.database.unit_of_work() as session:
            world = portal.fresh(session)
            own = factories.published(session, world.herne)
            case_id = playing.case_in(session, world, State.RUNNING).id
            queries.by_id(session, case_id).sending.own_project_id = own.id
            slug = own.slug
        show_both(portal, case_id)
        portal.take(case_id, table.STATE_REUSE, side=Side.SENDER)
        portal.take(case_id, table.CONFIRM_REUSE, side=Side.ADDRESSEE)
        page = portal.page("anonymous", f"/projekte/{slug}")
        assert page.texts("section[aria-labelledby=nachgenutzt] li") == []
        assert len(page.texts("section[aria-labelledby=partnerschaften] li")) == 1

    def test_of_an_offer_it_is_told_on_the_entry_that_was_offered(self, portal):
        with portal.database.unit_of_work() as session:
            world = portal.fresh(session)
            own = factories.published(session, world.herne)
            made = seeking.write(session, world.acting("addressee editor"), world.bochum, need(kind=Kind.REUSE))
            seeking.publish(session, world.acting("addressee editor"), made.id, made.version)
            case = playing.case_in(session, world, State.RUNNING)
            case.project_id, case.wanted_id, case.sending.own_project_id = None, made.id, own.id
            case_id, slug = case.id, own.slug
        show_both(portal, case_id)
        portal.take(case_id, table.STATE_REUSE, side=Side.ADDRESSEE)
        portal.take(case_id, table.CONFIRM_REUSE, side=Side.SENDER)
        page = portal.page("anonymous", f"/projekte/{slug}")
        assert len(page.texts("section[aria-labelledby=nachgenutzt] li")) == 1
        assert page.texts("section[aria-labelledby=partnerschaften] li") == []

    def test_whoever_agrees_reads_before_exactly_what_everybody_will(self, portal):
        case_id = portal.case(State.RUNNING)
        portal.take(case_id, table.STATE_REUSE, side=Side.SENDER)
        asked = portal.page("addressee editor", f"/partnerschaften/{case_id}").follow("Nachnutzung bestätigen")
        assert asked.texts("main .said dd") == ["nach den Ferien", "02.11.2026", "Ein Satz. Noch einer."]
        promised = asked.texts(".partnerships li")
        assert "Version nach den Ferien, im Einsatz seit 02.11.2026" in promised[0]
        asked.submit("main form")
        for name in ("sender editor", "addressee editor"):
            asked = portal.page(name, f"/partnerschaften/{case_id}").follow("Öffentlich zeigen")
            assert asked.texts(".partnerships li") == promised
            asked.submit("main form")
        assert shown(portal, "/kommunen/herne") == promised

    def test_what_was_adapted_is_told_only_once_both_have_confirmed_it(self, portal):
        case_id = portal.case(State.RUNNING)
        show_both(portal, case_id)
        given = {"reuse_version": "2.1", "reuse_since": date(2026, 11, 1), "reuse_adaptations": "Andere Farben."}
        portal.take(case_id, table.STATE_REUSE, side=Side.SENDER, given=given)
        assert [shown(portal, address)[0] for address in places(portal) if "Farben" in shown(portal, address)[0]] == []
        asked = portal.page("addressee editor", f"/partnerschaften/{case_id}").follow("Nachnutzung bestätigen")
        assert "Angepasst: Andere Farben." in asked.texts(".partnerships li")[0]
        asked.submit("main form")
        for address in places(portal):
            assert "Angepasst: Andere Farben." in shown(portal, address)[0]

    def test_what_is_not_confirmed_is_not_promised(self, portal):
        case_id = portal.case(State.RUNNING)
        form = portal.page("sender editor", f"/partnerschaften/{case_id}").follow("Nachnutzung beschreiben")
        assert "Wird öffentlich, wenn beide Seiten die Partnerschaft zeigen." in form.text
        portal.take(case_id, table.STATE_REUSE, side=Side.SENDER)
        asked = portal.page("addressee editor", f"/partnerschaften/{case_id}").follow("Öffentlich zeigen")
        assert "Version" not in asked.texts(".partnerships li")[0]

    def test_an_entry_that_is_no_longer_public_is_not_named(self, portal):
        case_id = portal.case(State.RUNNING)
        show_both(portal, case_id)
        portal.archive()
        assert shown(portal, "/kommunen/herne") == ["Bochum und Herne: Nachnutzung seit 2026 Läuft"]


class TestAnswers:
    @pytest.mark.parametrize(
        ("found", "text"),
        [
            (Answering(6, 0, None), "0 von 6 Anfragen beantwortet."),
            (Answering(6, 5, timedelta(days=2.5)), f"5 von 6 {HALF} innerhalb von 3 Tagen."),
            (Answering(5, 5, timedelta(hours=2)), f"5 von 5 {HALF} innerhalb von 1 Tag."),
        ],
    )
    def test_in_words(self, app, found, text):
        with app.test_request_context():
            assert showing.in_words(found) == text

    def test_it_stands_on_the_page_from_enough_cases_on(self, portal, monkeypatch):
        portal.take(portal.case(State.SENT), table.TAKE_UP)
        assert "Anfragen an Bochum" not in portal.page("anonymous", "/kommunen/bochum").text
        monkeypatch.setattr(figures, "FEWEST", 1)
        assert "1 von 1 Anfragen beantwortet" in portal.page("anonymous", "/kommunen/bochum").text

    def test_programs_read_the_same(self, portal, monkeypatch):
        portal.take(portal.case(State.SENT), table.TAKE_UP)

        def told():
            answer = portal.app.test_client().get("/api/v1/municipalities").json
            return {each["slug"]: each["answering"] for each in answer["items"]}

        assert set(told().values()) == {None}
        monkeypatch.setattr(figures, "FEWEST", 1)
        assert told()["bochum"] == {"asked": 1, "answered": 1, "median_days": 1}


@pytest.mark.parametrize(("rhythm", "told"), [(Rhythm.WEEKLY, []), (None, ["partnership.step"])])
def test_who_has_no_digest_is_asked_by_letter_to_show_it_too(session, world, rhythm, told):
    case = playing.case_in(session, world, State.RUNNING)
    person = world.people["sender person"].account_id
    rhythms.choose(session, person, letters.DIGEST, rhythm)
    last = session.execute(select(func.max(Mail.id))).scalar_one() or 0
    playing.take(session, world, case, table.SHOW, side=Side.ADDRESSEE)
    found = select(Mail.kind).where(Mail.id > last, Mail.account_id == person)
    assert session.execute(found).scalars().all() == told
