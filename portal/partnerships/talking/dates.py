"""Proposed and accepted dates as a file for people's calendars (RFC 5545).

It tells what the portal knows and invites nobody. No person stands in it, nor what somebody wrote in own words.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vUri

from portal.mail.content import one_line
from portal.partnerships.models import Meeting, MeetingSlot
from portal.partnerships.vocabulary import MeetingState


@dataclass(frozen=True)
class About:
    """What stands on the dates: in a few words what they are about, the page of the case, when this was written."""

    summary: str
    url: str
    host: str  # of the portal, which makes the names of the dates its own
    at: datetime


def calendar_of(meeting: Meeting, about: About) -> bytes:
    """Return all dates of a proposal as they stand; the same ones again, with a higher number, replace them."""
    calendar = Calendar()
    calendar.add("prodid", "-//Projektnachbarn//Partnerschaften//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method_of(meeting))
    for slot in meeting.slots:
        calendar.add_component(event_of(meeting, slot, about))
    data: bytes = calendar.to_ical()
    return data


def method_of(meeting: Meeting) -> str:
    """Return what the file does with its dates, in the words of RFC 5546: take them all out, or keep them right."""
    return "CANCEL" if all(status_of(meeting, slot) == "CANCELLED" for slot in meeting.slots) else "PUBLISH"


def event_of(meeting: Meeting, slot: MeetingSlot, about: About) -> Event:
    """Return one date of a proposal."""
    event = Event()
    event.add("uid", f"termin-{meeting.id}-{slot.number}@{about.host}")
    event.add("dtstamp", about.at.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", slot.starts_at.astimezone(UTC))
    event.add("dtend", (slot.starts_at + timedelta(minutes=meeting.minutes)).astimezone(UTC))
    event.add("summary", one_line(about.summary))
    event.add("status", status_of(meeting, slot))
    if meeting.place:
        event.add("location", one_line(meeting.place))
    description = "\n".join(part for part in (one_line(meeting.link or ""), about.url) if part)
    event.add("description", description)
    event.add("url", vUri(about.url))
    return event


def status_of(meeting: Meeting, slot: MeetingSlot) -> str:
    """Return how certain one date of a proposal is, in the words of the standard."""
    if meeting.state is MeetingState.OPEN:
        return "TENTATIVE"
    if meeting.state is MeetingState.ACCEPTED and slot.number == meeting.accepted:
        return "CONFIRMED"
    return "CANCELLED"
