"""Quarters, years and the moments at which they close. Pure: every function is given its day or moment.

All days are days in Vietnam: a paper sent at 00:30 on the 15th is sent on the 15th, whatever the
server's own zone says.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
OPEN: Final = "open"  # the boundary of a duty for which its plan names no day

_CODE = re.compile(r"([0-9]{4})(?:-Q([1-4]))?")
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


# A board asks the same few codes many hundred times.
@cache
def _check(code: str) -> None:
    if not _CODE.fullmatch(code) or code.startswith("0000"):
        raise ValueError(f"Kỳ “{code}” không đúng dạng: viết 2024 cho năm, 2024-Q1 cho quý.")


@cache
def _label(code: str) -> str:
    year = int(code[:4])
    return f"quý {_ROMAN[int(code[-1])]}/{year}" if "Q" in code else f"năm {year}"


class PeriodKind(StrEnum):
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """A calendar quarter ("2024-Q1") or year ("2024"); ValueError for any other code."""

    code: str

    def __post_init__(self) -> None:
        _check(self.code)

    @classmethod
    def of(cls, year: int, quarter: int | None = None) -> "Period":
        """The year, or its first to fourth quarter."""
        return cls(f"{year:04d}" if quarter is None else f"{year:04d}-Q{quarter}")

    @classmethod
    def containing(cls, on: date, kind: PeriodKind | str) -> "Period":
        """The period of this kind that the day falls in."""
        if PeriodKind(kind) is PeriodKind.YEAR:
            return cls.of(on.year)
        return cls.of(on.year, (on.month + 2) // 3)

    @property
    def kind(self) -> PeriodKind:
        return PeriodKind.YEAR if self.quarter is None else PeriodKind.QUARTER

    @property
    def year_number(self) -> int:
        return int(self.code[:4])

    @property
    def quarter(self) -> int | None:
        """1 to 4; None for a year."""
        return int(self.code[-1]) if "Q" in self.code else None

    @property
    def year(self) -> "Period":
        """The year this period lies in (a year is its own year)."""
        return Period.of(self.year_number)

    @property
    def start(self) -> date:
        return date(self.year_number, 3 * (self.quarter or 1) - 2, 1)

    @property
    def end(self) -> date:
        """The first day after the period."""
        return self.next().start

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def label(self) -> str:
        return _label(self.code)

    @property
    def quarters(self) -> list["Period"]:
        """The quarters it consists of: four for a year, itself for a quarter."""
        if self.quarter is not None:
            return [self]
        return [Period.of(self.year_number, n) for n in (1, 2, 3, 4)]

    def next(self) -> "Period":
        """The following period of the same kind."""
        if self.quarter is None:
            return Period.of(self.year_number + 1)
        return Period.of(self.year_number + self.quarter // 4, self.quarter % 4 + 1)

    def previous(self) -> "Period":
        """The preceding period of the same kind."""
        if self.quarter is None:
            return Period.of(self.year_number - 1)
        return Period.of(self.year_number - (self.quarter == 1), (self.quarter + 2) % 4 + 1)

    def contains(self, on: date) -> bool:
        """Whether the day falls in the period."""
        return self.start <= on < self.end

    def __lt__(self, other: "Period") -> bool:
        """Earlier start first; a year stands before its own quarters."""
        return (self.start, self.code) < (other.start, other.code)

    def __str__(self) -> str:
        return self.code


def periods_between(kind: PeriodKind | str, first: date | Period, last: date | Period) -> list[Period]:
    """Every period of the kind that touches first…last, both included; empty when last is before first."""
    begin = first.start if isinstance(first, Period) else first
    finish = last.last_day if isinstance(last, Period) else last
    return list(_walk(PeriodKind(kind), begin, finish)) if begin <= finish else []


def _walk(kind: PeriodKind, begin: date, finish: date) -> Iterator[Period]:
    period = Period.containing(begin, kind)
    while period.start <= finish:
        yield period
        period = period.next()


@dataclass(frozen=True)
class CutOff:
    """Until when a period's papers are on time: a day of one of the quarter's three months.

    `month` is 1, 2 or 3 within the quarter, or "last". "before" the 15th makes the 14th the last day on time,
    "through" the 15th makes it the 15th. A year closes with its last quarter. (KH 87, IV.2: before the 15th of the
    quarter's last month.) Days are 1 to 28, since every month has them, or "last"; ValueError otherwise.
    """

    day: Literal["last"] | int = 15
    month: Literal["last"] | int = "last"
    boundary: Literal["before", "through"] = "before"

    def __post_init__(self) -> None:
        whole = isinstance(self.day, int) and not isinstance(self.day, bool)
        if self.day != "last" and not (whole and 1 <= int(self.day) <= 28):
            raise ValueError(f"Ngày chốt là số từ 1 đến 28 hoặc “last”, không phải “{self.day}”.")
        if self.month != "last" and (isinstance(self.month, bool) or self.month not in (1, 2, 3)):
            raise ValueError(f"Tháng chốt là 1, 2, 3 hoặc “last” trong quý, không phải “{self.month}”.")
        _check_boundary(self.boundary)

    def due_on(self, period: Period) -> date:
        """The day the rule names (the 15th), whichever side of it is still on time."""
        quarter = period.quarters[-1]
        nth = 3 if self.month == "last" else self.month
        year, month = quarter.start.year, quarter.start.month + nth - 1
        return date(year, month, monthrange(year, month)[1] if self.day == "last" else self.day)

    def last_on_time_day(self, period: Period) -> date:
        """The last whole day that is on time."""
        return self.due_on(period) - timedelta(days=self.boundary == "before")

    def closes_at(self, period: Period) -> datetime:
        """The first moment that is late."""
        return day_ends(self.last_on_time_day(period))


@dataclass(frozen=True)
class DueDay:
    """A date that a plan names outright, for a duty owed once (KH 87, IV.1: before 05/5/2023). Asked as a CutOff is.

    "open" tells that the plan names no date: then `on` is the plan's last day, after which nothing can be done any more.
    """

    on: date
    boundary: Literal["before", "through", "open"] = "before"

    def __post_init__(self) -> None:
        if self.boundary != OPEN:
            _check_boundary(self.boundary)

    def due_on(self, _period: Period) -> date:
        """The day named, whichever side of it is still on time."""
        return self.on

    def last_on_time_day(self, _period: Period) -> date:
        """The last whole day that is on time."""
        return self.on - timedelta(days=self.boundary == "before")

    def closes_at(self, period: Period) -> datetime:
        """The first moment that is late."""
        return day_ends(self.last_on_time_day(period))


def _check_boundary(boundary: str) -> None:
    if boundary not in ("before", "through"):
        known = "“before” (trước ngày) hoặc “through” (hết ngày)"
        raise ValueError(f"Mốc chốt là {known}, không phải “{boundary}”.")


def day_begins(on: date) -> datetime:
    """The first moment of the day in Vietnam."""
    return datetime.combine(on, time.min, tzinfo=LOCAL)


def day_ends(on: date) -> datetime:
    """The first moment after the day in Vietnam."""
    return day_begins(on + timedelta(days=1))


def local_day(at: datetime) -> date:
    """The day in Vietnam on which the moment falls; ValueError for a moment without a time zone."""
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return at.astimezone(LOCAL).date()


def local_hour(at: datetime) -> str:
    """The hour in Vietnam as a clock shows it: 07:30."""
    return f"{at.astimezone(LOCAL):%H:%M}"


def round_of(at: datetime, cut_off: CutOff) -> Period:
    """The first quarter that is still open at the moment: what is sent after the cut-off goes into the next round."""
    quarter = Period.containing(local_day(at), PeriodKind.QUARTER)
    return quarter if at < cut_off.closes_at(quarter) else quarter.next()
