"""Between the two steps of a sign-in: whose password was right, in this browser, a moment ago."""

import time
from datetime import timedelta

from flask import session

from portal.accounts import marks, queries
from portal.accounts.models import Account
from portal.accounts.sessions.models import SignInMethod
from portal.work import reading

_NAME = "second_step"
_LASTS = timedelta(minutes=10)


def begin(account: Account, first: SignInMethod = SignInMethod.PASSWORD) -> None:
    """Note that the first step is done, and how; the cookie names the account and opens nothing."""
    session[_NAME] = [account.id, int(time.time()), marks.of_password(account), first.value]


def account() -> Account | None:
    """Return the account whose second step is awaited; None when there is none, or it waited too long.

    With another password, or closed meanwhile, the account has to begin anew.
    """
    account_id, begun, mark, _first = session.get(_NAME) or (None, 0, "", "")
    if account_id is None or time.time() - begun > _LASTS.total_seconds():
        return None
    with reading() as db:
        found = queries.by_id(db, account_id)
    if found is None or not found.active or marks.of_password(found) != mark:
        return None
    return found


def came_by_sso() -> bool:
    """Return whether the first step was the sign-in at an identity provider."""
    return SignInMethod.SSO.value in (session.get(_NAME) or ())
