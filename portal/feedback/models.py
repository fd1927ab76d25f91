"""Reports of visitors: a mistake in an entry or a barrier on a page."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.orm import NEVER_REUSED, Base, Id
from portal.projects.models import EMAIL_MAX, Project
from portal.text import N_

MESSAGE_MAX = 4_000
PAGE_MAX = 500


class ReportKind(enum.Enum):
    """What a report is about."""

    MISTAKE = "mistake"
    BARRIER = "barrier"


KIND_LABELS = {ReportKind.MISTAKE: N_("Fehler in einem Eintrag"), ReportKind.BARRIER: N_("Barriere")}


class Report(Base):
    """A message to the portal administration. The sender finds the answer under a private address."""

    __tablename__ = "report"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    kind: Mapped[ReportKind]
    # Part of the private address; random, so that nobody can guess another sender's report.
    token: Mapped[str] = mapped_column(String(43), unique=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="SET NULL"), index=True)
    field: Mapped[str | None] = mapped_column(String(60))
    page: Mapped[str | None] = mapped_column(String(PAGE_MAX))
    message: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(EMAIL_MAX))
    created_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    project: Mapped[Project | None] = relationship(lazy="raise")

    @property
    def answer_mark(self) -> str:
        """What changes with each answer: empty before the first one. Guards against two people answering at once."""
        return self.answered_at.isoformat() if self.answered_at else ""
