"""How a message leaves the portal: over SMTP, or into a folder where nobody shall get mail."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from portal.mail.content import one_line
from portal.mail.models import ERROR_MAX
from portal.private import private_folder
from portal.settings import Settings, Smtp, read_sender
from portal.text import N_

ANSWER_WITHIN = 30.0  # seconds for each answer of the mail server
SEND_WITHIN = 60.0  # seconds for one mail altogether: a server that drips must not outlast a lease


class NotSent(Exception):
    """The message was not taken over; `reason` says why, in German or the mail server's words."""

    def __init__(self, reason: str) -> None:
        self.reason = one_line(reason)[:ERROR_MAX]
        super().__init__(self.reason)


class Refused(NotSent):
    """The mail server does not want this message for this address, now or (`for_good`) ever."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Unreachable(NotSent):
    """The mail server cannot be used at all: away, not trusted, or it does not want us."""


class Transport(Protocol):
    """Takes messages over for good."""

    sender: Address

    def send(self, message: EmailMessage) -> None:
        """Hand a message over to the one in its To, for good. Raises Refused and Unreachable."""


class SmtpTransport:
    """Hands messages to a mail server, one connection for each; `name` is how the portal introduces itself."""

    def __init__(
        self, smtp: Smtp, name: str, *, answer_within: float = ANSWER_WITHIN, send_within: float = SEND_WITHIN
    ) -> None:
        self.sender = read_sender(smtp.sender)
        self._smtp = smtp
        self._name = name
        self._answer_within, self._send_within = answer_within, send_within
        # Certificate and name are checked; SSL_CERT_FILE names another store of who may vouch for them.
        self._context = None if smtp.security == "none" else ssl.create_default_context()

    def send(self, message: EmailMessage) -> None:
        """Hand a message over. Raises Refused and Unreachable."""
        with self._connected() as client:
            self._hand_over(client, message)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        client = (
            smtplib.SMTP_SSL(local_hostname=self._name, timeout=self._answer_within, context=self._context)
            if self._smtp.security == "tls"
            else smtplib.SMTP(local_hostname=self._name, timeout=self._answer_within)
        )
        # smtplib forgets the name when it is not given at once; it is what the certificate must be for.
        client._host = self._smtp.host  # type: ignore[attr-defined]
        with _deadline(client, self._send_within):
            try:
                self._open(client)
            except smtplib.SMTPResponseException as error:
                client.close()
                raise Unreachable(_told(error.smtp_code, error.smtp_error)) from None
            except (OSError, smtplib.SMTPException, ValueError) as error:  # ValueError: a password beyond ASCII
                client.close()
                raise Unreachable(_failure(error)) from None
            try:
                yield client
            finally:
                client.close()

    def _open(self, client: smtplib.SMTP) -> None:
        code, text = client.connect(self._smtp.host, self._smtp.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, text)
        client.ehlo_or_helo_if_needed()
        if self._smtp.security == "starttls":
            client.starttls(context=self._context)
            client.ehlo()
        if self._smtp.user:
            client.login(self._smtp.user, self._smtp.password)

    def _hand_over(self, client: smtplib.SMTP, message: EmailMessage) -> None:
        [to] = message["To"].addresses
        try:
            code, text = client.mail(self.sender.addr_spec)
            if code != 250:  # it does not want mail from this portal, whoever it is for
                raise Unreachable(_told(code, text))
            code, text = client.rcpt(to.addr_spec)
            if code not in {250, 251, 252}:
                raise _refusal(code, text)
            code, text = client.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
            if code != 250:
                raise _refusal(code, text)
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Refused(_failure(error), for_good=False) from None
        with suppress(OSError, smtplib.SMTPException):  # it has the message; how it says goodbye does not matter
            client.quit()


class FolderTransport:
    """Keeps messages as files instead of sending them: for the demo, where nobody shall get mail."""

    sender = Address("Projektnachbarn", addr_spec="portal@demo.example")

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the message to the folder; the same one again replaces itself. Raises Unreachable."""
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        try:
            private_folder(self._folder)
            partial = self._folder / f"{name}.part"
            partial.write_bytes(bytes(message))
            partial.replace(partial.with_suffix(".eml"))
        except OSError as error:
            raise Unreachable(f"{error.filename}: {error.strerror}") from None


def transport_for(settings: Settings) -> Transport | None:
    """Return how this portal's mail leaves; None while no mail server is set up."""
    if settings.demo:
        return FolderTransport(settings.mail_directory)
    if settings.smtp is None:
        return None
    return SmtpTransport(settings.smtp, urlsplit(settings.base_url).hostname or "localhost")


@contextmanager
def _deadline(client: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Cut the connection when all of it takes too long; the timeout of a socket starts anew with each byte."""

    def cut() -> None:
        if client.sock is not None:
            with suppress(OSError):  # already closed
                socket.socket.shutdown(client.sock, socket.SHUT_RDWR)  # the plain one: TLS would want to say goodbye

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _refusal(code: int, text: bytes | str) -> NotSent:
    if code == 421:  # it is closing down
        return Unreachable(_told(code, text))
    return Refused(_told(code, text), for_good=500 <= code < 600)


def _told(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {words}"


def _failure(error: Exception) -> str:
    if isinstance(error.__context__, TimeoutError):  # smtplib says "unexpectedly closed"
        error = error.__context__
    match error:
        case TimeoutError():
            return N_("Der Mailserver hat nicht rechtzeitig geantwortet.")
        case ssl.SSLCertVerificationError():
            return f"Dem Zertifikat des Mailservers ist nicht zu trauen: {error.verify_message}"
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            return f"Die Verbindung zum Mailserver ist abgebrochen: {error}"
        case _:
            return f"Der Mailserver ist nicht erreichbar: {error}"
