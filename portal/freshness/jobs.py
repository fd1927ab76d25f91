"""The job that begins the monthly round."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.freshness import service
from portal.jobs import Job


def job(review_period_days: int) -> Job:
    """Return the job: it looks each day, so that a round that was missed on the first comes as soon as it can."""

    def run(session: Session, now: datetime) -> None:
        service.remind(session, now, review_period_days)

    return Job("freshness.review", timedelta(days=1), run)
