"""How duties stood at the close of each quarter and on a day: the board of those days, counted alike (KH 87, IV.4).

A quarter's close is the first day on which its return is late. Counted are the duties that had fallen due by then, from
the plan's beginning, without those excused: each was done on time, done late or is overdue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from neuguong.core.periods import local_day
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.queries.board import Asked, boards
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.week import ON_TIME, fallen_due
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan
from neuguong.programme.rules import PlanRules

State = ObligationState
_TITLES = {
    "": "Mọi nhiệm vụ",
    DutyKind.RETURN: "Báo cáo quý",
    DutyKind.QUOTA: "Chỉ tiêu năm",
    DutyKind.ACTIVITY: "Các nhiệm vụ khác",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One day of a series. `period` is the code of the quarter that closed, empty for the day asked for."""

    day: date
    period: str
    on_time: int
    late: int
    overdue: int
    restated: bool

    @property
    def due(self) -> int:
        """How many had fallen due."""
        return self.on_time + self.late + self.overdue

    @property
    def share(self) -> int | None:
        """How many of a hundred were done on time, rounded; None before the first falls due."""
        return (200 * self.on_time + self.due) // (2 * self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of duty, or all of them, over the days."""

    kind: str
    title: str
    points: tuple[Point, ...]


def trend(plan: Plan, rules: PlanRules, on: date, **asked: Unpack[Asked]) -> tuple[Series, ...]:
    """All duties first, then kind by kind; as many statements as the board of one day. A kind without a row is left out."""
    closes = {
        local_day(rules.return_duty.cut_off.closes_at(period)): period.code for period in rules.return_duty.periods
    }
    days = {day: code for day, code in closes.items() if day <= on} | ({} if on in closes else {on: ""})
    found = boards(plan=plan, days=tuple(days), **asked)
    rows = {day: fallen_due(found[day].rows) for day in days}
    kinds = {row.duty_kind for board in found.values() for row in board.rows}
    return tuple(
        Series(kind, title, tuple(_point(day, days[day], rows[day], kind) for day in sorted(days)))
        for kind, title in _TITLES.items()
        if (kind in kinds if kind else kinds)
    )


def _point(day: date, period: str, rows: Iterable[BoardRow], kind: str) -> Point:
    counted = [row for row in rows if kind in ("", row.duty_kind)]
    return Point(
        day,
        period,
        sum(row.state in ON_TIME for row in counted),
        sum(row.state == State.LATE for row in counted),
        sum(row.state == State.OVERDUE for row in counted),
        any(row.restated for row in counted),
    )
