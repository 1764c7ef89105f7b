"""Quarters and years close at the minute the plan says, in Vietnamese time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.core.periods import (
    LOCAL,
    CutOff,
    Period,
    PeriodKind,
    day_begins,
    day_ends,
    local_day,
    periods_between,
    round_of,
)

PLAN_87 = CutOff(day=15, month="last", boundary="before")
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
kinds = st.sampled_from(list(PeriodKind))
cut_offs = st.builds(
    CutOff,
    day=st.integers(1, 28),
    month=st.sampled_from(["last", 1, 2, 3]),
    boundary=st.sampled_from(["before", "through"]),
)


def vietnam(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("code", "start", "end", "label", "following", "preceding"),
    [
        ("2024-Q1", date(2024, 1, 1), date(2024, 4, 1), "quý I/2024", "2024-Q2", "2023-Q4"),
        ("2024-Q2", date(2024, 4, 1), date(2024, 7, 1), "quý II/2024", "2024-Q3", "2024-Q1"),
        ("2024-Q3", date(2024, 7, 1), date(2024, 10, 1), "quý III/2024", "2024-Q4", "2024-Q2"),
        ("2024-Q4", date(2024, 10, 1), date(2025, 1, 1), "quý IV/2024", "2025-Q1", "2024-Q3"),
        ("2024", date(2024, 1, 1), date(2025, 1, 1), "năm 2024", "2025", "2023"),
    ],
)
def test_a_period_knows_its_days_its_name_and_its_neighbours(code, start, end, label, following, preceding):
    period = Period(code)
    assert (period.start, period.end, period.last_day) == (start, end, end - timedelta(days=1))
    assert period.label == label
    assert (period.next(), period.previous()) == (Period(following), Period(preceding))
    assert str(period) == code


@pytest.mark.parametrize("code", ["", "24", "2024-Q0", "2024-Q5", "2024-1", "2024Q1", "2024-q1", "0000", "2024-Q1 "])
def test_a_code_that_is_no_period_is_refused_in_words(code):
    with pytest.raises(ValueError, match="không đúng dạng"):
        Period(code)


def test_the_quarters_of_a_year_and_the_year_of_a_quarter():
    assert Period("2024").quarters == [Period(f"2024-Q{n}") for n in (1, 2, 3, 4)]
    assert Period("2024-Q3").quarters == [Period("2024-Q3")]
    assert Period("2024-Q3").year == Period("2024").year == Period("2024")


def test_periods_sort_by_time():
    codes = ["2024-Q4", "2023", "2024-Q1", "2023-Q2", "2024"]
    assert [p.code for p in sorted(map(Period, codes))] == ["2023", "2023-Q2", "2024", "2024-Q1", "2024-Q4"]


@pytest.mark.clause("IV.2")
def test_the_plan_asks_for_eleven_quarterly_returns_and_three_yearly_quotas():
    quarters = periods_between("quarter", Period("2023-Q2"), Period("2025-Q4"))
    assert len(quarters) == 11
    assert (quarters[0].code, quarters[-1].code) == ("2023-Q2", "2025-Q4")
    assert [p.code for p in periods_between("year", date(2023, 1, 1), date(2025, 12, 31))] == ["2023", "2024", "2025"]


def test_every_period_that_a_span_touches_is_counted():
    assert [p.code for p in periods_between("quarter", date(2024, 3, 31), date(2024, 4, 1))] == ["2024-Q1", "2024-Q2"]
    assert periods_between("quarter", Period("2024"), Period("2024")) == Period("2024").quarters
    assert periods_between("year", date(2024, 2, 1), date(2024, 1, 1)) == []


@pytest.mark.clause("IV.2")
@pytest.mark.parametrize(
    ("code", "due_on"),
    [
        ("2024-Q1", date(2024, 3, 15)),
        ("2024-Q2", date(2024, 6, 15)),
        ("2024-Q3", date(2024, 9, 15)),
        ("2024-Q4", date(2024, 12, 15)),
        ("2024", date(2024, 12, 15)),
    ],
)
def test_before_the_fifteenth_means_the_fourteenth_is_the_last_day(code, due_on):
    assert PLAN_87.due_on(Period(code)) == due_on
    assert PLAN_87.last_on_time_day(Period(code)) == due_on - timedelta(days=1)
    assert PLAN_87.closes_at(Period(code)) == datetime(due_on.year, due_on.month, 15, tzinfo=LOCAL)


def test_through_the_fifteenth_means_the_fifteenth_itself_is_on_time():
    through = CutOff(day=15, boundary="through")
    assert through.due_on(Period("2024-Q1")) == date(2024, 3, 15)
    assert through.last_on_time_day(Period("2024-Q1")) == date(2024, 3, 15)
    assert through.closes_at(Period("2024-Q1")) == vietnam(2024, 3, 16)


def test_a_cut_off_may_fall_in_another_month_of_the_quarter():
    assert CutOff(day=20, month=2).due_on(Period("2024-Q4")) == date(2024, 11, 20)
    assert CutOff(day=20, month=1).due_on(Period("2024")) == date(2024, 10, 20)


@pytest.mark.parametrize(
    "wrong",
    [{"day": 0}, {"day": 29}, {"day": "15"}, {"day": True}, {"month": 4}, {"month": "first"}, {"boundary": "until"}],
)
def test_a_cut_off_that_no_calendar_has_is_refused(wrong):
    with pytest.raises(ValueError, match="chốt"):
        CutOff(**wrong)


@pytest.mark.clause("IV.2")
@pytest.mark.parametrize(
    ("at", "code"),
    [
        (vietnam(2024, 3, 14, 23, 59), "2024-Q1"),
        (vietnam(2024, 3, 15), "2024-Q2"),
        (vietnam(2024, 4, 1), "2024-Q2"),
        (vietnam(2024, 12, 14, 23, 59), "2024-Q4"),
        (vietnam(2024, 12, 15), "2025-Q1"),
        (vietnam(2025, 1, 1), "2025-Q1"),
        # The server may think in another zone: these are 14 March 23:59 and 15 March 00:00 in Vietnam.
        (datetime(2024, 3, 14, 16, 59, tzinfo=UTC), "2024-Q1"),
        (datetime(2024, 3, 14, 17, 0, tzinfo=UTC), "2024-Q2"),
    ],
)
def test_what_is_sent_after_the_cut_off_goes_into_the_next_round(at, code):
    assert round_of(at, PLAN_87) == Period(code)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        round_of(datetime(2024, 3, 14), PLAN_87)  # noqa: DTZ001


def test_a_day_begins_and_ends_at_midnight_in_vietnam():
    assert day_begins(date(2024, 12, 31)) == datetime(2024, 12, 30, 17, tzinfo=UTC)
    assert day_ends(date(2024, 12, 31)) == vietnam(2025, 1, 1)
    assert local_day(datetime(2024, 12, 31, 16, 59, tzinfo=UTC)) == date(2024, 12, 31)
    assert local_day(datetime(2024, 12, 31, 17, tzinfo=UTC)) == date(2025, 1, 1)


@given(days, kinds)
def test_every_day_lies_in_exactly_one_period_of_each_kind(on, kind):
    period = Period.containing(on, kind)
    assert period.contains(on)
    assert period.kind is kind
    assert not period.next().contains(on)
    assert not period.previous().contains(on)
    assert period.next().previous() == period
    assert period.end == period.next().start


@given(days, days, kinds)
def test_periods_of_a_span_follow_one_another_without_gap(one, other, kind):
    first, last = sorted((one, other))
    periods = periods_between(kind, first, last)
    assert periods[0].contains(first)
    assert periods[-1].contains(last)
    assert [p.next() for p in periods[:-1]] == periods[1:]


@given(days, cut_offs)
def test_a_round_is_the_first_quarter_that_is_still_open(on, cut_off):
    at = day_begins(on) + timedelta(hours=13)
    chosen = round_of(at, cut_off)
    assert cut_off.closes_at(chosen.previous()) <= at < cut_off.closes_at(chosen)


@given(days, kinds, cut_offs)
def test_the_last_day_on_time_is_on_time_and_the_next_minute_is_late(on, kind, cut_off):
    period = Period.containing(on, kind)
    closes = cut_off.closes_at(period)
    assert local_day(closes - timedelta(minutes=1)) == cut_off.last_on_time_day(period)
    assert local_day(closes) == cut_off.last_on_time_day(period) + timedelta(days=1)
    assert period.contains(cut_off.due_on(period))
