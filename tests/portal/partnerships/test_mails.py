"""The whole message is in each letter; one that has nothing to say any more is not written."""

import pytest
from sqlalchemy import delete, select

from portal.access import ANYONE
from portal.accounts.models import Membership
from portal.mail import rhythms
from portal.mail.models import Mail
from portal.partnerships import letters, sending
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.duties import overdue
from portal.partnerships.seeking import service as seeking
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind, Refusal, Side, State
from tests import factories
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import case_in, draft, drafted, later, send, take
from tests.portal.partnerships.test_seeking import need
from tests.support.letters import composed, facts, path, texts

TOLD = [each for each in table.TRANSITIONS if each.tells and each.needs is None and each is not table.LAPSE]


@pytest.fixture
def session(database):
    with database.sessions() as session:
        yield session
        session.rollback()


@pytest.fixture
def written(app, session):
    """Composes the latest letter of a kind: None when there is nothing to say any more."""

    def compose(kind):
        session.flush()
        statement = select(Mail).where(Mail.kind == kind.name).order_by(Mail.id.desc()).limit(1)
        mail = session.execute(statement).scalar_one()
        return composed(app, session, mail)

    return compose


class TestRequest:
    def test_it_says_what_is_wanted_what_is_offered_and_until_when(self, session, world, written):
        own = factories.published(session, world.herne, title="Unser Bauantrag")
        case = send(session, world, drafted(session, world, own_project_id=own.id, wished_time="ab Mai"))
        letter = written(letters.REQUEST)
        assert letter.subject == f"Anfrage von Herne: Nachnutzung: {world.project.title}"
        assert facts(letter) == {
            "Von": "Herne",
            "An": "Bochum",
            "Art der Zusammenarbeit": "Nachnutzung",
            "Zum Projekt": world.project.title,
            "Eigenes Projekt von Herne": "Unser Bauantrag",
            "Gewünschter Zeitraum": "ab Mai",
        }
        assert "Wir möchten Ihr Verfahren nachnutzen." in texts(letter)
        assert "Wir testen mit." in texts(letter)
        due = "Bitte antworten Sie bis einschließlich 02.12.2026. Als erste Antwort genügt „Ich kümmere mich“."
        assert due in texts(letter)
        assert path(letter) == f"/partnerschaften/{case.id}"

    def test_an_offer_says_that_it_is_one(self, session, world, written):
        editor = world.acting("addressee editor")
        made = seeking.write(session, editor, world.bochum, need())
        seeking.publish(session, editor, made.id, made.version)
        offer = draft(world, Addressee(world.bochum.id, None, made.id), kind=Kind.VISIT)
        offered = sending.write(session, world.acting("sender editor"), world.herne, offer)
        sending.send(session, world.acting("sender editor"), offered.id, offered.version)
        letter = written(letters.REQUEST)
        assert letter.subject == f"Angebot von Herne: Hospitation: {made.title}"
        assert facts(letter)["Zum Gesuch"] == made.title
        assert {"Herne bietet Bochum Hilfe an.", "Das wird dafür gewünscht:"} <= set(texts(letter))

    def test_once_somebody_has_answered_it_is_not_sent_any_more(self, session, world, written):
        take(session, world, send(session, world, drafted(session, world)), table.TAKE_UP)
        assert written(letters.REQUEST) is None

    def test_whoever_comes_to_what_others_had_taken_up_reads_until_when_to_decide(self, session, world, written):
        case = take(session, world, send(session, world, drafted(session, world)), table.TAKE_UP)
        take(session, world, case, table.ARRIVE, at=later(1))
        assert "Bitte entscheiden Sie bis einschließlich 11.01.2027." in texts(written(letters.REQUEST))


class TestStep:
    def test_a_no_comes_with_its_reason(self, session, world, written):
        case = case_in(session, world, State.CLARIFYING)
        given = {"refusal": Refusal.OWN_WAY, "words": "Wir haben\nschon etwas."}
        take(session, world, case, table.DECLINE, given=given)
        letter = written(letters.STEP)
        assert letter.subject.startswith("Bochum hat die Anfrage abgelehnt: Nachnutzung")
        assert facts(letter) == {"Grund": "Wir gehen einen anderen Weg"}
        assert "Wir haben\nschon etwas." in texts(letter)
        assert letter.why == "Sie bekommen diese Mail, weil Sie sich für Herne darum kümmern."

    def test_a_proposal_names_the_organisation(self, session, world, written):
        case = case_in(session, world, State.CLARIFYING)
        given = {"proposed_kind": Kind.VISIT, "proposed_partner_id": world.hagen.id, "words": "Hagen hat mehr."}
        take(session, world, case, table.PROPOSE, side=Side.ADDRESSEE, given=given)
        assert facts(written(letters.STEP)) == {
            "Andere Art der Zusammenarbeit": "Hospitation",
            "Andere Kommune": "Hagen",
            "Gegenvorschlag in eigenen Worten": "Hagen hat mehr.",
        }

    @pytest.mark.parametrize("transition", TOLD, ids=lambda each: each.name)
    def test_every_step_that_is_told_can_be_written(self, session, world, written, transition):
        case = case_in(session, world, transition.before[-1])
        for person in world.people.values():
            if person.account_id is not None:
                rhythms.choose(session, person.account_id, letters.DIGEST, None)
        take(session, world, case, transition)
        letter = written(letters.STEP)
        assert "{who}" not in letter.subject
        assert letter.subject.endswith(world.project.title)

    def test_what_lapsed_is_told_to_both(self, session, world, written):
        case = send(session, world, drafted(session, world))
        take(session, world, case, table.LAPSE, at=later(70))
        letter = written(letters.LAPSED)  # the latest: to who was asked
        assert letter.subject == f"Die Anfrage ist verfallen: Nachnutzung: {world.project.title}"
        assert "Sie ist verfallen, weil Bochum nicht geantwortet hat." in texts(letter)
        assert letter.why == "Sie bekommen diese Mail, weil Sie bei Bochum für Anfragen zuständig sind."


