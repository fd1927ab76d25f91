"""Proposals of dates: one side proposes some, the other accepts one or none. The verbs flush, never commit.

Each is a message in the case, so that it stands in its place there and is new to whom it is new.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.errors import Conflict, Forbidden, Invalid, NotFound
from portal.partnerships import access, letters, queries
from portal.partnerships.calendar import BERLIN
from portal.partnerships.fields import Field, Form, checked
from portal.partnerships.models import Case, Meeting, MeetingMove, MeetingSlot, Message
from portal.partnerships.speaking import speaking
from portal.partnerships.stepping import Acting
from portal.partnerships.talking import service as talking
from portal.partnerships.talking.seen import Shown
from portal.partnerships.vocabulary import BOTH, PARTNERSHIP, Length, MeetingState, Side, State
from portal.text import N_

SLOTS_MAX = 5
_LATEST_YEAR = 2100
_POSSIBLE = (State.CLARIFYING, *PARTNERSHIP)

FIELDS = (
    Field("length", N_("Dauer"), Form.CHOICE, required=True, choices=Length),
    Field("place", N_("Ort"), Form.LINE, hint=N_("Zum Beispiel Rathaus Herne, Raum 301.")),
    Field("link", N_("Link zur Videokonferenz"), Form.LINK),
    Field("words", N_("Dazu in eigenen Worten"), Form.TEXT),
)
ANSWER = (Field("answer", N_("Dazu in eigenen Worten"), Form.TEXT),)


class NotNow(Conflict):
    """The case is not where people meet: nobody has taken it up, or it is over."""

    message = N_(
        "Termine lassen sich vereinbaren, sobald die Anfrage in Klärung ist und solange sie nicht erledigt ist."
    )


class AlreadyProposed(Conflict):
    """There is a proposal that waits for an answer."""

    message = N_("Es gibt schon einen Terminvorschlag, auf den eine Antwort fehlt. Erst danach ist ein neuer möglich.")


class Settled(Conflict):
    """Others were faster: the proposal no longer stands as the actor saw it."""

    message = N_("Über diesen Terminvorschlag ist inzwischen schon entschieden.")


class Passed(Conflict):
    """The date is over."""

    message = N_("Dieser Termin ist schon vorbei.")


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes: dates with the time in Berlin, and what `FIELDS` says."""

    slots: Sequence[tuple[date, time]]
    length: Length
    place: str | None = None
    link: str | None = None
    words: str | None = None


def propose(
    session: Session, acting: Acting, case_id: int, proposal: Proposal, *, side: Side | None = None, read: int = 0
) -> Meeting:
    """Propose dates to the other side; `side`: for which one, for who belongs to both.

    `read`, in all verbs: the id of the last message the actor was shown.

    Raises NotFound, Forbidden, NotNow, AlreadyProposed, Invalid, Throttled.
    """
    case = talking.find(session, acting, case_id, access.MEET)
    _ensure_possible(case)
    values = checked(FIELDS, (), {field.name: getattr(proposal, field.name) for field in FIELDS})
    starts = _starts(proposal.slots, acting.at)
    side = speaking(access.own_sides(acting.actor, case), side)
    for other in queries.meetings(session, case.id):
        if is_open(other, acting.at):
            raise AlreadyProposed
        if other.state is MeetingState.OPEN:
            other.state = MeetingState.PASSED
    session.flush()  # of the open ones there is one only
    meeting = Meeting(
        case_id=case.id,
        side=side,
        account_id=acting.actor.account_id,
        state=MeetingState.OPEN,
        minutes=int(values["length"].value),
        place=values["place"],
        link=values["link"],
        accepted=None,
        sequence=0,
        slots=[MeetingSlot(number=number, starts_at=each) for number, each in enumerate(starts, start=1)],
    )
    session.add(meeting)
    session.flush()
    message = _move(session, acting, case, side, meeting, values["words"], read)
    talking.tell(
        session,
        letters.MEETING,
        talking.readers(session, acting, case, side.other),
        message,
        besides=acting.actor.account_id,
    )
    return meeting


