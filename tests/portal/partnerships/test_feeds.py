"""Deadlines for the own calendar: what stands in the file, who gets at it, and that nobody else learns the address."""

import logging
from datetime import UTC, date, datetime, time

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from portal import throttle
from portal.access import ANYONE
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.links import Links
from portal.organisations.models import Organisation
from portal.partnerships import transitions as table
from portal.partnerships.calendar_feeds import deadlines, views
from portal.partnerships.calendar_feeds.models import Feed
from portal.partnerships.models import Case
from portal.partnerships.talking import meetings
from portal.partnerships.talking.meetings import Proposal
from portal.partnerships.vocabulary import Kind, Length, Side, State
from portal.projects.models import Project
from portal.projects.vocabulary import Publication
from tests.portal.partnerships import playing

OWN = "/konto/kalender"
# What may stand at the beginning of a line.
NAMES = {
    *(b"BEGIN", b"END", b"PRODID", b"VERSION", b"METHOD", b"X-WR-CALNAME", b"REFRESH-INTERVAL", b"UID", b"DTSTAMP"),
    *(b"SEQUENCE", b"DTSTART", b"DTEND", b"TRANSP", b"SUMMARY", b"DESCRIPTION", b"URL"),
}
MAKE = "form[action='/konto/kalender']"


def made(portal, name):
    """Let somebody make an address; return its path."""
    return portal.page(name, OWN).submit(MAKE).one("#adresse").text.removeprefix("http://localhost")


def read(portal, path, status=200, etag=None):
    """Read a feed as a calendar does: without any sign-in."""
    answer = portal.app.test_client().get(path, headers={"If-None-Match": etag} if etag else {})
    assert answer.status_code == status
    return answer


def events(answer):
    return [
        (str(each["summary"]), each.decoded("dtstart"), str(each["uid"]))
        for each in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    ]


class TestContent:
    def test_the_deadlines_of_who_answers(self, portal):
        case_id = portal.case(State.SENT)
        title = f"Nachnutzung: {portal.world.project.title}"
        found = events(read(portal, made(portal, "responsible")))
        assert found == [
            (f"Antwort fällig: {title}", date(2026, 12, 2), f"antwort-{case_id}@localhost"),
            (f"Entscheidung fällig: {title}", date(2027, 1, 8), f"entscheidung-{case_id}@localhost"),
        ]
        found = events(read(portal, made(portal, "sender person")))
        assert [text.split(":")[0] for text, _day, _uid in found] == [
            "Antwort der anderen Seite fällig",
            "Entscheidung der anderen Seite fällig",
        ]

    def test_it_follows_the_case(self, portal):
        case_id, path = portal.case(State.CLARIFYING), made(portal, "responsible")
        assert [day for _text, day, _uid in events(read(portal, path))] == [date(2027, 1, 8)]
        portal.take(case_id, table.PROPOSE, side=Side.ADDRESSEE, given={"proposed_time": "später", "words": "Später."})
        assert events(read(portal, path))[0][0].startswith("Entscheidung der anderen Seite fällig")
        portal.take(case_id, table.DECLINE)
        assert events(read(portal, path)) == []

    def test_dates_that_both_sides_agreed_on_named_as_in_their_letters(self, portal):
        case_id, path = portal.case(State.ACCEPTED), made(portal, "responsible")
        with portal.database.unit_of_work() as session:
            proposal = Proposal(((date(2026, 12, 1), time(10)),), length=Length.HOUR)
            meeting = meetings.propose(session, portal.world.acting("sender editor"), case_id, proposal)
            number = meeting.id
        assert events(read(portal, path)) == []
        with portal.database.unit_of_work() as session:
            meetings.accept(session, portal.world.acting("addressee editor"), case_id, number, 1)
        [(summary, start, uid)] = events(read(portal, path))
        assert summary == f"Herne und Bochum: Nachnutzung: {portal.world.project.title}"
        assert start == datetime(2026, 12, 1, 9, tzinfo=UTC)
        assert uid == f"termin-{number}-1@localhost"

    @pytest.mark.parametrize("name", ["addressee coordinator", "addressee contributor", "stranger", "moderation"])
    def test_cases_of_others_are_not_in_it(self, portal, name):
        portal.case(State.SENT)
        assert events(read(portal, made(portal, name))) == []

    def test_no_person_and_no_text_stands_in_it(self, portal):
        portal.case(State.SENT)
        found = read(portal, made(portal, "responsible")).text
        for word in ("Responsible", "Person", "stadt.example", "nachnutzen", "testen"):
            assert word not in found

    @given(title=st.text(min_size=1, max_size=200), name=st.text(min_size=1, max_size=80))
    @settings(max_examples=60, deadline=None)
    def test_whatever_people_typed_it_is_a_calendar(self, title, name):
        case = Case(
            id=7,
            version=1,
            kind=Kind.REUSE,
            state=State.SENT,
            turn=Side.ADDRESSEE,
            sender=Organisation(name=name),
            addressee=Organisation(name="Bochum"),
            project=Project(title=title, publication=Publication.PUBLISHED),
            answer_due_at=playing.MONDAY,
            decision_due_at=playing.later(30),
            acted_at=playing.MONDAY,
        )
        data = deadlines.calendar_of([case], [], ANYONE, Links("x" * 32, "https://portal.example"))
        calendar = icalendar.Calendar.from_ical(data)
        assert len(calendar.walk("VEVENT")) == 2
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
        assert {line.split(b":")[0].split(b";")[0] for line in data.split(b"\r\n") if line[:1].strip()} <= NAMES


