"""Several processes look after the same outbox: each mail is sent once."""

import threading

from portal.mail import post
from portal.mail.models import MailState
from tests.portal.mail.conftest import NOTE

MAILS = 40


def test_two_workers_at_once_never_send_twice(deliver, database, server, mails):
    with database.unit_of_work() as session:
        for number in range(MAILS):
            post(session, NOTE, to=f"{number}@stadt.example", number=number)
    together = threading.Barrier(4)
    failures = []

    def work(delivery):
        try:
            together.wait()
            while delivery.drain() or any(mail.state is MailState.WAITING for mail in mails()):
                pass
        except Exception as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=[deliver()]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    assert sorted(received.to for received in server.received) == sorted(f"{n}@stadt.example" for n in range(MAILS))
    assert {mail.tries for mail in mails()} == {1}
