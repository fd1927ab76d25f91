"""Random people do random things, at times two at once, while days pass: what is written down always agrees."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from portal.access import Role, allowed
from portal.accounts.models import Account, Membership
from portal.errors import PortalError
from portal.mail import Rhythm, rhythms
from portal.mail.models import Mail
from portal.partnerships import access, arriving, charge, letters, queries, sending
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.calendar import day_of
from portal.partnerships.digests import service as digests
from portal.partnerships.duties import absence
from portal.partnerships.models import Case, Message
from portal.partnerships.seeking import moderating
from portal.partnerships.seeking import queries as gesuche
from portal.partnerships.seeking import service as seeking
from portal.partnerships.talking import service as talking
from portal.partnerships.transitions import TRANSITIONS
from portal.partnerships.vocabulary import BOTH, OVER, PARTNERSHIP, UNDER_WAY, WAITING, Kind, State, WantedState
from tests import factories
from tests.portal.partnerships import playing, recounting, recounting_worker
from tests.portal.partnerships.lives import DUTIES, Lives
from tests.portal.partnerships.playing import MONDAY

RUNS = settings(
    phases=[Phase.generate, Phase.explicit],
    max_examples=max(settings.default.max_examples // 15, 6),
    stateful_step_count=30,
    deadline=None,
)
PEOPLE = [*playing.MEMBERS, "of both", "moderation", "administration", "account", "anonymous"]
WRITERS = [
    "sender person",
    "sender editor",
    "addressee person",
    "addressee editor",
    "of both",
    "stranger",
    "moderation",
]
RHYTHMS = {"addressee person": Rhythm.DAILY, "sender editor": Rhythm.DAILY, "responsible": None}
people = st.sampled_from(PEOPLE)
writers = st.sampled_from(WRITERS)
MODERATION = {"moderation", "administration"}
moderating_people = st.sampled_from([*sorted(MODERATION), "moderation", "addressee editor", "stranger"])
steps = st.sampled_from(TRANSITIONS[1:])
numbers = st.integers(0, 4)
seen = st.sampled_from([0, 0, 0, -1, 1])  # as it stands, or as it once was
gifts = st.sampled_from(["fitting", "fitting", "fitting", "nothing"])
AS_OFTEN_AS_DECIDED = [
    each.name for each in (letters.ASSIGNED, letters.WANTED_ASKED, letters.WANTED_HIDDEN, letters.WANTED_SHOWN)
]
# What a counter-proposal changes.
changes = st.sets(st.sampled_from(["proposed_kind", "proposed_partner_id", "proposed_time"]), min_size=1)


class Random(Lives):
    """What can happen in them, in any order, and what must hold whatever did."""

    def __init__(self, database, clock, reached) -> None:
        super().__init__(database, clock)
        self.reached = reached

    @initialize(choices=st.lists(st.integers(0, 99), min_size=3, max_size=9), one_for_both=st.booleans())
    def begin(self, choices, one_for_both):
        """In some lives one person looks after the requests on either side, as who belongs to both."""
        with self.database.unit_of_work() as session:
            self.world = playing.build(session, fresh=True)
            self.first_mail = max(session.execute(select(Mail.id)).scalars(), default=0)
            self.wanted, self.newcomers = [], 0
            for name, rhythm in RHYTHMS.items():
                rhythms.choose(session, self.world.people[name].account_id, letters.DIGEST, rhythm)
            if one_for_both:
                factories.be_responsible(session, self.world.people["of both"], session.merge(self.world.project))
        self.asks = self.world.people["of both"].account_id if one_for_both else None
        self.write(Kind.REUSE, to_project=True)
        self.seek(Kind.EXPERIENCE)
        self.somebody_writes("sender editor", 0, "Nur für uns.", internal=True)
        self.people_do_what_is_offered(0, choices)
        self.somebody_writes("sender editor", 0, "Wann?", internal=False)

    def teardown(self):
        """In the end nobody does anything any more: the moderation hides a Gesuch, and the worker ends what waits."""
        if not hasattr(self, "world"):
            return
        self.somebody_hides_or_shows_a_gesuch(["moderation", "administration"], 0, hide=True)
        for _ in range(8):
            self.days_pass(30)
        with self.database.reading() as session:
            for case in self.cases(session):
                recounting.agrees_with_its_timeline(session, case)
                assert case.state not in WAITING
                assert (case.emptied_at is not None) is (case.state in OVER)
            assert not [each.state for each in self.gesuche(session) if each.state is WantedState.OPEN or each.need]

    # What people do

    @rule(kind=st.sampled_from(Kind), to_project=st.booleans())
    def write(self, kind, to_project):
        """Herne sends a request to Bochum and Hagen, unless one about the same thing is under way."""
        about = self.world.project.id if to_project else None
        to = (Addressee(self.world.bochum.id, about), Addressee(self.world.hagen.id))
        draft = playing.draft(self.world, *to, kind=kind, person_id=self.asks)
        self.act(self.sending("sender coordinator", self.world.herne, draft))

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
            with self.database.reading() as session:
                can_be_answered = to.wanted_id in gesuche.open_ids(session)
            refused = self.act(self.sending(name, of, playing.draft(self.world, to, kind=kind)))
            assert refused or can_be_answered

    @rule(name=people, number=numbers, met=st.booleans())
    def close_wanted(self, name, number, met):
        def close(session):
            wanted = queries.wanted_by_id(session, self.wanted[number % len(self.wanted)])
            seeking.close(session, self.acting(session, name), wanted.id, wanted.version, met=met)

        if self.wanted:
            self.act(close)

    @rule(number=numbers)
    def hold_on(self, number):
        """Its people say that a Gesuch still holds."""
        if self.wanted:
            wanted_id = self.wanted[number % len(self.wanted)]
            version = self.wanted_as_it_is(wanted_id)[0]
            self.act(
                lambda session: seeking.confirm(session, self.acting(session, "addressee editor"), wanted_id, version)
            )

    @rule(pair=st.lists(moderating_people, min_size=1, max_size=2), number=numbers, hide=st.booleans())
    def somebody_hides_or_shows_a_gesuch(self, pair, number, hide):
        """One or two at once; of those who may only one is heard, and its people hear of it once."""
        if not self.wanted:
            return
        wanted_id = self.wanted[number % len(self.wanted)]
        version, hidden = self.wanted_as_it_is(wanted_id)

        def go(name):
            def change(session):
                acting = self.acting(session, name)
                if hide:
                    moderating.hide(session, acting, wanted_id, version, "Das ist Werbung.")
                else:
                    moderating.show(session, acting, wanted_id, version)

            return change

        kind = letters.WANTED_HIDDEN if hide else letters.WANTED_SHOWN
        with self.database.reading() as session:
            new = recounting_worker.Letters(session, kind)
        refused = self.act(*(go(name) for name in pair))
        may = hidden is not hide and any(name in MODERATION for name in pair)
        assert len(refused) == len(pair) - may
        with self.database.reading() as session:
            wanted = queries.wanted_by_id(session, wanted_id)
            assert wanted.hidden is (hide if may else hidden)
            people = recounting_worker.readers_of(session, wanted, self.now) if may else ()
            assert new.sent(session) == Counter((kind.name, one.id, wanted_id) for one in people)

    def wanted_as_it_is(self, wanted_id):
        with self.database.reading() as session:
            wanted = queries.wanted_by_id(session, wanted_id)
            return wanted.version, wanted.hidden

    @rule(name=st.sampled_from(["sender editor", "addressee editor"]))
    def begin_and_forget(self, name):
        """Somebody writes drafts that nobody ever sends."""

        def go(session):
            acting = self.acting(session, name)
            of, to = self.world.herne, self.world.bochum
            if name == "addressee editor":
                of, to = to, of
            sending.write(session, acting, of, playing.draft(self.world, Addressee(to.id)))
            seeking.write(session, acting, of, seeking.Need(kind=Kind.VISIT, title="Entwurf", need="Vielleicht."))

        self.act(go)

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

    @rule(name=st.sampled_from(["of both", *(name for name in PEOPLE if "person" in name or "editor" in name)]))
    def somebody_leaves(self, name):
        self.gone(Membership.account_id == self.world.people[name].account_id)

    @rule(name=st.sampled_from(["herne", "bochum", "hagen"]), sure=st.integers(0, 4))
    def everybody_leaves(self, name, sure):
        if sure == 0:
            self.gone(Membership.organisation_id == getattr(self.world, name).id)

    @rule(name=st.sampled_from(["herne", "bochum", "hagen"]), role=st.sampled_from(Role))
    def somebody_joins(self, name, role):
        """The first who may answer gets what waits."""
        self.newcomers += 1
        newcomer = f"newcomer {self.newcomers}"
        organisation = getattr(self.world, name)

        def join(session):
            actor = playing.person(session, {organisation: role}, newcomer)
            self.world.people[newcomer] = actor
            account = session.get_one(Account, actor.account_id)
            arriving.telling(DUTIES)(session, account, organisation, None)

        self.act(join)

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
                self.reached |= {Message for _ in queries.messages(session, case.id, ())}

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
            mine = select(Mail).where(Mail.id > self.first_mail, Mail.kind.not_in(AS_OFTEN_AS_DECIDED))
            all_of_them = Counter(
                (mail.kind, mail.account_id, *sorted(mail.params.items())) for mail in session.execute(mine).scalars()
            )
            assert not [each for each, count in all_of_them.items() if count > 1]

    @invariant()
    def everybody_is_asked_once_for_what_waits(self):
        with self.database.reading() as session:
            cases = self.cases(session)
            waits = recounting_worker.waiting(session, cases, self.now)
            for name in self.world.people:
                actor = self.acting(session, name).actor
                asked = charge.tasks(session, actor, [case.id for case in cases], self.now)
                told = Counter((case_id, task, side) for case_id, of in asked.items() for task, side in of)
                assert told == Counter(each for each, people in waits.items() if actor.account_id in people)

    @invariant()
    def everybody_sees_what_the_rows_say_and_nothing_else(self):
        with self.database.reading() as session:
            cases = self.cases(session)
            may = {case.id: recounting.who_sees(session, case, self.now) for case in cases}
            for name in self.world.people:
                actor = self.acting(session, name).actor
                listed = set(session.execute(select(Case.id).where(queries.visible_to(actor))).scalars())
                for case in cases:
                    assert (
                        allowed(actor, access.VIEW, case) is (actor.account_id in may[case.id]) is (case.id in listed)
                    )

    @invariant()
    def everybody_reads_what_both_sides_show_and_nothing_else(self):
        with self.database.reading() as session:
            shown = [case for case in self.cases(session) if recounting.is_shown(session, case)]
            for of in (self.world.herne, self.world.bochum, self.world.hagen):
                told = {case.id for case in queries.public(session, organisation_id=of.id)}
                assert told == {case.id for case in shown if of.id in case.sides.values()}

    @invariant()
    def the_figures_are_those_of_the_cases(self):
        with self.database.reading() as session:
            for organisation in (self.world.bochum, self.world.hagen):
                recounting.answers_as_told(session, organisation.id, self.cases(session), self.now)


@pytest.fixture(autouse=True)
def _without_limits(monkeypatch):
    monkeypatch.setattr(sending, "CASES_PER_DAY", 1_000_000)
    monkeypatch.setattr(talking, "MESSAGES_PER_DAY", 1_000_000)
    monkeypatch.setattr(digests, "AT_ONCE", 1_000_000)


@pytest.mark.hypothesis  # which it is only inside: `make endure` finds it by its mark
def test_whatever_people_do_what_is_written_down_agrees(database, monkeypatch):
    reached: set[object] = set()
    clock = [MONDAY]
    monkeypatch.setattr(arriving, "utcnow", lambda: clock[0])
    run_state_machine_as_test(lambda: Random(database, clock, reached), settings=RUNS)
    # Which of the later ones a few lives reach is chance; all of them are walked through in `test_table.py`.
    assert reached >= {*WAITING, State.ACCEPTED}
    assert len(reached & set(PARTNERSHIP)) > 1
    assert len(reached & set(OVER)) > 1
    assert Message in reached, "nobody has said a word"
