"""What an operator types about mail, and the processes that send it."""

import http.client

import pytest

from portal import migrating
from portal.cli import main
from portal.mail import post
from portal.mail.letters import TEST
from portal.mail.models import MailState
from portal.mail.transport import SmtpTransport
from portal.settings import Smtp
from tests.portal.mail.conftest import SENDER
from tests.support.live import LivePortal
from tests.support.steps import eventually


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(main, list(arguments))


@pytest.fixture
def set_up(app, server):
    """A portal with a mail server."""
    smtp = Smtp(host="localhost", port=server.port, sender=SENDER, security="none")
    app.extensions["delivery"].transport = SmtpTransport(smtp, "localhost")


def test_a_test_mail_is_sent_at_once(run, set_up, server, mails):
    outcome = run("mail", "test", "ich@stadt.example")

    assert (outcome.exit_code, outcome.output.splitlines()[-1]) == (
        0,
        "Die Testmail an ich@stadt.example ist unterwegs",
    )
    assert server.received[0].message["Subject"] == "Testmail von Projektnachbarn"
    assert mails()[0].state is MailState.SENT


@pytest.mark.parametrize("answer", ["550 5.1.1 Unbekannt", "451 Spaeter"])
def test_it_says_what_the_mail_server_said(run, set_up, server, answer):
    server.on["RCPT"] = answer
    outcome = run("mail", "test", "ich@stadt.example")

    assert outcome.exit_code == 1
    assert answer in outcome.output
    assert "Traceback" not in outcome.output


def test_it_says_what_is_no_address(run, set_up):
    for address in ("", "x" * 300, "ich"):
        outcome = run("mail", "test", address)
        assert outcome.exit_code == 1
        assert "Das ist keine E-Mail-Adresse" in outcome.output


def test_without_a_mail_server_it_names_the_settings(run, mails):
    outcome = run("mail", "test", "ich@stadt.example")

    assert outcome.exit_code == 1
    assert "SMTP_HOST" in outcome.output
    assert not mails()


def test_it_sends_the_test_mail_only(run, set_up, server, database):
    with database.unit_of_work() as session:
        post(session, TEST, to="andere@stadt.example")
    assert run("mail", "test", "ich@stadt.example").exit_code == 0

    assert [received.to for received in server.received] == ["ich@stadt.example"]


def test_jobs_are_listed_and_the_exit_code_says_whether_all_is_well(run, app):
    before = run("jobs")
    assert before.exit_code == 1
    assert "retention.mails: noch nie, überfällig" in before.output

    app.extensions["jobs"].drain()
    after = run("jobs")
    assert after.exit_code == 0
    assert "UTC" in after.output
    assert "überfällig" not in after.output


def test_the_worker_does_not_start_without_tables(run, database):
    migrating.downgrade(database, "base")
    outcome = run("worker")

    assert outcome.exit_code == 1
    assert "portal setup" in outcome.output


def test_the_portal_of_make_run_carries_out_mails_along(place, database):
    with LivePortal(place) as portal:
        with database.unit_of_work() as session:  # another process, which cannot wake it
            post(session, TEST, to="ich@stadt.example")

        def shown():
            connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=10)
            connection.request("GET", "/vorfuehrung/mails")
            page = connection.getresponse().read().decode()
            connection.close()
            return "ich@stadt.example" in page

        eventually(shown, within=10)
