"""Carries out the orders of the outbox, one mail after the other.

A mail is leased before it is sent and marked after; who dies between the two leaves it leased, and when the lease is
over it is sent again with the same Message-ID. Nothing is sent inside a transaction.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import structlog
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from portal.database import Database, after_commit
from portal.links import Links
from portal.mail import unsubscribing
from portal.mail.composing import Letters
from portal.mail.kinds import LetterKind
from portal.mail.models import FORGOTTEN, Mail, MailState
from portal.mail.rendering import BadAddress, Envelope, message_of
from portal.mail.transport import SEND_WITHIN, NotSent, Refused, Transport, Unreachable
from portal.orm import utcnow
from portal.text import N_

LEASE = timedelta(minutes=3)  # three times what sending one mail may take
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
REST_WHEN_UNREACHABLE = timedelta(seconds=30)

NOT_SET_UP = N_("Eine Woche lang war kein Mailversand eingerichtet.")
FAULTY = N_(
    "Das Portal konnte die Mail wegen eines Programmfehlers nicht senden. Der Betreiber findet ihn im Protokoll."
)

_log = structlog.get_logger()


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many failed tries: a minute, then twice as long each time, up to four hours."""
    doublings: int = min(tries - 1, 20)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


@dataclass(frozen=True)
class ReplyTo:
    """Where answers go: to the operator (None: to the sender), and those that nobody reads (None: likewise)."""

    operator: str | None = None
    nobody: str | None = None


