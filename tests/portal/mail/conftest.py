from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.mail import Content, LetterKind, Paragraph, post
from portal.mail.delivery import Delivery, ReplyTo
from portal.mail.models import Mail
from portal.mail.transport import SmtpTransport
from portal.orm import utcnow
from portal.settings import Smtp
from tests import factories
from tests.support.mail_server import authority, mail_server

NOTE = LetterKind("test.note", "Hinweis", fields=("number",))
DIGEST = LetterKind("test.digest", "Monatliche Übersicht", fields=("number",), recurring=True)
SENDER = "Projektnachbarn <portal@projekte.example>"


class Clock:
    """What time it is in a test."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return utcnow() + self.ahead

    def move(self, **duration):
        self.ahead += timedelta(**duration)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def letters(app):
    """The application's letters with two kinds of the tests: "Hinweis 7", and one that recurs."""

    def compose(_session, params, _links):
        number = params["number"]
        return Content(f"Hinweis {number}", (Paragraph(f"Es geht um {number}."),), why="Weil es ein Test ist.")

    letters = app.extensions["letters"]
    letters.bind({NOTE: compose, DIGEST: compose})
    return letters


@pytest.fixture
def server():
    """A mail server that speaks plainly."""
    with mail_server() as running:
        yield running


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """A certificate for localhost that this process trusts."""
    context, vouching = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(vouching))
    return context


@pytest.fixture
def deliver(app, database, letters, clock, server):
    """Makes a delivery over SMTP to the server, or as told."""

    def make(transport=None, **options):
        smtp = Smtp(host="localhost", port=server.port, sender=SENDER, security="none")
        return Delivery(
            database,
            letters,
            app.extensions["links"],
            transport or SmtpTransport(smtp, "projekte.example", **options),
            context=app.app_context,
            reply_to=ReplyTo("hilfe@projekte.example", "niemand@projekte.example"),
            clock=clock,
        )

    return make


@pytest.fixture
def mails(database):
    """Reads all orders, the oldest first."""

    def read():
        with database.reading() as session:
            return session.execute(select(Mail).order_by(Mail.id)).scalars().all()

    return read


@pytest.fixture
def order(database, letters):
    """Orders a mail and returns its id."""

    def order(kind=NOTE, to="a@stadt.example", account_id=None, **params):
        with database.unit_of_work() as session:
            return post(session, kind, to=to, account_id=account_id, **{"number": 7} | params).id

    return order


@pytest.fixture
def account(database):
    with database.unit_of_work() as session:
        return factories.account(session).id


class HeldUp:
    """A transport of a process that slept until its lease was over, while another sent the mail."""

    def __init__(self, sender, meanwhile):
        self.sender = sender
        self._meanwhile = meanwhile

    def send(self, message):
        self._meanwhile()
