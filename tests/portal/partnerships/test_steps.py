"""What steps do: to the case, on the timeline, in the log, by mail."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from portal.accounts.models import Membership
from portal.audit import AuditEntry
from portal.errors import Conflict, Invalid
from portal.mail.models import Mail
from portal.partnerships import queries, service
from portal.partnerships import transitions as table
from portal.partnerships.fields import Form
from portal.partnerships.service import Stale
from portal.partnerships.vocabulary import AgreementKind, Council, Kind, Refusal, Side, State
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import MONDAY, account, case_in, drafted, later, perform, send, take


def mails(session):
    return {(mail.kind, mail.account_id) for mail in session.execute(select(Mail)).scalars()}


def new_mails(session, before):
    return mails(session) - before


def test_who_takes_a_request_up_looks_after_it_from_then_on(session, world):
    case = send(session, world, drafted(session, world))
    perform(session, world, case, "addressee editor", table.TAKE_UP, later(2))
    assert (case.addressee_person_id, case.answered_at) == (account(world, "addressee editor"), later(2))
    assert case.turn is Side.ADDRESSEE


def test_a_timeline_tells_every_step_once_in_order(session, world):
    case = case_in(session, world, State.RUNNING)
    told = queries.timeline(session, case.id)
    assert [each.transition for each in told] == ["send", "take-up", "accept", "conclude", "start"]
    assert [each.number for each in told] == [1, 2, 3, 4, 5]
    assert [each.before for each in told[1:]] == [each.after for each in told[:-1]]
    assert told[-1].details == {"started_on": "2026-11-02", "words": playing.SAMPLES[playing.Form.TEXT]}


def test_what_was_pressed_twice_happens_once(session, world):
    case = send(session, world, drafted(session, world))
    seen = case.version
    perform(session, world, case, "addressee editor", table.TAKE_UP)
    with pytest.raises(Stale) as refusal:
        service.perform(session, world.acting("addressee coordinator"), table.TAKE_UP, case.id, seen, {})
    assert refusal.value.case is case
    assert case.addressee_person_id == account(world, "addressee editor")


def test_what_was_read_before_something_happened_is_not_acted_upon(session, world, clarifying):
    seen = clarifying.version
    perform(session, world, clarifying, "sender editor", table.PROPOSE, proposed_time="später", words="Lieber 2027.")
    with pytest.raises(Stale):
        service.perform(session, world.acting("addressee editor"), table.ACCEPT, clarifying.id, seen, {})


ASKING = [each for each in table.TRANSITIONS if any(field.required for field in each.fields)]


@pytest.mark.parametrize("transition", ASKING, ids=lambda each: each.name)
def test_every_required_field_is_asked_for_and_nothing_is_changed_without(session, world, transition):
    required = {field.name for field in transition.fields if field.required}
    beforehand = {table.CLOSE: table.CALL}
    case = case_in(session, world, transition.before[0])
    if transition in beforehand:
        take(session, world, case, beforehand[transition])
    version = case.version
    for missing in sorted(required):
        side = transition.by[0]
        given = playing.sample(world, transition, side) | {missing: None}
        with pytest.raises(Invalid) as refusal:
            take(session, world, case, transition, side=side, given=given)
        assert missing in refusal.value.errors
    assert case.version == version == len(queries.timeline(session, case.id))


DATED = [(each, field.name) for each in table.TRANSITIONS for field in each.fields if field.form is Form.DAY]


@pytest.mark.parametrize(("transition", "name"), DATED, ids=lambda each: getattr(each, "name", each))
def test_only_what_has_happened_is_recorded(session, world, transition, name):
    """A date is held against the day in Berlin on which it is said, there an hour ahead of what is stored."""
    case = case_in(session, world, transition.before[0])
    at = MONDAY.replace(hour=23, minute=30)
    for day, message in (
        (date(2026, 11, 25), "Dieses Datum liegt in der Zukunft."),
        (date(2099, 1, 1), "Dieses Datum liegt in der Zukunft."),
        (date(1989, 12, 31), "Bitte geben Sie ein Datum an"),
    ):
        given = playing.sample(world, transition, Side.SENDER) | {name: day}
        with pytest.raises(Invalid) as refusal:
            take(session, world, case, transition, at=at, given=given)
        assert list(refusal.value.errors) == [name]
        assert refusal.value.errors[name][0].startswith(message)
    take(session, world, case, transition, at=at, given=given | {name: date(2026, 11, 24)})
    assert getattr(case, name) == date(2026, 11, 24)


class TestNo:
    def test_with_a_reason_and_words_that_the_other_side_gets_by_mail(self, session, world, clarifying):
        before = mails(session)
        perform(
            session, world, clarifying, "addressee person", table.DECLINE, refusal=Refusal.NO_STAFF, words="Leider."
        )
        assert (clarifying.state, clarifying.refusal, clarifying.turn) == (State.DECLINED, Refusal.NO_STAFF, None)
        assert new_mails(session, before) == {("partnership.step", account(world, "sender person"))}

    def test_is_noted_in_the_log_without_a_word_of_it(self, session, world, clarifying):
        perform(session, world, clarifying, "addressee person", table.DECLINE, refusal=Refusal.LAW, words="Geheim.")
        entry = session.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).scalars().first()
        assert (entry.event, entry.organisation_id, entry.about_id) == (
            "partnership.decided",
            world.bochum.id,
            clarifying.id,
        )
        assert entry.changes == {
            "state": ["In Klärung", "Abgelehnt"],
            "step": [None, "Anfrage ablehnen"],
            "with": [None, "Herne"],
        }


class TestAgreements:
    @pytest.mark.parametrize(
        ("given", "missing"),
        [
            ({"agreement": AgreementKind.CONTRACT, "council": Council.NOT_NEEDED}, {"agreed_on"}),
            (
                {"agreement": AgreementKind.CONTRACT, "council": Council.DECIDED, "agreed_on": date(2026, 1, 1)},
                {"council_on", "council_link"},
            ),
            ({"agreement": AgreementKind.NONE, "council": Council.NOT_NEEDED}, set()),
        ],
    )
    def test_say_what_belongs_to_their_kind(self, session, world, given, missing):
        case = case_in(session, world, State.ACCEPTED)
        if missing:
            with pytest.raises(Invalid) as refusal:
                perform(session, world, case, "sender person", table.CONCLUDE, **given)
            assert set(refusal.value.errors) == missing
        else:
            perform(session, world, case, "sender person", table.CONCLUDE, **given)
            assert (case.state, case.agreement) == (State.AGREED, AgreementKind.NONE)

    def test_end_with_what_came_of_it(self, session, world):
        case = case_in(session, world, State.RUNNING)
        given = {"outcome": "Läuft in beiden Häusern.", "hours_saved": 300, "would_do_again": False}
        perform(session, world, case, "sender person", table.FINISH, later(400), **given)
        assert (case.outcome, case.hours_saved, case.euros_saved, case.would_do_again, case.ended_at) == (
            "Läuft in beiden Häusern.",
            300,
            None,
            False,
            later(400),
        )


class TestWhatEverybodySees:
    def test_only_what_both_sides_show_and_no_longer_when_one_does_not(self, session, world):
        case = case_in(session, world, State.RUNNING)
        for name, shown in (("sender person", False), ("addressee person", True)):
            perform(session, world, case, name, table.SHOW)
            assert bool(queries.public(session, project_id=world.project.id)) is shown
        assert queries.public(session, organisation_id=world.herne.id) == [case]
        assert not queries.public(session, organisation_id=world.hagen.id)
        perform(session, world, case, "addressee editor", table.HIDE)
        assert not queries.public(session)

    def test_an_ended_one_stays_and_an_aborted_one_goes(self, session, world):
        case = case_in(session, world, State.RUNNING)
        for side in (Side.SENDER, Side.ADDRESSEE):
            take(session, world, case, table.SHOW, side=side)
        take(session, world, case, table.FINISH)
        assert queries.public(session) == [case]
        other = case_in(session, world, State.RUNNING)
        for side in (Side.SENDER, Side.ADDRESSEE):
            take(session, world, other, table.SHOW, side=side)
        take(session, world, other, table.ABORT)
        assert queries.public(session) == [case]

    def test_a_reuse_counts_once_the_other_side_confirms_what_was_stated_last(self, session, world):
        case = case_in(session, world, State.RUNNING)
        take(session, world, case, table.STATE_REUSE, side=Side.SENDER)
        take(session, world, case, table.CONFIRM_REUSE, side=Side.ADDRESSEE)
        assert case.is_confirmed_reuse
        take(session, world, case, table.STATE_REUSE, side=Side.SENDER)
        assert not case.is_confirmed_reuse

    def test_only_a_reuse_is_one(self, session, world):
        case = case_in(session, world, State.RUNNING)
        case.kind = Kind.FUNDING
        session.flush()
        with pytest.raises(Conflict):
            take(session, world, case, table.STATE_REUSE)


class TestWhoLooksAfterIt:
    def test_a_colleague_is_told(self, session, world, clarifying):
        before = mails(session)
        colleague = account(world, "addressee contributor")
        perform(session, world, clarifying, "addressee editor", table.ASSIGN, person_id=colleague)
        assert clarifying.addressee_person_id == colleague
        assert new_mails(session, before) == {("partnership.assigned", colleague)}
        perform(session, world, clarifying, "addressee contributor", table.ACCEPT)

    @pytest.mark.parametrize("name", ["sender editor", "stranger", "moderation"])
    def test_nobody_of_others(self, session, world, clarifying, name):
        with pytest.raises(Invalid):
            perform(session, world, clarifying, "addressee editor", table.ASSIGN, person_id=account(world, name))

    def test_nobody_else_by_who_sees_only_what_is_his_own(self, session, world, clarifying):
        colleague = account(world, "addressee contributor")
        with pytest.raises(Invalid):
            perform(session, world, clarifying, "addressee person", table.ASSIGN, person_id=colleague)

    def test_whoever_is_gone_is_replaced_by_the_coordination(self, session, world, clarifying):
        gone = account(world, "sender person")
        session.execute(delete(Membership).where(Membership.account_id == gone))
        before = mails(session)
        perform(session, world, clarifying, "addressee person", table.ACCEPT)
        assert new_mails(session, before) == {("partnership.step", account(world, "sender coordinator"))}

    def test_when_all_are_gone_the_moderation_hears_of_it(self, session, world, clarifying):
        session.execute(delete(Membership).where(Membership.organisation_id == world.herne.id))
        perform(session, world, clarifying, "addressee person", table.ACCEPT)
        assert clarifying.moderation_since == playing.MONDAY
        assert ("partnership.moderation", account(world, "moderation")) in mails(session)
        assert [each.transition for each in queries.timeline(session, clarifying.id)][-2:] == ["accept", "escalate"]


def test_the_moderation_closes_what_it_was_called_for(session, world, clarifying):
    perform(session, world, clarifying, "sender person", table.CALL, words="Niemand antwortet.")
    perform(session, world, clarifying, "moderation", table.CLOSE, later(1), words="Geklärt am Telefon.")
    assert (clarifying.state, clarifying.decided_at) == (State.LAPSED, later(1))
    assert clarifying.acted_at < clarifying.decided_at + timedelta(1)


def test_somebody_of_both_sides_answers_the_side_that_did_not_speak(session, world, clarifying):
    take(session, world, clarifying, table.PROPOSE, side=Side.SENDER, given={"proposed_time": "bald", "words": "Ja?"})
    perform(session, world, clarifying, "of both", table.AGREE)
    assert queries.timeline(session, clarifying.id)[-1].side is Side.ADDRESSEE


def test_steps_of_the_portal_are_not_for_people_nor_the_other_way_round(session, world, clarifying):
    acting = world.acting("moderation")
    with pytest.raises(ValueError, match="taken by people"):
        service.perform_by_portal(session, acting, table.ACCEPT, clarifying.id)
    with pytest.raises(ValueError, match="sent as a whole"):
        service.perform(session, acting, table.SEND, clarifying.id, clarifying.version, {})
    with pytest.raises(TypeError, match="no such fields"):
        perform(session, world, clarifying, "addressee person", table.ACCEPT, state=State.RUNNING)
