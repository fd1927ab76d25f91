"""Accounts, memberships and roles."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.access import PortalRole, Role
from portal.organisations.models import Organisation
from portal.orm import NEVER_REUSED, Base, Id
from portal.text import fold_address

EMAIL_MAX = 254  # RFC 5321, section 4.5.3.1.3: a path has 256 octets with its brackets
DISPLAY_NAME_MAX = 120
POSITION_MAX = 120
PHONE_MAX = 40


class Account(Base):
    """A person who can sign in."""

    __tablename__ = "account"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(EMAIL_MAX))
    email_folded: Mapped[str] = mapped_column(String(2 * EMAIL_MAX), unique=True)
    display_name: Mapped[str] = mapped_column(String(DISPLAY_NAME_MAX))
    # What colleagues of other organisations may read where the person has agreed to be shown.
    position: Mapped[str | None] = mapped_column(String(POSITION_MAX))
    phone: Mapped[str | None] = mapped_column(String(PHONE_MAX))
    password_hash: Mapped[str] = mapped_column(String(200))
    portal_role: Mapped[PortalRole | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    # When the owner was told that it will be erased, as it belongs nowhere and is not used; None again after a sign-in.
    warned_at: Mapped[datetime | None]
    # Erased: the row stays, so that histories keep their numbers; of the person nothing is left but where from.
    erased_at: Mapped[datetime | None]
    former_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", lazy="raise"
    )

    @property
    def closed(self) -> bool:
        """Whether nobody can sign in with it although it was not erased."""
        return not self.active and self.erased_at is None

    @validates("email")
    def _derive_email_folded(self, _key: str, email: str) -> str:
        self.email_folded = fold_address(email)
        return email


class Membership(Base):
    """An account's role in one organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "organisation_id"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Role]

    account: Mapped[Account] = relationship(back_populates="memberships", lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
