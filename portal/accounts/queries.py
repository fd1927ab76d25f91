"""Reads of accounts."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.access import Actor
from portal.accounts.models import Account, Membership
from portal.organisations.models import Organisation
from portal.text import fold

_WITH_MEMBERSHIPS = selectinload(Account.memberships).joinedload(Membership.organisation)


def by_id(session: Session, account_id: int) -> Account | None:
    """Return the account with its memberships and their organisations."""
    statement = select(Account).where(Account.id == account_id).options(_WITH_MEMBERSHIPS)
    return session.execute(statement).scalar_one_or_none()


def by_email(session: Session, email: str) -> Account | None:
    """Return the account of a mail address, however it is cased."""
    statement = select(Account).where(Account.email_folded == fold(email)).options(_WITH_MEMBERSHIPS)
    return session.execute(statement).scalar_one_or_none()


def actor_of(account: Account) -> Actor:
    """Return the account as somebody who asks."""
    return Actor(
        account_id=account.id,
        roles={membership.organisation_id: membership.role.value for membership in account.memberships},
        portal_role=account.portal_role.value if account.portal_role else None,
    )


def organisations_of(account: Account) -> list[Organisation]:
    """Return the organisations the account belongs to, by name."""
    found = [membership.organisation for membership in account.memberships]
    return sorted(found, key=lambda organisation: organisation.name_sort)


def existing_emails(session: Session, emails: Iterable[str]) -> set[str]:
    """Return which of the addresses have an account, folded."""
    folded = [fold(email) for email in emails]
    return set(session.execute(select(Account.email_folded).where(Account.email_folded.in_(folded))).scalars())
