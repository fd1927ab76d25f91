"""Handing over what somebody holds for an organisation; the successor reads in one letter what that is."""

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.accounts import queries as accounts
from portal.mail import post
from portal.members import letters
from portal.members.hooks import Hooks
from portal.organisations.models import Organisation

MOST_NAMED = 200  # in the letter, which says how many more there are


def hand_over(
    session: Session,
    actor: Actor,
    hooks: Hooks,
    organisation: Organisation,
    account_id: int,
    successor_id: int | None,
) -> None:
    """Move all that `hooks` name from the account to the successor, who is a member; with None it just ends.

    Whoever takes it over from another by his own choice knows, and gets no letter.
    """
    handed = [key for each in hooks.belongings for key in each.keys(session, organisation.id, account_id)]
    for belongings in hooks.belongings:
        belongings.move(session, actor, organisation.id, account_id, successor_id)
    if not handed or successor_id in (None, actor.account_id):
        return
    for successor in accounts.by_ids(session, [successor_id]):
        post(
            session,
            letters.SUCCESSOR,
            to=successor.email,
            account_id=successor.id,
            organisation_id=organisation.id,
            former_id=account_id,
            successor_id=successor.id,
            handed=handed[:MOST_NAMED],
            more=len(handed[MOST_NAMED:]),
        )
