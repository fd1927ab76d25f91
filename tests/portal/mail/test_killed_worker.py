"""A worker dies at any moment: no mail is lost, and one that comes twice is the same mail."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlalchemy import func, select, update

from portal.mail import post
from portal.mail.letters import TEST
from portal.mail.models import Mail, MailState
from portal.orm import utcnow
from tests.portal.mail.conftest import SENDER

MAILS_A_ROUND = 8
ONE_MAIL = 0.02  # seconds the mail server takes for each, so that a kill often meets one under way


@pytest.fixture
def workers(place, server, tmp_path):
    """Starts `portal worker` processes, one after the other; gives (number, a function that waits for its end)."""
    server.on["DATA"] = lambda _address: random.uniform(0, ONE_MAIL)
    server.on["TAKEN"] = lambda _address: random.uniform(0, ONE_MAIL)
    settings = {
        "DEMO": "0",
        "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnop",
        "SMTP_HOST": "localhost",
        "SMTP_PORT": str(server.port),
        "SMTP_SECURITY": "none",
        "MAIL_FROM": SENDER,
    }
    command = [sys.executable, "-m", "tests.portal.mail.working"]
    with (tmp_path / "workers.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            env=place.environment | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

        running = []

        def start():
            process.stdin.write("\n")
            process.stdin.flush()
            running.append(int(process.stdout.readline()))
            return running[-1], ended

        def ended():
            status = int(process.stdout.readline())
            running.clear()
            return status

        yield start
        for number in running:  # the test has failed
            os.kill(number, signal.SIGKILL)
        process.stdin.close()
        process.stdout.close()
        assert process.wait(10) == 0, (tmp_path / "workers.log").read_text()


def until(condition):
    deadline = time.monotonic() + 120  # a busy machine
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def order(database):
    with database.unit_of_work() as session:
        for number in range(MAILS_A_ROUND):
            post(session, TEST, to=f"{number}@stadt.example")


def waiting(database):
    with database.reading() as session:
        return session.execute(select(func.count(Mail.id)).where(Mail.state == MailState.WAITING)).scalar_one()


def survives(database, server, workers, kills):
    for _ in range(kills):
        order(database)
        arrived = len(server.received)
        number, ended = workers()
        until(lambda arrived=arrived: len(server.received) > arrived)
        time.sleep(random.uniform(0, MAILS_A_ROUND * ONE_MAIL))
        os.kill(number, signal.SIGKILL)
        assert ended() == -signal.SIGKILL

    with database.unit_of_work() as session:  # minutes later
        session.execute(update(Mail).where(Mail.leased_until.is_not(None)).values(leased_until=utcnow()))
    number, ended = workers()
    until(lambda: not waiting(database))
    os.kill(number, signal.SIGTERM)
    assert ended() == 0

    with database.reading() as session:
        mails = session.execute(select(Mail)).scalars().all()
    assert len(mails) == kills * MAILS_A_ROUND
    assert {mail.state for mail in mails} == {MailState.SENT}
    arrived = Counter((received.message["Message-ID"], received.to) for received in server.received)
    assert set(arrived) == {(f"<{mail.message_id}@projekte.example>", mail.to_address) for mail in mails}
    assert arrived.total() - len(arrived) <= kills, "at most the one mail that was under way comes twice"


def test_killed_at_random_moments_no_mail_is_lost(database, server, workers):
    survives(database, server, workers, 10)


@pytest.mark.endure
def test_killed_a_hundred_times_no_mail_is_lost(database, server, workers):
    survives(database, server, workers, 100)


def test_asked_to_end_it_finishes_the_mail_it_is_sending(database, server, workers):
    server.on["TAKEN"] = 1
    order(database)
    number, ended = workers()
    until(lambda: server.received)
    os.kill(number, signal.SIGTERM)

    assert ended() == 0
    with database.reading() as session:
        sent = session.execute(select(func.count(Mail.id)).where(Mail.state == MailState.SENT)).scalar_one()
        leased = session.execute(select(func.count(Mail.id)).where(Mail.leased_until.is_not(None))).scalar_one()
    assert (sent, leased) == (1, 0)
    assert len(server.received) == 1
