"""Verbs of the reset: order the mail, read its link, set the password. Nothing tells whether an account exists."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal import throttle
from portal.access import Actor
from portal.accounts import marks, queries, service
from portal.accounts.factors.queries import least_password
from portal.accounts.letters import RESET
from portal.accounts.models import Account
from portal.links import LinkBroken, LinkExpired, Links
from portal.mail import post
from portal.text import fold_address

LASTS = timedelta(hours=1)
WINDOW = timedelta(hours=1)
MAILS_PER_ACCOUNT = 3  # in the window; further ones are not sent, and nobody is told
ORDERS_PER_ADDRESS = 60  # a whole town hall may come from one address

_PURPOSE = "password-reset"
_NOBODY = "niemand@invalid"  # of no account: the mail is dropped when it is to be written


def order(session: Session, email: str, address: str) -> None:
    """Order the mail to the account of a mail address, if there is one; the work is the same if there is none.

    It goes to the address the account has, whatever was typed. Raises Throttled when too many come from one address.
    """
    name = throttle.bucket("reset", address)
    throttle.count_within(session, name, ORDERS_PER_ADDRESS, WINDOW)
    mails = throttle.count(session, throttle.bucket("reset", fold_address(email)), WINDOW)
    found = queries.by_email(session, email)
    account = found if found is not None and found.active and mails <= MAILS_PER_ACCOUNT else None
    post(
        session,
        RESET,
        to=account.email if account else _NOBODY,
        account_id=account.id if account else None,
        for_account=account.id if account else 0,
        mark=marks.of_both(account) if account else "",
    )


def token_for(account: Account, links: Links) -> str:
    """Return what the link carries; with another password or another address it is worth nothing any more."""
    return links.token(_PURPOSE, [account.id, marks.of_both(account)])


def account_of(session: Session, token: str, links: Links, *, for_update: bool = False) -> Account:
    """Return the account whose password may be set. Raises LinkBroken, and LinkExpired also for a used link.

    With `for_update` nobody else uses the link until this transaction ends.
    """
    payload = links.read(_PURPOSE, token, LASTS)
    if not isinstance(payload, list) or len(payload) != 2:
        raise LinkBroken
    account = queries.by_id(session, payload[0], for_update=for_update)
    if account is None or not account.active or marks.of_both(account) != payload[1]:
        raise LinkExpired
    return account


def set_password(session: Session, token: str, password: str, links: Links) -> Account:
    """Set the password; the link is used up, every sign-in ends. Raises as `account_of`, Invalid for a bad password."""
    account = account_of(session, token, links, for_update=True)
    service.set_password(session, Actor(account.id), account, password, least=least_password(session, account.id))
    return account