class Delivery:
    """Sends what is due. Safe to run in several processes at once.

    Without a `transport` mails wait. `context` is what composers run in, `reply_to` where answers go by default.
    """

    def __init__(
        self,
        database: Database,
        letters: Letters,
        links: Links,
        transport: Transport | None,
        *,
        context: Callable[[], AbstractContextManager[Any]],
        reply_to: ReplyTo | None = None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self.transport = transport
        self.clock = clock
        self._database, self._letters, self._links = database, letters, links
        self._context, self._reply_to = context, reply_to or ReplyTo()
        self._rests_until: datetime | None = None
        self._wake: Callable[[], None] = lambda: None
        database.watch("after_flush", self._ordered)

    def on_order(self, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit that ordered mail."""
        self._wake = wake

    def drain(self) -> int:
        """Try the mail that has been due for longest; return 1, or 0 when none is due."""
        if self.transport is None:
            self._give_up_on_late_ones()
            return 0
        if self._rests_until is not None and self.clock() < self._rests_until:
            return 0
        return int(self.deliver())

    def deliver(self, mail_id: int | None = None) -> bool:
        """Try one mail, the longest due one, or a certain one even before it is due; return whether there was one.

        Raises LookupError when there is no transport.
        """
        if self.transport is None:
            raise LookupError("no mail server is set up")
        mail = self._lease(mail_id)
        if mail is None:
            return False
        try:
            self._try(mail, self.transport)
        except Refused as error:
            self._failed(mail, error.reason, for_good=error.for_good)
        except Unreachable as error:
            self._failed(mail, error.reason)
            self._rests_until = self.clock() + REST_WHEN_UNREACHABLE
        except BadAddress as error:
            self._failed(mail, str(error), for_good=True)
        except _Faulty:
            self._failed(mail, FAULTY)
        return True

    def _lease(self, mail_id: int | None) -> Mail | None:
        """Take a due mail for ourselves; None when there is none, or others have it."""
        now = self.clock()
        wanted = Mail.next_try_at <= now if mail_id is None else Mail.id == mail_id
        first = select(Mail).where(_free(now), wanted).order_by(Mail.next_try_at, Mail.id).limit(1)
        with self._database.reading() as session:  # most looks find nothing: they must not hold up who writes
            if session.execute(first).first() is None:
                return None
        with self._database.unit_of_work() as session:
            mail = session.execute(first.with_for_update(skip_locked=True)).scalar_one_or_none()
            if mail is not None:
                mail.tries += 1
                mail.leased_until = now + LEASE
        return mail

    def _try(self, mail: Mail, transport: Transport) -> None:
        message = self._message(mail, transport)
        if message is None:
            self._settle(mail, state=MailState.DROPPED)
            return
        if mail.leased_until is None or self.clock() > mail.leased_until - timedelta(seconds=SEND_WITHIN):
            return  # we were held up, and another try may begin while we send
        try:
            transport.send(message)
        except NotSent:
            raise
        except Exception as error:
            _log.exception("mail.not_sent", kind=mail.kind, mail=mail.id)
            raise _Faulty from error
        self._settle(mail, state=MailState.SENT, sent_at=self.clock(), last_error=None)
        _log.info("mail.sent", kind=mail.kind, mail=mail.id, tries=mail.tries)

    def _message(self, mail: Mail, transport: Transport) -> EmailMessage | None:
        """Write the mail as things are now; None when there is nothing to say, or to whoever it was ordered for."""
        with self._context(), self._database.reading() as session:
            try:
                kind = self._letters.kinds[mail.kind]
                if kind.recurring and unsubscribing.is_unwanted(session, mail.account_id, kind):
                    return None
                if not self._letters.still_concerns(session, mail.kind, mail.params, mail.account_id):
                    return None
                if kind.recurring and mail.account_id is None and self._letters.unsubscriber(kind.name) is None:
                    raise LookupError(f"nobody could unsubscribe from {kind.name}")
                content = self._letters.compose(session, mail.kind, mail.params, self._links)
                if content is None:
                    return None
                return message_of(content, self._envelope(mail, kind, transport.sender))
            except BadAddress:
                raise
            except Exception as error:
                _log.exception("mail.not_written", kind=mail.kind, mail=mail.id)
                raise _Faulty from error

    def _envelope(self, mail: Mail, kind: LetterKind, sender: Address) -> Envelope:
        return Envelope(
            sender=sender,
            to=mail.to_address or "",
            message_id=f"{mail.message_id}@{sender.domain}",
            date=self.clock(),
            settings_url=self._links.url("/konto/mails"),
            privacy_url=self._links.url("/datenschutz"),
            reply_to=(self._reply_to.nobody or sender.addr_spec) if kind.unattended else self._reply_to.operator,
            unattended=kind.unattended,
            unsubscribe_url=unsubscribing.address(self._links, mail) if kind.recurring else None,
        )

    def _failed(self, mail: Mail, reason: str, *, for_good: bool = False) -> None:
        now = self.clock()
        if for_good or now >= mail.give_up_at:
            self._settle(mail, state=MailState.DEAD, last_error=reason)
            _log.error("mail.dead", kind=mail.kind, mail=mail.id, tries=mail.tries)
            return
        next_try_at = min(now + wait_after(mail.tries), mail.give_up_at)
        self._settle(mail, next_try_at=next_try_at, last_error=reason)
        _log.warning("mail.failed", kind=mail.kind, mail=mail.id, tries=mail.tries)

    def _settle(self, mail: Mail, **values: Any) -> None:
        """Write what became of our try, unless the lease has gone to another or the mail was emptied meanwhile."""
        ours = (Mail.id == mail.id) & (Mail.state == MailState.WAITING) & (Mail.leased_until == mail.leased_until)
        if "state" in values and mail.kind in self._letters.without_trace:
            values |= FORGOTTEN
        with self._database.unit_of_work() as session:
            session.execute(update(Mail).where(ours).values(leased_until=None, **values))

    def _give_up_on_late_ones(self) -> None:
        late = (Mail.state == MailState.WAITING) & Mail.held_at.is_(None) & (Mail.give_up_at <= self.clock())
        with self._database.reading() as session:
            if session.execute(select(Mail.id).where(late).limit(1)).first() is None:
                return
        with self._database.unit_of_work() as session:
            forgotten = late & Mail.kind.in_(self._letters.without_trace)
            session.execute(update(Mail).where(forgotten).values(state=MailState.DEAD, **FORGOTTEN))
            session.execute(update(Mail).where(late).values(state=MailState.DEAD, last_error=NOT_SET_UP))

    def _ordered(self, session: Session, _context: Any) -> None:
        if any(isinstance(row, Mail) for row in session.new):
            after_commit(session, self._wake)


class _Faulty(Exception):
    """A fault of the program; the log says which. The mail waits for the version that mends it."""


def _free(now: datetime) -> ColumnElement[bool]:
    unleased = or_(Mail.leased_until.is_(None), Mail.leased_until <= now)
    return (Mail.state == MailState.WAITING) & Mail.held_at.is_(None) & unleased
