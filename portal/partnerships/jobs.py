"""The jobs that do what is due by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.access import ANYONE
from portal.jobs import Job, Run
from portal.partnerships import emptying
from portal.partnerships.calendar import Calendar
from portal.partnerships.digests import service
from portal.partnerships.duties import absence, overdue
from portal.partnerships.seeking import fading
from portal.partnerships.stepping import Acting
from portal.settings import Duties


def job(duties: Duties) -> Job:
    """Return the job: each hour, as deadlines end at midnight in Berlin and people look in the morning."""

    def run(session: Session, now: datetime) -> None:
        absence.forget_past(session, now)
        acting = Acting(ANYONE, now, duties)
        overdue.carry_out(session, acting)
        fading.carry_out(session, acting)

    return Job("partnerships.overdue", timedelta(hours=1), run)


def retention(days: int) -> Job:
    """Return the job that empties what has been over for so many days: each day, one case after the other."""

    def parts(session: Session, now: datetime) -> Sequence[Run]:
        return emptying.parts(session, now - timedelta(days=days))

    return Job("partnerships.retention", timedelta(days=1), parts=parts)


def digests(duties: Duties) -> Job:
    """Return the job that orders digests: some at a time, often, so that nobody waits for the database meanwhile."""

    def run(session: Session, now: datetime) -> None:
        service.send_due(session, now, Calendar(free_eves=duties.free_eves))

    return Job("partnerships.digests", timedelta(minutes=10), run)
