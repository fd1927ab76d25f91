"""Handing a mail to a real mail server: good, with TLS and a password, refused, too slow, cut off."""

import time
from email.message import EmailMessage

import pytest

from portal.mail.transport import Refused, SmtpTransport, Unreachable
from portal.settings import Smtp
from tests.portal.mail.conftest import SENDER
from tests.support.mail_server import PASSWORD, USER, mail_server, raw_server

QUICK = {"answer_within": 0.5, "send_within": 1.5}


@pytest.fixture
def message():
    made = EmailMessage()
    made["To"] = "a@stadt.example"
    made["Subject"] = "Grüße"
    made.set_content("Hallo\n.\nWelt\n")
    return made


def transport(port, **settings):
    limits = {name: settings.pop(name) for name in ("answer_within", "send_within") if name in settings}
    smtp = Smtp(**{"host": "localhost", "port": port, "sender": SENDER, "security": "none"} | settings)
    return SmtpTransport(smtp, "projekte.example", **limits)


def test_a_mail_arrives_as_it_was_sent(server, message):
    transport(server.port).send(message)

    [received] = server.received
    assert (received.to, received.sender) == ("a@stadt.example", "portal@projekte.example")
    assert received.message["Subject"] == "Grüße"
    assert received.message.get_content().rstrip().splitlines() == ["Hallo", ".", "Welt"]


def test_starttls_and_password(trusted, message):
    with mail_server(tls=trusted, auth=True) as server:
        transport(server.port, security="starttls", user=USER, password=PASSWORD).send(message)
    assert len(server.received) == 1
    assert server.signed_in == [True]


def test_tls_from_the_first_byte(trusted, message):
    with mail_server(tls=trusted, implicit=True) as server:
        transport(server.port, security="tls").send(message)
    assert len(server.received) == 1


@pytest.mark.parametrize("implicit", [False, True])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(trusted, message, monkeypatch, implicit):
    monkeypatch.delenv("SSL_CERT_FILE")
    with mail_server(tls=trusted, implicit=implicit) as server, pytest.raises(Unreachable, match="Zertifikat"):
        transport(server.port, security="tls" if implicit else "starttls").send(message)
    assert not server.received


def test_a_certificate_for_another_name_is_not_trusted(trusted, message):
    with mail_server(tls=trusted) as server, pytest.raises(Unreachable, match="Zertifikat"):
        transport(server.port, security="starttls", host="127.0.0.1").send(message)
    assert not server.received


def test_a_server_without_starttls_gets_no_mail(server, message):
    with pytest.raises(Unreachable, match="STARTTLS"):
        transport(server.port, security="starttls").send(message)
    assert not server.received


@pytest.mark.parametrize(("password", "told"), [("falsch", "535"), ("fälsch", "ascii")])
def test_a_wrong_password_is_no_fault_of_the_mail(trusted, message, password, told):
    with mail_server(tls=trusted, auth=True) as server, pytest.raises(Unreachable, match=told):
        transport(server.port, security="starttls", user=USER, password=password).send(message)


def test_nobody_there(message):
    with mail_server() as server:
        pass
    with pytest.raises(Unreachable):
        transport(server.port).send(message)


@pytest.mark.parametrize(
    ("command", "answer", "for_good"),
    [
        ("RCPT", "550 5.1.1 Wer soll das sein?", True),
        ("RCPT", "450 4.2.1 Spaeter bitte", False),
        ("RCPT", "299 was?", False),
        ("DATA", "554 5.7.1 Kein Interesse", True),
        ("DATA", "451 Spaeter bitte", False),
        ("RCPT", "drop", False),
        ("DATA", "drop", False),
        ("TAKEN", "drop", False),
    ],
)
def test_a_refusal_says_whether_it_is_for_good(server, message, command, answer, for_good):
    server.on[command] = answer
    with pytest.raises(Refused) as refused:
        transport(server.port).send(message)
    assert refused.value.for_good is for_good
    if answer != "drop":
        assert refused.value.reason == answer


@pytest.mark.parametrize(
    ("command", "answer"), [("MAIL", "550 Absender unbekannt"), ("MAIL", "450 Spaeter"), ("RCPT", "421 zu viel")]
)
def test_a_server_that_does_not_want_the_portal_is_no_fault_of_the_mail(server, message, command, answer):
    server.on[command] = answer
    with pytest.raises(Unreachable, match=answer):
        transport(server.port).send(message)


def test_a_server_that_does_not_answer_is_left_alone(server, message):
    server.on["RCPT"] = 3
    started = time.monotonic()
    with pytest.raises(Refused, match="rechtzeitig") as refused:
        transport(server.port, **QUICK).send(message)
    assert not refused.value.for_good
    assert time.monotonic() - started < 2


def drip(connection):
    """Send one byte after the other, each in time, and never come to an end."""
    while True:
        connection.sendall(b"2")
        time.sleep(0.1)


def test_a_server_that_drips_is_cut_off(message):
    started = time.monotonic()
    with raw_server(drip) as port, pytest.raises(Unreachable):
        transport(port, **QUICK).send(message)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "noise", [b"", b"554 Geh weg\r\n", b"\x00\xff\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"220" + b"x" * 100_000]
)
def test_what_is_no_mail_server_is_not_reachable(message, noise):
    with raw_server(lambda connection: connection.sendall(noise)) as port, pytest.raises(Unreachable):
        transport(port, **QUICK).send(message)
