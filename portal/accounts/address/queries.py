"""Reads of changes of address."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.address.models import AddressChange


def by_id(session: Session, change_id: int) -> AddressChange | None:
    """Return a change that waits."""
    return session.get(AddressChange, change_id)


def of_account(session: Session, account_id: int) -> AddressChange | None:
    """Return the change that waits for an account."""
    return session.execute(select(AddressChange).where(AddressChange.account_id == account_id)).scalar_one_or_none()
