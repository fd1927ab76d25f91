"""Work that comes back by itself: each day, each hour. Carried out by `portal worker`.

A job runs in one transaction together with the note that it ran. So it is never carried out twice for the same
period, nor twice at once, and one that is killed half-way has changed nothing and runs again. Of one that is done in
parts, those that were done stay done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.database import Database
from portal.orm import Base, utcnow

NAME_MAX = 80
LONGEST_WAIT = timedelta(hours=1)  # after a failure
LATE_AFTER = timedelta(hours=1)  # into a period, when it has not run for it
_FIRST_PERIOD = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday: periods of a week begin on one

_log = structlog.get_logger()


class JobRun(Base):
    """When a job was last carried out, and for which period."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(NAME_MAX), primary_key=True)
    period: Mapped[datetime | None]  # begin of the last period it ran for; None: never yet
    ran_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)  # since it last ran
    next_try_at: Mapped[datetime | None]


# Gets a session, whose transaction it must not end, and the present moment.
Run = Callable[[Session, datetime], None]


def _nothing(_session: Session, _now: datetime) -> None:
    """All is done in parts."""


def _whole(_session: Session, _now: datetime) -> Sequence[Run]:
    return ()


@dataclass(frozen=True)
class Job:
    """Something to do once in each period of `every`, at its beginning or as soon after as somebody is there to do it.

    While `run` runs nobody else can write to an SQLite database: what is much to do is done in parts, by a job that
    comes more often, or by one that says in `parts`, which only reads, what is to be done in transactions of their
    own before `run`. Another may do such a part at the same moment: each looks again whether it is still to be done.
    One that fails keeps no other from it; the job is then tried again, as after any failure.
    """

    name: str
    every: timedelta
    run: Run = _nothing
    parts: Callable[[Session, datetime], Sequence[Run]] = _whole


@dataclass(frozen=True)
class JobState:
    """How a job goes: when it last ran (None: never), failures since, and whether it should have run by now."""

    name: str
    ran_at: datetime | None
    failures: int
    late: bool


class Jobs:
    """All jobs of the portal. Safe to use in several processes at once."""

    def __init__(self, database: Database, jobs: Sequence[Job], clock: Callable[[], datetime] = utcnow) -> None:
        names = [job.name for job in jobs]
        if len(set(names)) < len(names):
            raise ValueError(f"two jobs have the same name: {sorted(names)}")
        self.clock = clock
        self._database = database
        self._jobs = list(jobs)

    def drain(self) -> int:
        """Carry out what is due; return how many jobs ran. One that fails does not keep the others from it."""
        now, runs, ran = self.clock(), self._runs(), 0
        for job in self._jobs:
            if not _is_due(job, runs.get(job.name), now):
                continue
            try:
                ran += self._run(job, now)
            except Exception:  # noqa: BLE001 - whatever a job does wrong
                _log.exception("job.failed", job=job.name)
                self._note_failure(job, now)
        return ran

    def states(self) -> list[JobState]:
        """Return how the jobs go, in their order."""
        now, runs = self.clock(), self._runs()
        return [_state(job, runs.get(job.name), now) for job in self._jobs]

    def _runs(self) -> dict[str, JobRun]:
        with self._database.reading() as session:
            return {run.name: run for run in session.execute(select(JobRun)).scalars()}

    def _run(self, job: Job, now: datetime) -> bool:
        self._run_parts(job, now)
        with self._database.unit_of_work() as session:
            run = _turn(session, job)
            if run is None or not _is_due(job, run, now):
                return False  # somebody else does it, or has just done it
            job.run(session, now)
            run.period, run.ran_at, run.failures, run.next_try_at = _period(job, now), now, 0, None
        _log.info("job.ran", job=job.name)
        return True

    def _run_parts(self, job: Job, now: datetime) -> None:
        """Carry out each part by itself; raise the last failure at the end."""
        with self._database.reading() as session:
            parts = job.parts(session, now)
        failure: Exception | None = None
        for part in parts:
            try:
                with self._database.unit_of_work() as session:
                    part(session, now)
            except Exception as error:  # noqa: BLE001 - whatever a part does wrong
                _log.exception("job.part_failed", job=job.name)
                failure = error
        if failure is not None:
            raise failure

    def _note_failure(self, job: Job, now: datetime) -> None:
        with self._database.unit_of_work() as session:
            run = _turn(session, job)
            if run is not None:
                run.failures += 1
                run.next_try_at = now + min(timedelta(minutes=2 ** min(run.failures, 20)), LONGEST_WAIT)


def _turn(session: Session, job: Job) -> JobRun | None:
    """Return the job's row, kept for this transaction alone; None while another has it."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(JobRun).values(name=job.name, failures=0).on_conflict_do_nothing())
    row = select(JobRun).where(JobRun.name == job.name).with_for_update(skip_locked=True)
    return session.execute(row.execution_options(populate_existing=True)).scalar_one_or_none()


def _period(job: Job, now: datetime) -> datetime:
    return _FIRST_PERIOD + (now - _FIRST_PERIOD) // job.every * job.every


def _is_due(job: Job, run: JobRun | None, now: datetime) -> bool:
    if run is None:
        return True
    if run.next_try_at is not None and run.next_try_at > now:
        return False
    return run.period is None or run.period < _period(job, now)


def _state(job: Job, run: JobRun | None, now: datetime) -> JobState:
    if run is None or run.ran_at is None:
        return JobState(job.name, None, run.failures if run else 0, late=True)
    late = run.period != _period(job, now) and now - _period(job, now) > LATE_AFTER
    return JobState(job.name, run.ran_at, run.failures, late)