def accept(session: Session, acting: Acting, case_id: int, meeting_id: int, number: int, *, read: int = 0) -> Meeting:
    """Accept one of the dates; both sides get it for their calendars.

    Raises NotFound, Forbidden, NotNow, Settled, Passed.
    """
    case, meeting = _find(session, acting, case_id, meeting_id)
    side = _answering(acting, case, meeting)
    slot = next((each for each in meeting.slots if each.number == number), None)
    if slot is None:
        raise NotFound
    if slot.starts_at <= acting.at:
        raise Passed
    meeting.state, meeting.accepted = MeetingState.ACCEPTED, number
    message = _move(session, acting, case, side, meeting, None, read)
    talking.tell(session, letters.MEETING, _of_both(session, acting, case), message)
    return meeting


def decline(
    session: Session, acting: Acting, case_id: int, meeting_id: int, words: str | None = None, *, read: int = 0
) -> Meeting:
    """Decline all dates. Raises NotFound, Forbidden, NotNow, Settled, Invalid."""
    case, meeting = _find(session, acting, case_id, meeting_id)
    side = _answering(acting, case, meeting)
    said = checked(ANSWER, (), {"answer": words})["answer"]
    meeting.state = MeetingState.DECLINED
    message = _move(session, acting, case, side, meeting, said, read)
    talking.tell(session, letters.MEETING, _of_both(session, acting, case), message, besides=acting.actor.account_id)
    return meeting


def withdraw(session: Session, acting: Acting, case_id: int, meeting_id: int, *, read: int = 0) -> Meeting:
    """Take an open proposal back, or call off a date that was accepted: the first its own side only, the other both.

    Raises NotFound, Forbidden, Settled, Passed.
    """
    case, meeting = _find(session, acting, case_id, meeting_id, even_over=True)
    side = _withdrawing(acting, case, meeting)
    was_accepted = meeting.state is MeetingState.ACCEPTED
    meeting.state = MeetingState.WITHDRAWN
    message = _move(session, acting, case, side, meeting, None, read)
    # Who calls off has the date in the own calendar too.
    talking.tell(
        session,
        letters.MEETING,
        _of_both(session, acting, case),
        message,
        besides=None if was_accepted else acting.actor.account_id,
    )
    return meeting


def end(session: Session, acting: Acting, case: Case) -> None:
    """Let what is proposed or agreed and still ahead go, because the case is over: both sides get it taken out."""
    for meeting in queries.meetings(session, case.id):
        if not (is_open(meeting, acting.at) or _is_ahead(meeting, acting.at)):
            continue
        meeting.state, meeting.sequence = MeetingState.WITHDRAWN, meeting.sequence + 1
        message = Message(
            case_id=case.id,
            at=acting.at,
            side=Side.SYSTEM,
            organisation_id=None,
            account_id=None,
            internal=False,
            text="",
        )
        session.add(message)
        session.flush()
        session.add(MeetingMove(message_id=message.id, meeting_id=meeting.id, became=meeting.state))
        session.flush()
        talking.tell(session, letters.MEETING, _of_both(session, acting, case), message)


def is_open(meeting: Meeting, now: datetime) -> bool:
    """Return whether one of the dates can still be accepted, as far as the proposal says."""
    return meeting.state is MeetingState.OPEN and any(each.starts_at > now for each in meeting.slots)


def may_propose(acting: Acting, case: Case, meetings: Iterable[Meeting]) -> bool:
    """Return whether the actor could propose dates now."""
    free = not any(is_open(each, acting.at) for each in meetings)
    return bool(access.own_sides(acting.actor, case)) and case.state in _POSSIBLE and free


