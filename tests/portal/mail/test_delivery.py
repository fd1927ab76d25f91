"""What becomes of an ordered mail: sent once, tried again with growing waits, given up, dropped."""

import email.utils
from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.accounts import notices
from portal.accounts.models import Account
from portal.mail import Content, LetterKind, Paragraph, forget, post
from portal.mail.delivery import LEASE, LONGEST_WAIT, NOT_SET_UP, Delivery, wait_after
from portal.mail.models import Mail, MailState
from portal.orm import utcnow
from tests.portal.mail.conftest import NOTE, HeldUp


def test_an_ordered_mail_is_sent_once(deliver, order, server, mails):
    order()
    delivery = deliver()

    assert [delivery.drain(), delivery.drain()] == [1, 0]
    [received] = server.received
    [mail] = mails()
    assert received.to == "a@stadt.example"
    assert (mail.state, mail.tries, mail.leased_until, mail.last_error) == (MailState.SENT, 1, None, None)
    assert mail.sent_at is not None


def test_headers_and_both_texts(deliver, order, server, mails):
    order()
    deliver().drain()

    [received] = server.received
    [mail] = mails()
    message = received.message
    assert message["From"] == "Projektnachbarn <portal@projekte.example>"
    assert message["To"] == "a@stadt.example"
    assert message["Reply-To"] == "hilfe@projekte.example"
    assert message["Subject"] == "Hinweis 7"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{mail.message_id}@projekte.example>"
    assert abs(email.utils.parsedate_to_datetime(message["Date"]) - utcnow()) < timedelta(minutes=1)
    assert "List-Unsubscribe" not in message
    for text in (received.text, received.html):
        assert "Es geht um 7." in text
        assert "Weil es ein Test ist." in text
        assert "http://localhost/konto/mails" in text
    assert max(map(len, received.data.split(b"\r\n"))) <= 78


def test_answers_to_an_unattended_kind_go_where_nobody_reads_and_the_letter_says_so(deliver, order, server, letters):
    kind = LetterKind("test.unattended", "Test", ("number",), unattended=True)
    letters.bind({kind: lambda *_: Content("Hinweis", (Paragraph("Es geht um etwas."),), why="Weil.")})
    order(kind)
    order()
    deliver().drain()
    deliver().drain()

    unattended, usual = server.received
    assert unattended.message["Reply-To"] == "niemand@projekte.example"
    assert usual.message["Reply-To"] == "hilfe@projekte.example"
    said = "Bitte antworten Sie im Portal. Antworten auf diese Mail liest niemand."
    assert said in unattended.text
    assert said in unattended.html
    assert said not in usual.text


def test_mails_go_out_in_the_order_in_which_they_are_due(deliver, order, server):
    for number in (3, 1, 2):
        order(number=number)
    delivery = deliver()
    while delivery.drain():
        pass

    assert [received.message["Subject"] for received in server.received] == ["Hinweis 3", "Hinweis 1", "Hinweis 2"]


def test_what_was_refused_for_good_is_dead_at_once(deliver, order, server, mails):
    server.on["RCPT"] = "550 5.1.1 Unbekannt"
    order()
    delivery = deliver()
    delivery.drain()

    [mail] = mails()
    assert (mail.state, mail.last_error) == (MailState.DEAD, "550 5.1.1 Unbekannt")
    assert delivery.drain() == 0


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["451 Spaeter", "drop"])
def test_what_failed_for_now_is_tried_again_with_the_same_number(deliver, order, server, mails, clock, command, answer):
    server.on[command] = answer
    order()
    delivery = deliver()
    delivery.drain()
    assert delivery.drain() == 0
    [mail] = mails()
    assert (mail.state, mail.tries) == (MailState.WAITING, 1)
    assert mail.last_error

    server.on.clear()
    clock.move(minutes=1, seconds=1)
    assert delivery.drain() == 1
    [received] = server.received
    assert received.message["Message-ID"] == f"<{mail.message_id}@projekte.example>"
    assert mails()[0].last_error is None


def test_an_answer_that_is_lost_after_the_mail_was_taken_repeats_it_with_the_same_number(deliver, order, server, clock):
    server.on["TAKEN"] = "drop"
    order()
    delivery = deliver()
    delivery.drain()
    server.on.clear()
    clock.move(minutes=2)
    delivery.drain()

    assert len(server.received) == 2
    assert len({received.message["Message-ID"] for received in server.received}) == 1


def test_one_that_fails_does_not_hold_up_the_others(deliver, order, server):
    server.on["RCPT"] = lambda address: "451 Spaeter" if address == "voll@stadt.example" else None
    order(to="voll@stadt.example")
    order()
    delivery = deliver()

    assert [delivery.drain(), delivery.drain(), delivery.drain()] == [1, 1, 0]
    assert [received.to for received in server.received] == ["a@stadt.example"]


def test_while_the_server_is_away_the_others_wait_without_being_tried(deliver, order, server, mails, clock):
    server.on["MAIL"] = "450 Spaeter"
    order()
    order()
    delivery = deliver()

    assert [delivery.drain(), delivery.drain()] == [1, 0]
    assert [mail.tries for mail in mails()] == [1, 0]
    server.on.clear()
    clock.move(seconds=31)
    assert [delivery.drain(), delivery.drain()] == [1, 0]
    clock.move(minutes=1)
    assert delivery.drain() == 1
    assert len(server.received) == 2


