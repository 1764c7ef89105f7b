"""One week of a plan for those who lead: what changed, who is late with what, what falls due, what waits for them.

Everything is told as it stood at the end of the week's last day, whenever it is asked; figures that rest on something
entered afterwards say so (ADR 0010). A week is an ISO week, Monday to Sunday (KH 87, IV.4: theo dõi, đôn đốc).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from neuguong.core.periods import Period
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.queries.board import boards
from neuguong.ledger.queries.board_row import WAITING, BoardRow
from neuguong.ledger.queries.duties import DONE
from neuguong.ledger.queries.week_dossiers import DossierFlow, Waiting, dossier_flow, waiting_for_leader
from neuguong.programme.models import Plan

State = ObligationState
WEEK = timedelta(days=7)
EVERY = Q()
ON_TIME = (State.MET, State.NIL)
Key = tuple[int, str, str]  # unit, duty, period


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week up to a day of it; ValueError for a code that is none."""

    monday: date
    on: date  # the last day that is counted: the Sunday, or today while the week runs

    @classmethod
    def of(cls, day: date, *, today: date) -> "Week":
        """The week that a day lies in, as far as it has come."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, min(monday + timedelta(days=6), max(today, monday)))

    @classmethod
    def coded(cls, code: str, *, today: date) -> "Week":
        """The week "2025-W10"."""
        year, _, number = code.partition("-W")
        if not (year.isdigit() and len(year) == 4 and number.isdigit() and len(number) == 2):
            raise ValueError(f"Tuần “{code}” không đúng dạng: viết 2025-W10.")
        return cls.of(date.fromisocalendar(int(year), int(number), 1), today=today)

    @property
    def code(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year:04d}-W{number:02d}"

    @property
    def label(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"tuần {number}/{year}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def runs(self) -> bool:
        """Whether the week is not over yet."""
        return self.on < self.sunday


@dataclass(frozen=True, slots=True)
class Figure:
    """One number beside that of the week before, up to the same weekday. `restated`: something was entered afterwards."""

    code: str
    label: str
    now: int
    before: int
    restated: bool = False

    @property
    def change(self) -> str:
        """ "+3", "-2", "0"."""
        return f"{self.now - self.before:+d}" if self.now != self.before else "0"


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows that came to stand otherwise within the week."""

    done: tuple[BoardRow, ...]
    overdue: tuple[BoardRow, ...]
    extended: tuple[BoardRow, ...]
    excused: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit with what it is late with, the longest first."""

    unit_id: int
    name: str
    rows: tuple[BoardRow, ...]

    @property
    def longest(self) -> BoardRow:
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Coming:
    """A duty that falls due: until which day, for how many units, how many of them are not done yet."""

    day: date
    duty_code: str
    title: str
    period: Period
    owing: int
    missing: int


@dataclass(frozen=True, slots=True)
class WeekPage:
    """Everything that the page and the paper show."""

    plan: Plan
    week: Week
    changes: Changes
    flow: tuple[Figure, ...]  # duties, within the week
    stock: tuple[Figure, ...]  # duties that have fallen due, at the end of the week
    dossiers: tuple[Figure, ...]
    late: tuple[LateUnit, ...]
    coming: tuple[Coming, ...]
    waiting: tuple[Waiting, ...]

    @property
    def restated(self) -> bool:
        """Whether anything on the page was entered after the week."""
        return any(one.restated for one in (*self.flow, *self.stock, *self.dossiers))

    @property
    def on_time_share(self) -> int | None:
        """How many of a hundred duties that have fallen due were done on time, rounded; None before the first."""
        due, on_time = self.stock[0].now, self.stock[1].now
        return (200 * on_time + due) // (2 * due) if due else None


def week_page(plan: Plan, week: Week, *, seen: Q = EVERY) -> WeekPage:
    """The page of a week, in a dozen statements whatever the number of units.

    `seen` is a filter of dossiers, for a reader who keeps away from some (ADR 0012): not even a number tells of them.
    """
    before = (week.monday - WEEK - timedelta(days=1), week.on - WEEK)
    days = (*before, week.monday - timedelta(days=1), week.on)
    found = boards(plan=plan, days=days)
    start_before, end_before, start, end = (found[day].rows for day in days)
    changes, changes_before = _changes(start, end), _changes(start_before, end_before)
    received, received_before = dossier_flow(
        plan, ((week.monday, week.on), (week.monday - WEEK, week.on - WEEK)), seen=seen
    )
    return WeekPage(
        plan=plan,
        week=week,
        changes=changes,
        flow=_flow(changes, changes_before),
        stock=_stock(end, end_before),
        dossiers=_dossiers(received, received_before),
        late=_late(end),
        coming=_coming(end, week),
        waiting=waiting_for_leader(plan, week.on, seen=seen),
    )


def _changes(before: Iterable[BoardRow], now: Iterable[BoardRow]) -> Changes:
    was: Mapping[Key, BoardRow] = {(row.unit_id, row.duty_code, row.period): row for row in before}
    done, overdue, extended, excused = [], [], [], []
    for row in now:
        old = was.get((row.unit_id, row.duty_code, row.period))
        if row.state in DONE and (old is None or old.state not in DONE):
            done.append(row)
        elif row.state == State.OVERDUE and (old is None or old.state != State.OVERDUE):
            overdue.append(row)
        elif row.state == State.EXCUSED and (old is None or old.state != State.EXCUSED):
            excused.append(row)
        if row.extended_to and (old is None or (old.extended_to, old.last_day) != (row.extended_to, row.last_day)):
            extended.append(row)
    return Changes(tuple(done), tuple(overdue), tuple(extended), tuple(excused))


def _flow(now: Changes, before: Changes) -> tuple[Figure, ...]:
    return tuple(
        Figure(code, label, len(rows), len(getattr(before, code)), any(row.restated for row in rows))
        for code, label, rows in (
            ("done", "Nhiệm vụ làm xong", now.done),
            ("overdue", "Nhiệm vụ mới quá hạn", now.overdue),
            ("extended", "Được gia hạn hoặc đặt hạn", now.extended),
            ("excused", "Được miễn", now.excused),
        )
    )


def _stock(now: Iterable[BoardRow], before: Iterable[BoardRow]) -> tuple[Figure, ...]:
    """What has fallen due so far, and how it stands; the same words as in the trend (queries/trend.py)."""
    due, was = fallen_due(now), fallen_due(before)
    kinds = (
        ("due", "Nhiệm vụ đã đến hạn", tuple(State)),
        ("on_time", "Trong đó đúng hạn", ON_TIME),
        ("late", "Làm trễ", (State.LATE,)),
        ("standing_overdue", "Đang quá hạn", (State.OVERDUE,)),
    )
    return tuple(
        Figure(
            code,
            label,
            sum(row.state in states for row in due),
            sum(row.state in states for row in was),
            any(row.restated for row in due if row.state in states),
        )
        for code, label, states in kinds
    )


def fallen_due(rows: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """The rows whose last day on time is over, without those excused: each was done on time, done late or is overdue."""
    return tuple(row for row in rows if row.days_left < 0 and row.state != State.EXCUSED)


def _dossiers(now: DossierFlow, before: DossierFlow) -> tuple[Figure, ...]:
    labels = {
        "sent": "Hồ sơ mới nhận",
        "returned": "Trả lại để bổ sung",
        "verified": "Đạt thẩm định",
        "declined": "Không đạt",
        "recognised": "Được công nhận",
    }
    return tuple(
        Figure(code, label, now.counts[code], before.counts[code], code in now.restated)
        for code, label in labels.items()
    )


def _late(rows: Iterable[BoardRow]) -> tuple[LateUnit, ...]:
    """Who is late now: with the most first, then the longest; names in the board's order where both are alike."""
    found: dict[int, list[BoardRow]] = defaultdict(list)
    for row in rows:
        if row.state == State.OVERDUE:
            found[row.unit_id].append(row)
    units = [
        LateUnit(unit, late[0].unit_name, tuple(sorted(late, key=lambda row: -row.late_days)))
        for unit, late in found.items()
    ]
    return tuple(sorted(units, key=lambda unit: (-len(unit.rows), -unit.longest.late_days)))


def _coming(rows: Iterable[BoardRow], week: Week) -> tuple[Coming, ...]:
    """What falls due after the last day counted and before the end of the next week."""
    until = week.sunday + WEEK
    found: dict[tuple[date, str, str], list[BoardRow]] = defaultdict(list)
    for row in rows:
        if week.on < row.last_day <= until and row.state != State.EXCUSED:
            found[row.last_day, row.duty_code, row.period].append(row)
    return tuple(
        Coming(day, code, owed[0].duty_title, Period(period), len(owed), sum(row.state in WAITING for row in owed))
        for (day, code, period), owed in sorted(found.items())
    )
