"""Reads of messages."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.address.former import Addresses
from portal.accounts.models import Account
from portal.contact.models import ContactForward, ContactMessage
from portal.mail.models import Mail, MailState
from portal.projects import queries as projects
from portal.projects.models import Project
from portal.projects.responsibility.queries import answerable


def by_id(session: Session, message_id: int, *, for_update: bool = False) -> ContactMessage | None:
    """Return a message with its entry, None when it was delivered or has run out. `for_update` locks it."""
    statement = (
        select(ContactMessage).where(ContactMessage.id == message_id).options(joinedload(ContactMessage.project))
    )
    if for_update:
        statement = statement.with_for_update(of=ContactMessage).execution_options(populate_existing=True)
    return session.execute(statement).scalar_one_or_none()


def entry_of(session: Session, message: ContactMessage) -> Project:
    """Return the entry a message is about: where that was merged into another meanwhile, the one that stayed."""
    if message.project.merged_into_id is None:
        return message.project
    return session.get_one(Project, projects.final_id(session, message.project_id))


def readers(session: Session, message: ContactMessage) -> Sequence[Account]:
    """Return who is to read a message, as things are now."""
    return answerable(session, entry_of(session, message))


def astray(session: Session) -> Sequence[ContactMessage]:
    """Return the confirmed messages that reached nobody and are on their way to nobody: their readers have gone."""
    arriving = select(ContactForward.message_id).join(Mail, Mail.id == ContactForward.mail_id)
    arriving = arriving.where(Mail.state != MailState.DROPPED)
    statement = (
        select(ContactMessage)
        .where(ContactMessage.confirmed_at.is_not(None), ContactMessage.id.not_in(arriving))
        .options(joinedload(ContactMessage.project))
        .order_by(ContactMessage.id)
    )
    return session.execute(statement.with_for_update(of=ContactMessage)).scalars().all()


def written_by(session: Session, account_id: int) -> Sequence[ContactMessage]:
    """Return the messages under way that somebody with an account sent from an address the account has or had."""
    addresses = Addresses(session, account_id)
    found = session.execute(select(ContactMessage).order_by(ContactMessage.id)).scalars()
    return [each for each in found if addresses.include(each.email, each.created_at)]
