"""Working days in Vietnam: Saturdays, Sundays and public holidays are off. Pure: every function is given its day.

Holidays come from the `holidays` library (Labour Code 2019, art. 112): lunar days, substitute days, the extra days of
Tết and the swapped days that the Prime Minister announces each year. Its limits: what is announced after the installed
version was made is not in it; of later years it knows only the days by rule; a province's own days off are unknown.
Therefore a last day is computed once, when its clock starts, and kept with the rule (core.Deadline).
"""

from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

_DAY = timedelta(days=1)
LONGEST = 3660  # ten years: what is longer is a mistake, not a time limit


@cache
def _year(year: int) -> HolidayBase:
    """The holidays of one year and, with them, the Saturdays that are worked in exchange for a day off."""
    return country_holidays("VN", years=year, expand=False, language="vi")


def is_working_day(day: date) -> bool:
    """Whether offices work: Monday to Friday but no public holiday, or a Saturday worked in exchange."""
    return bool(_year(day.year).is_working_day(day))


def holiday_name(day: date) -> str:
    """The Vietnamese name of a public holiday or substitute day; empty for every other day."""
    return _year(day.year).get(day) or ""


def next_working_day(day: date) -> date:
    """The day itself when it is worked, otherwise the first worked day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The last of `count` working days, of which `day` is none (Civil Code 2015, art. 147: the first day is not counted).

    With 0 it is `day` itself, moved to a working day. ValueError for a negative or absurdly large count.
    """
    _check(count)
    if count == 0:
        return next_working_day(day)
    while count:
        day += _DAY
        count -= is_working_day(day)
    return day


def add_days(day: date, count: int) -> date:
    """The last of `count` calendar days after `day`, moved on from a day off (Civil Code 2015, art. 148.5)."""
    _check(count)
    return next_working_day(day + timedelta(days=count))


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and with `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def _check(count: int) -> None:
    if not 0 <= count <= LONGEST:
        raise ValueError(f"a time limit of {count} days is none")
