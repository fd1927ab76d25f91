"""Random people do random things, at times two at once, while days pass: what is written down always agrees."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from portal.access import ANYONE, allowed
from portal.accounts.models import Membership
from portal.errors import PortalError
from portal.mail.models import Mail
from portal.partnerships import access, queries, sending, service
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.calendar import day_of
from portal.partnerships.duties import absence, figures, overdue
from portal.partnerships.models import Case
from portal.partnerships.stepping import Acting
from portal.partnerships.transitions import TRANSITIONS
from portal.partnerships.vocabulary import BOTH, OVER, PARTNERSHIP, WAITING, Kind, Side, State
from tests.portal.members.conftest import both
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import DUTIES, MONDAY

RUNS = settings(max_examples=max(settings.default.max_examples // 15, 6), stateful_step_count=30, deadline=None)
PEOPLE = [*playing.MEMBERS, "of both", "moderation", "administration", "account", "anonymous"]
people = st.sampled_from(PEOPLE)
steps = st.sampled_from(TRANSITIONS[1:])
seen = st.sampled_from([0, 0, 0, -1, 1])  # as it stands, or as it once was
gifts = st.sampled_from(["fitting", "fitting", "fitting", "nothing"])


class Lives(RuleBasedStateMachine):
    """Some requests between three municipalities."""

    def __init__(self, database, reached) -> None:
        super().__init__()
        self.database, self.reached = database, reached
        self.now = MONDAY

    @initialize()
    def begin(self):
        with self.database.unit_of_work() as session:
            self.world = playing.build(session, fresh=True)
            self.ids = []
        self.write(Kind.REUSE, to_project=True)

    @rule(kind=st.sampled_from(Kind), to_project=st.booleans())
    def write(self, kind, to_project):
        """Herne sends a request to Bochum and Hagen, unless one about the same thing is under way."""
        about = self.world.project.id if to_project else None
        draft = playing.draft(
            self.world, Addressee(self.world.bochum.id, about), Addressee(self.world.hagen.id), kind=kind
        )
        try:
            with self.database.unit_of_work() as session:
                acting = self.acting("sender coordinator")
                written = sending.write(session, acting, self.world.herne, draft)
                self.ids += [case.id for case in sending.send(session, acting, written.id, written.version)]
        except PortalError:
            pass

    @rule(name=people, step=steps, number=st.integers(0, 9), seen=seen, gift=gifts)
    def one_acts(self, name, step, number, seen, gift):
        try:
            with self.database.unit_of_work() as session:
                self.action(name, step, number, seen, gift)(session)
        except PortalError:
            pass

    @rule(number=st.integers(0, 2), choices=st.lists(st.integers(0, 99), min_size=1, max_size=6))
    def people_do_what_is_offered(self, number, choices):
        for choice in choices:
            offered = self.offered(number)
            if offered:
                self.one_acts(*offered[choice % len(offered)], number, 0, "fitting")

    @rule(number=st.integers(0, 2), one=st.integers(0, 99), other=st.integers(0, 99))
    def two_do_what_is_offered_at_once(self, number, one, other):
        offered, version = self.offered(number), self.version(number)
        if not offered:
            return
        pair = (offered[each % len(offered)] for each in (one, other))
        refused = both(self.database, *(self.action(*each, number, 0, "fitting", version) for each in pair))
        assert refused, "both saw the same version, so at most one can have been heard"

    @rule(days=st.integers(1, 30))
    def days_pass(self, days):
        self.now += timedelta(days=days)
        with self.database.unit_of_work() as session:
            overdue.carry_out(session, Acting(ANYONE, self.now, DUTIES))
            assert overdue.carry_out(session, Acting(ANYONE, self.now, DUTIES)) == []

    @rule(
        side=st.sampled_from(["sender", "addressee"]),
        roles=st.permutations(["person", "contributor", "editor", "coordinator"]),
        days=st.integers(0, 40),
    )
    def somebody_is_away(self, side, roles, days):
        away, deputy = (self.world.people[f"{side} {role}"] for role in roles[:2])
        of = self.world.herne.id if side == "sender" else self.world.bochum.id
        first = day_of(self.now)
        try:
            with self.database.unit_of_work() as session:
                deputies = {of: deputy.account_id}
                absence.enter(session, away, self.now, first, first + timedelta(days=days), deputies)
        except PortalError:
            pass  # one of them has left

    @rule(name=st.sampled_from([name for name in PEOPLE if "person" in name or "editor" in name]))
    def somebody_leaves(self, name):
        with self.database.unit_of_work() as session:
            gone = self.world.people[name].account_id
            session.execute(delete(Membership).where(Membership.account_id == gone))

    @invariant()
    def timelines_lead_from_a_draft_to_the_state(self):
        with self.database.reading() as session:
            for case in self.cases(session):
                told = queries.timeline(session, case.id)
                assert [each.number for each in told] == list(range(1, case.version + 1))
                assert [each.before for each in told] == [State.DRAFT, *(each.after for each in told[:-1])]
                assert told[-1].after is case.state
                self.reached |= {each.after for each in told}
                assert [each.at for each in told] == sorted(each.at for each in told)
                for each in told:
                    row = table.BY_NAME[each.transition]
                    assert each.before in row.before
                    assert each.after is (row.after or each.before)
                    assert each.side in row.by
                    assert (each.account_id is None) is (each.side is Side.SYSTEM)
                of_sides = [each.at for each in told if each.side in BOTH]
                assert case.acted_at == max(of_sides)
                answered = [each.at for each in told if each.transition == table.TAKE_UP.name]
                assert case.answered_at == (answered[0] if answered else None)
                assert (case.decided_at is None) is (case.state in WAITING)
                assert (case.ended_at is None) is (case.state not in OVER)
                assert (case.turn is None) is (case.state not in WAITING)

    @invariant()
    def somebody_answers_for_each_side(self):
        with self.database.reading() as session:
            for case in self.cases(session):
                for side in BOTH:
                    assert queries.in_charge(session, case, side)

    @invariant()
    def nobody_gets_a_mail_twice(self):
        with self.database.reading() as session:
            mine = [
                (mail.kind, mail.account_id, *sorted(mail.params.items()))
                for mail in session.execute(select(Mail)).scalars()
                if mail.kind.startswith("partnership.") and mail.params["case_id"] in self.ids
            ]
        once = [each for each in mine if each[0] != "partnership.assigned"]  # again and again, if so decided
        assert not [each for each, count in Counter(once).items() if count > 1]

    @invariant()
    def strangers_see_nothing(self):
        with self.database.reading() as session:
            for case in self.cases(session):
                for name in ("account", "anonymous", "sender contributor", "addressee contributor"):
                    actor = self.world.people[name]
                    held = {Side.SENDER: case.sender_person_id, Side.ADDRESSEE: case.addressee_person_id}
                    if actor.account_id is None or actor.account_id not in held.values():
                        assert not allowed(actor, access.VIEW, case)

    @invariant()
    def the_figures_are_those_of_the_cases(self):
        with self.database.reading() as session:
            for organisation in (self.world.bochum, self.world.hagen):
                told = figures.answering(session, organisation.id, self.now)
                of = [case for case in self.cases(session) if case.addressee_id == organisation.id]
                answered = [case for case in of if case.answered_at]
                late = [
                    case
                    for case in of
                    if not case.answered_at
                    and not found_nobody(session, case)
                    and case.answer_due_at <= self.now
                    and (case.decided_at is None or case.decided_at >= case.answer_due_at)
                ]
                counted = len(answered) + len(late)
                assert (told is None) is (counted < figures.FEWEST)
                if told:
                    assert (told.asked, told.answered) == (counted, len(answered))

    def acting(self, name):
        return self.world.acting(name, self.now)

    def cases(self, session):
        statement = select(Case).where(Case.id.in_(self.ids)).options(*queries.WHOLE).order_by(Case.id)
        return session.execute(statement).scalars().all()

    def offered(self, number):
        """Who could do what in a case now: what leads on more often than what ends it, or lives would be short."""
        with self.database.reading() as session:
            case = queries.by_id(session, self.ids[number % len(self.ids)])
            found = {
                step: name
                for name in PEOPLE
                if allowed(self.world.people[name], access.VIEW, case)
                for step in service.open_to(self.acting(name), case)
            }
        often = {step: 1 if step.after in OVER else 6 if step.after else 2 for step in found}
        return [(name, step) for step, name in found.items() for _ in range(often[step])]

    def version(self, number):
        with self.database.reading() as session:
            return session.get_one(Case, self.ids[number % len(self.ids)]).version

    def action(self, name, step, number, seen, gift, version=None):
        case_id = self.ids[number % len(self.ids)]
        version = self.version(number) + seen if version is None else version
        side = next((each for each in step.by if each.value in name), step.by[0])
        given = playing.sample(self.world, step, side) if gift == "fitting" else {}
        return lambda session: service.perform(session, self.acting(name), step, case_id, version, given)


def found_nobody(session, case):
    """Whether it went to the moderation at the moment it was sent, as the timeline tells."""
    told = queries.timeline(session, case.id)
    return any(each.transition == table.ESCALATE.name and each.at == case.sent_at for each in told)


@pytest.fixture(autouse=True)
def _many_requests(monkeypatch):
    monkeypatch.setattr(sending, "CASES_PER_DAY", 1_000_000)


def test_whatever_people_do_what_is_written_down_agrees(database):
    reached: set[State] = set()
    run_state_machine_as_test(lambda: Lives(database, reached), settings=RUNS)
    assert reached >= {*WAITING, *PARTNERSHIP, State.DECLINED, State.WITHDRAWN, State.LAPSED}
