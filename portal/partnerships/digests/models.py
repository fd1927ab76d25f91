"""For which day or week somebody was last told what waits and what is new."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.orm import Base


class Digest(Base):
    """The last period of an account that was looked at: its first day, and when that was.

    What happened before that moment is told. There is a row also where there was nothing to tell.
    """

    __tablename__ = "partnership_digest"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    period: Mapped[date]
    at: Mapped[datetime]
