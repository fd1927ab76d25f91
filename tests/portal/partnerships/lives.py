"""Random lives: who is there, what time it is, and how somebody does something, alone or together with others."""

from collections import Counter
from dataclasses import replace
from datetime import time, timedelta

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import delete, or_, select

from portal.access import ANYONE, allowed
from portal.accounts import queries as accounts
from portal.accounts.models import Membership
from portal.partnerships import access, emptying, jobs, letters, queries, sending, service
from portal.partnerships import transitions as table
from portal.partnerships.calendar import day_of
from portal.partnerships.duties import absence, overdue
from portal.partnerships.models import Case, Wanted
from portal.partnerships.seeking import fading
from portal.partnerships.speaking import USUAL, OnBehalf
from portal.partnerships.stepping import Acting
from portal.partnerships.talking import meetings
from portal.partnerships.talking import service as talking
from portal.partnerships.vocabulary import OVER, Length, Side, State
from tests.portal.members.conftest import both
from tests.portal.partnerships import playing, recounting, recounting_worker
from tests.portal.partnerships.playing import MONDAY

# Shorter than usual, that much comes to pass in a life.
DUTIES = replace(playing.DUTIES, wanted_ask_days=40, wanted_close_days=14)
RETENTION = 80  # days


class Lives(RuleBasedStateMachine):
    """Some requests, offers and Gesuche between three municipalities; `clock` says what time it is."""

    def __init__(self, database, clock) -> None:
        super().__init__()
        self.database, self.clock = database, clock
        self.now = MONDAY

    @property
    def now(self):
        return self.clock[0]

    @now.setter
    def now(self, moment):
        self.clock[0] = moment

    # Who does something

    def acting(self, session, name):
        """Somebody as the next page would know the person."""
        known = self.world.people[name]
        account = accounts.by_id(session, known.account_id, fresh=True) if known.account_id else None
        actor = absence.with_absent(session, accounts.actor_of(account), self.now) if account else known
        return Acting(actor, self.now, DUTIES)

    def act(self, *actions):
        """Let people do something, at once where they are two; the letters are exactly those of it."""
        with self.database.reading() as session:
            before = recounting.Letters(session)
        refused = both(self.database, *actions)
        with self.database.reading() as session:
            moved = {table.TAKE_UP.name, table.ASSIGN.name} & {each.transition for each in before.steps(session)}
            if len(actions) == 1 or not moved:  # else who of a side reads changed in between
                assert Counter(before.sent(session)) == Counter(before.expected(session))
        return refused

    def gone(self, who):
        """Let people leave; the worker looks within the hour."""
        with self.database.unit_of_work() as session:
            session.execute(delete(Membership).where(who))
        self.worker_looks()

    # What there is to do

    def cases(self, session):
        of = [self.world.herne.id, self.world.bochum.id, self.world.hagen.id]
        mine = or_(Case.sender_id.in_(of), Case.addressee_id.in_(of)) & (Case.state != State.DRAFT)
        return session.execute(select(Case).where(mine).options(*queries.WHOLE).order_by(Case.id)).scalars().all()

    def gesuche(self, session):
        mine = Wanted.organisation_id == self.world.bochum.id
        return session.execute(select(Wanted).where(mine).order_by(Wanted.id)).scalars().all()

    def one_of(self, session, number):
        cases = self.cases(session)
        return cases[number % len(cases)]

    def offered(self, number):
        """Who could do what in a case now: what leads on more often than what ends it, or lives would be short."""
        with self.database.reading() as session:
            case = self.one_of(session, number)
            found = {}
            for name in self.world.people:
                acting = self.acting(session, name)
                if allowed(acting.actor, access.VIEW, case):
                    for step in service.open_to(acting, case):
                        found.setdefault(step, []).append(name)
        often = {step: 2 if step.after in OVER else 8 if step.after else 1 for step in found}
        return [
            (names[(case.version + time) % len(names)], step)
            for step, names in found.items()
            for time in range(often[step])
        ]

    def version(self, number):
        with self.database.reading() as session:
            return self.one_of(session, number).version

    def action(self, name, step, number, seen, gift, version=None, only=None):
        with self.database.reading() as session:
            case = self.one_of(session, number)
            case_id, now = case.id, case.version
            possible = service.sides_for(self.acting(session, name), step, case)
        side = self.one_side(case, possible or [each for each in step.by if each.value in name] or step.by)
        given = playing.sample(self.world, step, side) if gift == "fitting" else {}
        if only is not None:
            given = {key: value for key, value in given.items() if key in only or not key.startswith("proposed_")}
        at = now + seen if version is None else version
        said = OnBehalf(side) if len(possible) > 1 else USUAL
        return lambda session: service.perform(session, self.acting(session, name), step, case_id, at, given, said)

    @staticmethod
    def one_side(case, possible):
        """For which side somebody acts: whoever belongs to both acts now for one, now for the other."""
        return possible[case.version % len(possible)]

    def side_of_both(self, session, name, case):
        """What somebody who belongs to both sides says; all others need not say anything."""
        own = access.own_sides(self.acting(session, name).actor, case)
        return self.one_side(case, own) if len(own) > 1 else None

    def sending(self, name, organisation, draft):
        def go(session):
            acting = self.acting(session, name)
            written = sending.write(session, acting, organisation, draft)
            sending.send(session, acting, written.id, written.version)

        return go

    def saying(self, name, number, words, *, internal=False):
        with self.database.reading() as session:
            case = self.one_of(session, number)
            side = self.side_of_both(session, name, case)
        how = talking.note if internal else talking.say
        return lambda session: how(session, self.acting(session, name), case.id, words, side=side)

    def meeting(self, name, number, move):
        with self.database.reading() as session:
            case = self.one_of(session, number)
            case_id, side = case.id, self.side_of_both(session, name, case)
            known = [each.id for each in queries.meetings(session, case_id)]

        def go(session):
            acting = self.acting(session, name)
            if move == "propose":
                slots = [(day_of(self.now) + timedelta(days=3), time(10))]
                meetings.propose(session, acting, case_id, meetings.Proposal(slots, Length.HOUR), side=side)
            elif known and move == "accept":
                meetings.accept(session, acting, case_id, known[-1], 1)
            elif known:
                getattr(meetings, move)(session, acting, case_id, known[-1])

        return go

    # What happens by itself

    def worker_looks(self):
        """Two workers do at once what is due; nothing is left then. The next moment is another one."""
        self.duties_are_done()
        self.digests_are_ordered()
        self.what_is_long_over_is_emptied()
        self.now += timedelta(seconds=1)

    def duties_are_done(self):
        with self.database.reading() as session:
            before, gesuche = recounting.Letters(session), recounting_worker.Gesuche(session, self.now, DUTIES)
        run = jobs.job(DUTIES).run
        look = lambda session: run(session, self.now)  # noqa: E731
        assert both(self.database, look, look) == []
        with self.database.unit_of_work() as session:
            acting = Acting(ANYONE, self.now, DUTIES)
            assert overdue.carry_out(session, acting) == []
            assert fading.carry_out(session, acting) == []
        with self.database.reading() as session:
            gesuche.ended_as_due(session)
            sent = before.sent(session)
            duties = [each for each in sent if each[0] == letters.DUTY.name]
            assert Counter(each for each in sent if each not in duties) == Counter(before.expected(session))
            of_sides = [
                (account_id, about["case_id"], about["notice"], about["side"])
                for _, account_id, about in ((*each[:2], dict(each[2])) for each in duties)
                if about["side"] != Side.MODERATION.value
            ]
            wanted = [
                (one, case_id, notice.value, side.value) for one, case_id, notice, side in before.reminders(session)
            ]
            assert Counter(of_sides) == Counter(wanted)

    def digests_are_ordered(self):
        with self.database.reading() as session:
            actors = [self.acting(session, name).actor for name in self.world.people]
            digests = recounting_worker.Digests(session, actors, self.cases(session), self.now)
        run = jobs.digests(DUTIES).run
        look = lambda session: run(session, self.now)  # noqa: E731
        assert both(self.database, look, look) == []
        with self.database.reading() as session:
            digests.came_to_whom_they_should(session)

    def what_is_long_over_is_emptied(self):
        before = self.now - timedelta(days=RETENTION)
        with self.database.reading() as session:
            kept = recounting_worker.Kept(session, self.cases(session), self.gesuche(session))
        assert both(self.database, self.empty, self.empty) == []
        with self.database.reading() as session:
            assert emptying.parts(session, before) == []
            kept.but_what_is_long_over(session, self.cases(session), self.gesuche(session), before)

    def empty(self, session):
        for part in jobs.retention(RETENTION).parts(session, self.now):
            part(session, self.now)
