"""The administration sees which mails were not delivered, why, and sends them again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit import AuditEntry
from portal.mail import LetterKind, post
from portal.mail.models import Mail, MailState
from portal.orm import utcnow
from portal.oversight import queries
from tests import factories
from tests.factories import PASSWORD
from tests.support.statements import recorded

NOTE = LetterKind("test.note", "Hinweis")


@pytest.fixture
def administration(app, database):
    """The browser of the portal administration, signed in."""
    with database.unit_of_work() as session:
        factories.account(session, administration=True, email="verwaltung@portal.example")
    return _signed_in(app, "verwaltung@portal.example")


@pytest.fixture
def editor(app, database):
    """The browser of an editor of some Kommune, signed in."""
    with database.unit_of_work() as session:
        factories.account(session, factories.organisation(session), email="redaktion@stadt.example")
    return _signed_in(app, "redaktion@stadt.example")


@pytest.fixture
def mail(app, database):
    """Orders a mail in some state and returns its id."""
    app.extensions["letters"].bind({NOTE: lambda *_: None})

    def make(state=MailState.DEAD, to="a@stadt.example", **values):
        with database.unit_of_work() as session:
            made = post(session, NOTE, to=to)
            made.state, made.last_error = state, None if state is MailState.WAITING else "550 nein"
            for name, value in values.items():
                setattr(made, name, value)
            return made.id

    return make


@pytest.fixture
def read(database):
    def read(mail_id):
        with database.reading() as session:
            return session.get(Mail, mail_id)

    return read


@pytest.fixture
def set_up(app, monkeypatch):
    """A portal that has a mail server."""
    monkeypatch.setattr(app.extensions["delivery"], "transport", object())


def _signed_in(app, email):
    client = app.test_client()
    client.page("/anmelden", next="/impressum").submit("main form", email=email, password=PASSWORD)
    return client


def test_only_the_administration_sees_and_sends(client, editor, mail, read):
    mail_id = mail(last_error="550 nein")
    assert client.get("/verwaltung/mails").location.startswith("/anmelden?next=/verwaltung/mails")
    assert editor.get("/verwaltung/mails").status_code == 403
    token = dict(editor.page("/barriere-melden").fields("main form"))["csrf_token"]
    for address in (f"/verwaltung/mails/{mail_id}/erneut-senden", "/verwaltung/mails/testmail"):
        assert editor.post(address, data={"csrf_token": token}).status_code == 403
    assert read(mail_id).state is MailState.DEAD
    assert read(mail_id + 1) is None


def test_all_delivered(administration, set_up):
    shown = administration.page("/verwaltung/mails")
    assert "Alles zugestellt" in shown.text
    assert not shown.all("table, .kern-alert")


def test_what_was_not_delivered_is_told_with_the_reason_and_nothing_in_it_is_markup(administration, mail, set_up):
    mail(last_error="550 5.1.1 <a@stadt.example>: <b>user</b> 100 % full", to="a<b>@stadt.example")
    [row] = administration.page("/verwaltung/mails").all("tbody tr")
    text = "".join(row.itertext())

    assert "a<b>@stadt.example" in text
    assert "Hinweis" in text
    assert "550 5.1.1 <a@stadt.example>: <b>user</b> 100 % full" in text


def test_a_mail_is_sent_again_and_that_is_logged(administration, mail, read, database, set_up):
    mail_id = mail(last_error="550 nein", tries=9, give_up_at=utcnow() - timedelta(days=3))
    shown = administration.page("/verwaltung/mails").submit(f"form[action$='/{mail_id}/erneut-senden']")

    assert "Die Mail an a@stadt.example wird jetzt noch einmal gesendet." in shown.text
    again = read(mail_id)
    assert (again.state, again.tries, again.last_error) == (MailState.WAITING, 0, None)
    assert again.next_try_at <= utcnow()
    assert again.give_up_at > utcnow() + timedelta(days=6)
    with database.reading() as session:
        entry = session.execute(select(AuditEntry).where(AuditEntry.event == "mail.sent-again")).scalar_one()
    assert (entry.about_kind, entry.about_id, entry.changes) == ("mail", mail_id, {"kind": [None, "test.note"]})
    assert "Mail erneut gesendet" in administration.page("/verwaltung/protokoll").text


@pytest.mark.parametrize("state", [MailState.WAITING, MailState.SENT, MailState.DROPPED])
def test_what_was_not_given_up_is_not_sent_again(administration, mail, read, state):
    mail_id = mail(state)
    token = dict(administration.page("/verwaltung/mails").fields("main form"))["csrf_token"]
    answer = administration.post(f"/verwaltung/mails/{mail_id}/erneut-senden", data={"csrf_token": token})

    assert answer.status_code == 409
    assert read(mail_id).state is state


@pytest.mark.parametrize("number", [999, 2**63 - 1, 2**70])
def test_what_does_not_exist_is_not_found(administration, number):
    token = dict(administration.page("/verwaltung/mails").fields("main form"))["csrf_token"]
    answer = administration.post(f"/verwaltung/mails/{number}/erneut-senden", data={"csrf_token": token})
    assert answer.status_code == 404


def test_what_is_still_tried_is_told_apart(administration, mail, set_up):
    mail(MailState.WAITING, last_error="451 Bitte warten", tries=3, next_try_at=utcnow() + timedelta(minutes=4))
    shown = administration.page("/verwaltung/mails")

    assert shown.texts("main h2") == ["Nicht zugestellt", "Wird weiter versucht"]
    assert "451 Bitte warten" in shown.text
    assert not shown.all("form[action$='erneut-senden'], .kern-alert")


def test_a_test_mail_goes_to_the_own_address(administration, read, mail):
    shown = administration.page("/verwaltung/mails").submit("form[action$='/testmail']")

    assert "verwaltung@portal.example" in shown.text
    ordered = read(1)
    assert (ordered.kind, ordered.to_address) == ("mail.test", "verwaltung@portal.example")


def test_without_a_mail_server_it_says_what_to_do(administration, mail):
    mail(MailState.WAITING)
    text = administration.page("/verwaltung/mails").text

    assert "Der Mailversand ist nicht eingerichtet" in text
    assert "Eine Mail wartet." in text
    assert "SMTP_HOST" in text


def test_it_tells_when_no_worker_seems_to_run(administration, mail, set_up):
    mail(MailState.WAITING, next_try_at=utcnow() - timedelta(minutes=9))
    assert "Mails bleiben liegen" not in administration.page("/verwaltung/mails").text
    mail(MailState.WAITING, next_try_at=utcnow() - timedelta(minutes=11))
    assert "Mails bleiben liegen" in administration.page("/verwaltung/mails").text


def test_a_long_list_is_cut_and_says_so(administration, mail, set_up, monkeypatch):
    for _ in range(4):
        mail()
    monkeypatch.setattr("portal.oversight.queries.LISTED", 3)
    shown = administration.page("/verwaltung/mails")

    assert len(shown.all("tbody tr")) == 3
    assert "Gezeigt werden die neuesten 3 von 4." in shown.text


def test_the_number_of_queries_does_not_grow_with_the_list(administration, mail, set_up, database):
    counts = []
    for _ in range(2):
        mail()
        mail(MailState.WAITING, last_error="451 Bitte warten")
        with recorded(database.engine) as statements:
            administration.page("/verwaltung/mails")
        counts.append(len(statements))
    assert counts[0] == counts[1] < 15


def test_a_last_letter_that_was_given_up_is_shown_and_cannot_be_sent_again(administration, database, mail):
    mail(to="a@stadt.example", to_address=None, last_error=None)
    page = administration.page("/verwaltung/mails")
    assert "nicht möglich" in page.text
    assert not page.all("main td form")
    with database.reading() as session:
        assert queries.count_mails_to_see_to(session) == 0
