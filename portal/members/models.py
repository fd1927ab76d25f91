"""Invitations, requests to join, and the mail domains of organisations. Memberships themselves belong to accounts."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.access import Role
from portal.accounts.models import EMAIL_MAX, Account
from portal.organisations.models import Organisation
from portal.orm import NEVER_REUSED, Base, Id, utcnow
from portal.text import fold_address

NOTE_MAX = 300
REASON_MAX = 500
DOMAIN_MAX = 190
INVITATION_LASTS = timedelta(days=7)

_OPEN = text("state = 'open'")


class InvitationState(enum.Enum):
    """What has become of an invitation; one that has run out is still open and can be renewed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Invitation(Base):
    """Somebody was asked by mail to join an organisation in a role; at most one at a time is open for an address."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_open",
            "organisation_id",
            "email_folded",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        NEVER_REUSED,
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(EMAIL_MAX))
    email_folded: Mapped[str] = mapped_column(String(2 * EMAIL_MAX), index=True)
    role: Mapped[Role]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.OPEN)
    decided_at: Mapped[datetime | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)  # who accepted it

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    invited_by: Mapped[Account | None] = relationship(foreign_keys=[invited_by_id], lazy="raise")

    @validates("email")
    def _derive_email_folded(self, _key: str, email: str) -> str:
        self.email_folded = fold_address(email)
        return email

    @property
    def expired(self) -> bool:
        """Whether nobody answered in time."""
        return self.state is InvitationState.OPEN and self.expires_at <= utcnow()


class RequestState(enum.Enum):
    """What has become of a request to join."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class MembershipRequest(Base):
    """An account asks to join an organisation; with none, the portal administration finds out which."""

    __tablename__ = "membership_request"
    __table_args__ = (Index(None, "organisation_id", "state"), NEVER_REUSED)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    note: Mapped[str | None] = mapped_column(String(NOTE_MAX))
    created_at: Mapped[datetime]
    passed_on_at: Mapped[datetime | None]  # when it came to others to decide than at first
    reminded_at: Mapped[datetime | None]  # when those who decide now were written to once more
    state: Mapped[RequestState] = mapped_column(default=RequestState.WAITING)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str | None] = mapped_column(String(REASON_MAX))

    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")


class MailDomainOrganisation(Base):
    """A mail domain is used by an organisation."""

    __tablename__ = "mail_domain_organisation"

    mail_domain_id: Mapped[int] = mapped_column(ForeignKey("mail_domain.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)


class MailDomain(Base):
    """The part behind the @ of service addresses, which the portal administration has confirmed."""

    __tablename__ = "mail_domain"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    domain: Mapped[str] = mapped_column(String(DOMAIN_MAX), unique=True)  # small letters
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    organisations: Mapped[list[Organisation]] = relationship(
        secondary="mail_domain_organisation", order_by=Organisation.name_sort, lazy="raise"
    )
