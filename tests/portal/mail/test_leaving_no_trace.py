"""Of some letters nothing of the address stays once they have gone out, or cannot."""

import pytest
from sqlalchemy import select

from portal.errors import Conflict
from portal.mail import LetterKind
from portal.mail.delivery import Delivery
from portal.mail.holding import discard, hold
from portal.mail.models import Mail, MailState
from portal.mail.posting import post_again
from portal.orm import utcnow
from tests.portal.mail.conftest import NOTE

LAST = LetterKind("test.last", "Letzte Mail", fields=("number",), leaves_no_trace=True)
EMAIL = "person@stadt.example"


@pytest.fixture
def ordered(letters, order):
    """Orders the last letter, and one that is like all others."""
    letters.bind({LAST: letters._composers[NOTE.name]})

    def both():
        return order(LAST, EMAIL), order(NOTE, EMAIL)

    return both


def states(mails):
    return [(mail.state, mail.to_address) for mail in mails()]


def test_it_goes_out_and_the_address_with_it(ordered, deliver, mails, server):
    ordered()
    delivery = deliver()
    while delivery.drain():
        pass
    assert len(server.received) == 2
    assert states(mails) == [(MailState.SENT, None), (MailState.SENT, EMAIL)]


def test_while_it_is_tried_again_the_address_stays(ordered, deliver, mails, server):
    ordered()
    server.on["RCPT"] = "450 4.2.1 Spaeter"
    assert deliver().drain()
    assert states(mails)[0] == (MailState.WAITING, EMAIL)


def test_one_that_is_refused_for_good_is_forgotten(ordered, deliver, mails, server):
    ordered()
    server.on["RCPT"] = f"550 5.1.1 {EMAIL} gibt es nicht"
    delivery = deliver()
    while delivery.drain():
        pass
    assert states(mails) == [(MailState.DEAD, None), (MailState.DEAD, EMAIL)]
    assert mails()[0].last_error is None


def test_one_that_waited_a_week_without_a_mail_server_is_forgotten(app, database, letters, clock, ordered, mails):
    ordered()
    clock.move(days=8)
    Delivery(database, letters, app.extensions["links"], None, context=app.app_context, clock=clock).drain()
    assert states(mails) == [(MailState.DEAD, None), (MailState.DEAD, EMAIL)]


def test_one_that_was_given_up_cannot_be_sent_again(ordered, deliver, mails, server):
    ordered()
    server.on["RCPT"] = "550 5.1.1 gibt es nicht"
    assert deliver().drain()
    with pytest.raises(Conflict):
        post_again(mails()[0])


def test_one_that_waited_in_a_backup_is_forgotten_at_once(database, letters, ordered, mails):
    ordered()
    with database.unit_of_work() as session:
        assert hold(session, utcnow(), letters.without_trace) == 1
    assert states(mails) == [(MailState.DROPPED, None), (MailState.WAITING, EMAIL)]


def test_one_that_was_held_and_is_discarded_is_forgotten(database, letters, ordered, mails):
    ordered()
    with database.unit_of_work() as session:
        hold(session, utcnow())
        held = session.execute(select(Mail).order_by(Mail.id)).scalars().all()
        discard(session, held, letters.without_trace)
    assert states(mails) == [(MailState.DROPPED, None), (MailState.DROPPED, EMAIL)]