class TestAddress:
    def test_it_is_shown_once_and_only_its_hash_is_kept(self, portal, caplog):
        caplog.set_level(logging.DEBUG)
        path = made(portal, "responsible")
        read(portal, path)
        token = path.removeprefix("/kalender/").removesuffix(".ics")
        assert len(token) == 43
        assert token not in portal.page("responsible", OWN).text
        assert token not in caplog.text
        with portal.database.reading() as session:
            for name in ("calendar_feed", "audit_entry", "mail", "throttle_count"):
                assert token not in str(session.execute(text(f"SELECT * FROM {name}")).all())
            names = [each.event for each in session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars()]
        assert names[-1] == "account.calendar-renewed"

    def test_a_new_one_ends_the_former_and_it_can_be_switched_off(self, portal):
        first = made(portal, "responsible")
        second = made(portal, "responsible")
        read(portal, first, 404)
        read(portal, second)
        page = portal.page("responsible", OWN).submit("form[action='/konto/kalender/abschalten']")
        assert "Die Kalender-Adresse ist abgeschaltet." in page.text
        read(portal, second, 404)
        assert portal.page("responsible", OWN).all("form[action='/konto/kalender/abschalten']") == []

    def test_a_closed_account_has_none(self, portal):
        path = made(portal, "responsible")
        with portal.database.unit_of_work() as session:
            session.get(Account, portal.world.people["responsible"].account_id).active = False
        read(portal, path, 404)

    @pytest.mark.parametrize("token", ["x", "x" * 43, "ü" * 43, "%00" * 43, "x" * 5000, "..", "%f0%9f%98%80"])
    def test_a_made_up_one_leads_nowhere(self, portal, token):
        made(portal, "responsible")
        read(portal, f"/kalender/{token}.ics", 404)

    def test_the_hash_itself_is_no_key(self, portal):
        made(portal, "responsible")
        with portal.database.reading() as session:
            kept = session.execute(select(Feed.token_hash)).scalars().all()
        for each in kept:
            read(portal, f"/kalender/{each}.ics", 404)


class TestReading:
    def test_what_has_not_changed_is_not_sent_again(self, portal):
        case_id, path = portal.case(State.SENT), made(portal, "responsible")
        first = read(portal, path)
        assert first.mimetype == "text/calendar"
        assert first.headers["Cache-Control"] == "private, no-cache"
        etag = first.headers["ETag"]
        assert read(portal, path, 304, etag).data == b""
        portal.take(case_id, table.TAKE_UP)
        assert read(portal, path, etag=etag).headers["ETag"] != etag

    def test_who_looks_too_often_waits(self, portal, monkeypatch):
        monkeypatch.setattr(views, "READS_PER_HOUR", 2)
        path, other = made(portal, "responsible"), made(portal, "addressee person")
        read(portal, path)
        read(portal, path)
        assert int(read(portal, path, 429).headers["Retry-After"]) > 0
        read(portal, other)

    def test_reading_changes_nothing_but_a_counter(self, portal):
        path = made(portal, "responsible")
        read(portal, path)
        with portal.database.reading() as session:
            feed = session.execute(select(Feed)).scalars().one()
            assert feed.created_at is not None
            assert session.execute(select(throttle.ThrottleCount)).scalars().all()
