"""Verbs of the change of address: ask for it, withdraw, confirm. They flush, never commit."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import audit, throttle
from portal.access import Actor
from portal.accounts import notices, service
from portal.accounts import queries as accounts
from portal.accounts.address import former, queries
from portal.accounts.address.models import AddressChange
from portal.accounts.events import ADDRESS_CHANGED
from portal.accounts.free_mail import ensure_of_service
from portal.accounts.letters import ADDRESS_CHANGED as TELL_OLD_ADDRESS
from portal.accounts.letters import CONFIRM_ADDRESS, SECURITY_CHANGED
from portal.accounts.models import Account
from portal.errors import Invalid, NotFound
from portal.links import LinkBroken, LinkExpired, Links
from portal.mail import post, readdress
from portal.text import N_, fold_address

LASTS = timedelta(hours=2)  # the link, from when its mail is written
KEPT = 2 * LASTS  # the wish: its mail may have had to wait
MAILS_PER_DAY = 10  # an account must not write to all the world

_PURPOSE = "confirm-address"
_WARNINGS = (SECURITY_CHANGED, TELL_OLD_ADDRESS)  # are for whoever had the address until now


# From the session, who acts, the account with its new address, and its former one.
Moved = Callable[[Session, Actor, Account, str], None]


class OfAnother(NotFound):
    """Somebody else has asked for this change."""

    heading = N_("Dieser Link gehört zu einem anderen Konto")
    message = N_("Bitte melden Sie sich mit dem Konto an, für das Sie die Adresse ändern wollten.")


def request(session: Session, actor: Actor, address: str, now: datetime) -> None:
    """Order a mail to the new address, and tell the present one; until it is confirmed nothing changes.

    An earlier wish is withdrawn. What is told does not depend on whether another account has the address: only its
    owner reads that. Raises Invalid for the present address and for one of free mail, Throttled for too many mails.
    """
    account = accounts.by_actor(session, actor, for_update=True)  # one wish an account, also of two at once
    if fold_address(address) == account.email_folded:
        raise Invalid({"email": [N_("Das ist schon die Adresse Ihres Kontos.")]})
    if account.portal_role is None:  # who works for the whole portal need not be staff of an organisation
        ensure_of_service(address)
    name = throttle.bucket("change of address", str(account.id))
    throttle.count_within(session, name, MAILS_PER_DAY, timedelta(days=1))
    withdraw(session, actor)
    change = AddressChange(account_id=account.id, new_address=address, requested_at=now)
    session.add(change)
    session.flush()
    post(session, CONFIRM_ADDRESS, to=address, account_id=account.id, change_id=change.id)
    notices.tell(session, account, notices.ADDRESS_ASKED)


def withdraw(session: Session, actor: Actor) -> None:
    """Forget what the actor has asked for; links to it are worth nothing any more."""
    session.execute(delete(AddressChange).where(AddressChange.account_id == accounts.by_actor(session, actor).id))


def token_for(change: AddressChange, links: Links) -> str:
    """Return what the link carries."""
    return links.token(_PURPOSE, change.id)


def change_of(session: Session, actor: Actor, token: str, links: Links) -> AddressChange:
    """Return the change a link stands for, of the actor's own account.

    Raises LinkBroken, LinkExpired also for one that is settled, and OfAnother.
    """
    change_id = links.read(_PURPOSE, token, LASTS)
    if not isinstance(change_id, int):
        raise LinkBroken
    change = queries.by_id(session, change_id)
    if change is None or links.clock() - change.requested_at > KEPT:
        raise LinkExpired
    if change.account_id != actor.account_id:
        raise OfAnother
    return change


def confirm(session: Session, actor: Actor, token: str, links: Links, moved: Sequence[Moved] = ()) -> Account:
    """Give the actor's account its new address, and tell the old one. Raises as `change_of`, and AddressTaken.

    What waits for the old address goes to the new one, so that nobody acts with links from a former mailbox.
    `moved` is what other domains do then, given the account and its former address.
    """
    account = accounts.by_actor(session, actor, for_update=True)
    change = change_of(session, actor, token, links)
    service.claim_address(session, change.new_address)
    settled = delete(AddressChange).where(AddressChange.id == change.id).returning(AddressChange.id)
    if not session.execute(settled).all():
        raise LinkExpired  # withdrawn at this very moment
    former.remember(session, account, links.clock())
    old, account.email = account.email, change.new_address
    post(session, TELL_OLD_ADDRESS, to=old, account_id=account.id)
    readdress(session, account_id=account.id, former=old, to=account.email, but=_WARNINGS)
    audit.record(session, actor, ADDRESS_CHANGED, ("account", account.id))
    session.flush()
    for each in moved:
        each(session, actor, account, old)
    return account


def remove_expired(session: Session, now: datetime) -> None:
    """Remove wishes whose links no longer count."""
    session.execute(delete(AddressChange).where(AddressChange.requested_at <= now - KEPT))
