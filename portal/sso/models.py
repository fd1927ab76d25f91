"""Which account belongs to whom at an identity provider, and which roles came from there."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Role
from portal.accounts.models import Account
from portal.organisations.models import Organisation
from portal.orm import NEVER_REUSED, Base, Id

ISSUER_MAX = 255
SUBJECT_MAX = 255  # OpenID Connect Core, section 2


class AccountIdentity(Base):
    """Somebody known to an identity provider: `subject` is the number or name that never changes there."""

    __tablename__ = "account_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), NEVER_REUSED)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(ISSUER_MAX))
    subject: Mapped[str] = mapped_column(String(SUBJECT_MAX))
    created_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="raise")
    given: Mapped[list["GivenRole"]] = relationship(cascade="all, delete-orphan", lazy="raise")


class GivenRole(Base):
    """The role that a sign-in last gave in an organisation.

    As long as the membership says the same, the provider goes on deciding; where it differs or is gone, somebody at the
    organisation has decided otherwise, and that counts.
    """

    __tablename__ = "account_identity_role"

    identity_id: Mapped[int] = mapped_column(ForeignKey("account_identity.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    role: Mapped[Role]
    # Since when it stays although the provider no longer gives it: the organisation would be without a coordination.
    kept_since: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
