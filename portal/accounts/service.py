"""Verbs on accounts: create, sign in."""

from datetime import timedelta
from functools import cache

import argon2
from sqlalchemy.orm import Session

from portal import throttle
from portal.access import PortalRole, Role
from portal.accounts import queries
from portal.accounts.models import PASSWORD_MAX, PASSWORD_MIN, Account, Membership
from portal.errors import Conflict, Invalid
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import N_, fold

_hasher = argon2.PasswordHasher()

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT_AND_ADDRESS = 10
TRIES_PER_ADDRESS = 200  # a whole town hall may come from one address


def create_account(
    session: Session,
    *,
    email: str,
    display_name: str,
    password: str,
    organisation: Organisation | None = None,
    role: Role = Role.EDITOR,
    portal_role: PortalRole | None = None,
) -> Account:
    """Create an account, with the role in the organisation if one is given.

    Raises Conflict for a known mail address, Invalid for a password that is too short or too long and for an
    organisation that cannot have members.
    """
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise Invalid({"password": [N_("Das Passwort braucht 15 bis 200 Zeichen.")]})
    if organisation is not None and not organisation.can_have_members:
        raise Invalid({"organisation": [N_("Diese Organisation kann keine Mitglieder haben.")]})
    if queries.by_email(session, email) is not None:
        raise Conflict(N_("Zu dieser E-Mail-Adresse gibt es schon ein Konto."))
    account = Account(
        email=email,
        display_name=display_name,
        password_hash=_hasher.hash(password),
        portal_role=portal_role,
        created_at=utcnow(),
        memberships=[Membership(organisation=organisation, role=role)] if organisation else [],
    )
    session.add(account)
    session.flush()
    return account


def ensure_may_try(session: Session, email: str, address: str) -> None:
    """Raise Throttled when there were too many failed tries for this account from this address, or from it at all."""
    throttle.ensure_below(session, _account_bucket(email, address), TRIES_PER_ACCOUNT_AND_ADDRESS)
    throttle.ensure_below(session, throttle.bucket("sign-in", address), TRIES_PER_ADDRESS)


def sign_in(session: Session, email: str, password: str, address: str) -> Account | None:
    """Return the account when mail address and password fit, else None and count the failed try.

    Nothing in answer or duration tells whether the account exists.
    """
    nobody = _hash_of_nobody(_hasher)
    account = queries.by_email(session, email)
    fits = _verify(account.password_hash if account else nobody, password)
    if account is None or not fits or not account.active:
        throttle.count(session, _account_bucket(email, address), WINDOW)
        throttle.count(session, throttle.bucket("sign-in", address), WINDOW)
        return None
    throttle.forget(session, _account_bucket(email, address))
    if _hasher.check_needs_rehash(account.password_hash):
        account.password_hash = _hasher.hash(password)
    return account


@cache
def _hash_of_nobody(hasher: argon2.PasswordHasher) -> str:
    """Return what is checked when there is no such account, so that the answer takes as long as with one."""
    return hasher.hash("nobody has this password")


def _account_bucket(email: str, address: str) -> str:
    # Folded as the account is looked up: no other spelling of an address buys more tries.
    return throttle.bucket("sign-in", fold(email), address)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password.encode("utf-8", "surrogatepass"))
    except argon2.exceptions.VerifyMismatchError:
        return False
