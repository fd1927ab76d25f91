"""The job that does what is due by itself."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.access import ANYONE
from portal.jobs import Job
from portal.partnerships.duties import overdue
from portal.partnerships.stepping import Acting
from portal.settings import Duties


def job(duties: Duties) -> Job:
    """Return the job: each hour, as deadlines end at midnight in Berlin and people look in the morning."""

    def run(session: Session, now: datetime) -> None:
        overdue.carry_out(session, Acting(ANYONE, now, duties))

    return Job("partnerships.overdue", timedelta(hours=1), run)
