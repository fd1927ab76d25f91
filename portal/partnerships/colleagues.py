"""Who can look after something for an organisation."""

from sqlalchemy.orm import Session

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
