"""Talking in a case: who writes and reads, that the other side gets it whole, and that notes stay inside."""

import pytest
from sqlalchemy import select, update

from portal.access import allowed
from portal.accounts.models import Account, Membership
from portal.errors import Forbidden, Invalid, NotFound, Throttled
from portal.mail import Quote
from portal.mail.models import Mail
from portal.partnerships import access, letters, mails, personal, queries
from portal.partnerships import transitions as table
from portal.partnerships.models import Message
from portal.partnerships.talking import service as talking
from portal.partnerships.vocabulary import BOTH, Side, State
from tests.portal.partnerships.playing import MONDAY, case_in, later

TEXT = "Passt Ihnen der 3. Dezember?\n\nViele Grüße"


def ordered(session):
    """To whom letters about messages were ordered."""
    found = session.execute(select(Mail).where(Mail.kind == letters.MESSAGE.name).order_by(Mail.id)).scalars()
    return [mail.account_id for mail in found]


def ids(world, *names):
    return [world.people[name].account_id for name in names]


def say(session, world, case, name, text=TEXT, at=MONDAY):
    return talking.say(session, world.acting(name, at), case.id, text)


class TestMessages:
    @pytest.mark.parametrize(
        ("name", "side", "readers"),
        [
            ("sender editor", Side.SENDER, ["addressee person", "responsible"]),
            ("sender person", Side.SENDER, ["addressee person", "responsible"]),
            ("responsible", Side.ADDRESSEE, ["sender person"]),
        ],
    )
    def test_the_other_side_gets_it(self, session, world, name, side, readers):
        case = case_in(session, world, State.CLARIFYING)
        message = say(session, world, case, name)
        assert (message.side, message.organisation_id, message.internal) == (side, case.sides[side], False)
        assert ordered(session) == ids(world, *readers)

    def test_whoever_belongs_to_both_sides_gets_what_the_moderation_writes_once(self, session, world):
        case = case_in(session, world, State.CLARIFYING, called=True)
        case.sender_person_id = case.addressee_person_id = world.people["of both"].account_id
        session.flush()
        say(session, world, case, "moderation")
        assert sorted(ordered(session)) == sorted(ids(world, "of both", "responsible"))

    def test_without_anybody_there_the_moderation_is_called_before_it_reads(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        there = select(Membership.account_id).where(Membership.organisation_id == world.bochum.id)
        session.execute(update(Account).where(Account.id.in_(there)).values(active=False))
        assert not allowed(world.people["moderation"], access.VIEW, case)
        message = say(session, world, case, "sender editor")
        assert case.moderation_since == MONDAY
        assert allowed(world.people["moderation"], access.VIEW, case)
        assert ordered(session) == ids(world, "moderation")
        reads = mails.READERS[letters.MESSAGE]
        moderator = world.people["moderation"].account_id
        assert reads(session, {"message_id": message.id}, moderator)
        case.moderation_since = None
        assert not reads(session, {"message_id": message.id}, moderator)

    @pytest.mark.parametrize("verb", [talking.say, talking.note])
    def test_who_belongs_to_both_sides_says_for_which(self, session, world, verb):
        case = case_in(session, world, State.CLARIFYING)
        with pytest.raises(Invalid) as refused:
            verb(session, world.acting("of both"), case.id, "Ein Wort.")
        assert list(refused.value.errors) == ["side"]
        assert queries.messages(session, case.id, BOTH) == []
        for side in BOTH:
            assert verb(session, world.acting("of both"), case.id, "Ein Wort.", side=side).side is side
        with pytest.raises(Invalid):
            verb(session, world.acting("sender editor"), case.id, "Ein Wort.", side=Side.ADDRESSEE)

    def test_before_it_is_taken_up_there_is_one_side_only_to_write_for(self, session, world):
        case = case_in(session, world, State.SENT)
        assert say(session, world, case, "of both").side is Side.SENDER

    def test_what_the_moderation_writes_goes_to_both(self, session, world):
        case = case_in(session, world, State.CLARIFYING, called=True)
        message = say(session, world, case, "moderation")
        assert (message.side, message.organisation_id) == (Side.MODERATION, None)
        assert ordered(session) == ids(world, "sender person", "addressee person", "responsible")

    @pytest.mark.parametrize(
        "name", ["stranger", "sender contributor", "addressee contributor", "moderation", "account"]
    )
    def test_others_do_not_even_learn_of_it(self, session, world, name):
        case = case_in(session, world, State.CLARIFYING)
        with pytest.raises(NotFound):
            say(session, world, case, name)
        assert queries.messages(session, case.id, BOTH) == []

    def test_who_is_asked_takes_it_up_first(self, session, world):
        case = case_in(session, world, State.SENT)
        with pytest.raises(talking.NotYet):
            say(session, world, case, "addressee editor")
        say(session, world, case, "sender editor", "Noch etwas dazu.")
        assert case.answered_at is None

    def test_in_a_draft_nobody_talks(self, session, world):
        case = case_in(session, world, State.DRAFT)
        for verb in (talking.say, talking.note):
            with pytest.raises(NotFound):
                verb(session, world.acting("sender editor"), case.id, TEXT)

    def test_pressing_twice_sends_once(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        first = say(session, world, case, "sender editor")
        assert say(session, world, case, "sender editor", at=later(0.001)) is first
        assert len(ordered(session)) == 2
        assert say(session, world, case, "sender editor", at=later(1)) is not first

    def test_it_counts_as_something_done(self, session, world):
        case = case_in(session, world, State.CLARIFYING)
        version = case.version
        say(session, world, case, "sender editor", at=later(5))
        assert (case.acted_at, case.version) == (later(5), version)

    @pytest.mark.parametrize("text", ["", "  ", "ä" * 5001])
    def test_empty_and_endless_texts_are_refused(self, session, world, text):
        case = case_in(session, world, State.CLARIFYING)
        with pytest.raises(Invalid):
            say(session, world, case, "sender editor", text)

    def test_nobody_floods_the_others(self, session, world, monkeypatch):
        monkeypatch.setattr(talking, "MESSAGES_PER_DAY", 1)
        case = case_in(session, world, State.CLARIFYING)
        say(session, world, case, "sender editor")
        with pytest.raises(Throttled):
            say(session, world, case, "sender editor", "Und noch etwas.")


class TestNotes:
    def test_only_the_own_side_reads_them(self, session, world):
        case = case_in(session, world, State.CLARIFYING, called=True)
        talking.note(session, world.acting("sender editor"), case.id, "Vorher mit dem Amt sprechen.")
        assert [each.text for each in queries.messages(session, case.id, [Side.SENDER])] == [
            "Vorher mit dem Amt sprechen."
        ]
        for sides in ([Side.ADDRESSEE], []):
            assert queries.messages(session, case.id, sides) == []
        assert ordered(session) == []

    def test_the_moderation_keeps_none(self, session, world):
        case = case_in(session, world, State.CLARIFYING, called=True)
        with pytest.raises(Forbidden):
            talking.note(session, world.acting("moderation"), case.id, TEXT)


def test_who_leaves_the_portal_takes_the_own_name_along(session, world):
    case = case_in(session, world, State.CLARIFYING)
    message = say(session, world, case, "sender editor", "Gruß, Sender Editor")
    account_id = world.people["sender editor"].account_id
    assert personal.HOLDING.export(session, account_id)["messages"][0]["text"] == "Gruß, Sender Editor"
    personal.HOLDING.erase(session, account_id, MONDAY)
    assert session.get(Message, message.id).text == "Gruß, …"


class TestLetter:
    @pytest.fixture
    def links(self, portal):
        return portal.app.extensions["links"]

    def content(self, portal, links, case_id, name, text=TEXT, verb=talking.say):
        with portal.database.unit_of_work() as session:
            message_id = verb(session, portal.fresh(session).acting(name), case_id, text).id
        with portal.app.test_request_context(), portal.database.reading() as session:
            return mails.COMPOSERS[letters.MESSAGE](session, {"message_id": message_id}, links)

    def test_it_holds_the_whole_text_and_the_way_to_answer(self, portal, links):
        case_id = portal.case(State.CLARIFYING)
        content = self.content(portal, links, case_id, "sender editor")
        assert content.subject == f"Nachricht von Herne: Nachnutzung: {portal.world.project.title}"
        assert Quote(TEXT) in content.blocks
        assert f"/partnerschaften/{case_id}#nachrichten" in str(content.blocks)

    def test_the_moderation_reads_in_which_words_it_was_called(self, portal, links):
        case_id = portal.case(State.CLARIFYING)
        portal.take(case_id, table.CALL, given={"words": "Wir kommen nicht weiter."})
        with portal.app.test_request_context(), portal.database.reading() as session:
            content = mails.COMPOSERS[letters.MODERATION](
                session, {"case_id": case_id, "number": len(portal.steps(case_id))}, links
            )
        assert Quote("Wir kommen nicht weiter.") in content.blocks

    def test_a_note_becomes_no_letter(self, portal, links):
        case_id = portal.case(State.CLARIFYING)
        assert self.content(portal, links, case_id, "sender editor", verb=talking.note) is None

    def test_who_belongs_to_no_side_any_more_gets_none(self, portal):
        case_id = portal.case(State.CLARIFYING)
        with portal.database.unit_of_work() as session:
            message = talking.say(session, portal.fresh(session).acting("sender editor"), case_id, TEXT)
            reads = mails.READERS[letters.MESSAGE]
            params = {"message_id": message.id}
            assert reads(session, params, portal.world.people["addressee editor"].account_id)
            assert not reads(session, params, portal.world.people["stranger"].account_id)
            assert not reads(session, {"message_id": 0}, portal.world.people["addressee editor"].account_id)

    @pytest.mark.parametrize("kind", [letters.MESSAGE, letters.STEP, letters.ASSIGNED], ids=lambda kind: kind.name)
    def test_who_may_not_see_the_case_any_more_gets_none(self, portal, kind):
        case_id = portal.case(State.CLARIFYING)
        people = portal.world.people
        with portal.database.unit_of_work() as session:
            message = talking.say(session, portal.fresh(session).acting("sender editor"), case_id, TEXT)
            params = {"case_id": case_id, "number": 2, "message_id": message.id, "person_id": 0}
            reads = mails.READERS[kind]
            assert reads(session, params, people["addressee person"].account_id)
            queries.by_id(session, case_id).addressee_person_id = people["addressee editor"].account_id
            session.flush()
            assert reads(session, params, people["addressee editor"].account_id)
            assert not reads(session, params, people["addressee person"].account_id)


class TestPage:
    def test_both_read_a_message_and_only_the_own_side_the_name_and_the_note(self, portal):
        case_id = portal.case(State.CLARIFYING)
        page = portal.page("sender editor", f"/partnerschaften/{case_id}")
        page = page.submit("form[action$=nachrichten]", message=TEXT)
        assert "Ihre Nachricht ist gesendet." in page.text
        page = page.submit("form[action$=notizen]", note="Nur für uns.")
        assert len(page.all(".message")) == 2
        assert "Herne (Sender Editor)" in page.texts(".message h3")[0]
        page = portal.page("addressee editor", f"/partnerschaften/{case_id}")
        assert page.texts(".message h3") == ["Herne neu"]
        assert "Nur für uns." not in page.text

    def test_an_empty_message_is_told_and_a_long_one_stays(self, portal):
        page = portal.page("sender editor", f"/partnerschaften/{portal.case(State.CLARIFYING)}")
        page = page.submit("form[action$=nachrichten]", 422)
        assert page.texts(".error-summary a") == ["Nachricht an die andere Seite: Bitte füllen Sie dieses Feld aus."]
        page = page.submit("form[action$=nachrichten]", 422, message="ä" * 6000)
        assert page.one("textarea[name=message]").text.strip() == "ä" * 6000

    def test_before_it_is_taken_up_the_form_is_not_there_and_says_why(self, portal):
        case_id = portal.case(State.CLARIFYING)
        taken = portal.page("addressee editor", f"/partnerschaften/{case_id}")
        with portal.database.unit_of_work() as session:
            queries.by_id(session, case_id).state = State.SENT
        page = portal.page("addressee editor", f"/partnerschaften/{case_id}")
        assert page.all("form[action$=nachrichten]") == []
        assert "Drücken Sie erst" in page.text
        page = taken.submit("form[action$=nachrichten]", 409, message=TEXT)
        assert "Drücken Sie bitte erst" in page.texts(".error-summary")[0]

    def test_the_moderation_reads_and_writes_once_it_is_called(self, portal):
        case_id = portal.case(State.CLARIFYING)
        portal.page("sender editor", f"/partnerschaften/{case_id}").submit("form[action$=nachrichten]", message=TEXT)
        portal.take(case_id, table.CALL)
        page = portal.page("moderation", f"/partnerschaften/{case_id}")
        assert page.all("form[action$=notizen]") == []
        page = page.submit("form[action$=nachrichten]", message="Können wir helfen?")
        assert page.texts(".message h3") == ["Herne", "Moderation"]
