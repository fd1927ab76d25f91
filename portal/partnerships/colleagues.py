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
    return _one_of(_active(session, organisation_id), account_id, field)


def selectable(session: Session, actor: Actor, organisation_id: int) -> Sequence[Account]:
    """Return whom the actor can enter: of whoever sees only what is his own, nobody else."""
    all_of_it = actor.holds(Role.EDITOR, organisation_id)
    return [one for one in _active(session, organisation_id) if all_of_it or one.id == actor.account_id]


def selected(session: Session, actor: Actor, organisation_id: int, account_id: int | None, field: str) -> Account:
    """Return the account of somebody the actor can enter. Raises Invalid at the field for anybody else."""
    return _one_of(selectable(session, actor, organisation_id), account_id, field)


def _active(session: Session, organisation_id: int) -> Sequence[Account]:
    return [one.account for one in members.members(session, organisation_id) if one.account.active]


def _one_of(accounts: Sequence[Account], account_id: int | None, field: str) -> Account:
    found = next((one for one in accounts if one.id == account_id), None)
    if found is None:
        raise Invalid({field: [N_("Bitte wählen Sie eine Person aus der Liste.")]})
    return found