class TestWhoeverBelongsToBothSides:
    """Whoever looks after a case on both sides reads once what is told to both."""

    @pytest.fixture
    def case(self, session, world):
        case = case_in(session, world, State.CLARIFYING, called=True)
        case.sender_person_id = case.addressee_person_id = world.people["of both"].account_id
        return case

    def told(self, session, world, kind):
        found = select(Mail.params).where(Mail.kind == kind.name, Mail.account_id == world.people["of both"].account_id)
        return session.execute(found.order_by(Mail.id)).scalars().all()

    def test_that_it_lapsed_and_whom_to_ask_instead(self, session, world, case):
        take(session, world, case, table.LAPSE, at=later(70))
        assert self.told(session, world, letters.LAPSED) == [{"case_id": case.id, "side": "sender"}]

    def test_that_the_moderation_closed_it(self, session, world, case):
        take(session, world, case, table.CLOSE)
        assert self.told(session, world, letters.STEP) == [{"case_id": case.id, "number": case.version}]

    def test_that_it_lapses_soon_and_what_to_do_against_it(self, session, world, case):
        for day in (61, 84):
            overdue.carry_out(session, Acting(ANYONE, later(day), playing.DUTIES))
        warned = [each for each in self.told(session, world, letters.DUTY) if each["notice"] == "lapse-soon"]
        assert [each["side"] for each in warned] == ["addressee"]
        others = select(Mail).where(Mail.account_id == world.people["responsible"].account_id)
        assert [each for each in session.execute(others).scalars() if each.params.get("notice") == "lapse-soon"], (
            "all others are warned as before"
        )


class TestAssigned:
    def test_it_says_what_it_is_about_as_long_as_that_holds(self, session, world, written):
        case = case_in(session, world, State.CLARIFYING)
        take(session, world, case, table.ASSIGN, side=Side.ADDRESSEE)
        letter = written(letters.ASSIGNED)
        assert letter.subject == f"Sie sind jetzt zuständig: Nachnutzung: {world.project.title}"
        other = {"person_id": world.people["addressee editor"].account_id}
        case.addressee_person_id = other["person_id"]
        assert written(letters.ASSIGNED) is None


class TestModeration:
    def test_it_says_that_nobody_is_there_to_answer(self, session, world, written):
        empty = factories.organisation(session, "Wetter")
        acting = world.acting("sender editor")
        sending = playing.sending.write(session, acting, world.herne, draft(world, Addressee(empty.id)))
        [case] = playing.sending.send(session, acting, sending.id, sending.version)
        assert texts(written(letters.MODERATION))[0] == "Wetter hat im Portal niemanden, der antworten kann."
        for old in session.execute(select(Mail).where(Mail.kind == letters.MODERATION.name)).scalars():
            old.params = {"case_id": case.id}  # ordered before an upgrade
        assert texts(written(letters.MODERATION))[0] == "Wetter hat im Portal niemanden, der antworten kann."
        take(session, world, case, table.WITHDRAW)
        assert written(letters.MODERATION) is None

    def test_it_says_that_it_was_called(self, session, world, written):
        take(session, world, case_in(session, world, State.CLARIFYING), table.CALL)
        assert texts(written(letters.MODERATION))[0].startswith("Die Moderation wurde hinzugezogen")

    def test_the_words_of_who_called_it_are_there_though_a_side_has_nobody(self, session, world, written):
        take(session, world, case_in(session, world, State.CLARIFYING), table.CALL, given={"words": "Wer hilft?"})
        session.execute(delete(Membership).where(Membership.organisation_id == world.bochum.id))
        session.expire_all()
        said = texts(written(letters.MODERATION))
        assert said[0] == "Die Moderation wurde hinzugezogen."
        assert {"Wer hilft?", "Bochum hat im Portal niemanden, der antworten kann."} <= set(said)

    def test_it_says_which_deadline_was_missed(self, session, world, written):
        case = send(session, world, drafted(session, world))
        take(session, world, case, table.ESCALATE, at=later(20))
        assert texts(written(letters.MODERATION))[:2] == [
            "Bochum hat noch nicht geantwortet. Die Antwort war bis 02.12.2026 fällig.",
            "Bitte fragen Sie dort nach.",
        ]
