"""Deadlines as a file for calendars (RFC 5545). No person stands in it, nor what somebody wrote to the other side."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask_babel import gettext as _
from icalendar import Calendar, Event, vDuration, vUri

from portal.access import Actor
from portal.links import Links
from portal.mail.content import one_line
from portal.partnerships import access
from portal.partnerships.calendar import DAY, last_day
from portal.partnerships.models import Case, Meeting, MeetingSlot
from portal.partnerships.naming import case_path
from portal.partnerships.offers import said
from portal.partnerships.talking.dates import About, event_of
from portal.partnerships.vocabulary import WAITING, State
from portal.partnerships.wording import subject
from portal.text import N_

_LOOK_AGAIN = timedelta(hours=1)


def calendar_of(
    cases: Sequence[Case], dates: Sequence[tuple[Case, Meeting, MeetingSlot]], actor: Actor, links: Links
) -> bytes:
    """Return the deadlines of cases, each as a whole day, and dates both sides agreed on, named as in their letters.

    It is the same for the same cases, byte by byte.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Projektnachbarn//Fristen//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Projektnachbarn: Fristen"))
    calendar.add("refresh-interval", vDuration(_LOOK_AGAIN), {"VALUE": "DURATION"})
    for case in cases:
        for name, end, text in _deadlines(case, actor):
            calendar.add_component(_event(case, name, end, text, links))
    for case, meeting, slot in dates:
        calendar.add_component(event_of(meeting, slot, _about(case, links)))
    data: bytes = calendar.to_ical()
    return data


def _deadlines(case: Case, actor: Actor) -> Iterator[tuple[str, datetime, str]]:
    """Yield each deadline of a case: a name for good, its end, and what is due from whom."""
    mine = case.turn in access.own_sides(actor, case)
    if case.state is State.SENT and case.answer_due_at is not None:
        text = _("Antwort fällig") if mine else _("Antwort der anderen Seite fällig")
        yield "antwort", case.answer_due_at, text
    if case.state in WAITING and case.decision_due_at is not None:
        text = _("Entscheidung fällig") if mine else _("Entscheidung der anderen Seite fällig")
        yield "entscheidung", case.decision_due_at, text


def _about(case: Case, links: Links) -> About:
    url = links.url(case_path(case))
    summary = _("%(sender)s und %(addressee)s", sender=case.sender.name, addressee=case.addressee.name)
    return About(f"{summary}: {subject(case)}", url, urlsplit(url).hostname or "", _changed_at(case))


def _changed_at(case: Case) -> datetime:
    assert case.acted_at is not None, "it was sent"
    return case.acted_at.astimezone(UTC)


def _event(case: Case, name: str, end: datetime, text: str, links: Links) -> Event:
    url, day = links.url(case_path(case)), last_day(end)
    event = Event()
    event.add("uid", f"{name}-{case.id}@{urlsplit(url).hostname}")
    event.add("dtstamp", _changed_at(case))
    event.add("sequence", case.version)
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("transp", "TRANSPARENT")  # nobody is busy all day for it
    event.add("summary", one_line(f"{text}: {subject(case)}"))
    about = N_("Anfrage von %(sender)s an %(addressee)s")
    who = said(case, about, sender=case.sender.name, addressee=case.addressee.name)
    event.add("description", f"{one_line(who)}\n{url}")
    event.add("url", vUri(url))
    return event
