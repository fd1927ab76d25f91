"""Verbs on messages: write, confirm, clear away. They flush, never commit."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from portal import throttle
from portal.access import Actor, ensure
from portal.accounts.models import Account
from portal.contact import access, letters, queries
from portal.contact.models import CONFIRM_WITHIN, ContactForward, ContactMessage
from portal.errors import Conflict
from portal.mail import post
from portal.mail.models import Mail, MailState
from portal.orm import utcnow
from portal.projects import access as project_access
from portal.projects.models import Project
from portal.projects.responsibility.queries import answerable
from portal.projects.vocabulary import Publication
from portal.text import N_, fold_address

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOBODY = N_("Zu diesem Eintrag nimmt zurzeit niemand Nachrichten an.")
PER_CONNECTION = 30  # an hour; a whole town hall may come from one address
PER_SENDER = 5  # a day: nobody's mailbox is flooded with our questions for confirmation


def write(
    session: Session, actor: Actor, project: Project, *, name: str, email: str, message: str, address: str
) -> ContactMessage:
    """Take a message and ask the sender by mail to confirm it; `address` is where the request comes from.

    Raises Forbidden for an entry that takes none, Conflict while there is nobody to read it, Throttled after too many.
    """
    ensure(actor, access.WRITE, project)
    if not answerable(session, project):
        raise Conflict(NOBODY)
    connection = throttle.bucket("contact", address)
    sender = throttle.bucket("contact-sender", fold_address(email))
    throttle.count_within(session, connection, PER_CONNECTION, HOUR)
    throttle.count_within(session, sender, PER_SENDER, DAY)
    written = ContactMessage(project_id=project.id, name=name, email=email, message=message, created_at=utcnow())
    session.add(written)
    session.flush()
    post(session, letters.CONFIRM, to=email, message_id=written.id)
    return written


def confirm(session: Session, message: ContactMessage) -> None:
    """Forward a message whose sender has confirmed it; again changes nothing. The row must be locked by the caller.

    It goes where the entry has been merged into. Raises Gone when that is no longer published, Conflict while there is
    nobody to read it: the message waits, and can still be confirmed.
    """
    if message.confirmed_at is not None:
        return
    entry = queries.entry_of(session, message)
    if entry.publication is not Publication.PUBLISHED:
        raise project_access.gone(entry)
    readers = queries.readers(session, message)
    if not readers:
        raise Conflict(NOBODY)
    message.confirmed_at = utcnow()
    _forward(session, message, readers)


def forward_astray(session: Session) -> None:
    """Forward what was confirmed and reached nobody, as its readers went before it was sent, to those who read now."""
    for message in queries.astray(session):
        _forward(session, message, queries.readers(session, message))


def clear(session: Session, now: datetime, keep_days: int) -> None:
    """Delete the messages that are delivered, that nobody confirmed in time, and that are older than mails are kept."""
    forwarded = select(ContactForward.message_id).join(Mail, Mail.id == ContactForward.mail_id)
    under_way = forwarded.where(Mail.state.in_([MailState.WAITING, MailState.DEAD]))  # these can be sent once more
    sent = forwarded.where(Mail.state == MailState.SENT)
    delivered = and_(ContactMessage.id.in_(sent), ContactMessage.id.not_in(under_way))
    forgotten = and_(ContactMessage.confirmed_at.is_(None), ContactMessage.created_at <= now - CONFIRM_WITHIN)
    old = ContactMessage.created_at <= now - timedelta(days=keep_days)
    session.execute(delete(ContactMessage).where(or_(delivered, forgotten, old)))


def _forward(session: Session, message: ContactMessage, readers: Sequence[Account]) -> None:
    for account in readers:
        mail = post(session, letters.FORWARD, to=account.email, account_id=account.id, message_id=message.id)
        session.add(ContactForward(message_id=message.id, mail_id=mail.id))
    session.flush()
