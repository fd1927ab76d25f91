"""Who can look after something for an organisation."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from portal.access import Actor, Role, at_least
from portal.accounts.models import Account, Membership
from portal.errors import Invalid
from portal.members import queries as members
from portal.text import N_


def colleague(session: Session, organisation_id: int, account_id: int | None, field: str) -> Account:
    """Return the account of somebody who belongs to the organisation. Raises Invalid at the field for anybody else."""
    return _one_of(_accounts(_active(session, organisation_id)), account_id, field)


def selectable(session: Session, actor: Actor, organisation_id: int) -> Sequence[Account]:
    """Return whom the actor can enter: of whoever sees only what is his own, nobody else."""
    return _accounts(one for one in _active(session, organisation_id) if _may_enter(actor, one))


def selected(session: Session, actor: Actor, organisation_id: int, account_id: int | None, field: str) -> Account:
    """Return the account of somebody the actor can enter. Raises Invalid at the field for anybody else."""
    return _one_of(selectable(session, actor, organisation_id), account_id, field)


def successors(session: Session, actor: Actor, organisation_id: int) -> Sequence[Account]:
    """Return to whom the actor can hand over: besides those also to whoever sees all that the organisation does."""
    here = _active(session, organisation_id)
    return _accounts(one for one in here if _may_enter(actor, one) or one.role in at_least(Role.EDITOR))


def successor(session: Session, actor: Actor, organisation_id: int, account_id: int | None, field: str) -> Account:
    """Return the account of somebody to whom the actor can hand over. Raises Invalid at the field for anybody else."""
    return _one_of(successors(session, actor, organisation_id), account_id, field)


def editors(session: Session, organisation_id: int) -> Sequence[Account]:
    """Return who may do in the name of the organisation what only its editors may."""
    return _accounts(one for one in _active(session, organisation_id) if one.role in at_least(Role.EDITOR))


def _may_enter(actor: Actor, one: Membership) -> bool:
    return actor.holds(Role.EDITOR, one.organisation_id) or one.account_id == actor.account_id


def _active(session: Session, organisation_id: int) -> Sequence[Membership]:
    return [one for one in members.members(session, organisation_id) if one.account.active]


def _accounts(memberships: Iterable[Membership]) -> Sequence[Account]:
    return [one.account for one in memberships]


def _one_of(accounts: Sequence[Account], account_id: int | None, field: str) -> Account:
    found = next((one for one in accounts if one.id == account_id), None)
    if found is None:
        raise Invalid({field: [N_("Bitte wählen Sie eine Person aus der Liste.")]})
    return found
