"""The tables of changes that wait for their confirmation, and of addresses that were changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import EMAIL_MAX
from portal.orm import NEVER_REUSED, Base, Id


class AddressChange(Base):
    """A new address that nobody has confirmed yet; one an account. Deleted when it is settled, one way or the other."""

    __tablename__ = "address_change"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    new_address: Mapped[str] = mapped_column(String(EMAIL_MAX))
    requested_at: Mapped[datetime] = mapped_column(index=True)


class FormerAddress(Base):
    """An address an account had until a moment, as a salted hash: enough to recognise it, not to read it.

    Kept as long as the account, so that erasing it finds what was sent to the address and what was sent from it.
    """

    __tablename__ = "former_address"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    address_hash: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]
