"""Closing an account: what it sent for its organisations goes, and who decides there now hears of what waits."""

from sqlalchemy.orm import Session

from portal.access import Actor, ensure
from portal.accounts import queries as accounts
from portal.accounts import service as accounting
from portal.accounts.models import Account
from portal.database import wait_for_turn
from portal.errors import NotFound
from portal.mail import post
from portal.members import access, letters, queries, service
from portal.members.invitations import ending
from portal.members.invitations import queries as invitations
from portal.members.joining import queries as requests
from portal.members.joining.requests import withdraw_all_of
from portal.members.joining.telling import pass_on


def close(session: Session, actor: Actor, account_id: int) -> Account:
    """Do so as the portal administration. Raises Forbidden beside what `shut` raises."""
    wait_for_turn(session, "portal roles")
    ensure(service.present(session, actor), access.CLOSE, None)
    return shut(session, actor, account_id)


def shut(session: Session, actor: Actor, account_id: int) -> Account:
    """Keep somebody out, write to the person and return the account; its roles stay, should it be opened again.

    Invitations it sent and its own requests to join are withdrawn. Where it was the whole coordination, whoever decides
    now hears of the requests that wait. Checks no permission: that is for whoever offers it. Raises NotFound for an
    account that is not open, LastAdministrator.
    """
    wait_for_turn(session, "portal roles")
    account = _open(session, account_id)
    if {one.id for one in queries.administrators(session)} == {account_id}:
        raise service.LastAdministrator
    belongs = {each.organisation_id: each.organisation for each in account.memberships}
    places = belongs | {each.id: each for each in invitations.places(session, account_id)}
    asks = {each.organisation_id for each in requests.all_waiting_of(session, account_id)}
    service.take_turns(session, {*places, *asks})
    account = _open(session, account_id)
    alone = [each for each in belongs if queries.is_only_coordinator(session, each, account_id)]
    accounting.close(session, actor, account)
    post(session, letters.CLOSED, to=account.email, account_id=account.id)
    for place in places.values():
        ending.withdraw_sent(session, actor, place, account_id)
    withdraw_all_of(session, actor, account_id)
    for organisation_id in alone:
        for request in requests.waiting_for(session, organisation_id):
            pass_on(session, request)
    return account


def _open(session: Session, account_id: int) -> Account:
    found = accounts.by_id(session, account_id, fresh=True)
    if found is None or not found.active:
        raise NotFound
    return found
