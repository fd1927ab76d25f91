"""Proposals of dates in words, for the page of a case and for letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from portal.partnerships.calendar import BERLIN
from portal.partnerships.models import Case, Meeting, MeetingSlot, Message
from portal.partnerships.stepping import Acting
from portal.partnerships.talking import meetings
from portal.partnerships.vocabulary import LABELS, MeetingState, Side
from portal.web.presentation import german_day

_TONES = {MeetingState.OPEN: "info", MeetingState.ACCEPTED: "success"}


@dataclass(frozen=True)
class Date:
    """One date of a proposal: its number, in words, whether it is the accepted one, whether it can be accepted."""

    number: int
    text: str
    accepted: bool
    acceptable: bool


@dataclass(frozen=True)
class Proposed:
    """A proposal as its page shows it, with what the reader can do about it now."""

    meeting: Meeting
    dates: Sequence[Date]
    state: str
    tone: str
    may_answer: bool
    may_withdraw: bool


def proposed(acting: Acting, case: Case, meeting: Meeting) -> Proposed:
    """Return a proposal as it stands now."""
    state = meeting.state
    if state is MeetingState.OPEN and not meetings.is_open(meeting, acting.at):
        state = MeetingState.PASSED
    may_answer = meetings.may_answer(acting, case, meeting)
    return Proposed(
        meeting,
        [
            Date(
                slot.number,
                when(slot, meeting.minutes),
                accepted=state is MeetingState.ACCEPTED and slot.number == meeting.accepted,
                acceptable=may_answer and slot.starts_at > acting.at,
            )
            for slot in meeting.slots
        ],
        state=_(LABELS[state]),
        tone=_TONES.get(state, ""),
        may_answer=may_answer,
        may_withdraw=meetings.may_withdraw(acting, case, meeting),
    )


def when(slot: MeetingSlot, minutes: int) -> str:
    """Return Montag, 30. November 2026, 10:00 bis 11:00 Uhr: the time in Berlin."""
    start = slot.starts_at.astimezone(BERLIN)
    end = (slot.starts_at + timedelta(minutes=minutes)).astimezone(BERLIN)
    return str(
        _(
            "%(day)s, %(start)s bis %(end)s Uhr",
            day=german_day(start.date()),
            start=f"{start:%H:%M}",
            end=f"{end:%H:%M}",
        )
    )


def accepted(meeting: Meeting) -> str:
    """Return the accepted date in words; empty where none is."""
    found = [slot for slot in meeting.slots if slot.number == meeting.accepted]
    return when(found[0], meeting.minutes) if found else ""


def line(message: Message) -> str:
    """Return what a message does with a proposal, in a sentence without its full stop; empty where it does nothing.

    The organisation and the proposal must be loaded.
    """
    if message.move is None:
        return ""
    meeting = message.move.meeting
    if message.side is Side.SYSTEM:
        if meeting.accepted is None:
            return str(_("Die vorgeschlagenen Termine entfallen"))
        return str(_("Der Termin entfällt: %(when)s", when=accepted(meeting)))
    who = message.organisation.name if message.organisation else ""
    if message.move.became is MeetingState.OPEN:
        return str(_("%(who)s schlägt Termine vor", who=who))
    if message.move.became is MeetingState.ACCEPTED:
        return str(_("%(who)s sagt zu: %(when)s", who=who, when=accepted(meeting)))
    if message.move.became is MeetingState.DECLINED:
        return str(_("%(who)s lehnt die vorgeschlagenen Termine ab", who=who))
    if meeting.accepted is None:
        return str(_("%(who)s nimmt den Terminvorschlag zurück", who=who))
    return str(_("%(who)s sagt den Termin ab: %(when)s", who=who, when=accepted(meeting)))
