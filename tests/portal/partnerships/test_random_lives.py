"""Random people do random things, at times two at once, while days pass: what is written down always agrees."""

from collections import Counter
from datetime import time, timedelta

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, or_, select

from portal.access import ANYONE, allowed
from portal.accounts import queries as accounts
from portal.accounts.models import Membership
from portal.errors import PortalError
from portal.mail.models import Mail
from portal.partnerships import access, letters, queries, sending, service
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.calendar import day_of
from portal.partnerships.duties import absence, overdue
from portal.partnerships.models import Case, Message
from portal.partnerships.seeking import service as seeking
from portal.partnerships.stepping import Acting
from portal.partnerships.talking import meetings
from portal.partnerships.talking import service as talking
from portal.partnerships.transitions import TRANSITIONS
from portal.partnerships.vocabulary import BOTH, OVER, PARTNERSHIP, UNDER_WAY, WAITING, Kind, Length, Side, State
from tests.portal.members.conftest import both
from tests.portal.partnerships import playing, recounting
from tests.portal.partnerships.playing import DUTIES, MONDAY

RUNS = settings(
    phases=[Phase.generate, Phase.explicit],
    max_examples=max(settings.default.max_examples // 15, 6),
    stateful_step_count=30,
    deadline=None,
)
PEOPLE = [*playing.MEMBERS, "of both", "moderation", "administration", "account", "anonymous"]
WRITERS = ["sender person", "sender editor", "addressee person", "addressee editor", "stranger", "moderation"]
people = st.sampled_from(PEOPLE)
writers = st.sampled_from(WRITERS)
steps = st.sampled_from(TRANSITIONS[1:])
numbers = st.integers(0, 4)
seen = st.sampled_from([0, 0, 0, -1, 1])  # as it stands, or as it once was
gifts = st.sampled_from(["fitting", "fitting", "fitting", "nothing"])
# What a counter-proposal changes.
changes = st.sets(st.sampled_from(["proposed_kind", "proposed_partner_id", "proposed_time"]), min_size=1)


class Lives(RuleBasedStateMachine):
    """Some requests and offers between three municipalities."""

    def __init__(self, database, reached) -> None:
        super().__init__()
        self.database, self.reached = database, reached
        self.now = MONDAY

    @initialize()
    def begin(self):
        with self.database.unit_of_work() as session:
            self.world = playing.build(session, fresh=True)
            self.first_mail = max(session.execute(select(Mail.id)).scalars(), default=0)
            self.wanted = []
        self.write(Kind.REUSE, to_project=True)

    # What people do

    @rule(kind=st.sampled_from(Kind), to_project=st.booleans())
    def write(self, kind, to_project):
        """Herne sends a request to Bochum and Hagen, unless one about the same thing is under way."""
        about = self.world.project.id if to_project else None
        to = (Addressee(self.world.bochum.id, about), Addressee(self.world.hagen.id))
        self.act(self.sending("sender coordinator", self.world.herne, playing.draft(self.world, *to, kind=kind)))

    @rule(kind=st.sampled_from(Kind))
    def seek(self, kind):
        """Bochum makes a Gesuch known."""
        made = []

        def go(session):
            acting = self.acting(session, "addressee coordinator")
            need = seeking.Need(kind=kind, title="Hilfe gesucht", need="Wir suchen Hilfe.")
            written = seeking.write(session, acting, self.world.bochum, need)
            made.append(seeking.publish(session, acting, written.id, written.version).id)

        self.act(go)
        self.wanted += made

    @rule(name=st.sampled_from(["sender coordinator", "stranger"]), number=numbers, kind=st.sampled_from(Kind))
    def offer(self, name, number, kind):
        """Herne or Hagen offers Bochum what it looks for."""
        if self.wanted:
            to = Addressee(self.world.bochum.id, None, self.wanted[number % len(self.wanted)])
            of = self.world.hagen if name == "stranger" else self.world.herne
            self.act(self.sending(name, of, playing.draft(self.world, to, kind=kind)))

    @rule(name=people, number=numbers, met=st.booleans())
    def close_wanted(self, name, number, met):
        def close(session):
            wanted = queries.wanted_by_id(session, self.wanted[number % len(self.wanted)])
            seeking.close(session, self.acting(session, name), wanted.id, wanted.version, met=met)

        if self.wanted:
            self.act(close)

    @rule(name=people, step=steps, number=numbers, seen=seen, gift=gifts)
    def one_acts(self, name, step, number, seen, gift):
        self.act(self.action(name, step, number, seen, gift))

    @rule(number=st.integers(0, 2), choices=st.lists(st.integers(0, 99), min_size=3, max_size=9))
    def people_do_what_is_offered(self, number, choices):
        for choice in choices:
            offered = self.offered(number)
            if offered:
                self.one_acts(*offered[choice % len(offered)], number, 0, "fitting")

    @rule(number=st.integers(0, 2), choice=st.integers(0, 99), changes=changes)
    def somebody_proposes_something_else(self, number, choice, changes):
        who = [name for name, step in self.offered(number) if step is table.PROPOSE]
        if who:
            self.act(self.action(who[choice % len(who)], table.PROPOSE, number, 0, "fitting", only=changes))

    @rule(number=st.integers(0, 2), one=st.integers(0, 99), other=st.integers(0, 99))
    def two_do_what_is_offered_at_once(self, number, one, other):
        offered, version = self.offered(number), self.version(number)
        if not offered:
            return
        pair = (offered[each % len(offered)] for each in (one, other))
        refused = self.act(*(self.action(*each, number, 0, "fitting", version) for each in pair))
        assert refused, "both saw the same version, so at most one can have been heard"

    @rule(name=writers, number=numbers, words=st.sampled_from(["Wann?", "Morgen."]), internal=st.booleans())
    def somebody_writes(self, name, number, words, internal):
        self.act(self.saying(name, number, words, internal=internal))

    @rule(name=writers, number=st.integers(0, 2), choice=st.integers(0, 99))
    def somebody_writes_while_another_acts(self, name, number, choice):
        offered = self.offered(number)
        if offered:
            acts = self.action(*offered[choice % len(offered)], number, 0, "fitting")
            self.act(acts, self.saying(name, number, "Gleichzeitig."))

    @rule(
        pair=st.lists(writers, min_size=1, max_size=2),
        number=st.integers(0, 2),
        move=st.sampled_from(["propose", "propose", "accept", "decline", "withdraw"]),
    )
    def dates(self, pair, number, move):
        """One or two at once do something about dates."""
        self.act(*(self.meeting(name, number, move) for name in pair))

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
        self.gone(Membership.account_id == self.world.people[name].account_id)

    @rule(name=st.sampled_from(["herne", "bochum", "hagen"]), sure=st.integers(0, 4))
    def everybody_leaves(self, name, sure):
        if sure == 0:
            self.gone(Membership.organisation_id == getattr(self.world, name).id)

    @rule(days=st.integers(1, 30))
    def days_pass(self, days):
        self.now += timedelta(days=days)
        self.worker_looks()

    # What must hold whenever somebody has done something

    @invariant()
    def cases_agree_with_their_timelines(self):
        with self.database.reading() as session:
            for case in self.cases(session):
                recounting.agrees_with_its_timeline(session, case)
                recounting.reads_alike_on_both_sides(session, case)
                self.reached |= {each.after for each in queries.timeline(session, case.id)}

    @invariant()
    def nothing_is_under_way_twice(self):
        with self.database.reading() as session:
            open_ones = [each for each in self.cases(session) if each.state in UNDER_WAY]
            about = [(each.sender_id, each.addressee_id, each.about) for each in open_ones]
            assert len(about) == len(set(about))

    @invariant()
    def somebody_answers_for_each_side_or_the_moderation_is_there(self):
        with self.database.reading() as session:
            for case in self.cases(session):
                if case.state in UNDER_WAY and case.moderation_since is None:
                    assert all(queries.at_home(session, case, side, self.now) for side in BOTH)

    @invariant()
    def nobody_gets_a_mail_twice(self):
        with self.database.reading() as session:
            mine = select(Mail).where(
                Mail.id > self.first_mail, Mail.kind != letters.ASSIGNED.name
            )  # as often as decided
            all_of_them = Counter(
                (mail.kind, mail.account_id, *sorted(mail.params.items())) for mail in session.execute(mine).scalars()
            )
            assert not [each for each, count in all_of_them.items() if count > 1]

    @invariant()
    def everybody_sees_what_the_rows_say_and_nothing_else(self):
        with self.database.reading() as session:
            cases = self.cases(session)
            may = {case.id: recounting.who_sees(session, case, self.now) for case in cases}
            for name in PEOPLE:
                actor = self.acting(session, name).actor
                listed = set(session.execute(select(Case.id).where(queries.visible_to(actor))).scalars())
                for case in cases:
                    assert (
                        allowed(actor, access.VIEW, case) is (actor.account_id in may[case.id]) is (case.id in listed)
                    )

    @invariant()
    def the_figures_are_those_of_the_cases(self):
        with self.database.reading() as session:
            for organisation in (self.world.bochum, self.world.hagen):
                recounting.answers_as_told(session, organisation.id, self.cases(session), self.now)

    # How it is done

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

    def worker_looks(self):
        with self.database.reading() as session:
            before = recounting.Letters(session)
        with self.database.unit_of_work() as session:
            acting = Acting(ANYONE, self.now, DUTIES)
            absence.forget_past(session, self.now)
            overdue.carry_out(session, acting)
            assert overdue.carry_out(session, acting) == []
        with self.database.reading() as session:
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

    def gone(self, who):
        """Let people leave; the worker looks within the hour."""
        with self.database.unit_of_work() as session:
            session.execute(delete(Membership).where(who))
        self.worker_looks()

    def acting(self, session, name):
        """Somebody as the next page would know the person."""
        known = self.world.people[name]
        account = accounts.by_id(session, known.account_id, fresh=True) if known.account_id else None
        actor = absence.with_absent(session, accounts.actor_of(account), self.now) if account else known
        return Acting(actor, self.now, DUTIES)

    def cases(self, session):
        of = [self.world.herne.id, self.world.bochum.id, self.world.hagen.id]
        mine = or_(Case.sender_id.in_(of), Case.addressee_id.in_(of)) & (Case.state != State.DRAFT)
        return session.execute(select(Case).where(mine).options(*queries.WHOLE).order_by(Case.id)).scalars().all()

    def one_of(self, session, number):
        cases = self.cases(session)
        return cases[number % len(cases)]

    def offered(self, number):
        """Who could do what in a case now: what leads on more often than what ends it, or lives would be short."""
        with self.database.reading() as session:
            case = self.one_of(session, number)
            found = {}
            for name in PEOPLE:
                acting = self.acting(session, name)
                if allowed(acting.actor, access.VIEW, case):
                    found |= dict.fromkeys(service.open_to(acting, case), name)
        often = {step: 2 if step.after in OVER else 8 if step.after else 1 for step in found}
        return [(name, step) for step, name in found.items() for _ in range(often[step])]

    def version(self, number):
        with self.database.reading() as session:
            return self.one_of(session, number).version

    def action(self, name, step, number, seen, gift, version=None, only=None):
        with self.database.reading() as session:
            case = self.one_of(session, number)
            case_id, now = case.id, case.version
        side = next((each for each in step.by if each.value in name), step.by[0])
        given = playing.sample(self.world, step, side) if gift == "fitting" else {}
        if only is not None:
            given = {key: value for key, value in given.items() if key in only or not key.startswith("proposed_")}
        at = now + seen if version is None else version
        return lambda session: service.perform(session, self.acting(session, name), step, case_id, at, given)

    def sending(self, name, organisation, draft):
        def go(session):
            acting = self.acting(session, name)
            written = sending.write(session, acting, organisation, draft)
            sending.send(session, acting, written.id, written.version)

        return go

    def saying(self, name, number, words, *, internal=False):
        with self.database.reading() as session:
            case_id = self.one_of(session, number).id
        how = talking.note if internal else talking.say
        return lambda session: how(session, self.acting(session, name), case_id, words)

    def meeting(self, name, number, move):
        with self.database.reading() as session:
            case_id = self.one_of(session, number).id
            known = [each.id for each in queries.meetings(session, case_id)]

        def go(session):
            acting = self.acting(session, name)
            if move == "propose":
                slots = [(day_of(self.now) + timedelta(days=3), time(10))]
                meetings.propose(session, acting, case_id, meetings.Proposal(slots, Length.HOUR))
            elif known and move == "accept":
                meetings.accept(session, acting, case_id, known[-1], 1)
            elif known:
                getattr(meetings, move)(session, acting, case_id, known[-1])

        return go


@pytest.fixture(autouse=True)
def _many_requests(monkeypatch):
    monkeypatch.setattr(sending, "CASES_PER_DAY", 1_000_000)
    monkeypatch.setattr(talking, "MESSAGES_PER_DAY", 1_000_000)


def test_whatever_people_do_what_is_written_down_agrees(database):
    reached: set[State] = set()
    run_state_machine_as_test(lambda: Lives(database, reached), settings=RUNS)
    # Which of the later ones a few lives reach is chance; all of them are walked through in `test_table.py`.
    assert reached >= {*WAITING, State.ACCEPTED}
    assert len(reached & set(PARTNERSHIP)) > 1
    assert len(reached & set(OVER)) > 1
    with database.reading() as session:
        assert session.execute(select(Message.id).limit(1)).scalar(), "nobody has said a word"
