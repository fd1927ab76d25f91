"""Reads of accounts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.access import Actor
from portal.accounts.models import Account, Membership
from portal.errors import NotFound
from portal.organisations.models import Organisation
from portal.text import fold_address, sort_key

WITH_MEMBERSHIPS = selectinload(Account.memberships).joinedload(Membership.organisation)


def by_id(session: Session, account_id: int, *, fresh: bool = False, for_update: bool = False) -> Account | None:
    """Return the account with its memberships and their organisations; `fresh` forgets what the session knew of it.

    With `for_update` it is as others left it, and nobody else changes it until this transaction ends.
    """
    statement = select(Account).where(Account.id == account_id).options(WITH_MEMBERSHIPS)
    if for_update:
        statement = statement.with_for_update(key_share=True)  # rows that name the account may be added all the same
    fresh = fresh or for_update
    return session.execute(statement, execution_options={"populate_existing": fresh}).scalar_one_or_none()


def is_open(session: Session, account_id: int) -> bool:
    """Return whether somebody can sign in with the account."""
    statement = select(Account.id).where(Account.id == account_id, Account.active)
    return session.execute(statement).one_or_none() is not None


def by_ids(session: Session, account_ids: Iterable[int | None]) -> Sequence[Account]:
    """Return the accounts of these ids with their memberships and their organisations, in any order."""
    wanted = {each for each in account_ids if each is not None}
    return session.execute(select(Account).where(Account.id.in_(wanted)).options(WITH_MEMBERSHIPS)).scalars().all()


def by_email(session: Session, email: str) -> Account | None:
    """Return the account of a mail address, however it is cased."""
    statement = select(Account).where(Account.email_folded == fold_address(email)).options(WITH_MEMBERSHIPS)
    return session.execute(statement).scalar_one_or_none()


def closed(session: Session) -> list[Account]:
    """Return the accounts that are closed and not erased, by name, with their memberships."""
    statement = select(Account).where(~Account.active, Account.erased_at.is_(None)).options(WITH_MEMBERSHIPS)
    return sorted(
        session.execute(statement).scalars(), key=lambda account: (sort_key(account.display_name), account.id)
    )


def belonging_nowhere(session: Session) -> list[Account]:
    """Return the open accounts that belong to no organisation, by name."""
    statement = select(Account).where(Account.active, ~Account.memberships.any())
    return sorted(
        session.execute(statement).scalars(), key=lambda account: (sort_key(account.display_name), account.id)
    )


def by_actor(session: Session, actor: Actor, *, for_update: bool = False) -> Account:
    """Return the account of somebody who is signed in; `for_update` as in `by_id`. Raises NotFound for nobody."""
    found = by_id(session, actor.account_id, for_update=for_update) if actor.account_id is not None else None
    if found is None:
        raise NotFound
    return found


def actor_of(account: Account) -> Actor:
    """Return the account as somebody who asks."""
    return Actor(
        account_id=account.id,
        roles={membership.organisation_id: membership.role for membership in account.memberships},
        portal_role=account.portal_role,
    )


def memberships_of(account: Account) -> list[Membership]:
    """Return the memberships of the account, by the name of the organisation."""
    return sorted(account.memberships, key=lambda membership: membership.organisation.name_sort)


def organisations_of(account: Account) -> list[Organisation]:
    """Return the organisations the account belongs to, by name."""
    return [membership.organisation for membership in memberships_of(account)]


def existing_emails(session: Session, emails: Iterable[str]) -> set[str]:
    """Return which of the addresses have an account, folded."""
    folded = [fold_address(email) for email in emails]
    return set(session.execute(select(Account.email_folded).where(Account.email_folded.in_(folded))).scalars())


@dataclass(frozen=True)
class Named:
    """What an account is called today; of an erased one only the organisation the person came from, if any."""

    name: str
    erased: bool
    former_organisation: str | None


def names(session: Session, account_ids: Iterable[int | None]) -> Mapping[int, Named]:
    """Return what the accounts of these ids are called."""
    wanted = {each for each in account_ids if each is not None}
    if not wanted:
        return {}
    statement = (
        select(Account.id, Account.display_name, Account.erased_at, Organisation.name)
        .join(Organisation, Organisation.id == Account.former_organisation_id, isouter=True)
        .where(Account.id.in_(wanted))
    )
    rows = session.execute(statement)
    return {account_id: Named(name, erased is not None, of) for account_id, name, erased, of in rows}
