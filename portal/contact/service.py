"""Verbs on messages: write, confirm, clear away. They flush, never commit."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from portal import throttle
from portal.access import Actor, ensure
from portal.contact import access, letters
from portal.contact.models import CONFIRM_WITHIN, ContactForward, ContactMessage
from portal.errors import Conflict
from portal.mail import post
from portal.mail.models import Mail, MailState
from portal.orm import utcnow
from portal.projects import access as project_access
from portal.projects.models import Project
from portal.projects.responsibility.queries import answerable
from portal.projects.vocabulary import Publication
from portal.text import N_, fold

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
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
        raise Conflict(N_("Zu diesem Eintrag nimmt zurzeit niemand Nachrichten an."))
    connection = throttle.bucket("contact", address)
    sender = throttle.bucket("contact-sender", fold(email))
    throttle.count_within(session, connection, PER_CONNECTION, HOUR)
    throttle.count_within(session, sender, PER_SENDER, DAY)
    written = ContactMessage(project_id=project.id, name=name, email=email, message=message, created_at=utcnow())
    session.add(written)
    session.flush()
    post(session, letters.CONFIRM, to=email, message_id=written.id)
    return written


def confirm(session: Session, message: ContactMessage) -> None:
    """Forward a message whose sender has confirmed it; again changes nothing. The row must be locked by the caller.

    Raises Gone when the entry is no longer published.
    """
    if message.confirmed_at is not None:
        return
    if message.project.publication is not Publication.PUBLISHED:
        raise project_access.gone(message.project)
    message.confirmed_at = utcnow()
    for account in answerable(session, message.project):
        mail = post(session, letters.FORWARD, to=account.email, account_id=account.id, message_id=message.id)
        session.add(ContactForward(message_id=message.id, mail_id=mail.id))
    session.flush()


def clear(session: Session, now: datetime, keep_days: int) -> None:
    """Delete the messages that are delivered, that nobody confirmed in time, and that are older than mails are kept."""
    under_way = select(ContactForward.message_id).join(Mail, Mail.id == ContactForward.mail_id)
    under_way = under_way.where(Mail.state.in_([MailState.WAITING, MailState.DEAD]))  # these can be sent once more
    delivered = and_(ContactMessage.confirmed_at.is_not(None), ContactMessage.id.not_in(under_way))
    forgotten = and_(ContactMessage.confirmed_at.is_(None), ContactMessage.created_at <= now - CONFIRM_WITHIN)
    old = ContactMessage.created_at <= now - timedelta(days=keep_days)
    session.execute(delete(ContactMessage).where(or_(delivered, forgotten, old)))
