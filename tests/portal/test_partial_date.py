"""Dates of which the day or the month may be unknown."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.partial_date import FIRST_YEAR, LAST_YEAR, PartialDate

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
PRECISIONS = st.integers(1, 3)


def known_to(day: date, precision: int) -> PartialDate:
    return PartialDate(*(day.year, day.month, day.day)[:precision])


@given(DAYS, PRECISIONS)
def test_what_is_written_is_read_again(day, precision):
    partial = known_to(day, precision)

    assert PartialDate.parse(str(partial)) == partial


@given(DAYS, PRECISIONS)
def test_german_forms_mean_the_same(day, precision):
    german = [f"{day.year}", f"{day.month}/{day.year}", f"{day.day}.{day.month}.{day.year}"][precision - 1]

    assert PartialDate.parse(f" {german} ") == known_to(day, precision)


@given(DAYS, PRECISIONS, DAYS, PRECISIONS)
def test_they_order_by_time_and_the_unknown_counts_as_earliest(one, of_one, other, of_other):
    earlier, later = sorted([known_to(one, of_one), known_to(other, of_other)])

    def earliest_day(partial: PartialDate) -> tuple[int, int, int]:
        return partial.year, partial.month or 0, partial.day or 0

    assert earliest_day(earlier) <= earliest_day(later)
    assert earlier <= later
    assert (earlier < later) == (str(earlier) < str(later))


@pytest.mark.parametrize("text", ["2022-08", "08/2022", "8.2022", "8/2022", "08. 2022"])
def test_months_can_be_written_as_people_do(text):
    assert PartialDate.parse(text) == PartialDate(2022, 8)


@pytest.mark.parametrize(
    "text",
    ["", "22", "2022-13", "2022-00", "0/2022", "2022-02-30", "2022-01-00", "0.1.2022", "32.1.2022", "1949", "2101",
     "2022-8", "202２", "2022-08-31T00:00", "August 2022", "8.22", "-2022", "2022\x00", "99999", "\ud800"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the form says it in German
        PartialDate.parse(text)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        assert FIRST_YEAR <= PartialDate.parse(text).year <= LAST_YEAR


@pytest.mark.parametrize("parts", [(2020, 0), (2020, None, 5), (2020, 5, 0), (1949,), (2020, 2, 30)])
def test_no_impossible_date_can_be_made(parts):
    with pytest.raises(ValueError):  # noqa: PT011
        PartialDate(*parts)
