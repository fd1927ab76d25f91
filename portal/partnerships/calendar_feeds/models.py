"""Who has a secret address for deadlines."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.orm import Base


class Feed(Base):
    """The one address of an account. It holds a random token of 256 bits, of which only the hash is kept here.

    When it is read is not kept: that would tell when somebody works.
    """

    __tablename__ = "calendar_feed"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
