"""Reads of identities."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.sso.models import AccountIdentity, GivenRole


def identity(session: Session, issuer: str, subject: str) -> AccountIdentity | None:
    """Return whom a provider means, with the account and the roles it gave."""
    statement = (
        select(AccountIdentity)
        .where(AccountIdentity.issuer == issuer, AccountIdentity.subject == subject)
        .options(
            joinedload(AccountIdentity.account),
            selectinload(AccountIdentity.given).joinedload(GivenRole.organisation),
        )
    )
    return session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()


def identities(session: Session, account_id: int) -> Sequence[AccountIdentity]:
    """Return the identities of an account with the roles they gave, the oldest first."""
    statement = (
        select(AccountIdentity)
        .where(AccountIdentity.account_id == account_id)
        .options(selectinload(AccountIdentity.given).joinedload(GivenRole.organisation))
        .order_by(AccountIdentity.id)
    )
    return session.execute(statement).scalars().all()
