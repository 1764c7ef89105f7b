"""Time limits count the days on which a Vietnamese office works."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.core.working_days import (
    add_days,
    add_working_days,
    holiday_name,
    is_working_day,
    next_working_day,
    working_days_between,
)

DAYS = st.dates(date(2022, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2025, 3, 3), 1, date(2025, 3, 4)),  # a Monday: the day itself is not counted
        (date(2025, 3, 7), 1, date(2025, 3, 10)),  # over a week-end
        (date(2025, 1, 24), 5, date(2025, 2, 7)),  # over the whole Tết of Ất Tỵ
        (date(2025, 4, 4), 1, date(2025, 4, 8)),  # the Hùng Kings' day, a day of the lunar year
        (date(2025, 4, 25), 2, date(2025, 4, 28)),  # Saturday 26/4 was worked in exchange for 2/5
        (date(2025, 4, 29), 1, date(2025, 5, 5)),  # 30/4, 1/5 and the day exchanged
        (date(2023, 4, 28), 1, date(2023, 5, 4)),  # substitute days for a holiday on a Saturday and one on a Sunday
        (date(2025, 8, 29), 1, date(2025, 9, 3)),  # two days of the National Day
        (date(2025, 3, 3), 10, date(2025, 3, 17)),
        (date(2025, 3, 8), 0, date(2025, 3, 10)),
    ],
)
def test_a_time_limit_ends_on_the_last_of_its_working_days(start, count, last):
    assert add_working_days(start, count) == last


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2025, 3, 3), 15, date(2025, 3, 18)),
        (date(2025, 3, 1), 14, date(2025, 3, 17)),  # a Saturday moves on to Monday
        (date(2025, 1, 14), 15, date(2025, 2, 3)),  # a day of Tết moves on behind Tết
    ],
)
def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day(start, count, last):
    assert add_days(start, count) == last


def test_a_day_off_has_its_vietnamese_name():
    assert holiday_name(date(2025, 4, 7)) == "Ngày Giỗ Tổ Hùng Vương"
    assert "nghỉ bù" in holiday_name(date(2023, 5, 2))
    assert holiday_name(date(2025, 3, 8)) == ""  # a Saturday is off without being a holiday


@pytest.mark.parametrize("count", [-1, 100_000])
def test_a_time_limit_that_is_none_is_refused(count):
    with pytest.raises(ValueError):
        add_working_days(date(2025, 3, 3), count)
    with pytest.raises(ValueError):
        add_days(date(2025, 3, 3), count)


@given(DAYS, st.integers(1, 60))
def test_counting_forward_and_counting_between_agree(start, count):
    last = add_working_days(start, count)
    assert is_working_day(last)
    assert working_days_between(start, last) == count
    assert working_days_between(last, start) == -count


@given(DAYS)
def test_the_next_working_day_passes_over_days_off_only(day):
    found = next_working_day(day)
    assert is_working_day(found)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))
