"""Recognises the addresses an account has or once had, for whoever looks for what is kept of a person."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts import queries
from portal.accounts.address.models import FormerAddress
from portal.accounts.models import Account
from portal.text import fold, fold_address


class Addresses:
    """The addresses of one account, as they are when this is made."""

    def __init__(self, session: Session, account_id: int) -> None:
        account = queries.by_id(session, account_id)
        self._session = session
        self._present = account.email_folded if account else None
        self._former = of_account(session, account_id)

    def include(self, address: str | None, at: datetime | None = None) -> bool:
        """Return whether an address is the account's, however it is cased.

        A former one counts for what was written `at` a moment when it still was; where no moment is known, as long as
        no other account has it now.
        """
        if not address:
            return False
        folded = fold_address(address)
        if folded == self._present:
            return True
        until = self._until(folded)
        if until is not None:
            return at <= until if at is not None else queries.by_email(self._session, address) is None
        # By sound, as what is kept of the oldest ones was made: another mailbox may sound alike, so only a free one.
        by_sound = self._until(fold(address)) if fold(address) != folded else None
        in_time = by_sound is not None and (at is None or at <= by_sound)
        return in_time and queries.by_email(self._session, address) is None

    def _until(self, folded: str) -> datetime | None:
        """Return until when the account had an address, in the form that is compared; None when it never had it."""
        same = (each.until for each in self._former if each.address_hash == _hash(each.salt, folded))
        return max(same, default=None)


def of_account(session: Session, account_id: int) -> Sequence[FormerAddress]:
    """Return what is kept of the addresses an account had, the oldest first."""
    former = select(FormerAddress).where(FormerAddress.account_id == account_id).order_by(FormerAddress.id)
    return session.execute(former).scalars().all()


def remember(session: Session, account: Account, until: datetime) -> None:
    """Keep that the account had its present address until now."""
    salt = secrets.token_hex(16)
    digest = _hash(salt, account.email_folded)
    session.add(FormerAddress(account_id=account.id, salt=salt, address_hash=digest, until=until))


def forget(session: Session, account_id: int) -> None:
    """Forget which addresses an account had."""
    session.execute(delete(FormerAddress).where(FormerAddress.account_id == account_id))


def _hash(salt: str, folded: str) -> str:
    return hashlib.sha256(f"{salt} {folded}".encode("utf-8", "surrogatepass")).hexdigest()