def test_waits_grow():
    waits = [wait_after(tries) for tries in range(1, 2000)]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_after_a_week_it_is_given_up(deliver, order, server, mails, clock):
    server.on["RCPT"] = "451 Spaeter"
    order()
    ordered_at = mails()[0].created_at
    delivery = deliver()
    while (mail := mails()[0]).state is MailState.WAITING:
        clock.ahead = mail.next_try_at - utcnow() + timedelta(seconds=1)
        assert delivery.drain() == 1

    assert mail.last_error == "451 Spaeter"
    assert timedelta(days=7) < clock() - ordered_at < timedelta(days=7, minutes=1)
    assert 42 <= mail.tries <= 60


def test_one_that_waited_while_no_worker_ran_is_tried_before_it_is_given_up(deliver, order, server, clock):
    order()
    clock.move(days=30)
    deliver().drain()

    assert len(server.received) == 1


def test_while_another_has_it_it_is_left_alone_and_taken_over_when_the_lease_ends(
    deliver, order, server, mails, database, clock
):
    order()
    with database.unit_of_work() as session:
        session.execute(update(Mail).values(leased_until=utcnow() + LEASE))
    delivery = deliver()
    assert delivery.drain() == 0
    clock.move(seconds=LEASE.total_seconds() + 1)
    assert delivery.drain() == 1
    assert mails()[0].state is MailState.SENT


def test_who_comes_too_late_does_not_write_over_what_became_of_it(deliver, order, mails, clock):
    order()
    quick = deliver()

    def meanwhile():
        clock.move(seconds=LEASE.total_seconds() + 1)
        quick.drain()

    deliver(HeldUp(quick.transport.sender, meanwhile)).drain()
    [mail] = mails()
    assert (mail.state, mail.tries) == (MailState.SENT, 2)


def test_who_is_held_up_while_writing_does_not_send(deliver, letters, order, server, clock, mails):
    def compose(_session, _params, _links):
        clock.move(seconds=LEASE.total_seconds() - 30)
        return Content("Spät", (Paragraph("Spät"),), "Weil")

    late = LetterKind("test.late", "Spät", fields=("number",))
    letters.bind({late: compose})
    order(late)
    deliver().drain()

    assert not server.received
    assert mails()[0].state is MailState.WAITING


def test_an_account_erased_while_its_mail_is_sent_stays_erased(deliver, order, mails, database, account):
    order(account_id=account)
    delivery = deliver()

    def erase():
        with database.unit_of_work() as session:
            forget(session, account_id=account, is_theirs=lambda _address, _at: False)

    deliver(HeldUp(delivery.transport.sender, erase)).drain()
    [mail] = mails()
    assert (mail.state, mail.to_address, mail.last_error) == (MailState.DROPPED, None, None)


class TestWhomItIsFor:
    @pytest.fixture
    def close(self, database, account):
        def run():
            with database.unit_of_work() as session:
                session.execute(update(Account).where(Account.id == account).values(active=False))

        return run

    def test_an_account_that_is_closed_by_then_gets_none(self, deliver, order, mails, server, account, close):
        order(account_id=account)
        close()
        deliver().drain()
        assert (mails()[0].state, server.received) == (MailState.DROPPED, [])

    def test_what_happened_to_the_account_itself_it_is_told(self, deliver, server, database, account, close):
        with database.unit_of_work() as session:
            notices.tell(session, session.get_one(Account, account), notices.ADDRESS_ASKED)
        close()
        deliver().drain()
        assert len(server.received) == 1

    def test_whoever_is_not_concerned_any_more_gets_none(self, deliver, order, mails, server, letters, account):
        letters.heed({NOTE: lambda _session, params, reader: (params["number"], reader) == (1, account)})
        order(account_id=account, number=1)
        order(account_id=account, number=2)
        order(number=3)  # for an address, not for an account
        delivery = deliver()
        while delivery.drain():
            pass
        assert [received.message["Subject"] for received in server.received] == ["Hinweis 1", "Hinweis 3"]
        assert [mail.state for mail in mails()] == [MailState.SENT, MailState.DROPPED, MailState.SENT]


class TestWithoutServer:
    """A portal on which nobody has set up a mail server."""

    @pytest.fixture
    def waiting(self, app, database, letters, clock):
        return Delivery(database, letters, app.extensions["links"], None, context=app.app_context, clock=clock)

    def test_mails_wait_and_are_given_up_after_a_week(self, waiting, order, mails, clock):
        order()
        clock.move(days=6, hours=23)
        assert waiting.drain() == 0
        assert (mails()[0].state, mails()[0].tries) == (MailState.WAITING, 0)
        clock.move(hours=2)
        waiting.drain()
        assert (mails()[0].state, mails()[0].last_error) == (MailState.DEAD, NOT_SET_UP)

    def test_once_there_is_one_they_go_out(self, waiting, deliver, order, server, clock):
        order()
        clock.move(days=3)
        waiting.drain()
        deliver().drain()
        assert len(server.received) == 1


def test_the_worker_is_woken_by_the_commit_and_not_before(deliver, database, letters):
    woken = []
    deliver().on_order(lambda: woken.append(True))
    with database.unit_of_work() as session:
        post(session, NOTE, to="a@stadt.example", number=1)
        assert not woken
    assert woken == [True]
    with database.sessions() as session:
        post(session, NOTE, to="a@stadt.example", number=1)
        session.rollback()
    assert woken == [True]
