"""The signed-in person as Flask-Login and the templates know it."""

import re

from flask_login import UserMixin

from portal.access import Actor
from portal.accounts import queries
from portal.accounts.models import Account
from portal.extensions import login_manager
from portal.organisations.models import Organisation
from portal.work import reading


class SignedIn(UserMixin):  # type: ignore[misc] # flask-login ships no types
    """What a request knows of the account: plain values, no open session."""

    def __init__(self, account: Account) -> None:
        self.session_id = f"{account.id}.{account.session_epoch}"
        self.display_name: str = account.display_name
        self.actor: Actor = queries.actor_of(account)
        self.organisations: list[Organisation] = queries.organisations_of(account)

    def get_id(self) -> str:
        """Return what the session cookie carries: the account and its session number."""
        return self.session_id


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(session_id: str) -> SignedIn | None:
    """Return the signed-in person, or None when the account is closed or its sessions were ended."""
    account_id, _, epoch = session_id.partition(".")
    if not re.fullmatch(r"[0-9]{1,18}", account_id):
        return None
    with reading() as session:
        account = queries.by_id(session, int(account_id))
    if account is None or not account.active or str(account.session_epoch) != epoch:
        return None
    return SignedIn(account)
