"""Letters of the duty to answer say what is to do, until when and what happens else; none is sent for what is done."""

import pytest
from sqlalchemy import delete, select

from portal.access import ANYONE, Role
from portal.accounts.models import Membership
from portal.mail.models import Mail
from portal.partnerships import transitions as table
from portal.partnerships.duties import mails, overdue
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Notice, Side
from tests.portal.partnerships.playing import DUTIES, drafted, later, send, take
from tests.support.letters import composed, path, texts


@pytest.fixture
def session(database):
    with database.sessions() as session:
        yield session
        session.rollback()


@pytest.fixture
def sent(session, world):
    return send(session, world, drafted(session, world))


@pytest.fixture
def clarifying(session, world, sent):
    return take(session, world, sent, table.TAKE_UP)


@pytest.fixture
def written(app, session):
    """Looks on some days after sending; composes the latest letter then, of a side if one is named."""

    def look(*days, side=None):
        for day in days:
            overdue.carry_out(session, Acting(ANYONE, later(day), DUTIES))
        found = session.execute(select(Mail).order_by(Mail.id.desc())).scalars().all()
        mail = next(each for each in found if side is None or each.params.get("side") == side.value)
        return mail, composed(app, session, mail)

    return look


def body(letter):
    return texts(letter)[1:]


def test_before_the_answer_is_due(session, world, sent, written):
    letter = written(8)[1]
    assert letter.subject == f"Bitte antworten Sie bis 02.12.2026: Nachnutzung: {world.project.title}"
    assert body(letter) == [
        "Herne wartet auf Ihre erste Antwort. Dafür genügt „Ich kümmere mich“.",
        "Bitte antworten Sie bis einschließlich 02.12.2026.",
        "Danach schreiben wir Ihrer Koordination und später der Moderation. Am Ende verfällt die Anfrage.",
    ]
    assert path(letter) == f"/partnerschaften/{sent.id}"
    assert letter.why == "Sie bekommen diese Mail, weil Sie bei Bochum für Anfragen zuständig sind."


def test_when_the_answer_is_late(session, sent, written):
    assert body(written(11)[1]) == [
        "Herne wartet auf eine erste Antwort. Sie war bis 02.12.2026 fällig.",
        "Bitte antworten Sie selbst mit „Ich kümmere mich“, oder legen Sie fest, wer es tut.",
        "Bleibt die Antwort bis einschließlich 09.12.2026 aus, schreiben wir der Moderation.",
    ]


def test_when_the_answer_does_not_come_and_the_moderation_is_there(session, world, sent, written):
    take(session, world, sent, table.CALL)
    letter = written(20)[1]
    assert body(letter) == [
        "Bochum hat noch nicht geantwortet. Die Antwort war bis 02.12.2026 fällig.",
        "Die Koordination weiß davon. Bitte fragen Sie dort nach.",
        "Antwortet bis einschließlich 22.01.2027 niemand, verfällt die Anfrage.",
    ]
    assert letter.why == "Sie bekommen diese Mail, weil Sie das Portal moderieren."


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (
            Role.EDITOR,
            "Eine Koordination gibt es dort nicht. Wer zuständig ist, weiß davon: Bitte fragen Sie dort nach.",
        ),
        (None, "Dort ist niemand im Portal, der antworten kann. Bitte fragen Sie auf anderem Weg nach."),
    ],
)
def test_the_moderation_is_told_truly_whom_it_can_ask(session, world, sent, written, left, text):
    take(session, world, sent, table.CALL)
    of_bochum = Membership.organisation_id == world.bochum.id
    gone = delete(Membership).where(of_bochum)
    session.execute(gone.where(Membership.role == Role.COORDINATOR) if left else gone)
    session.expire_all()
    assert text in body(written(8, 10, 17, side=Side.MODERATION)[1])


def test_a_first_letter_that_comes_late_names_no_day_that_is_over(app, session, sent):
    mail = session.execute(select(Mail).order_by(Mail.id)).scalars().first()
    links = app.extensions["links"]
    links.clock = lambda: later(8)
    assert "Bitte antworten Sie bis einschließlich 02.12.2026." in " ".join(texts(composed(app, session, mail)))
    links.clock = lambda: later(30)
    assert "Bitte antworten Sie bald." in " ".join(texts(composed(app, session, mail)))


