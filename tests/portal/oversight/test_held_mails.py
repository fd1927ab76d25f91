"""Mails that waited in a restored backup go out only when the administration says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit import AuditEntry
from portal.mail import post
from portal.mail.delivery import Delivery
from portal.mail.holding import hold
from portal.mail.letters import TEST
from portal.mail.models import Mail, MailState
from portal.mail.transport import FolderTransport
from portal.orm import utcnow
from tests import factories

ALL = "section:has(#angehalten) > .actions form:has([value={}])"


@pytest.fixture
def administration(client, database):
    with database.unit_of_work() as session:
        account = factories.account(session, administration=True)
    return client.sign_in_as(account)


@pytest.fixture
def held(database):
    """Three mails that are held, the first ordered weeks ago."""
    with database.unit_of_work() as session:
        mails = [post(session, TEST, to=f"{name}@stadt.example") for name in ("erste", "zweite", "dritte")]
        mails[0].give_up_at = mails[0].next_try_at = utcnow() - timedelta(days=20)
        mails[1].leased_until = utcnow() + timedelta(minutes=3)  # it was just being sent
        assert hold(session, utcnow()) == 3
    return mails


@pytest.fixture
def drain(app, database, tmp_path):
    """Sends what may be sent and returns the addresses, in the order of the orders."""
    transport = FolderTransport(tmp_path / "mails")
    letters, links = app.extensions["letters"], app.extensions["links"]

    def run(sending=transport):
        delivery = Delivery(database, letters, links, sending, context=app.app_context)
        while delivery.drain():
            pass
        with database.reading() as session:
            sent = select(Mail.to_address).where(Mail.state == MailState.SENT).order_by(Mail.id)
            return [address.partition("@")[0] for address in session.execute(sent).scalars()]

    return run


def logged(database):
    with database.reading() as session:
        rows = session.execute(select(AuditEntry.event, AuditEntry.about_id, AuditEntry.changes)).all()
        return [(event, about_id, changes["mails"][1]) for event, about_id, changes in rows]


def test_nothing_that_is_held_goes_out_or_is_given_up(held, drain, database):
    assert drain() == []
    assert drain(None) == []  # without a mail server
    with database.reading() as session:
        assert set(session.execute(select(Mail.state)).scalars()) == {MailState.WAITING}


def test_one_is_sent_one_is_discarded_and_the_rest_waits(administration, held, drain, database):
    page = administration.page("/verwaltung/mails")
    assert "Mails bleiben liegen" not in page.text
    forms = "#angehalten ~ * tbody tr:nth-child({}) form:nth-of-type({})"  # the latest first
    page = page.submit(forms.format(3, 1))
    assert "Eine Mail wird jetzt gesendet." in page.text
    page = page.submit(forms.format(1, 2))
    assert "Eine Mail ist verworfen." in page.text

    assert drain() == ["erste"]
    with database.reading() as session:
        states = session.execute(select(Mail.state, Mail.held_at.is_not(None)).order_by(Mail.id)).all()
    assert states == [(MailState.SENT, False), (MailState.WAITING, True), (MailState.DROPPED, False)]
    assert logged(database) == [("mail.released", held[0].id, 1), ("mail.discarded", held[2].id, 1)]


@pytest.mark.parametrize(("decision", "sent"), [("senden", ["erste", "zweite", "dritte"]), ("verwerfen", [])])
def test_all_at_once(administration, held, drain, database, decision, sent):
    page = administration.page("/verwaltung/mails")
    answer = page.submit(ALL.format(decision))
    assert not answer.all("#angehalten")
    assert drain() == sent
    assert [each[1:] for each in logged(database)] == [(None, 3)]


def test_who_decides_second_is_told(administration, held):
    first = administration.page("/verwaltung/mails")
    first.submit(ALL.format("verwerfen"))
    assert "schon jemand entschieden" in first.submit(ALL.format("senden"), status=409).text


@pytest.mark.parametrize(
    "sent", [{}, {"decision": "löschen"}, {"decision": "senden", "mail": "x"}, {"decision": "senden", "mail": "9" * 30}]
)
def test_what_is_no_decision_changes_nothing(administration, held, drain, sent):
    token = administration.page("/verwaltung/mails").all("[name=csrf_token]")[0].get("value")
    answer = administration.post("/verwaltung/mails/angehalten", data={"csrf_token": token, **sent})
    assert answer.status_code == 422
    assert drain() == []
