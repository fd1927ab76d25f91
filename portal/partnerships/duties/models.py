"""Who is away and who stands in."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from portal.orm import Base

_ID = BigInteger().with_variant(Integer, "sqlite")


class Absence(Base):
    """Somebody is away from an organisation for some days, the last included, and a colleague stands in.

    Bound to both memberships: it is gone as soon as either of the two leaves, whichever way.
    """

    __tablename__ = "absence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "organisation_id"],
            ["membership.account_id", "membership.organisation_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["deputy_id", "organisation_id"],
            ["membership.account_id", "membership.organisation_id"],
            ondelete="CASCADE",
        ),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(_ID, primary_key=True, autoincrement=False)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
