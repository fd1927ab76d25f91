"""A member's new mail address that belongs to none of the organisations: whoever coordinates them hears of it.

It may be in order, as at a data centre that works for ten towns, or somebody has changed the employer and kept the
account. Nothing ends by it: people who know the person decide.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.accounts.free_mail import domain_of
from portal.accounts.models import Account
from portal.mail import post
from portal.members import events, letters, queries
from portal.members.domains.queries import served


def notice(session: Session, actor: Actor, account: Account, former: str) -> None:
    """Write to who coordinates each organisation of the account, and note it in the log of each, if that is so.

    `former` is the address until now: another name before the same domain is no news. `account` has its memberships.
    """
    if domain_of(former) == domain_of(account.email) or not is_elsewhere(session, account):
        return
    for place in sorted(each.organisation_id for each in account.memberships):
        audit.record(session, actor, events.ADDRESS_ELSEWHERE, ("account", account.id), organisation_id=place)
        for one in watching(session, place, account.id):
            params = {"organisation_id": place, "member_id": account.id}
            post(session, letters.ADDRESS_ELSEWHERE, to=one.email, account_id=one.id, **params)


def is_elsewhere(session: Session, account: Account) -> bool:
    """Return whether the domain of the address serves none of the organisations the account belongs to."""
    return not {each.organisation_id for each in account.memberships} & {
        each.id for each in served(session, account.email)
    }


def watching(session: Session, organisation_id: int, account_id: int) -> Sequence[Account]:
    """Return who is to know of a member: the rest of the coordination, or where there is none the administration."""
    coordination = [one for one in queries.coordinators(session, organisation_id) if one.id != account_id]
    return coordination or [one for one in queries.administrators(session) if one.id != account_id]
