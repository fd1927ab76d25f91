"""Reads of messages."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import queries as accounts
from portal.contact.models import ContactMessage


def by_id(session: Session, message_id: int, *, for_update: bool = False) -> ContactMessage | None:
    """Return a message with its entry, None when it was delivered or has run out. `for_update` locks it."""
    statement = (
        select(ContactMessage).where(ContactMessage.id == message_id).options(joinedload(ContactMessage.project))
    )
    if for_update:
        statement = statement.with_for_update(of=ContactMessage).execution_options(populate_existing=True)
    return session.execute(statement).scalar_one_or_none()


def written_by(session: Session, account_id: int) -> Sequence[ContactMessage]:
    """Return the messages under way that somebody with an account sent from the account's address."""
    account = accounts.by_id(session, account_id)
    address = account.email.lower() if account else ""
    statement = select(ContactMessage).where(func.lower(ContactMessage.email) == address).order_by(ContactMessage.id)
    return session.execute(statement).scalars().all()
