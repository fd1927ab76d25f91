"""Marks of an account in what is signed and goes elsewhere: with another address or password it counts no more."""

import hashlib

from portal.accounts.models import Account


def of_address(account: Account) -> str:
    """Return what changes with the mail address."""
    return _mark(account.email_folded)


def of_password(account: Account) -> str:
    """Return what changes with the password, also with the same one set anew."""
    return _mark(account.password_hash)


def of_both(account: Account) -> str:
    """Return what changes with either."""
    return _mark(f"{account.email} {account.password_hash}")


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
