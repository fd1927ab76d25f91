"""Own registration: a mail proves the address, then the account is made and asks to join. Flushes, never commits.

Before the address is proved nothing about it is kept but the ordered mail, whose link carries it.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import throttle
from portal.accounts import queries as accounts
from portal.accounts import service as accounting
from portal.accounts.free_mail import ensure_of_service
from portal.accounts.models import Account
from portal.errors import Invalid
from portal.links import LinkExpired
from portal.mail import post
from portal.members import letters
from portal.members.domains.queries import served
from portal.members.joining import requests
from portal.organisations.models import Organisation
from portal.text import N_, fold_address

LINK_LASTS = timedelta(hours=24)
LINK_PURPOSE = "member.registration"

ORDERS_WINDOW, ORDERS_PER_CALLER = timedelta(hours=1), 60  # a whole town hall may come from one address
MAILS_WINDOW, MAILS_PER_ADDRESS = timedelta(days=1), 5


def order_mail(session: Session, email: str, caller: str) -> None:
    """Send a link to a service address. `caller` is where the request comes from.

    Nothing tells whether there is an account: the letter finds that out when it is written. More than some mails a
    day to the same address are left out without a word. Raises Invalid for an address of free mail, Throttled.
    """
    ensure_of_service(email)
    by_caller = throttle.bucket("registration", caller)
    throttle.count_within(session, by_caller, ORDERS_PER_CALLER, ORDERS_WINDOW)
    by_address = throttle.bucket("registration mail", fold_address(email))
    if throttle.count(session, by_address, MAILS_WINDOW) <= MAILS_PER_ADDRESS:
        post(session, letters.REGISTRATION, to=email, email=email)


def register(
    session: Session,
    *,
    link: str,
    email: str,
    display_name: str,
    password: str,
    organisation: str | None,
    note: str | None,
) -> Account:
    """Make the account of an address that was proved, and ask to join the organisation of this slug, None: another.

    `link` is what proved it: it makes one account, also where that is erased soon after. Raises LinkExpired for a link
    that has made one, Conflict when there is an account by now, Invalid for a bad password, an organisation that the
    address does not propose, and for a missing note where there is none.
    """
    wanted = _proposed(served(session, email), organisation)
    account = accounting.create_account(session, email=email, display_name=display_name, password=password)
    if throttle.count(session, _use_of(link), LINK_LASTS) > 1:
        raise LinkExpired
    requests.ask(session, accounts.actor_of(account), wanted, note)
    return account


def is_used(session: Session, link: str) -> bool:
    """Return whether a link has made an account."""
    return throttle.is_counted(session, _use_of(link))


def _use_of(link: str) -> str:
    return throttle.bucket("registration link", link)


def _proposed(choices: Sequence[Organisation], slug: str | None) -> Organisation | None:
    found = next((one for one in choices if one.slug == slug), None)
    if slug is not None and found is None:
        raise Invalid({"organisation": [N_("Bitte wählen Sie eine Möglichkeit aus der Liste.")]})
    return found
