"""Messages on their way: kept until they are delivered, no longer."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.mail.models import Mail
from portal.orm import NEVER_REUSED, Base, Id
from portal.projects.models import EMAIL_MAX, Project

NAME_MAX = 120
MESSAGE_MAX = 4_000
CONFIRM_WITHIN = timedelta(days=7)


class ContactMessage(Base):
    """What somebody wrote about an entry. Nobody reads it before the sender's address is confirmed."""

    __tablename__ = "contact_message"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    email: Mapped[str] = mapped_column(String(EMAIL_MAX))
    message: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship(lazy="raise")
    forwards: Mapped[list["ContactForward"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )


class ContactForward(Base):
    """A mail that carries the message to one of those who look after the entry."""

    __tablename__ = "contact_forward"

    message_id: Mapped[int] = mapped_column(ForeignKey("contact_message.id", ondelete="CASCADE"), primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey(Mail.id, ondelete="CASCADE"), primary_key=True, index=True)
