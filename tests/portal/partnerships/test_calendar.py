"""Deadlines end when a town hall in North Rhine-Westphalia would say they do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.partnerships import calendar
from portal.partnerships.calendar import DAY, Calendar, day_of, end_after_days, end_of, last_day, started_before

BERLIN = ZoneInfo("Europe/Berlin")
NRW = Calendar()

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
counts = st.integers(1, 90)
calendars = st.builds(Calendar, free_eves=st.booleans())


def berlin(*parts):
    return datetime(*parts, tzinfo=BERLIN)


# The eleven public holidays of 2026 after § 2 FeiertagsG NW, the day of German unity among them.
HOLIDAYS_2026 = {
    date(2026, *each)
    for each in ((1, 1), (4, 3), (4, 6), (5, 1), (5, 14), (5, 25), (6, 4), (10, 3), (11, 1), (12, 25), (12, 26))
}


def test_the_working_days_of_a_whole_year():
    year = [date(2026, 1, 1) + DAY * number for number in range(365)]
    free = {day for day in year if day.weekday() < 5 and not NRW.is_workday(day)}
    eves = {date(2026, 12, 24), date(2026, 12, 31)}
    assert free == {day for day in HOLIDAYS_2026 | eves if day.weekday() < 5}
    assert {day for day in eves if Calendar(free_eves=False).is_workday(day)} == eves
    assert not any(NRW.is_workday(day) for day in year if day.weekday() >= 5)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 6, 4), False),  # Fronleichnam: not everywhere in Germany
        (date(2027, 11, 1), False),  # Allerheiligen: a Monday
        (date(2027, 2, 8), True),  # Rosenmontag is a custom, no holiday
        (date(2026, 8, 15), False),  # a Saturday
        (date(2029, 8, 15), True),  # Mariä Himmelfahrt, a holiday elsewhere
        (date(2017, 10, 31), False),  # Reformationstag, once in all of Germany
        (date(2018, 10, 31), True),
    ],
)
def test_days_that_are_easily_mistaken(day, works):
    assert NRW.is_workday(day) is works


@pytest.mark.parametrize(
    ("sent", "count", "last"),
    [
        (berlin(2026, 11, 23, 0, 0), 7, date(2026, 12, 2)),  # the Monday does not count
        (berlin(2026, 11, 23, 23, 59), 7, date(2026, 12, 2)),
        (berlin(2026, 11, 21, 12), 7, date(2026, 12, 1)),  # sent on a Saturday
        (berlin(2026, 12, 18, 9), 7, date(2027, 1, 4)),  # Christmas with both eves between
        (berlin(2026, 5, 13, 9), 7, date(2026, 5, 26)),  # Himmelfahrt, Pfingsten
        (berlin(2026, 3, 27, 9), 1, date(2026, 3, 30)),  # the hour is lost in between
    ],
)
def test_deadlines_of_the_real_calendar(sent, count, last):
    ends = NRW.end_after_workdays(sent, count)
    assert ends == berlin(last.year, last.month, last.day, 23, 59, 59) + timedelta(seconds=1)


def test_a_deadline_ends_at_midnight_in_berlin_in_winter_and_summer():
    assert end_of(date(2026, 1, 15)) == datetime(2026, 1, 15, 23, tzinfo=UTC)
    assert end_of(date(2026, 7, 15)) == datetime(2026, 7, 15, 22, tzinfo=UTC)
    assert last_day(end_of(date(2026, 7, 15))) == date(2026, 7, 15)
    assert end_of(date(2026, 3, 29)) - end_of(date(2026, 3, 28)) == timedelta(hours=23)
    assert end_of(date(2026, 10, 25)) - end_of(date(2026, 10, 24)) == timedelta(hours=25)


@given(moments, counts, calendars)
def test_exactly_so_many_working_days_lie_between_and_the_last_is_one(start, count, of):
    first, last = day_of(start), last_day(of.end_after_workdays(start, count))
    between = [first + DAY * number for number in range(1, (last - first).days + 1)]
    assert sum(map(of.is_workday, between)) == count
    assert of.is_workday(last)


@given(moments, moments, counts, calendars)
def test_who_starts_later_never_ends_earlier(one, other, count, of):
    earlier, later = sorted((one, other))
    assert of.end_after_workdays(earlier, count) <= of.end_after_workdays(later, count)


@given(moments, counts, counts, calendars)
def test_a_deadline_in_two_parts_ends_with_the_whole(start, one, other, of):
    whole = of.workday_after(day_of(start), one + other)
    assert whole == of.workday_after(of.workday_after(day_of(start), one), other)


@given(moments, counts, calendars)
def test_what_is_left_is_counted_down_to_nothing(start, count, of):
    end = of.end_after_workdays(start, count)
    assert of.workdays_left(start, end) == count
    assert of.workdays_left(end - timedelta(microseconds=1), end) == 0
    assert of.workdays_left(end, end) == 0
    assert of.workdays_left(end + 500 * DAY, end) == 0


@given(days, counts)
def test_the_hour_at_which_it_starts_makes_no_difference(day, count):
    start = datetime(day.year, day.month, day.day, tzinfo=BERLIN)
    ends = {NRW.end_after_workdays(start + timedelta(hours=hour), count) for hour in range(23)}
    assert len(ends) == 1
    assert end_after_days(start, count) == end_after_days(start + timedelta(hours=22, minutes=59), count)


@given(moments, st.integers(0, 200), moments)
def test_what_started_before_is_exactly_what_has_ended(start, count, now):
    assert (start < started_before(now, count)) == (end_after_days(start, count) <= now)


@given(moments, st.integers(0, 200))
def test_at_the_very_end_it_has_ended(start, count):
    end = end_after_days(start, count)
    assert start < started_before(end, count)
    assert not start < started_before(end - timedelta(microseconds=1), count)


@pytest.mark.parametrize("count", [0, -1])
def test_a_deadline_has_at_least_one_day(count):
    with pytest.raises(ValueError, match="at least one day"):
        NRW.workday_after(date(2026, 1, 1), count)


def test_a_moment_without_a_zone_is_no_moment():
    with pytest.raises(ValueError, match="time zone"):
        calendar.day_of(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused


@given(days, counts, calendars)
def test_counting_back_finds_where_counting_on_began(day, count, days_worked):
    if not days_worked.is_workday(day):
        day = days_worked.workday_after(day, 1)
    assert days_worked.workday_before(days_worked.workday_after(day, count), count) == day
