"""Where an entry comes from and how fresh that is, as plain values: the one rule behind every label."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.partial_date import PartialDate
from portal.projects.models import Project
from portal.projects.vocabulary import Provenance


class StandingKind(enum.Enum):
    """Who stands by what an entry says."""

    CONFIRMED = "confirmed"
    OVERDUE = "overdue"  # confirmed, but longer ago than the review period
    SOURCE = "source"  # taken from public sources, confirmed by nobody yet
    OPEN = "open"  # an organisation's own, confirmed by nobody yet: a draft


@dataclass(frozen=True)
class Standing:
    """What can be said about an entry's origin, and since when: the confirmation, or the date of the source.

    `date` is None where no source has one.
    """

    kind: StandingKind
    date: datetime | PartialDate | None = None


def standing(project: Project, now: datetime, review_period_days: int) -> Standing:
    """Return how an entry stands at the moment `now`. Needs its sources loaded."""
    if project.confirmed_at is not None:
        overdue = project.confirmed_at + timedelta(days=review_period_days) < now
        return Standing(StandingKind.OVERDUE if overdue else StandingKind.CONFIRMED, project.confirmed_at)
    if project.provenance is Provenance.OWN:
        return Standing(StandingKind.OPEN)
    return Standing(StandingKind.SOURCE, as_of(project))


def as_of(project: Project) -> PartialDate | None:
    """Return the date of what is known from public sources: the status date, else the latest source's."""
    dates = [source.date for source in project.sources if source.date]
    return project.status_as_of or max(dates, key=str, default=None)
