"""What is kept of reminders: that an entry's keeper was reminded in a month, never who did not answer."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.orm import Base

MONTH_LENGTH = 7  # 2026-11


class ReviewRound(Base):
    """A month in which everybody was reminded: there is one round a month, whoever begins it."""

    __tablename__ = "review_round"

    month: Mapped[str] = mapped_column(String(MONTH_LENGTH), primary_key=True)
    begun_at: Mapped[datetime]


class ProjectReminder(Base):
    """The keeper of an entry was reminded in a round. Counts until the entry is confirmed or another keeps it."""

    __tablename__ = "project_reminder"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[str] = mapped_column(ForeignKey("review_round.month"), primary_key=True)
    keeper_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    sent_at: Mapped[datetime]
