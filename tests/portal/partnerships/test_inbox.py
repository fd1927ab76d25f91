"""One page for a person: what waits for the person, what is new, and one button that says all is seen."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from portal.partnerships import charge
from portal.partnerships import transitions as table
from portal.partnerships.lists import news
from portal.partnerships.models import Case
from portal.partnerships.talking import meetings
from portal.partnerships.talking import service as talking
from portal.partnerships.talking.meetings import Proposal
from portal.partnerships.vocabulary import Length, Side, State
from tests.portal.partnerships import playing
from tests.support.statements import recorded

FORM = "form[action='/anfragen/gesehen']"


def told(page):
    return page.texts("section[aria-labelledby=neues] .entry p:last-child")


def say(portal, case_id, name, text="Ein Wort."):
    with portal.database.unit_of_work() as session:
        talking.say(session, portal.world.acting(name), case_id, text)


def test_what_waits_for_the_person_stands_before_what_waits_for_the_organisation(portal):
    portal.case(State.SENT)
    page = portal.page("addressee person", "/anfragen")
    assert page.texts("main nav .overview a")[:2] == ["1 Wartet auf Sie", "1 Wartet auf uns"]
    assert page.one("main nav a[aria-current]").get("href") == "/anfragen?liste=bei-mir&sortiert=frist"
    page = portal.page("addressee coordinator", "/anfragen")
    assert page.texts("main nav .overview a")[:2] == ["0 Wartet auf Sie", "1 Wartet auf uns"]


def test_what_is_late_says_so_in_words(portal, clock):
    portal.case(State.SENT)
    clock(playing.later(20))
    page = portal.page("addressee person", "/anfragen")
    assert page.texts("tbody td")[3].startswith("Überfällig")


def test_what_others_did_is_told_once_until_it_is_seen(portal):
    case_id = portal.case(State.CLARIFYING)
    page = portal.page("sender person", "/anfragen")
    assert told(page) == [
        "Herne hat die Anfrage gesendet. Bochum kümmert sich um die Anfrage."
    ]  # "sender editor" has sent it for "sender person"
    assert page.texts("tbody .label")[0] == "Neu"
    page = page.submit(FORM)
    assert "Alles als gesehen markiert." in page.text
    assert told(page) == []
    say(portal, case_id, "addressee editor")
    say(portal, case_id, "addressee editor", "Noch eins.")
    portal.take(case_id, table.ACCEPT)
    assert told(portal.page("sender person", "/anfragen")) == ["2 neue Nachrichten. Bochum hat die Anfrage angenommen."]


def test_what_comes_between_the_page_and_the_press_stays_new(portal):
    case_id = portal.case(State.CLARIFYING)
    page = portal.page("sender person", "/anfragen")
    portal.take(case_id, table.ACCEPT)
    say(portal, case_id, "addressee editor")
    assert told(page.submit(FORM)) == ["1 neue Nachricht. Bochum hat die Anfrage angenommen."]


def test_looking_changes_nothing(portal):
    portal.case(State.CLARIFYING)
    assert told(portal.page("sender person", "/anfragen")) == told(portal.page("sender person", "/anfragen")) != []


@pytest.mark.parametrize("name", ["sender coordinator", "addressee contributor", "stranger", "account", "moderation"])
def test_who_does_not_look_after_it_is_told_nothing(portal, name):
    portal.case(State.CLARIFYING, called=True)
    assert told(portal.page(name, "/anfragen")) == []


def test_a_note_of_the_other_side_is_told_to_nobody(portal):
    case_id = portal.case(State.CLARIFYING)
    for name in ("sender person", "addressee person"):
        portal.page(name, "/anfragen").submit(FORM)
    with portal.database.unit_of_work() as session:
        talking.note(session, portal.world.acting("sender editor"), case_id, "Nur für uns.")
    assert told(portal.page("sender person", "/anfragen")) == ["1 neue Notiz."]
    assert told(portal.page("addressee person", "/anfragen")) == []


@pytest.mark.parametrize("hostile", ["", "x", "1-2", "1-2-3-4", "-1-2-3", "99999999-1-1", "9" * 400, "١-١-١", "\x00"])
def test_a_form_somebody_made_up_marks_nothing(portal, hostile):
    case_id = portal.case(State.CLARIFYING)
    page = portal.page("sender person", "/anfragen")
    token = dict(page.fields(FORM))["csrf_token"]
    for name, seen in (("sender person", hostile), ("stranger", f"{case_id}-9-9")):
        browser = portal.browser(name)
        if name == "stranger":
            token = dict(browser.page("/konto").fields("form[action='/abmelden']"))["csrf_token"]
        answer = browser.post("/anfragen/gesehen", data={"csrf_token": token, "gesehen": seen})
        assert answer.status_code == 303
    assert told(portal.page("sender person", "/anfragen")) != []


def test_many_cost_no_more_queries_than_few(portal):
    browser = portal.browser("addressee person")
    numbers = []
    for _time in range(2):
        case_id = portal.case(State.CLARIFYING)
        portal.take(case_id, table.DECLINE)
        with recorded(portal.database.engine) as statements:
            assert len(told(browser.page("/anfragen"))) == _time + 1
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 14


def test_no_more_than_some_are_told_at_once(portal, monkeypatch):
    monkeypatch.setattr(news, "CASES", 1)
    for _time in range(2):
        portal.take(portal.case(State.CLARIFYING), table.DECLINE)
    page = portal.page("sender person", "/anfragen")
    assert len(told(page)) == 1
    page = page.submit(FORM)
    assert len(told(page)) == 1
    assert told(page.submit(FORM)) == []


def test_what_a_partnership_asks_of_somebody_waits_too(portal):
    case_id = portal.case(State.RUNNING)
    portal.take(case_id, table.STATE_REUSE, side=Side.SENDER)
    page = portal.page("addressee person", "/anfragen")
    assert page.texts(".overview a")[0] == "1 Wartet auf Sie"
    assert "Die andere Seite wartet auf Ihre Antwort." in page.text
    assert "1 Antwort von Ihnen fehlt noch" in portal.page("addressee person", "/meine-kommune").text
    assert portal.page("sender person", "/anfragen").texts(".overview a")[0] == "0 Wartet auf Sie"
    portal.take(case_id, table.CONFIRM_REUSE, side=Side.ADDRESSEE)
    assert portal.page("addressee person", "/anfragen").texts(".overview a")[0] == "0 Wartet auf Sie"


def test_dates_to_answer_wait_until_they_are_answered_or_over(session, world):
    case = playing.case_in(session, world, State.RUNNING)
    day = (playing.MONDAY + timedelta(days=3)).date()
    meeting = meetings.propose(
        session, world.acting("sender editor"), case.id, Proposal([(day, time(10))], length=Length.HOUR)
    )

    def waits(name, at=playing.MONDAY):
        found = select(Case.id).where(charge.waits_for(world.people[name], at))
        return case.id in session.execute(found).scalars().all()

    assert (waits("addressee person"), waits("sender person"), waits("addressee editor")) == (True, False, False)
    assert not waits("addressee person", playing.later(4))
    meetings.accept(session, world.acting("addressee person"), case.id, meeting.id, 1)
    assert not waits("addressee person")
