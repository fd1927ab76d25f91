"""What people have seen of cases."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from portal.orm import Base


class Seen(Base):
    """Up to where somebody has read a case: the number of the last step and the id of the last message, 0 for none.

    Only the person's own pages are made from it; of colleagues a page says no more than whether anybody has read.
    """

    __tablename__ = "partnership_seen"

    case_id: Mapped[int] = mapped_column(ForeignKey("partnership_case.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False, index=True)
    step: Mapped[int]
    message: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    at: Mapped[datetime]
