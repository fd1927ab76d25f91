"""Between the two steps of a sign-in: whose password was right, in this browser, a moment ago."""

import hashlib
import time
from datetime import timedelta

from flask import session

from portal.accounts import queries
from portal.accounts.models import Account
from portal.work import reading

_NAME = "second_step"
_LASTS = timedelta(minutes=10)


def begin(account: Account) -> None:
    """Note that the first step is done; the cookie names the account and opens nothing."""
    session[_NAME] = [account.id, int(time.time()), _mark(account)]


def account() -> Account | None:
    """Return the account whose second step is awaited; None when there is none, or it waited too long.

    With another password, or closed meanwhile, the account has to begin anew.
    """
    account_id, begun, mark = session.get(_NAME) or (None, 0, "")
    if account_id is None or time.time() - begun > _LASTS.total_seconds():
        return None
    with reading() as db:
        found = queries.by_id(db, account_id)
    if found is None or not found.active or _mark(found) != mark:
        return None
    return found


def _mark(account: Account) -> str:
    return hashlib.sha256(account.password_hash.encode()).hexdigest()[:16]
