"""Reads of second steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts import passwords
from portal.accounts.factors.models import Authenticator, Passkey, RecoveryCode


@dataclass(frozen=True)
class SecondStep:
    """What an account can prove with after the password."""

    app: bool
    passkeys: int

    def __bool__(self) -> bool:
        return self.app or self.passkeys > 0


def second_step(session: Session, account_id: int) -> SecondStep:
    """Return which second steps the account has."""
    app = select(func.count()).where(Authenticator.account_id == account_id, Authenticator.confirmed_at.is_not(None))
    passkeys = select(func.count()).where(Passkey.account_id == account_id)
    found = session.execute(select(app.scalar_subquery(), passkeys.scalar_subquery())).one()
    return SecondStep(app=found[0] > 0, passkeys=found[1])


def least_password(session: Session, account_id: int) -> int:
    """Return how many characters the account's password needs."""
    return passwords.LEAST_WITH_SECOND_STEP if second_step(session, account_id) else passwords.LEAST


def authenticator(session: Session, account_id: int) -> Authenticator | None:
    """Return the app of an account, confirmed or not."""
    return session.execute(select(Authenticator).where(Authenticator.account_id == account_id)).scalar_one_or_none()


def recovery_codes(session: Session, account_id: int) -> Sequence[RecoveryCode]:
    """Return the recovery codes that are left."""
    statement = select(RecoveryCode).where(RecoveryCode.account_id == account_id).order_by(RecoveryCode.id)
    return session.execute(statement).scalars().all()


def passkeys(session: Session, account_id: int) -> Sequence[Passkey]:
    """Return the passkeys of an account in the order in which they were made."""
    statement = select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)
    return session.execute(statement).scalars().all()


def passkey_by_credential(session: Session, credential_id: str) -> Passkey | None:
    """Return the passkey a browser speaks of."""
    return session.execute(select(Passkey).where(Passkey.credential_id == credential_id)).scalar_one_or_none()
