"""The moderation reads a case while it is called in and no longer, and can be called anew."""

import pytest
from sqlalchemy import delete

from portal.access import ANYONE, allowed
from portal.accounts.models import Membership
from portal.errors import NotFound
from portal.partnerships import access, queries
from portal.partnerships import transitions as table
from portal.partnerships.duties import overdue
from portal.partnerships.stepping import Acting
from portal.partnerships.talking import service as talking
from portal.partnerships.vocabulary import Side, State
from tests.portal.partnerships.playing import DUTIES, MONDAY, case_in, drafted, later, send, take

GIVEN = {"words": "Bitte helfen Sie."}


def reads(session, world, case):
    found = queries.by_id(session, case.id)
    listed = case.id in {
        each.id for each in queries.of_organisation(session, world.people["moderation"], case.sender_id)
    }
    may = allowed(world.people["moderation"], access.VIEW, found)
    assert listed is may is allowed(world.people["moderation"], access.TALK, found)
    return may


def test_it_reads_until_the_case_moves_on_and_is_called_anew(session, world):
    case = send(session, world, drafted(session, world))
    take(session, world, case, table.ESCALATE, at=later(20))
    assert reads(session, world, case)
    take(session, world, case, table.TAKE_UP, at=later(21))
    assert not reads(session, world, case)
    take(session, world, case, table.CALL, side=Side.ADDRESSEE, at=later(22), given=GIVEN)
    assert reads(session, world, case)
    take(session, world, case, table.ACCEPT, at=later(23))
    assert not reads(session, world, case)
    take(session, world, case, table.CALL, at=later(24), given=GIVEN)
    assert reads(session, world, case)


def test_whom_people_called_is_still_there_when_the_request_is_taken_up(session, world):
    case = send(session, world, drafted(session, world))
    take(session, world, case, table.CALL, given=GIVEN)
    take(session, world, case, table.TAKE_UP, at=later(1))
    assert reads(session, world, case)
    take(session, world, case, table.ACCEPT, at=later(2))
    assert not reads(session, world, case)


def test_what_moves_nothing_leaves_it_there(session, world):
    case = case_in(session, world, State.CLARIFYING, called=True)
    talking.say(session, world.acting("sender editor"), case.id, "Noch eine Frage.")
    take(session, world, case, table.PROPOSE, side=Side.ADDRESSEE)
    assert reads(session, world, case)


def test_it_cannot_read_what_it_has_closed(session, world):
    case = case_in(session, world, State.CLARIFYING, called=True)
    take(session, world, case, table.CLOSE)
    assert not reads(session, world, case)
    with pytest.raises(NotFound):
        talking.say(session, world.acting("moderation"), case.id, "Und?")


def test_in_a_partnership_it_goes_after_some_weeks(session, world):
    case = case_in(session, world, State.RUNNING, called=True)
    assert overdue.carry_out(session, Acting(ANYONE, later(30), DUTIES)) == []
    assert reads(session, world, case)
    assert overdue.carry_out(session, Acting(ANYONE, later(31), DUTIES)) == [(case.id, "release")]
    session.expire_all()
    assert not reads(session, world, case)
    assert overdue.carry_out(session, Acting(ANYONE, later(32), DUTIES)) == []


class TestPages:
    def test_both_sides_read_whether_it_reads(self, portal):
        case_id = portal.case(State.CLARIFYING)

        def told():
            pages = [portal.page(name, f"/partnerschaften/{case_id}") for name in ("sender editor", "addressee editor")]
            [text] = {text for page in pages for text in page.texts(".facts div") if text.startswith("Moderation")}
            return text.removeprefix("Moderation").strip()

        assert told() == "liest nicht mit"
        portal.take(case_id, table.CALL)
        assert told() == f"liest mit seit {MONDAY:%d.%m.%Y}, bis es weitergeht"
        portal.take(case_id, table.ACCEPT)
        assert told() == "liest nicht mit"
        portal.take(case_id, table.CALL)
        assert told() == "liest mit seit 23.11.2026, bis es weitergeht, längstens bis 23.12.2026"

    def test_no_last_day_is_promised_where_a_side_has_nobody(self, portal):
        case_id = portal.case(State.RUNNING, called=True)
        with portal.database.unit_of_work() as session:
            session.execute(delete(Membership).where(Membership.organisation_id == portal.world.bochum.id))
        [text] = [
            text
            for text in portal.page("sender editor", f"/partnerschaften/{case_id}").texts(".facts div")
            if text.startswith("Moderation")
        ]
        assert text.endswith(f"liest mit seit {MONDAY:%d.%m.%Y}, bis es weitergeht")

    @pytest.mark.parametrize(
        ("part", "form", "typed"),
        [
            ("", "form[action$=nachrichten]", {"message": "Sprechen Sie bitte miteinander."}),
            ("/anfrage-schliessen", ".form", {"words": "Am Telefon geklärt."}),
        ],
    )
    def test_what_it_was_writing_can_be_copied_when_it_reads_no_more(self, portal, part, form, typed):
        case_id = portal.case(State.CLARIFYING, called=True)
        seen = portal.page("moderation", f"/partnerschaften/{case_id}{part}")
        portal.take(case_id, table.ACCEPT)
        page = seen.submit(form, 404, **typed)
        assert page.texts("pre") == list(typed.values())

    def test_whoever_closes_a_case_is_led_to_the_list(self, portal):
        case_id = portal.case(State.CLARIFYING, called=True)
        page = portal.page("moderation", f"/partnerschaften/{case_id}/anfrage-schliessen")
        answer = page.submit(".form", words="Geklärt am Telefon.")
        assert "Erledigt" in answer.text
        assert portal.read(case_id).state is State.LAPSED
        portal.page("moderation", f"/partnerschaften/{case_id}", 404)
