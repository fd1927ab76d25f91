"""Reads of messages."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.address.former import Addresses
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
    """Return the messages under way that somebody with an account sent from an address the account has or had."""
    addresses = Addresses(session, account_id)
    found = session.execute(select(ContactMessage).order_by(ContactMessage.id)).scalars()
    return [each for each in found if addresses.include(each.email, each.created_at)]
