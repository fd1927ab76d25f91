"""Who leaves hands over, who goes is named nowhere, who comes hears what waits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from portal.access import ANYONE, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Membership
from portal.mail.models import Mail
from portal.members import service as members
from portal.members.hooks import Hooks
from portal.partnerships import arriving, leaving, personal, queries
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.calendar import day_of
from portal.partnerships.duties import overdue
from portal.partnerships.lists import queries as lists
from portal.partnerships.models import Case, Wanted
from portal.partnerships.vocabulary import Kind, Side, State
from tests import factories
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import MONDAY, case_in, drafted, send, take

HOOKS = Hooks(belongings=(leaving.BELONGINGS,), risen=(arriving.telling(playing.DUTIES),))


def letters(session, account_id):
    found = select(Mail.kind).where(Mail.account_id == account_id).order_by(Mail.id)
    return list(session.execute(found).scalars())


class TestLeaving:
    @pytest.mark.parametrize(("name", "side"), [("sender person", Side.SENDER), ("addressee person", Side.ADDRESSEE)])
    def test_a_colleague_looks_after_it_from_then_on(self, session, world, name, side):
        case = case_in(session, world, State.CLARIFYING)
        organisation = {Side.SENDER: world.herne, Side.ADDRESSEE: world.bochum}[side]
        gone = world.people[name]
        successor = world.people[name.replace("person", "contributor")]
        assert leaving.count(session, organisation.id, gone.account_id) == 1
        members.depart(session, gone, HOOKS, organisation, gone.account_id, successor.account_id)
        session.refresh(case)
        assert leaving.count(session, organisation.id, gone.account_id) == 0
        assert successor.account_id in {one.id for one in queries.at_home(session, case, side)}
        assert letters(session, successor.account_id) == ["member.successor"]

    def test_what_belongs_to_another_organisation_stays(self, session, world):
        case_in(session, world, State.CLARIFYING)
        person = world.people["sender person"].account_id
        leaving.move(session, world.people["addressee coordinator"], world.bochum.id, person, None)
        assert leaving.count(session, world.herne.id, person) == 1


class TestArriving:
    @pytest.fixture
    def empty(self, session, world):
        empty = factories.organisation(session, "Wetter")
        acting = world.acting("sender editor")
        draft = playing.draft(world, Addressee(empty.id))
        written = playing.sending.write(session, acting, world.herne, draft)
        playing.sending.send(session, acting, written.id, written.version)
        return empty

    def joined(self, session, world, organisation, role):
        account = factories.account(session)
        members.admit(session, world.people["administration"], HOOKS, account, organisation, role, by="Einladung")
        return account.id

    def test_the_first_who_can_answer_hears_what_waits_and_nobody_after(self, session, world, empty):
        first, second = (self.joined(session, world, empty, Role.COORDINATOR) for _ in range(2))
        assert letters(session, first) == ["partnership.request"]
        assert letters(session, second) == []

    def test_the_deadlines_begin_anew_with_whoever_arrives(self, session, world, empty, monkeypatch):
        long_after = playing.later(58)
        monkeypatch.setattr(arriving, "utcnow", lambda: long_after)
        duties = playing.Acting(ANYONE, playing.later(55), playing.DUTIES)
        overdue.carry_out(session, duties)
        self.joined(session, world, empty, Role.COORDINATOR)
        [case] = [queries.by_id(session, each) for each in session.execute(select(Case.id)).scalars()]
        assert day_of(case.answer_due_at) - day_of(long_after) > timedelta(days=9)
        assert (case.found_nobody, case.moderation_since) == (False, None)
        assert queries.timeline(session, case.id)[-1].transition == table.ARRIVE.name

        def done(days):
            return [what for _case, what in overdue.carry_out(session, replace(duties, at=playing.later(days)))]

        assert done(59) == []
        assert done(61) == ["lapse-soon"], "the newcomer is warned too, and it does not lapse before the answer is due"
        assert done(65) == ["answer-soon"]
        assert (done(67), done(68)) == ([], ["lapse"])

    @pytest.mark.parametrize("state", [State.SENT, State.CLARIFYING])
    @pytest.mark.parametrize("called", [False, True])
    def test_where_all_left_later_the_first_who_comes_hears_it_too(self, session, world, monkeypatch, state, called):
        case = case_in(session, world, state, called=called)
        monkeypatch.setattr(arriving, "utcnow", lambda: playing.later(9))
        session.execute(delete(Membership).where(Membership.organisation_id == world.bochum.id))
        case.addressee_person_id = None
        session.expire_all()
        overdue.carry_out(session, playing.Acting(ANYONE, playing.later(8), playing.DUTIES))
        first, second = (self.joined(session, world, world.bochum, Role.EDITOR) for _ in range(2))
        assert (letters(session, first), letters(session, second)) == (["partnership.request"], [])
        case = queries.by_id(session, case.id)
        assert (case.moderation_since is not None) is called, "whom people have called stays"
        due = case.answer_due_at if state is State.SENT else case.decision_due_at
        workdays = playing.DUTIES.answer_workdays if state is State.SENT else playing.DUTIES.decision_workdays
        assert due == playing.Acting(ANYONE, MONDAY, playing.DUTIES).calendar.end_after_workdays(
            playing.later(9), workdays
        )

    def test_whoever_comes_first_to_the_sender_hears_of_the_proposal_that_waits(self, session, world, monkeypatch):
        case = case_in(session, world, State.CLARIFYING)
        given = {"proposed_time": "2028", "words": "Später."}
        take(session, world, case, table.PROPOSE, side=Side.ADDRESSEE, given=given)
        proposed = case.version
        session.execute(delete(Membership).where(Membership.organisation_id == world.herne.id))
        case.sender_person_id = None
        session.expire_all()
        overdue.carry_out(session, playing.Acting(ANYONE, playing.later(8), playing.DUTIES))
        monkeypatch.setattr(arriving, "utcnow", lambda: playing.later(9))
        first, second = (self.joined(session, world, world.herne, Role.EDITOR) for _ in range(2))
        sent = session.execute(select(Mail.params).where(Mail.account_id == first)).scalars().all()
        assert sent == [{"case_id": case.id, "number": proposed}]
        assert (letters(session, first), letters(session, second)) == (["partnership.step"], [])
        case = queries.by_id(session, case.id)
        assert case.moderation_since is None
        calendar = playing.Acting(ANYONE, MONDAY, playing.DUTIES).calendar
        assert case.decision_due_at == calendar.end_after_workdays(playing.later(9), playing.DUTIES.decision_workdays)

    def test_whoever_comes_to_a_sender_who_is_not_asked_gets_no_letter(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        session.execute(delete(Membership).where(Membership.organisation_id == world.herne.id))
        case.sender_person_id = None
        session.expire_all()
        assert letters(session, self.joined(session, world, world.herne, Role.EDITOR)) == []

    def test_whoever_comes_long_after_has_the_whole_time_to_decide(self, session, world, monkeypatch):
        case = case_in(session, world, State.CLARIFYING)
        late = playing.later(100)
        monkeypatch.setattr(arriving, "utcnow", lambda: late)
        session.execute(delete(Membership).where(Membership.organisation_id == world.bochum.id))
        case.addressee_person_id = None
        session.expire_all()
        self.joined(session, world, world.bochum, Role.EDITOR)
        calendar = playing.Acting(ANYONE, late, playing.DUTIES).calendar
        due = queries.by_id(session, case.id).decision_due_at
        assert due == calendar.end_after_workdays(late, playing.DUTIES.decision_workdays)

    def test_a_coordination_that_joins_editors_is_not_the_first(self, session, world, empty):
        self.joined(session, world, empty, Role.EDITOR)
        [due] = session.execute(select(Case.answer_due_at)).scalars()
        assert letters(session, self.joined(session, world, empty, Role.COORDINATOR)) == []
        assert session.execute(select(Case.answer_due_at)).scalars().all() == [due]

    def test_a_contributor_cannot_answer_before_rising(self, session, world, empty):
        person = self.joined(session, world, empty, Role.CONTRIBUTOR)
        assert letters(session, person) == []
        members.change_role(session, world.people["administration"], HOOKS, empty, person, Role.COORDINATOR)
        assert letters(session, person) == ["member.role-changed", "partnership.request"]


class TestErasing:
    NAME, EMAIL = "Qxzjwvname", "qxzjwvadresse@herne.example"

    @pytest.fixture
    def person(self, session, world):
        account = factories.account(session, world.herne, email=self.EMAIL)
        account.display_name = self.NAME
        world.people["sender person"] = world.people["sender editor"] = accounts.actor_of(account)
        return account

    def test_the_own_name_is_taken_out_of_own_texts_and_stays_in_those_of_others(self, session, world, person):
        signed = f"Bitte melden Sie sich bei {self.NAME.upper()}, {self.EMAIL}!"
        case = send(session, world, drafted(session, world, wants=signed, offers=signed))
        take(session, world, case, table.TAKE_UP)
        take(session, world, case, table.ACCEPT, given={"words": f"Gern, {self.NAME}."})
        for step in (table.CONCLUDE, table.START):
            take(session, world, case, step, side=Side.SENDER)
        given = {"outcome": signed, "would_do_again": True}
        take(session, world, case, table.FINISH, side=Side.SENDER, given=given)
        session.add(
            Wanted(
                organisation_id=world.herne.id, kind=Kind.VISIT, title="Wer zeigt uns etwas?", need=signed,
                person_id=person.id, created_at=MONDAY, updated_at=MONDAY,
            )
        )  # fmt: skip
        session.flush()
        personal.HOLDING.erase(session, person.id, MONDAY)
        wanted = session.execute(select(Wanted)).scalar_one()
        without = "Bitte melden Sie sich bei …, …!"
        told = {each.transition: each.details for each in queries.timeline(session, case.id)}
        assert [case.sending.wants, case.sending.offers, case.outcome, told["finish"]["outcome"], wanted.need] == [
            without
        ] * 5
        assert told["accept"]["words"] == f"Gern, {self.NAME}."

    def test_somebody_without_a_name_has_none_to_take_out(self, session, world):
        case = send(session, world, drafted(session, world))
        gone = session.get(Account, world.people["sender editor"].account_id)
        gone.display_name = gone.email = ""
        personal.HOLDING.erase(session, gone.id, MONDAY)
        assert case.sending.wants == "Wir möchten Ihr Verfahren nachnutzen."

    def test_the_own_file_has_what_one_did_and_wrote(self, session, world, person):
        case = send(session, world, drafted(session, world))
        data = personal.HOLDING.export(session, person.id)
        assert [each["case"] for each in data["looks_after"]] == [case.id]
        assert [step["step"] for step in data["steps"]] == ["send"]
        assert [request["wants"] for request in data["requests_written"]] == [case.sending.wants]


def test_drafts_and_what_is_over_are_handed_over_without_a_word(session, world):
    case, gone = drafted(session, world), world.people["sender person"].account_id
    assert leaving.keys(session, world.herne.id, gone) == []
    leaving.move(session, world.people["sender coordinator"], world.herne.id, gone, None)
    session.expire_all()
    assert (case.sender_person_id, queries.sending_by_id(session, case.sending_id).person_id) == (None, None)
    assert [each.id for each in lists.drafts(session, world.people["sender editor"])] == [case.sending_id]
