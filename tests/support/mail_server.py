"""A real mail server on this machine that takes mail over, or refuses, delays and drops it as told."""
# ruff: noqa: N802 - aiosmtpd looks for methods of these names

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "portal", "geheim & lang"


@dataclass
class Received:
    """A message as it came over the wire."""

    to: str
    sender: str
    data: bytes

    @property
    def message(self) -> EmailMessage:
        """The message as a mail program reads it."""
        message = message_from_bytes(self.data, policy=SMTP)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def text(self) -> str:
        """The plain text."""
        return part_of(self.message, "plain")

    @property
    def html(self) -> str:
        """The HTML twin."""
        return part_of(self.message, "html")


def part_of(message: EmailMessage, kind: str) -> str:
    """Return the text of a message, "plain" or "html"."""
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


@dataclass
class MailServer:
    """What the server has taken over, and what it shall do with the next command of a kind.

    `on["RCPT"]` is an answer such as "550 no such user", the word "drop", seconds to wait, or a function of the
    address that says one of these; so are MAIL, DATA (before its last answer), EHLO.
    """

    port: int
    received: list[Received] = field(default_factory=list)
    on: dict[str, Any] = field(default_factory=dict)
    connections: int = 0
    signed_in: list[bool] = field(default_factory=list)

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, name: str, responses: list[str]) -> list[str]:
        self.connections += 1
        session.host_name = name
        answer = await self._behave(server, "EHLO", name)
        return [answer] if answer else responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = await self._behave(server, "MAIL", address)
        if answer:
            return answer
        envelope.mail_from = address
        self.signed_in.append(bool(session.authenticated))
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = await self._behave(server, "RCPT", address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = await self._behave(server, "DATA", envelope.rcpt_tos[0])
        if answer:
            return answer
        self.received += [Received(to, envelope.mail_from, envelope.content) for to in envelope.rcpt_tos]
        return await self._behave(server, "TAKEN", envelope.rcpt_tos[0]) or "250 taken over"

    async def _behave(self, server: Any, command: str, address: str) -> str | None:
        told = self.on.get(command)
        if callable(told):
            told = told(address)
        if isinstance(told, float | int):
            await asyncio.sleep(told)
            return None
        if told == "drop":
            server.transport.abort()
            return "421 gone"
        return told


def authority(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for localhost; return the server's side and the file of who vouches for it."""
    made = trustme.CA()
    vouching = folder / "authority.pem"
    made.cert_pem.write_to_path(str(vouching))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.issue_cert("localhost").configure_cert(context)
    return context, vouching


@contextmanager
def mail_server(
    *, tls: ssl.SSLContext | None = None, implicit: bool = False, auth: bool = False
) -> Iterator[MailServer]:
    """Run a server: with STARTTLS required where `tls` is given, from the first byte if `implicit`."""
    server = MailServer(_free_port())
    options: dict[str, Any] = {"enable_SMTPUTF8": False}
    if tls is not None and not implicit:
        options |= {"tls_context": tls, "require_starttls": True}
    if auth:
        options |= {
            "authenticator": _check,
            "auth_required": True,
            "auth_require_tls": tls is not None and not implicit,
        }
    controller = Controller(
        server, hostname="127.0.0.1", port=server.port, ssl_context=tls if implicit else None, **options
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)  # the server says it


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Run a server that knows no SMTP: `talk` has each connection. Gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection, suppress(OSError):  # the other side may have had enough
                    talk(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield port
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
