"""Verbs on a person's own data: get it all, have it erased. They flush, never commit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, ensure
from portal.accounts import queries as accounts
from portal.database import wait_for_turn
from portal.errors import Conflict, Forbidden, NotFound
from portal.mail import post
from portal.personal import Consequence, Holding
from portal.privacy import access, letters, own_file
from portal.privacy.events import ERASED
from portal.text import N_

# Why an account was erased, for the last letter (German msgids).
OWN_WISH, WAS_CLOSED, UNUSED = "own", "closed", "unused"
REASONS = {
    OWN_WISH: N_("Sie haben Ihr Konto gelöscht."),
    WAS_CLOSED: N_("Ihr Konto war geschlossen. Die Portalverwaltung hat es jetzt gelöscht."),
    UNUSED: N_("Ihr Konto gehörte lange zu keiner Organisation und wurde nicht benutzt. Deshalb wurde es gelöscht."),
}

FORMAT = "projektnachbarn-own-data-1"


class NotYet(Conflict):
    """The account cannot be erased as long as something is open; `hindrances` says what."""

    message = N_("Ihr Konto lässt sich noch nicht löschen.")

    def __init__(self, hindrances: Sequence[Conflict]) -> None:
        super().__init__()
        self.hindrances = hindrances


def data_of(session: Session, actor: Actor, holdings: Sequence[Holding], now: datetime) -> dict[str, Any]:
    """Return everything the portal keeps about the actor, for JSON. Raises Forbidden for nobody."""
    account_id = _own(actor)
    found = {holding.name: holding.export(session, account_id) for holding in holdings}
    return {"format": FORMAT, "as_of": now.isoformat(), **found, "left_out": own_file.reasons()}


def hindrances(session: Session, actor: Actor, holdings: Sequence[Holding]) -> list[Conflict]:
    """Return what the actor has to settle before the account can be erased."""
    account_id = _own(actor)
    return [reason for holding in holdings for reason in holding.hindrances(session, account_id)]


def consequences(session: Session, actor: Actor, holdings: Sequence[Holding]) -> list[Consequence]:
    """Return what others will notice once the actor's account is erased."""
    account_id = _own(actor)
    return [each for holding in holdings for each in holding.consequences(session, account_id)]


def erase(session: Session, actor: Actor, holdings: Sequence[Holding], now: datetime) -> None:
    """Erase what names the actor, in every domain. Raises Forbidden for nobody, NotYet as long as something is open."""
    account_id = _own(actor)
    wait_for_turn(session, "portal roles")  # two who are the last of a role must not go at the same moment
    begin(session, account_id, holdings)
    reasons = hindrances(session, actor, holdings)
    if reasons:
        raise NotYet(reasons)
    erase_and_tell(session, actor, account_id, holdings, now, why=OWN_WISH)


def erase_closed(session: Session, actor: Actor, account_id: int, holdings: Sequence[Holding], now: datetime) -> None:
    """Erase an account that is closed, in the same way. Raises Forbidden, NotFound for one that is not.

    Nothing stands against it: a closed account is nobody's coordination or administration any more.
    """
    ensure(actor, access.ERASE_CLOSED, None)
    wait_for_turn(session, "portal roles")  # closing and erasing take their turns in this order
    begin(session, account_id, holdings)  # nobody opens it from now on
    account = accounts.by_id(session, account_id, fresh=True)
    if account is None or not account.closed:
        raise NotFound
    erase_and_tell(session, actor, account_id, holdings, now, why=WAS_CLOSED)


def erase_and_tell(
    session: Session, actor: Actor, account_id: int, holdings: Sequence[Holding], now: datetime, *, why: str
) -> None:
    """Do as `erase_account`, and write to the address as it was; `why` is one of REASONS.

    The mail is ordered last: what is erased includes all mails to the address, and of this one it goes with the mail.
    """
    account = accounts.by_id(session, account_id)
    address = account.email if account else ""
    erase_account(session, actor, account_id, holdings, now)
    if address:
        post(session, letters.ERASED, to=address, why=why)


def erase_account(session: Session, actor: Actor, account_id: int, holdings: Sequence[Holding], now: datetime) -> None:
    """Erase what names the owner of an account, in every domain. Whoever calls has looked for what stands against it.

    The holdings go in their order: first what is handed over to colleagues, last the account itself.
    """
    begin(session, account_id, holdings)
    audit.record(session, actor, ERASED, ("account", account_id))
    for holding in holdings:
        holding.erase(session, account_id, now)


def begin(session: Session, account_id: int, holdings: Sequence[Holding]) -> None:
    """Keep to this transaction what stands for or against erasing an account, before it is looked at."""
    for holding in holdings:
        holding.begin(session, account_id)


def _own(actor: Actor) -> int:
    if actor.account_id is None:
        raise Forbidden
    return actor.account_id
