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
from portal.partnerships.vocabulary import BOTH, Length, Side, State, Task
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
    asked = "Bitte sagen Sie für Bochum, ob die Angaben von Herne zur Nachnutzung stimmen."
    assert page.texts("tbody td")[3] == asked
    assert "1 Antwort von Ihnen fehlt noch" in portal.page("addressee person", "/meine-kommune").text
    assert portal.page("sender person", "/anfragen").texts(".overview a")[0] == "0 Wartet auf Sie"
    portal.take(case_id, table.CONFIRM_REUSE, side=Side.ADDRESSEE)
    assert portal.page("addressee person", "/anfragen").texts(".overview a")[0] == "0 Wartet auf Sie"


def test_a_question_whether_to_show_it_waits_until_it_is_answered_with_yes_or_no(portal):
    case_id = portal.case(State.RUNNING)
    path = f"/partnerschaften/{case_id}"

    def waits(name="addressee person"):
        page = portal.page(name, "/anfragen")
        return page.texts(".overview a")[0] == "1 Wartet auf Sie" and page.texts("tbody td")[3]

    assert not waits()
    assert "Nicht öffentlich zeigen" not in portal.page("addressee person", path).text, "nobody has asked"
    portal.take(case_id, table.SHOW, side=Side.SENDER)
    assert waits() == "Bitte sagen Sie für Bochum Ja oder Nein: Herne möchte die Partnerschaft öffentlich zeigen."
    assert not waits("sender person")
    assert not waits("addressee editor"), "somebody else looks after it"

    page = portal.page("addressee person", path)
    assert page.texts(".next-step .actions a") == ["Öffentlich zeigen", "Nicht öffentlich zeigen"]
    page = page.follow("Nicht öffentlich zeigen").submit("main form")
    assert not waits()
    assert "Ihre Seite möchte die Partnerschaft nicht öffentlich zeigen." in page.text
    timelines = []
    for name in ("addressee person", "sender person"):
        page = portal.page(name, path)
        assert "Nicht öffentlich zeigen" not in page.texts(".next-step a")
        timelines.append([each.replace(" neu", "") for each in page.texts("section[aria-labelledby=verlauf] li")])
    assert "Die andere Seite möchte die Partnerschaft nicht öffentlich zeigen." in page.text
    assert timelines[0] == timelines[1]
    assert "Bochum möchte die Partnerschaft nicht öffentlich zeigen" in timelines[0][0]

    # Whoever said no is not asked anew, and may say yes later.
    portal.take(case_id, table.HIDE, side=Side.SENDER)
    portal.take(case_id, table.SHOW, side=Side.SENDER)
    assert not waits()
    portal.page("addressee person", path).follow("Öffentlich zeigen").submit("main form")
    assert portal.read(case_id).sides_that_show == set(BOTH)
    assert portal.read(case_id).sides_that_withhold == set()


def test_who_takes_the_consent_back_has_said_no(session, world):
    case = playing.case_in(session, world, State.RUNNING)
    for step, side in ((table.SHOW, Side.ADDRESSEE), (table.SHOW, Side.SENDER), (table.HIDE, Side.ADDRESSEE)):
        playing.take(session, world, case, step, side=side)
    waiting = select(Case.id).where(charge.waits_for(world.people["addressee person"]))
    assert session.execute(waiting).scalars().all() == []
    assert case.sides_that_withhold == {Side.ADDRESSEE}


def test_several_things_that_wait_are_all_named(portal):
    case_id = portal.case(State.ENDED)
    portal.take(case_id, table.STATE_REUSE, side=Side.ADDRESSEE)
    portal.take(case_id, table.SHOW, side=Side.ADDRESSEE)
    assert portal.page("sender person", "/anfragen").texts("tbody td")[3] == (
        "Bitte sagen Sie für Herne, ob die Angaben von Bochum zur Nachnutzung stimmen. "
        "Bitte sagen Sie für Herne Ja oder Nein: Bochum möchte die Partnerschaft öffentlich zeigen."
    )


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
    assert charge.tasks(session, world.people["addressee person"], [case.id], playing.MONDAY) == {
        case.id: [(Task.DATES, Side.ADDRESSEE)]
    }
    meetings.accept(session, world.acting("addressee person"), case.id, meeting.id, 1)
    assert not waits("addressee person")
