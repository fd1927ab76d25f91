"""Seventy days with a moved clock: exactly these letters on exactly these days, whoever looks how often or how late."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from portal.access import ANYONE
from portal.accounts.models import Membership
from portal.mail.models import Mail
from portal.partnerships import transitions as table
from portal.partnerships.calendar import day_of
from portal.partnerships.duties import overdue
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind, Side, State
from portal.settings import Duties
from tests.portal.members.conftest import both
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import DUTIES, MONDAY, drafted, later, send, take

HOUR = timedelta(hours=1)

# Sent on Monday, 23 November 2026: an answer is due on 2 December, a decision after Christmas on 8 January.
NEVER_ANSWERED = [
    ("23.11.", "request", "responsible"),
    ("30.11.", "answer-soon", "responsible"),
    ("03.12.", "answer-late", "addressee coordinator"),
    ("10.12.", "moderation", "moderation"),
    ("16.01.", "lapse-soon", "responsible"),
    ("16.01.", "lapse-soon", "sender person"),
    ("23.01.", "lapsed", "sender person"),
    ("23.01.", "lapsed", "responsible"),
]
NEVER_DECIDED = [
    ("23.11.", "request", "responsible"),
    ("30.12.", "decision-soon", "addressee editor"),
    ("30.12.", "decision-soon", "responsible"),
    ("09.01.", "decision-late", "addressee coordinator"),
    ("16.01.", "moderation", "moderation"),
    ("24.01.", "quiet", "moderation"),
]
COUNTERED_LATE = [
    ("23.11.", "request", "responsible"),
    ("30.12.", "decision-soon", "addressee editor"),
    ("30.12.", "decision-soon", "responsible"),
    ("05.01.", "step", "sender person"),
    # Who is asked anew has the whole time: a decision is due on 16 February, when these seventy days are over.
]
ANSWERED_AND_ACCEPTED = [("23.11.", "request", "responsible"), ("25.11.", "step", "sender person")]
USUAL = [NEVER_ANSWERED, NEVER_DECIDED, COUNTERED_LATE, ANSWERED_AND_ACCEPTED]


class Lives:
    """Four requests from Herne to Bochum, and what people do in them; the rest is up to the portal."""

    def __init__(self, session, world) -> None:
        self.names = {actor.account_id: name for name, actor in world.people.items()}
        self.days: dict[int, datetime] = {}
        kinds = (Kind.REUSE, Kind.FUNDING, Kind.VISIT, Kind.OPERATION)
        self.cases = [send(session, world, drafted(session, world, kind=kind)).id for kind in kinds]
        self.world = world
        self.plan = [
            (MONDAY + timedelta(days=1), 1, table.TAKE_UP, None),
            (MONDAY + timedelta(days=1), 2, table.TAKE_UP, None),
            (MONDAY + timedelta(days=1), 3, table.TAKE_UP, None),
            (MONDAY + timedelta(days=2), 3, table.ACCEPT, None),
            (MONDAY + timedelta(days=43), 2, table.PROPOSE, Side.ADDRESSEE),
        ]
        self.note(session, MONDAY)

    def people_act(self, session, now) -> None:
        """Do what people have planned to do by now."""
        while self.plan and self.plan[0][0] <= now:
            at, which, step, side = self.plan.pop(0)
            case = playing.queries.by_id(session, self.cases[which])
            given = {"proposed_time": "2028", "words": "Später."} if step is table.PROPOSE else {}
            take(session, self.world, case, step, side=side, at=at, given=given)
            self.note(session, at)

    def note(self, session, now) -> None:
        """Remember on which day the letters were ordered that are new."""
        known = max(self.days, default=0)
        for mail_id in session.execute(select(Mail.id).where(Mail.id > known)).scalars():
            self.days[mail_id] = now

    def told(self, session) -> list[list[tuple[str, str, str]]]:
        """What was written in each case: the day in Berlin, the kind, the reader."""
        found: list[list[tuple[str, str, str]]] = [[] for _ in self.cases]
        for mail in session.execute(select(Mail).order_by(Mail.id)).scalars():
            kind = mail.params.get("notice") or mail.kind.removeprefix("partnership.")
            line = (f"{day_of(self.days[mail.id]):%d.%m.}", kind, self.names[mail.account_id])
            found[self.cases.index(mail.params["case_id"])].append(line)
        return found


def look(session, at, duties=DUTIES):
    return [name for _, name in overdue.carry_out(session, Acting(ANYONE, at, duties))]


def live(session, world, moments):
    lives = Lives(session, world)
    for now in moments:
        lives.people_act(session, now)
        look(session, now)
        lives.note(session, now)
    return lives.told(session)


def hourly(*asleep) -> Iterator[datetime]:
    """The hours around midnight in Berlin, where deadlines end, and one by day: of seventy days but those in `asleep`.

    The worker sleeps through pairs of a first and last day.
    """
    for hours in range(1, 70 * 24):
        now = MONDAY + hours * HOUR
        sleeps = any(first <= day_of(now).isoformat() <= last for first, last in asleep)
        if now.hour in (22, 23, 12) and not sleeps:
            yield now


def without(letters, *kinds):
    return [letter for letter in letters if letter[1] not in kinds]


def test_a_worker_that_looks_each_hour(session, world):
    assert live(session, world, hourly()) == USUAL


def test_a_worker_that_slept_for_a_week_sends_what_is_still_true(session, world):
    told = live(session, world, hourly(("2026-11-30", "2026-12-06"), ("2027-01-09", "2027-01-15")))
    late = [(("07.12." if day == "03.12." else day), kind, who) for day, kind, who in NEVER_ANSWERED]
    assert told == [
        without(late, "answer-soon"),
        without(NEVER_DECIDED, "decision-late"),
        COUNTERED_LATE,
        ANSWERED_AND_ACCEPTED,
    ]


@pytest.mark.parametrize(
    ("first", "asleep", "told"),
    [
        # Sixty and thirty days end with the last day before; both sides read so a week ahead.
        (1, (), [(54, "decision-overdue"), (61, "quiet"), (84, "lapse-soon"), (91, "lapse")]),
        # The moderation has its thirty days, however late it hears of it.
        (80, (), [(80, "decision-overdue"), (80, "quiet"), (104, "lapse-soon"), (111, "lapse")]),
        # Nothing lapses before both sides were warned for a week.
        (54, range(70, 100), [(54, "decision-overdue"), (61, "quiet"), (100, "lapse-soon"), (107, "lapse")]),
    ],
)
def test_silence_in_clarification_ends_on_the_promised_day(session, world, first, asleep, told):
    case = send(session, world, drafted(session, world))
    take(session, world, case, table.TAKE_UP)
    awake = [days for days in range(first, 120) if days not in asleep]
    found = [(days, name) for days in awake for name in look(session, later(days))]
    assert [each for each in found if each[1] not in ("decision-soon", "decision-late")] == told
    assert case.state is State.LAPSED


def test_two_workers_at_once(database):
    with database.unit_of_work() as session:
        world = playing.build(session)
        lives = Lives(session, world)
    for days in range(70):
        now = MONDAY.replace(hour=23, minute=30) + timedelta(days=days)  # soon after midnight in Berlin
        with database.unit_of_work() as session:
            lives.world = _again(session, world)
            lives.people_act(session, now)
        assert (
            both(database, lambda session, now=now: look(session, now), lambda session, now=now: look(session, now))
            == []
        )
        with database.reading() as session:
            lives.note(session, now)
    with database.reading() as session:
        assert lives.told(session) == USUAL


def _again(session, world):
    found = {name: session.merge(getattr(world, name)) for name in ("herne", "bochum", "hagen", "project")}
    return playing.World(**found, people=world.people)


def test_a_deadline_across_christmas(session, world):
    sent = datetime(2026, 12, 17, 9, tzinfo=UTC)  # seven working days later is 30 December
    send(session, world, drafted(session, world), sent)
    due = [(sent + timedelta(days=days)).replace(hour=12) for days in range(1, 30)]
    told = [(f"{now:%d.%m.}", name) for now in due for name in look(session, now)]
    assert told == [("28.12.", "answer-soon"), ("31.12.", "answer-late"), ("09.01.", "answer-overdue")]


def test_where_the_eves_are_worked_the_days_are_others(session, world):
    duties = Duties(free_eves=False)
    case = send(session, world, drafted(session, world), datetime(2026, 12, 17, 9, tzinfo=UTC))
    case.answer_due_at = Acting(ANYONE, case.sent_at, duties).calendar.end_after_workdays(case.sent_at, 7)
    days = [datetime(2026, 12, day, 12, tzinfo=UTC) for day in range(18, 32)]
    told = [(f"{now:%d.%m.}", name) for now in days for name in look(session, now, duties)]
    assert told == [("24.12.", "answer-soon"), ("30.12.", "answer-late")]


class TestReaders:
    def test_whoever_just_acted_is_not_reminded_the_same_day(self, session, world):
        case = send(session, world, drafted(session, world))
        soon = datetime(2026, 12, 30, 9, tzinfo=UTC)
        take(session, world, case, table.TAKE_UP, at=soon)
        assert "decision-soon" not in look(session, soon + HOUR)
        assert look(session, soon + timedelta(days=1)) == ["decision-soon"]

    def test_whoever_takes_it_up_long_after_the_deadline_has_this_day_at_least(self, session, world):
        case = send(session, world, drafted(session, world))
        take(session, world, case, table.TAKE_UP, at=later(58))
        assert look(session, later(58) + HOUR) == []
        assert look(session, later(59)) == ["decision-overdue"]

    def test_whoever_is_asked_anew_is_reminded_anew(self, session, world):
        case = send(session, world, drafted(session, world))
        take(session, world, case, table.TAKE_UP)
        assert look(session, later(37)) == ["decision-soon"]
        given = {"proposed_time": "2028", "words": "Später."}
        take(session, world, case, table.PROPOSE, side=Side.ADDRESSEE, at=later(38), given=given)
        take(session, world, case, table.REJECT, side=Side.SENDER, at=later(39), given={})
        assert look(session, later(60)) == []
        assert look(session, later(75)) == ["decision-soon"]
        assert look(session, later(83)) == ["decision-late"]

    def test_without_a_coordination_the_next_who_may_answer_hear_of_it(self, session, world):
        send(session, world, drafted(session, world))
        gone = world.people["addressee coordinator"].account_id
        session.execute(delete(Membership).where(Membership.account_id == gone))
        assert look(session, later(11)) == ["answer-late"]
        assert _readers(session, world) == ["responsible"]

    def test_where_nobody_is_left_the_moderation_is_brought_in_once(self, session, world):
        case = send(session, world, drafted(session, world))
        session.execute(delete(Membership).where(Membership.organisation_id == world.bochum.id))
        assert look(session, later(8)) == ["escalate", "answer-soon"]
        assert look(session, later(11)) == ["answer-late"]
        assert case.moderation_since == later(8)
        assert _readers(session, world) == ["moderation"]
        assert look(session, later(20)) == ["answer-overdue"]
        assert _readers(session, world) == ["moderation", "moderation"]

    def test_whoever_called_the_moderation_does_not_keep_it_from_hearing_of_the_deadline(self, session, world):
        case = send(session, world, drafted(session, world))
        take(session, world, case, table.CALL)
        assert look(session, later(20)) == ["answer-overdue"]
        assert _readers(session, world) == ["moderation", "moderation"]


def _readers(session, world):
    names = {actor.account_id: name for name, actor in world.people.items()}
    wanted = Mail.kind.in_(["partnership.duty", "partnership.moderation"])
    return [names[each] for each in session.execute(select(Mail.account_id).where(wanted).order_by(Mail.id)).scalars()]
