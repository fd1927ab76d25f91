"""Who can look after something for an organisation."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.accounts.models import Account
from portal.errors import Invalid
from portal.members import queries as members
from portal.text import N_


def colleague(session: Session, organisation_id: int, account_id: int | None, field: str) -> Account:
    """Return the account of somebody who belongs to the organisation. Raises Invalid at the field for anybody else."""
    held = members.membership(session, organisation_id, account_id) if account_id is not None else None
    if held is None or not held.account.active:
        raise Invalid({field: [N_("Bitte wählen Sie eine Person, die zur Organisation gehört.")]})
    return held.account


def selectable(session: Session, actor: Actor, organisation_id: int) -> Sequence[Account]:
    """Return whom the actor can enter: of whoever sees only what is his own, nobody else."""
    all_of_it = actor.holds(Role.EDITOR, organisation_id)
    return [
        one.account
        for one in members.members(session, organisation_id)
        if one.account.active and (all_of_it or one.account_id == actor.account_id)
    ]
