"""What somebody has seen of a case, what is new to the person since, and how little others learn of that."""

import pytest
from sqlalchemy import delete, event, select

from portal.accounts.models import Membership
from portal.errors import NotFound
from portal.partnerships import leaving, personal, queries, service
from portal.partnerships import transitions as table
from portal.partnerships.speaking import OnBehalf
from portal.partnerships.talking import seen
from portal.partnerships.talking import service as talking
from portal.partnerships.talking.models import Seen
from portal.partnerships.vocabulary import Side, State
from tests.portal.members.conftest import both
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import MONDAY, case_in, later, take


def say(session, world, case, name, text="Ein Wort.", at=MONDAY):
    return talking.say(session, world.acting(name, at), case.id, text)


def news(session, world, case, name):
    return seen.new_in(session, world.people[name], [case])[case.id]


def steps(found):
    return [each.transition for each in found.steps]


def row(session, world, case, name):
    return session.get(Seen, (case.id, world.people[name].account_id), populate_existing=True)


class TestWhatIsNew:
    def test_to_who_never_looked_all_that_others_did(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        first = say(session, world, case, "sender editor")
        assert steps(news(session, world, case, "addressee person")) == ["send", "take-up"]
        assert news(session, world, case, "addressee person").messages == (first.id,)
        assert steps(news(session, world, case, "sender coordinator")) == ["send", "take-up"]

    def test_what_one_does_oneself_never_is(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        message = say(session, world, case, "sender editor")
        session.execute(delete(Seen))
        found = news(session, world, case, "sender editor")
        assert (steps(found), found.messages) == (["take-up"], ())
        assert news(session, world, case, "sender person").messages == (message.id,)

    def test_once_marked_it_is_not_and_what_comes_later_is(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        first = say(session, world, case, "sender editor")
        seen.mark(session, world.acting("addressee person"), case.id, case.version, first.id)
        assert not news(session, world, case, "addressee person")
        second = say(session, world, case, "sender editor", "Noch eins.")
        take(session, world, case, table.ACCEPT)
        found = news(session, world, case, "addressee person")
        assert (steps(found), found.messages) == (["accept"], (second.id,))

    def test_a_note_is_new_to_the_own_side_only(self, session, world):
        case = case_in(session, world, State.CLARIFYING, called=True)
        note = talking.note(session, world.acting("sender editor"), case.id, "Nur für uns.")
        assert news(session, world, case, "sender person").notes == (note.id,)
        for name in ("addressee editor", "moderation"):
            assert news(session, world, case, name).notes == ()
            assert news(session, world, case, name).messages == ()

    def test_it_takes_two_queries_however_many_cases_there_are(self, session, world):
        first = case_in(session, world, State.DECLINED)
        cases = [first, case_in(session, world, State.CLARIFYING)]
        session.expire_all()
        cases = queries.by_ids(session, [each.id for each in cases])
        asked = []
        listening = (session.get_bind(), "before_cursor_execute", lambda *_: asked.append(1))
        event.listen(*listening)
        found = seen.new_in(session, world.people["sender coordinator"], cases)
        event.remove(*listening)
        assert len(asked) == 2
        assert steps(found[first.id]) == ["send", "take-up", "decline"]
        assert [each.organisation.name for each in found[first.id].steps]


class TestMarking:
    def test_it_never_goes_back_and_never_further_than_there_is(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        message = say(session, world, case, "sender editor")
        acting = world.acting("addressee person", later(1))
        for step, until in ((2**31, 2**63 - 1), (1, 0), (-5, -5)):
            seen.mark(session, acting, case.id, step, until)
            kept = row(session, world, case, "addressee person")
            assert (kept.step, kept.message, kept.at) == (case.version, message.id, later(1))

    @pytest.mark.parametrize("name", ["stranger", "sender contributor", "moderation", "account"])
    def test_others_can_mark_nothing(self, session, world, name):
        case = case_in(session, world, State.CLARIFYING)
        with pytest.raises(NotFound):
            seen.mark(session, world.acting(name), case.id, 1, 0)
        assert row(session, world, case, name) is None

    def test_a_draft_is_not_there_to_be_seen(self, session, world):
        case = case_in(session, world, State.DRAFT)
        with pytest.raises(NotFound):
            seen.mark(session, world.acting("sender editor"), case.id, 0, 0)

    def test_several_at_once_are_all_or_none(self, session, world):
        other = case_in(session, world, State.DECLINED)
        case = case_in(session, world, State.CLARIFYING)
        acting = world.acting("sender coordinator")
        with pytest.raises(NotFound):
            seen.mark_all(session, acting, {case.id: seen.Shown(1, 0), 0: seen.Shown(1, 0)})
        assert news(session, world, case, "sender coordinator")
        shown = {each.id: seen.Shown(each.version, 0) for each in (case, other)}
        seen.mark_all(session, acting, shown)
        assert not any(seen.new_in(session, acting.actor, [case, other]).values())

    @pytest.mark.parametrize("act", ["message", "note", "step"])
    @pytest.mark.parametrize("crossing", [False, True])
    def test_who_acts_has_seen_what_was_shown_and_not_what_crossed_it(self, session, world, act, crossing):
        case = case_in(session, world, State.CLARIFYING)
        shown = seen.Shown(case.version, say(session, world, case, "sender editor").id)
        crossed = (say(session, world, case, "sender editor", "Noch etwas.").id,) if crossing else ()
        acting = world.acting("addressee editor")
        if act == "message":
            talking.say(session, acting, case.id, "Danke.", shown=shown)
        elif act == "note":
            talking.note(session, acting, case.id, "Gut so.", shown=shown)
        else:
            service.perform(session, acting, table.ACCEPT, case.id, case.version, {}, OnBehalf(read=shown.message))
        found = news(session, world, case, "addressee editor")
        assert (found.messages, found.steps, found.notes) == (crossed, (), ())
        assert news(session, world, case, "addressee person")

    def test_two_windows_at_once_keep_the_further_one(self, database):
        with database.unit_of_work() as session:
            world = playing.build(session)
            case_id = case_in(session, world, State.CLARIFYING).id
        acting = world.acting("addressee person")
        refused = both(
            database,
            lambda session: seen.mark(session, acting, case_id, 1, 0),
            lambda session: seen.mark(session, acting, case_id, 2, 0),
        )
        assert refused == []
        with database.reading() as session:
            assert session.execute(select(Seen.step).where(Seen.account_id == acting.actor.account_id)).scalar() == 2


class TestWhatTheOwnSideHasRead:
    def unread(self, session, case, *own):
        return seen.unread(session, case, own, queries.messages(session, case.id, own))

    def test_a_message_counts_as_unread_until_one_of_the_side_has_marked_it(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        message = say(session, world, case, "sender editor")
        assert self.unread(session, case, Side.ADDRESSEE) == {message.id}
        assert self.unread(session, case, Side.SENDER) == frozenset()
        seen.mark(session, world.acting("addressee person"), case.id, 0, message.id)
        assert self.unread(session, case, Side.ADDRESSEE) == frozenset()

    def test_that_the_moderation_has_read_it_says_nothing(self, session, world):
        case = case_in(session, world, State.CLARIFYING, called=True)
        message = say(session, world, case, "sender editor")
        seen.mark(session, world.acting("moderation"), case.id, 0, message.id)
        assert self.unread(session, case, Side.ADDRESSEE) == {message.id}
        assert self.unread(session, case) == frozenset()

    def test_who_has_left_counts_no_more(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        message = say(session, world, case, "sender editor")
        seen.mark(session, world.acting("addressee editor"), case.id, 0, message.id)
        gone = world.people["addressee editor"].account_id
        session.execute(delete(Membership).where(Membership.account_id == gone))
        assert self.unread(session, case, Side.ADDRESSEE) == {message.id}


class TestForgetting:
    def test_it_goes_with_the_account_and_stands_in_the_own_file(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        acting = world.acting("sender coordinator")
        seen.mark(session, acting, case.id, 2, 0)
        account_id = acting.actor.account_id
        assert personal.HOLDING.export(session, account_id)["seen"] == [
            {"case": case.id, "step": 2, "message": 0, "at": MONDAY.isoformat()}
        ]
        personal.HOLDING.erase(session, account_id, MONDAY)
        assert row(session, world, case, "sender coordinator") is None
        assert row(session, world, case, "addressee editor") is not None

    def test_it_goes_with_leaving_the_organisation_for_its_cases(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        person = world.people["addressee editor"]
        leaving.move(session, person, world.hagen.id, person.account_id, None)
        assert row(session, world, case, "addressee editor") is not None
        leaving.move(session, person, world.bochum.id, person.account_id, None)
        assert row(session, world, case, "addressee editor") is None


class TestPage:
    def test_what_is_new_says_so_until_it_is_marked_and_looking_changes_nothing(self, portal):
        case_id = portal.case(State.CLARIFYING)
        address = f"/partnerschaften/{case_id}"
        portal.page("sender editor", address).submit("form[action$=nachrichten]", message="Wie sieht es aus?")
        for _ in range(2):
            page = portal.page("addressee person", address)
            assert "1 neue Nachricht" in page.text
            assert page.texts(".message h3") == ["Herne neu"]
            assert "Von Ihrer Seite noch nicht gelesen" in page.text
        assert "Von Ihrer Seite noch nicht gelesen" not in portal.page("sender person", address).text
        page = page.submit("form[action$=gelesen]")
        assert "Als gelesen markiert." in page.text
        assert page.all("form[action$=gelesen]") == []
        page = portal.page("addressee editor", address)
        assert page.texts(".message h3") == ["Herne neu"]
        assert "noch nicht gelesen" not in page.text
        assert "Addressee Person" not in page.one("#nachrichten").text

    def test_what_comes_while_somebody_reads_stays_new(self, portal):
        case_id = portal.case(State.CLARIFYING)
        address = f"/partnerschaften/{case_id}"
        page = portal.page("addressee person", address)
        portal.page("sender editor", address).submit("form[action$=nachrichten]", message="Noch etwas.")
        page = page.submit("form[action$=gelesen]")
        assert "1 neue Nachricht" in page.text

    @pytest.mark.parametrize("typed", ["", "-1", "abc", "9" * 18, "9" * 40, "²", "1e3"])
    def test_what_nobody_sends_does_no_harm(self, portal, typed):
        case_id = portal.case(State.CLARIFYING)
        page = portal.page("addressee person", f"/partnerschaften/{case_id}")
        page.submit("form[action$=gelesen]", step=typed, message=typed)
        assert portal.read(case_id).version == 2