def may_answer(acting: Acting, case: Case, meeting: Meeting) -> bool:
    """Return whether the actor could accept or decline now."""
    own = meeting.side.other in access.own_sides(acting.actor, case)
    return own and case.state in _POSSIBLE and is_open(meeting, acting.at)


def may_withdraw(acting: Acting, case: Case, meeting: Meeting) -> bool:
    """Return whether the actor could take the proposal back, or call the accepted date off, now."""
    own = access.own_sides(acting.actor, case)
    return (meeting.side in own and is_open(meeting, acting.at)) or (bool(own) and _is_ahead(meeting, acting.at))


def _is_ahead(meeting: Meeting, now: datetime) -> bool:
    accepted = [each for each in meeting.slots if each.number == meeting.accepted]
    return meeting.state is MeetingState.ACCEPTED and any(each.starts_at > now for each in accepted)


def _find(
    session: Session, acting: Acting, case_id: int, meeting_id: int, *, even_over: bool = False
) -> tuple[Case, Meeting]:
    case = talking.find(session, acting, case_id, access.MEET)
    meeting = next((each for each in queries.meetings(session, case.id) if each.id == meeting_id), None)
    if meeting is None:
        raise NotFound
    if not even_over:
        _ensure_possible(case)
    return case, meeting


def _ensure_possible(case: Case) -> None:
    if case.state not in _POSSIBLE:
        raise NotNow


def _answering(acting: Acting, case: Case, meeting: Meeting) -> Side:
    if meeting.side.other not in access.own_sides(acting.actor, case):
        raise Forbidden
    if meeting.state is not MeetingState.OPEN:
        raise Settled
    return meeting.side.other


def _withdrawing(acting: Acting, case: Case, meeting: Meeting) -> Side:
    own = access.own_sides(acting.actor, case)
    if meeting.state is MeetingState.OPEN:
        if meeting.side not in own:
            raise Forbidden
        return meeting.side
    if meeting.state is not MeetingState.ACCEPTED:
        raise Settled
    if not _is_ahead(meeting, acting.at):
        raise Passed
    # Who belongs to both calls off for the side that proposed the date.
    return speaking(own, meeting.side if len(own) > 1 else None)


def _starts(slots: Sequence[tuple[date, time]], now: datetime) -> list[datetime]:
    """Return the moments, in their order. Raises Invalid."""
    found = set()
    for day, clock in slots:
        local = datetime.combine(day, clock.replace(second=0, microsecond=0, tzinfo=None), BERLIN)
        moment = local.astimezone(UTC)
        if day.year > _LATEST_YEAR:
            raise _wrong(N_("Bitte wählen Sie Termine vor dem Jahr 2100."))
        if moment.astimezone(BERLIN).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise _wrong(N_("Eine der Uhrzeiten gibt es nicht: In dieser Nacht wird die Uhr vorgestellt."))
        if moment <= now:
            raise _wrong(N_("Mindestens ein Termin liegt in der Vergangenheit. Bitte ändern Sie ihn."))
        found.add(moment)
    if not 1 <= len(found) <= SLOTS_MAX:
        raise _wrong(N_("Bitte schlagen Sie einen bis fünf Termine vor."))
    return sorted(found)


def _wrong(message: str) -> Invalid:
    return Invalid({"slots": [message]})


def _move(
    session: Session, acting: Acting, case: Case, side: Side, meeting: Meeting, words: str | None, read: int
) -> Message:
    """Write in the case what became of the proposal; it counts as something done."""
    if meeting.state is not MeetingState.OPEN:
        meeting.sequence += 1
    message = talking.keep(session, acting, case, side, words or "", internal=False, shown=Shown(0, read))
    session.add(MeetingMove(message_id=message.id, meeting_id=meeting.id, became=meeting.state))
    case.acted_at = acting.at
    session.flush()
    return message


def _of_both(session: Session, acting: Acting, case: Case) -> list[Account]:
    return [each for side in BOTH for each in talking.readers(session, acting, case, side)]
