"""Proposing dates and answering on the pages, and the letters with the file for the calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import select

from portal.mail import Facts, Items, Quote
from portal.mail.models import Mail
from portal.partnerships import letters, mails
from portal.partnerships import transitions as table
from portal.partnerships.models import Meeting, MeetingSlot
from portal.partnerships.talking.dates import About, calendar_of
from portal.partnerships.vocabulary import MeetingState, State
from tests.portal.partnerships.playing import MONDAY, later

TYPED = {
    "slots-0-day": "01.12.2026",
    "slots-0-clock": "10:00",
    "slots-1-day": "2.12.2026",
    "slots-1-clock": "14.30 Uhr",
    "length": "60",
    "place": "Rathaus Herne",
    "link": "https://konferenz.example/raum",
    "words": "Grüße von Klara Mustermann",
}
FIRST, SECOND = "Dienstag, 1. Dezember 2026, 10:00 bis 11:00 Uhr", "Mittwoch, 2. Dezember 2026, 14:30 bis 15:30 Uhr"
ACCEPT, DECLINE, WITHDRAW = ("form[action$=zusagen]", "form[action$=ablehnen]", "form[action$=absagen]")


@pytest.fixture
def case_id(portal):
    return portal.case(State.CLARIFYING)


@pytest.fixture
def address(case_id):
    return f"/partnerschaften/{case_id}"


def form(portal, address, name="sender editor"):
    return portal.page(name, f"{address}/termin")


def send(portal, address, name="sender editor", status=200, **changed):
    return form(portal, address, name).submit("form[action$=termin]", status, **TYPED | changed)


class TestPages:
    def test_dates_are_proposed_and_one_is_accepted(self, portal, address):
        page = portal.page("sender editor", address)
        assert page.texts("a[href*='/termin?']") == ["Termin vorschlagen"]
        page = send(portal, address)
        assert "Ihr Terminvorschlag ist gesendet." in page.text
        assert "Herne schlägt Termine vor." in page.text
        assert page.all(ACCEPT) == page.all("a[href*='/termin?']") == []
        page = portal.page("addressee person", address)
        assert page.texts(".message li") == [FIRST, SECOND]
        assert page.texts(f"{ACCEPT} button") == [f"Zusagen: {FIRST}", f"Zusagen: {SECOND}"]
        assert "Wartet auf eine Antwort" in page.text
        page = page.submit(ACCEPT, number="2")
        assert f"Bochum sagt zu: {SECOND}." in page.text
        assert f"{SECOND} (zugesagt)" in page.texts(".message li")
        assert page.all(ACCEPT) == []

    def test_declining_takes_words_along_and_another_proposal_is_possible(self, portal, address):
        send(portal, address)
        page = portal.page("addressee person", address).submit(DECLINE, answer="Da tagt der Rat.")
        assert "Bochum lehnt die vorgeschlagenen Termine ab." in page.text
        assert "Da tagt der Rat." in page.text
        assert page.all("a[href*='/termin?']")

    def test_taking_back_and_calling_off_say_what_was_done(self, portal, address):
        page = send(portal, address)
        assert "Herne nimmt den Terminvorschlag zurück." in page.submit(WITHDRAW).text
        send(portal, address)
        portal.page("addressee person", address).submit(ACCEPT, number="1")
        page = portal.page("addressee person", address).submit(WITHDRAW)
        assert f"Bochum sagt den Termin ab: {FIRST}." in page.text

    def test_who_was_too_late_reads_so_and_keeps_the_words(self, portal, address):
        send(portal, address)
        stale = portal.page("addressee person", address)
        portal.page("addressee editor", address).submit(ACCEPT, number="1")
        page = stale.submit(DECLINE, 409, answer="Leider nein.")
        assert "inzwischen schon entschieden" in page.texts(".error-summary")[0]
        assert "Leider nein." in page.text
        assert "inzwischen schon entschieden" in stale.submit(ACCEPT, 409, number="2").text

    def test_a_second_proposal_is_told_with_everything_as_typed(self, portal, address):
        open_form = form(portal, address, "addressee editor")
        send(portal, address)
        page = open_form.submit("form[action$=termin]", 409, **TYPED)
        assert "Es gibt schon einen Terminvorschlag" in page.texts(".error-summary")[0]
        assert page.one("[name=slots-1-day]").get("value") == TYPED["slots-1-day"]
        assert "Ein neuer Terminvorschlag ist gerade nicht möglich." in form(portal, address, "addressee editor").text

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"slots-0-day": "01.12.2020"}, "liegt in der Vergangenheit"),
            ({"slots-0-clock": "25:00"}, "Uhrzeit"),
            ({"slots-0-clock": ""}, "füllen Sie dieses Feld aus"),
            ({"slots-0-day": "32.12.2026"}, "Datum"),
            ({"slots-0-day": "Montag\x00"}, "Datum"),
            ({"slots-0-day": "28.03.2027", "slots-0-clock": "2:30"}, "gibt es nicht"),
            ({"length": "61"}, "Dauer"),
            ({"length": ""}, "Dauer"),
            ({"link": "javascript:alert(1)"}, "Link zur Videokonferenz"),
            ({"place": "ä" * 300}, "Ort"),
        ],
    )
    def test_what_does_not_fit_is_told_and_nothing_is_lost(self, portal, address, changed, told):
        page = send(portal, address, status=422, **changed)
        assert told in page.texts(".error-summary")[0]
        assert page.one("[name=words]").text.strip() == TYPED["words"]
        assert page.one("[name=slots-1-clock]").get("value") == TYPED["slots-1-clock"]

    def test_another_row_is_there_without_a_script(self, portal, address):
        page = form(portal, address).submit("form[action$=termin]", add_row="slots", **TYPED)
        assert page.one("[name=slots-2-day]").get("value") == ""
        assert page.one("[name=slots-1-day]").get("value") == TYPED["slots-1-day"]

    @pytest.mark.parametrize("number", ["", "0", "9", "-1", "abc", "9" * 30])
    def test_a_date_that_is_none_is_not_found(self, portal, address, number):
        send(portal, address)
        portal.page("addressee person", address).submit(ACCEPT, 404, number=number)

    @pytest.mark.parametrize("name", ["stranger", "moderation", "sender contributor"])
    def test_others_find_nothing(self, portal, address, name):
        portal.page(name, f"{address}/termin", 404)


class TestLetters:
    @pytest.fixture
    def letter(self, portal):
        """The latest letter about dates, as it would be sent now."""

        def compose():
            links = portal.app.extensions["links"]
            with portal.app.test_request_context(), portal.database.reading() as session:
                latest = select(Mail).where(Mail.kind == letters.MEETING.name).order_by(Mail.id.desc()).limit(1)
                params = session.execute(latest).scalar_one().params
                return mails.COMPOSERS[letters.MEETING](session, params, links)

        return compose

    @staticmethod
    def states(content):
        events = Calendar.from_ical(content.calendar.data).walk("VEVENT")
        return [(str(event["UID"]), str(event["STATUS"]), event["SEQUENCE"]) for event in events]

    def test_the_same_dates_are_tentative_then_one_is_sure_and_at_last_none(self, portal, address, letter):
        send(portal, address)
        content = letter()
        assert Items((FIRST, SECOND)) in content.blocks
        assert Quote(TYPED["words"]) in content.blocks
        assert Facts((("Ort", "Rathaus Herne"), ("Videokonferenz", TYPED["link"]))) in content.blocks
        assert content.subject.startswith("Herne schlägt Termine vor: Nachnutzung")
        (first, status, number), (second, *_) = self.states(content)
        assert first != second
        assert (status, number) == ("TENTATIVE", 0)

        portal.page("addressee person", address).submit(ACCEPT, number="2")
        assert letter().subject.startswith(f"Bochum sagt zu: {SECOND}")
        assert self.states(letter()) == [(first, "CANCELLED", 1), (second, "CONFIRMED", 1)]

        portal.page("sender person", address).submit(WITHDRAW)
        assert self.states(letter()) == [(first, "CANCELLED", 2), (second, "CANCELLED", 2)]

    def test_declined_and_taken_back_dates_are_cancelled(self, portal, address, letter):
        send(portal, address)
        portal.page("addressee person", address).submit(DECLINE)
        assert [each[1:] for each in self.states(letter())] == [("CANCELLED", 1)] * 2
        send(portal, address)
        portal.page("sender person", address).submit(WITHDRAW)
        assert [each[1:] for each in self.states(letter())] == [("CANCELLED", 1)] * 2

    def test_a_proposal_that_is_answered_is_not_sent_any_more(self, portal, address, letter):
        send(portal, address)
        with portal.database.unit_of_work() as session:
            session.execute(select(Meeting)).scalar_one().state = MeetingState.DECLINED
        assert letter() is None

    def test_no_person_and_nothing_in_own_words_is_in_the_file(self, portal, address, letter):
        send(portal, address)
        data = letter().calendar.data.decode()
        for word in ("Klara", "Grüße", "Sender", "Person", "Editor", "@stadt", "ORGANIZER", "ATTENDEE"):
            assert word not in data
        assert f"http://localhost{address}" in data.replace("\r\n ", "")

    def test_a_case_that_is_over_says_what_became_of_the_proposal(self, portal, case_id, address):
        send(portal, address)
        portal.take(case_id, table.DECLINE)
        page = portal.page("addressee person", address)
        assert page.all(ACCEPT) == []
        assert page.all("a[href*='/termin?']") == []


@given(
    place=st.text(max_size=200) | st.none(),
    link=st.text(max_size=100) | st.none(),
    summary=st.text(max_size=200),
    minutes=st.sampled_from([30, 45, 60, 90, 120, 240, 480]),
    days=st.lists(st.integers(0, 20_000), min_size=1, max_size=5, unique=True),
    state=st.sampled_from(MeetingState),
)
def test_whatever_is_typed_the_file_holds_the_dates_and_no_line_of_its_own(place, link, summary, minutes, days, state):
    slots = [MeetingSlot(number=number, starts_at=later(day)) for number, day in enumerate(days, start=1)]
    meeting = Meeting(id=7, state=state, minutes=minutes, place=place, link=link, accepted=1, sequence=3, slots=slots)
    data = calendar_of(meeting, About(summary, "https://portal.example/partnerschaften/1", "portal.example", MONDAY))
    read = Calendar.from_ical(data)
    none_left = {str(event["STATUS"]) for event in read.walk("VEVENT")} == {"CANCELLED"}
    assert read["METHOD"] == ("CANCEL" if none_left else "PUBLISH")
    events = read.walk("VEVENT")
    assert [event.decoded("DTSTART") for event in events] == [each.starts_at for each in slots]
    assert {(event.decoded("DTEND") - event.decoded("DTSTART")).total_seconds() for event in events} == {minutes * 60}
    assert {name for event in events for name in event} <= {
        "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "LOCATION", "DESCRIPTION", "URL",
    }  # fmt: skip
    assert [component.name for component in read.walk()] == ["VCALENDAR", *["VEVENT"] * len(days)]
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert {str(event["SUMMARY"]) for event in events} == {" ".join(summary.split())} or not summary.isprintable()
