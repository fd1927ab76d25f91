"""Working days in North Rhine-Westphalia, and the moments at which deadlines end.

A deadline is counted in days of the calendar in Berlin: the day on which it starts does not count, and it ends at
24:00 of its last day, whether that day has 23, 24 or 25 hours. What is stored is the moment, in UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
_EVES = frozenset({(12, 24), (12, 31)})


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: Monday to Friday without public holidays; with `free_eves` not on 24 and 31 December."""

    free_eves: bool = True

    def is_workday(self, day: date) -> bool:
        """Return whether town halls work on this day."""
        if day.weekday() >= 5 or day in _public_holidays(day.year):
            return False
        return not (self.free_eves and (day.month, day.day) in _EVES)

    def workday_after(self, day: date, count: int) -> date:
        """Return the working day that is number `count`, from 1, of those after this day."""
        return self._workday(day, count, DAY)

    def workday_before(self, day: date, count: int) -> date:
        """Return the working day that is number `count`, from 1, of those before this day, counted backwards."""
        return self._workday(day, count, -DAY)

    def end_after_workdays(self, start: datetime, count: int) -> datetime:
        """Return when a deadline of so many working days ends that starts at this moment."""
        return end_of(self.workday_after(day_of(start), count))

    def workdays_left(self, now: datetime, end: datetime) -> int:
        """Return how many working days are left after today up to a deadline's last day, counted as the deadline is.

        0 on that day and after it.
        """
        day, last = day_of(now), last_day(end)
        return sum(self.is_workday(day + DAY * each) for each in range(1, (last - day).days + 1))

    def _workday(self, day: date, count: int, onwards: timedelta) -> date:
        if count < 1:
            raise ValueError("a deadline has at least one day")
        while count:
            day += onwards
            count -= self.is_workday(day)
        return day


def day_of(moment: datetime) -> date:
    """Return the day in Berlin. Raises ValueError for a moment without time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(BERLIN).date()


def end_of(day: date) -> datetime:
    """Return the moment at which a day ends in Berlin, in UTC."""
    return datetime.combine(day + DAY, time.min, BERLIN).astimezone(UTC)


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in Berlin, in UTC."""
    return end_of(day - DAY)


def last_day(end: datetime) -> date:
    """Return the last whole day of a deadline that ends at this moment: what people read instead of midnight."""
    return day_of(end) - DAY


def end_after_days(start: datetime, count: int) -> datetime:
    """Return when a period of so many calendar days ends that starts at this moment."""
    return end_of(day_of(start) + DAY * count)


def started_before(now: datetime, count: int) -> datetime:
    """Return the moment before which everything lies whose period of so many calendar days has ended by now."""
    return end_of(day_of(now) - DAY * (count + 1))


@cache
def _public_holidays(year: int) -> frozenset[date]:
    # A year at a time: the package's own object fills itself while it is asked, which two threads must not do at once.
    return frozenset(holidays.country_holidays("DE", subdiv="NW", years=year))
