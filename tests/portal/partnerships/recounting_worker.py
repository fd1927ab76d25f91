"""What happens by itself, counted anew from the rows: which Gesuche are asked about and end, digests, emptying."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.mail import Rhythm, rhythms, unsubscribing
from portal.mail.models import Mail
from portal.partnerships import access, letters, queries
from portal.partnerships.calendar import Calendar, day_of
from portal.partnerships.digests.models import Digest
from portal.partnerships.models import Wanted
from portal.partnerships.talking.models import Seen
from portal.partnerships.vocabulary import BOTH, OVER, PARTNERSHIP, WAITING, MeetingState, State, Task, WantedState
from portal.projects.responsibility import queries as responsibility

FURTHEST = timedelta(days=31)
ENDS = (WantedState.MET, WantedState.CLOSED)


class Letters:
    """The letters of some kinds since some moment: which, whose, what about."""

    def __init__(self, session, *kinds) -> None:
        self.kinds = [kind.name for kind in kinds]
        self.last = session.execute(select(func.max(Mail.id))).scalar() or 0

    def sent(self, session):
        found = select(Mail).where(Mail.id > self.last, Mail.kind.in_(self.kinds))
        return Counter(
            (mail.kind, mail.account_id, mail.params.get("wanted_id")) for mail in session.execute(found).scalars()
        )


def readers_of(session, wanted, now):
    return queries.who_answers(session, wanted.organisation_id, {wanted.person_id}, now)


class Gesuche:
    """All Gesuche as they are before the worker looks, and what it is to do with them on that day."""

    def __init__(self, session, now, duties) -> None:
        self.letters = Letters(session, letters.WANTED_ASKED, letters.WANTED_CLOSED)
        self.due, self.before, today = {}, {}, day_of(now)
        for each in session.execute(select(Wanted)).scalars():
            self.before[each.id] = each.state, each.asked_at
            if each.state is not WantedState.OPEN or each.hidden_at is not None:
                continue
            if each.asked_at is not None and day_of(each.asked_at) + timedelta(days=duties.wanted_close_days) < today:
                self.due[each.id] = letters.WANTED_CLOSED
            if each.asked_at is None and day_of(each.updated_at) + timedelta(days=duties.wanted_ask_days) < today:
                self.due[each.id] = letters.WANTED_ASKED
        self.now = now

    def ended_as_due(self, session) -> None:
        wanted = Counter()
        for each in session.execute(select(Wanted)).scalars():
            kind = self.due.get(each.id)
            state, asked_at = self.before[each.id]
            assert each.state is (WantedState.CLOSED if kind is letters.WANTED_CLOSED else state)
            assert each.asked_at == (self.now if kind is letters.WANTED_ASKED else asked_at)
            if kind is not None:
                people = readers_of(session, each, self.now) or responsibility.moderators(session)
                wanted.update((kind.name, one.id, each.id) for one in people)
        assert self.letters.sent(session) == wanted


class Digests:
    """Who is to get a digest at a moment: who is due and for whom there is something."""

    def __init__(self, session, actors, cases, now) -> None:
        self.letters = Letters(session, letters.DIGEST)
        self.of = {actor.account_id for actor in actors}
        self.must, self.may = set(), set()
        if not Calendar().is_workday(day_of(now)):
            return
        homes = _homes(session, cases, now)
        waits = {(case_id, side) for case_id, _, side in waiting(session, cases, now)}
        told = {
            case.id: (queries.timeline(session, case.id), queries.messages(session, case.id, BOTH)) for case in cases
        }
        for actor in actors:
            since = self._told_until(session, actor, now)
            if since is None:
                continue
            for case in cases:
                at = [(case.id, side) for side in BOTH if actor.account_id in homes[case.id, side]]
                if not waits.isdisjoint(at):
                    self.must.add(actor.account_id)
                if at:
                    own = access.own_sides(actor, case)
                    new = list(_new(session, actor, case, since, *told[case.id]))
                    self.must |= {actor.account_id} if any(side is None or side in own for side in new) else set()
                    self.may |= {actor.account_id} if new else set()

    @staticmethod
    def _told_until(session, actor, now):
        """Up to which moment somebody was told who is due now; None for who is not."""
        account = session.get(Account, actor.account_id) if actor.account_id else None
        if account is None or unsubscribing.is_unwanted(session, account.id, letters.DIGEST):
            return None
        rhythm = rhythms.chosen(session, account.id).get(letters.DIGEST.name, Rhythm.WEEKLY)
        today = day_of(now)
        begin = today if rhythm is Rhythm.DAILY else today - timedelta(days=today.weekday())
        last = session.get(Digest, account.id, populate_existing=True)
        if last is not None and last.period >= begin:
            return None
        return max(last.at if last else now - timedelta(days=7), now - FURTHEST)

    def came_to_whom_they_should(self, session) -> None:
        sent = {account_id: count for (_, account_id, _), count in self.letters.sent(session).items()}
        sent = {account_id: count for account_id, count in sent.items() if account_id in self.of}
        assert set(sent.values()) <= {1}
        # For a note of the other side one is ordered, which is not written then.
        assert self.must <= sent.keys() <= self.must | self.may


def _homes(session, cases, now):
    """Who answers for each side of each case."""
    return {
        (case.id, side): {one.id for one in queries.at_home(session, case, side, now)}
        for case in cases
        for side in BOTH
    }


def waiting(session, cases, now):
    """What is asked of which side of a case, and of whom."""
    homes = _homes(session, cases, now)
    return {(case.id, task, side): homes[case.id, side] for case in cases for task, side in _asked(session, case, now)}


def _asked(session, case, now):
    """What is asked of the sides of a case."""
    ahead = {
        each.side.other
        for each in queries.meetings(session, case.id)
        if each.state is MeetingState.OPEN and any(slot.starts_at > now for slot in each.slots)
    }
    for side in BOTH:
        stated = case.reuse_stated_by is side.other and case.reuse_confirmed_at is None
        show = side.other in case.sides_that_show and side not in case.sides_that_show | case.sides_that_withhold
        asked = {
            Task.ANSWER: case.state in WAITING and case.turn is side,
            Task.DATES: case.state in (State.CLARIFYING, *PARTNERSHIP) and side in ahead,
            Task.REUSE: stated and case.state in (State.AGREED, State.RUNNING, State.ENDED),
            Task.SHOW: show and case.state in (*PARTNERSHIP, State.ENDED),
        }
        yield from ((task, side) for task, is_asked in asked.items() if is_asked)


def _new(session, actor, case, since, told, said):
    """What others did since a moment that somebody has not seen: of a note whose it is, None of all else."""
    seen = session.get(Seen, (case.id, actor.account_id), populate_existing=True)
    steps = [each for each in told if each.number > (seen.step if seen else 0)]
    messages = [each for each in said if each.id > (seen.message if seen else 0)]
    for each in (*steps, *messages):
        still = case.emptied_at is None or each.at > case.emptied_at
        if each.account_id != actor.account_id and each.at > since and still:
            yield each.side if getattr(each, "internal", False) else None


class Kept:
    """What is written in cases and Gesuche before what is long over is emptied."""

    def __init__(self, session, cases, wanted) -> None:
        self.words = {case.id: _words(session, case) for case in cases}
        self.lines = {case.id: _lines(session, case) for case in cases}
        self.last = {case.id: _last(session, case) for case in cases}
        self.wanted = {each.id: (each.state, each.title, each.need, each.person_id) for each in wanted}

    def but_what_is_long_over(self, session, cases, wanted, before) -> None:
        """What has been over since that moment has no words and no people, all else its own; timelines stay."""
        for case in cases:
            assert _lines(session, case) == self.lines[case.id]
            if case.state in OVER and self.last[case.id] <= before:
                assert case.emptied_at is not None
                assert not any(_words(session, case))
            else:
                assert _words(session, case) == self.words[case.id]
            all_emptied = all(each.emptied_at is not None for each in cases if each.sending_id == case.sending_id)
            assert bool(case.sending.wants) is not all_emptied
        for each in wanted:
            state, title, need, person_id = self.wanted[each.id]
            gone = each.closed_at is not None and state in ENDS and each.closed_at <= before
            hidden = state is WantedState.OPEN and each.hidden_at is not None and each.hidden_at <= before
            assert each.title == title
            assert each.state is (WantedState.CLOSED if hidden else state)
            assert (each.need, each.person_id) == (("", None) if gone or hidden else (need, person_id))


def _lines(session, case):
    return [
        (each.number, each.at, each.transition, each.side, each.organisation_id, each.before, each.after)
        for each in queries.timeline(session, case.id)
    ]


def _words(session, case):
    """What people wrote in a case, and who they are; empty where nothing is left of it."""
    return (
        [each.text for each in queries.messages(session, case.id, BOTH)],
        [meeting.id for meeting in queries.meetings(session, case.id)],
        [
            (each.number, each.account_id, each.details)
            for each in queries.timeline(session, case.id)
            if each.details or each.account_id is not None
        ],
        *(case.sender_person_id, case.addressee_person_id),
        *(case.wished_time, case.proposed_time, case.outcome, case.reuse_version, case.reuse_adaptations),
        *(case.intent_link, case.council_link),
    )


def _last(session, case):
    told, said = queries.timeline(session, case.id), queries.messages(session, case.id, BOTH)
    return max(each.at for each in (*told, *said))
