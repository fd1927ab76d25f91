"""What a mail says is written when it is sent; what cannot be written holds nobody up, what nobody wants is dropped."""

import pytest

from portal.mail import Content, LetterKind, Paragraph, unsubscribing
from portal.mail.delivery import FAULTY
from portal.mail.models import MailState
from tests import factories
from tests.portal.mail.conftest import DIGEST, NOTE, HeldUp


def test_when_there_is_nothing_to_say_any_more_the_mail_is_dropped(deliver, letters, order, server, mails):
    silent = LetterKind("test.silent", "Still", fields=("number",))
    letters.bind({silent: lambda *_: None})
    order(silent)
    deliver().drain()

    assert not server.received
    assert mails()[0].state is MailState.DROPPED


def test_a_letter_that_cannot_be_written_is_tried_again_and_tells_nothing_of_its_contents(
    deliver, letters, order, server, mails
):
    def compose(_session, _params, _links):
        raise ValueError("Erika Mustermann")

    broken = LetterKind("test.broken", "Kaputt", fields=("number",))
    letters.bind({broken: compose})
    order(broken)
    order(NOTE)
    delivery = deliver()
    delivery.drain()
    delivery.drain()

    assert [mail.state for mail in mails()] == [MailState.WAITING, MailState.SENT]
    assert mails()[0].last_error == FAULTY


def test_a_letter_of_the_wrong_form_does_not_stop_the_others(deliver, letters, order, mails):
    broken = LetterKind("test.broken", "Kaputt", fields=("number",))
    letters.bind({broken: lambda *_: Content(None, ("kein Block",), "")})
    order(broken)
    order(NOTE)
    delivery = deliver()

    assert [delivery.drain(), delivery.drain()] == [1, 1]
    assert [(mail.state, mail.last_error) for mail in mails()] == [(MailState.WAITING, FAULTY), (MailState.SENT, None)]


def test_a_fault_of_the_sending_itself_is_tried_again_too(deliver, order, mails):
    def fail():
        raise RuntimeError("broken")

    order()
    assert deliver(HeldUp(deliver().transport.sender, fail)).drain() == 1
    assert (mails()[0].state, mails()[0].last_error, mails()[0].leased_until) == (MailState.WAITING, FAULTY, None)


def test_a_kind_that_nobody_writes_waits_for_the_version_that_does(deliver, order, mails):
    order(LetterKind("test.unknown", "Neu", fields=("number",)))
    deliver().drain()

    assert (mails()[0].state, mails()[0].last_error) == (MailState.WAITING, FAULTY)


def test_a_letter_is_written_from_what_is_true_when_it_is_sent(deliver, letters, order, server, database, account):
    def compose(session, params, _links):
        name = session.get(factories.Account, params["number"]).display_name
        return Content(name, (Paragraph(name),), "Weil")

    named = LetterKind("test.named", "Name", fields=("number",))
    letters.bind({named: compose})
    order(named, number=account)
    with database.unit_of_work() as session:
        session.get(factories.Account, account).display_name = "Später"
    deliver().drain()

    assert server.received[0].message["Subject"] == "Später"


@pytest.mark.parametrize(
    "address", ["keine", "a@", "@b", "a b@c.example", "a@b@c", "a,b@c.example", "jörg@stadt.example"]
)
def test_what_cannot_be_written_to_is_dead_with_the_reason(deliver, order, server, mails, address):
    order(to=address)
    deliver().drain()

    assert not server.received
    assert mails()[0].state is MailState.DEAD
    assert "E-Mail-Adresse" in mails()[0].last_error


def test_a_domain_with_umlauts_is_written_as_the_dns_has_it(deliver, order, server):
    order(to="a@müller.example")
    deliver().drain()

    assert server.received[0].message["To"] == "a@xn--mller-kva.example"
    assert server.received[0].to == "a@xn--mller-kva.example"


class TestRecurring:
    """Letters that people can switch off."""

    def test_they_carry_the_headers_of_rfc_8058(self, deliver, order, server, account):
        order(DIGEST, account_id=account)
        deliver().drain()

        [received] = server.received
        message = received.message
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = message["List-Unsubscribe"].strip("<>")
        assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in received.data, "in one piece, as others read it"
        assert address.startswith("http://localhost/mails/abbestellen/")
        assert address in received.text.replace("\n", "")
        assert address in received.html

    def test_what_is_switched_off_is_not_sent(self, deliver, order, server, mails, database, account):
        order(DIGEST, account_id=account)
        order(NOTE, account_id=account)
        with database.unit_of_work() as session:
            unsubscribing.switch(session, account, DIGEST, wanted=False)
        delivery = deliver()
        delivery.drain()
        delivery.drain()

        assert [mail.state for mail in mails()] == [MailState.DROPPED, MailState.SENT]
        assert len(server.received) == 1

    def test_one_that_nobody_could_end_is_not_sent(self, deliver, order, server, mails):
        order(DIGEST, account_id=None)
        deliver().drain()

        assert not server.received
        assert mails()[0].last_error == FAULTY

    def test_what_is_switched_on_again_is_sent(self, deliver, order, server, database, account):
        order(DIGEST, account_id=account)
        with database.unit_of_work() as session:
            for wanted in (False, False, True, True):
                unsubscribing.switch(session, account, DIGEST, wanted=wanted)
        deliver().drain()

        assert len(server.received) == 1
