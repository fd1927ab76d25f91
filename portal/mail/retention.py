"""Deletes old orders."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.jobs import Job
from portal.mail.models import Mail, MailState


def job(days: int) -> Job:
    """Return the job that deletes orders so many days old, whatever became of them; those that wait stay."""

    def run(session: Session, now: datetime) -> None:
        old = Mail.created_at <= now - timedelta(days=days)
        session.execute(delete(Mail).where(old, Mail.state != MailState.WAITING))

    return Job("mail.retention", timedelta(days=1), run)