def test_before_the_decision_is_due(session, world, clarifying, written):
    assert body(written(40)[1]) == [
        "Herne wartet auf Ihre Entscheidung: Sie können annehmen, ablehnen oder einen Gegenvorschlag machen.",
        "Bitte entscheiden Sie bis einschließlich 08.01.2027.",
        "Danach schreiben wir Ihrer Koordination und später der Moderation.",
    ]


def test_after_a_counter_proposal_the_other_side_is_to_decide(session, world, clarifying, written):
    given = {"proposed_time": "2028", "words": "Später."}
    take(session, world, clarifying, table.PROPOSE, side=Side.ADDRESSEE, at=later(30), given=given)
    mail, letter = written(79)
    assert mail.account_id == world.people["sender coordinator"].account_id
    assert body(letter)[0] == "Bochum hat einen Gegenvorschlag gemacht und wartet auf Ihre Entscheidung."
    assert body(letter)[3] == "Bleibt die Entscheidung bis einschließlich 16.02.2027 aus, schreiben wir der Moderation."


def test_when_the_decision_does_not_come_and_nothing_happens(session, world, clarifying, written):
    take(session, world, clarifying, table.CALL)
    letter = written(55)[1]
    assert letter.subject.startswith("Die Entscheidung bleibt aus: ")
    assert body(letter)[0].startswith("Bochum hat noch nicht entschieden. Die Entscheidung war bis 08.01.2027 fällig.")
    letter = written(62)[1]
    assert body(letter) == [
        "Die Anfrage ist in Klärung, aber bis 22.01.2027 hat lange keine Seite etwas getan.",
        "Bitte fragen Sie bei beiden Seiten nach.",
        "Geschieht bis einschließlich 21.02.2027 nichts, verfällt die Anfrage.",
    ]


@pytest.mark.parametrize(
    ("side", "last"),
    [
        (
            Side.SENDER,
            "Sie müssen nichts tun. Verfällt sie, nennen wir Ihnen andere Kommunen, die Sie fragen können.",
        ),
        (Side.ADDRESSEE, "Als Antwort genügt „Ich kümmere mich“."),
    ],
)
def test_before_an_unanswered_request_lapses(session, sent, written, side, last):
    letter = written(20, 55, side=side)[1]
    assert letter.subject.startswith("Diese Anfrage verfällt nach dem 22.01.2027: ")
    assert last in body(letter)


def test_before_it_lapses_in_clarification_any_side_can_keep_it(session, clarifying, written):
    for side in (Side.SENDER, Side.ADDRESSEE):
        letter = written(55, 62, 84, side=side)[1]
        assert letter.subject.startswith("Diese Anfrage verfällt nach dem 21.02.2027: ")
        assert body(letter)[2].startswith("Wollen Sie noch zusammenarbeiten?")
    assert "in der Klärung" in body(written(91, side=Side.SENDER)[1])[0]


def test_what_is_done_is_not_asked_for(app, session, world, sent, written):
    mail, _ = written(8)
    take(session, world, sent, table.TAKE_UP, at=later(8.1))
    assert composed(app, session, mail) is None
    mail, _ = written(40)
    given = {"proposed_time": "2028", "words": "Später."}
    take(session, world, sent, table.PROPOSE, side=Side.ADDRESSEE, at=later(40.1), given=given)
    assert composed(app, session, mail) is None
    quiet, _ = written(91, 102)
    assert quiet.params["notice"] == Notice.QUIET.value
    take(session, world, sent, table.PROPOSE, side=Side.SENDER, at=later(103), given=given)
    assert composed(app, session, quiet) is None


def test_a_letter_is_for_whoever_answers_when_it_is_sent(session, world, sent, written):
    mail, _ = written(11)
    of = {name: world.people[name].account_id for name in ("addressee coordinator", "responsible", "moderation")}
    reads = mails.READERS[mails.letters.DUTY]
    assert [name for name, key in of.items() if reads(session, mail.params, key)] == ["addressee coordinator"]
    mail, _ = written(70)
    of = {name: world.people[name].account_id for name in ("sender person", "sender editor", "responsible")}
    reads = mails.READERS[mails.letters.LAPSED]
    assert [name for name, key in of.items() if reads(session, mail.params, key)] == ["responsible"]
