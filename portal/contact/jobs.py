"""The job that sends on what reached nobody, and clears away what is delivered."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.contact import service
from portal.jobs import Job


def job(keep_days: int) -> Job:
    """Return the job; `keep_days` is for how long a message may wait that no mail server takes."""

    def run(session: Session, now: datetime) -> None:
        service.forward_astray(session)
        service.clear(session, now, keep_days)

    return Job("contact.clear", timedelta(hours=1), run)
