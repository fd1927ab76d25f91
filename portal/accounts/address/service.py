"""Verbs of the change of address: ask for it, withdraw, confirm. They flush, never commit."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import audit, throttle
from portal.access import Actor
from portal.accounts import queries as accounts
from portal.accounts.address import queries
from portal.accounts.address.models import AddressChange
from portal.accounts.events import ADDRESS_CHANGED
from portal.accounts.letters import ADDRESS_CHANGED as TELL_OLD_ADDRESS
from portal.accounts.letters import CONFIRM_ADDRESS
from portal.accounts.models import Account
from portal.database import wait_for_turn
from portal.errors import Conflict, Invalid
from portal.links import LinkBroken, LinkExpired, Links
from portal.mail import post
from portal.text import N_, fold

LASTS = timedelta(hours=2)
MAILS_PER_DAY = 10  # an account must not write to all the world

_PURPOSE = "confirm-address"


class AddressTaken(Conflict):
    """Another account has had the address since the mail was written."""

    heading = N_("Diese Adresse ist vergeben")
    message = N_("Zu dieser Adresse gibt es inzwischen ein anderes Konto. Es wurde nichts geändert.")


def request(session: Session, actor: Actor, address: str, now: datetime) -> None:
    """Order a mail to the new address; until it is confirmed nothing changes. An earlier wish is withdrawn.

    What is told does not depend on whether another account has the address: only its owner reads that.
    Raises Invalid for the present address, Throttled for too many mails.
    """
    account = accounts.by_actor(session, actor)
    if fold(address) == account.email_folded:
        raise Invalid({"email": [N_("Das ist schon die Adresse Ihres Kontos.")]})
    name = throttle.bucket("change of address", str(account.id))
    throttle.ensure_below(session, name, MAILS_PER_DAY)
    throttle.count(session, name, timedelta(days=1))
    withdraw(session, actor)
    change = AddressChange(account_id=account.id, new_address=address, requested_at=now)
    session.add(change)
    session.flush()
    post(session, CONFIRM_ADDRESS, to=address, account_id=account.id, change_id=change.id)


def withdraw(session: Session, actor: Actor) -> None:
    """Forget what the actor has asked for; links to it are worth nothing any more."""
    session.execute(delete(AddressChange).where(AddressChange.account_id == accounts.by_actor(session, actor).id))


def token_for(change: AddressChange, links: Links) -> str:
    """Return what the link carries."""
    return links.token(_PURPOSE, change.id)


def change_of(session: Session, token: str, links: Links) -> AddressChange:
    """Return the change a link stands for. Raises LinkBroken, and LinkExpired also for one that is settled."""
    change_id = links.read(_PURPOSE, token, LASTS)
    if not isinstance(change_id, int):
        raise LinkBroken
    change = queries.by_id(session, change_id)
    account = accounts.by_id(session, change.account_id) if change else None
    if change is None or account is None or not account.active or links.clock() - change.requested_at > 2 * LASTS:
        raise LinkExpired
    return change


def confirm(session: Session, token: str, links: Links) -> Account:
    """Give the account its new address, and tell the old one. Raises as `change_of`, and AddressTaken."""
    wait_for_turn(session, "addresses")
    change = change_of(session, token, links)
    account = accounts.by_id(session, change.account_id)
    assert account is not None
    if accounts.by_email(session, change.new_address) is not None:
        raise AddressTaken
    post(session, TELL_OLD_ADDRESS, to=account.email, account_id=account.id)
    account.email = change.new_address
    session.delete(change)
    audit.record(session, Actor(account.id), ADDRESS_CHANGED, ("account", account.id))
    session.flush()
    return account


def remove_expired(session: Session, now: datetime) -> None:
    """Remove wishes whose links no longer count."""
    session.execute(delete(AddressChange).where(AddressChange.requested_at <= now - 2 * LASTS))
