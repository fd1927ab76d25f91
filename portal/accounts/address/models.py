"""The table of changes that wait for their confirmation."""

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
