"""The board as a table: units down, quarters and years across; the screen and the spreadsheet show this one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from neuguong.core.papers import padded, short_date
from neuguong.core.periods import OPEN, Period, PeriodKind, day_begins
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.models import Obligation
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.unit_groups import Placed, unit_groups
from neuguong.org.models import Unit
from neuguong.programme.enums import Composition, DutyKind
from neuguong.programme.models import Plan
from neuguong.programme.rules import PlanRules

State = ObligationState
ABSENT = "absent"
EXTENDED = "extended"
_ORDER = (State.MET, State.LATE, State.OVERDUE, State.DUE_SOON, State.NOT_DUE, EXTENDED, State.NIL, State.EXCUSED)
_LABELS = {state: str(state.label) for state in State}
_DOING = {State.MET: "đã làm, đúng hạn", State.LATE: "làm trễ", State.OVERDUE: "quá hạn, chưa làm"}
_COUNTED = (State.MET, State.LATE)
_YEAR_LOOK = {State.MET: "ok", State.LATE: "ok", State.OVERDUE: "no", State.EXCUSED: "na"}


class GridCell(NamedTuple):
    """One unit in one period. `code` is a look of the board; `text` is what a cell of the year prints."""

    period: Period
    obligation_id: int | None = None
    code: str = ABSENT
    sent: int | None = None
    text: str = "–"
    look: str = "na"
    words: str = ""
    restated: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """One unit with its quarters and its years."""

    unit_id: int
    name: str
    note: str
    depth: int
    quarters: tuple[GridCell, ...]
    years: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class GridGroup:
    """Units under one heading, with the rule they share in words."""

    title: str
    note: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole board of one day."""

    on: date
    quarters: tuple[Period, ...]
    years: tuple[Period, ...]
    groups: tuple[GridGroup, ...]
    now: Period | None
    summary: tuple[tuple[str, int], ...]
    restated: bool

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Year and how many of its quarters are shown, for the head of the table."""
        found = Counter(quarter.year_number for quarter in self.quarters)
        return tuple(sorted(found.items()))

    @property
    def unit_count(self) -> int:
        """How many units are shown."""
        return sum(len(group.rows) for group in self.groups)


def grid(rows: Collection[BoardRow], *, on: date, now: Period | None) -> Grid:
    """Shape the board's rows. `now` is the round that is open on the day; later quarters are not shown yet."""
    quarters = _quarters(rows, on, now)
    years = tuple(sorted({quarter.year for quarter in quarters} | _years(rows, on)))
    shown = {period.code for period in (*quarters, *years)}
    by_unit: dict[int, list[BoardRow]] = {}
    for row in rows:
        if row.period in shown:
            by_unit.setdefault(row.unit_id, []).append(row)
    groups = tuple(
        GridGroup(
            group.title,
            _rule(group.units, by_unit, on),
            tuple(_row(placed, by_unit[placed.unit.pk], quarters, years, on) for placed in group.units),
        )
        for group in unit_groups(by_unit, on=on)
    )
    return Grid(on, quarters, years, groups, now, _summary(rows, now), any(row.restated for row in rows))


def open_round(rules: PlanRules, on: date) -> Period | None:
    """The round that takes dossiers on a day (its last minute counts); None after the plan's last round."""
    found = rules.round_at(day_begins(on))
    return found if found in rules.return_duty.periods else None


def due_sentence(rules: PlanRules, *, on: date) -> str:
    """ "Hạn quý I/2025: gửi trước ngày 15/03/2025, còn 5 ngày." for the round open on a day."""
    period = open_round(rules, on)
    if period is None:
        return ""
    cut_off = rules.return_duty.cut_off
    named = "trước" if cut_off.boundary == "before" else "đến hết"
    left = (cut_off.last_on_time_day(period) - on).days + 1
    days = "hôm nay là ngày cuối" if left == 1 else f"còn {left} ngày, kể cả hôm nay"
    return f"Hạn {period.label}: gửi {named} ngày {short_date(cut_off.due_on(period))}, {days}."


def owing_units(plan: Plan, unit_ids: Collection[int]) -> list[tuple[str, str, str]]:
    """Kind, name and place of each of these units that ever owes anything under a plan: what a board can be asked for."""
    owing = Obligation.objects.filter(unit=OuterRef("pk"), duty__plan=plan)
    rows = Unit.objects.filter(Exists(owing), pk__in=unit_ids).order_by()
    return list(rows.values_list("kind", "name", "place"))


def cell_code(row: BoardRow) -> str:
    """The look of a board cell; an extension shows while the unit still has its time."""
    waiting = row.state in (State.NOT_DUE, State.DUE_SOON)
    return EXTENDED if row.extended_to and waiting else str(row.state)


def state_words(row: BoardRow) -> str:
    """What a cell says, in the middle of a sentence."""
    if cell_code(row) == EXTENDED and row.extended_to:
        return f"được gia hạn đến hết {short_date(row.extended_to)}"
    doing = row.duty_kind == DutyKind.ACTIVITY
    if row.state == State.LATE and row.late_days:
        return f"{'làm' if doing else 'gửi'} trễ {row.late_days} ngày"
    if doing and row.state == State.MET and row.boundary == OPEN and not row.extended_to:
        return "đã làm"
    return state_label(row.state, doing=doing)


def state_label(state: str, *, doing: bool) -> str:
    """What a state is called where it is not one row's; `doing` for what is done rather than sent."""
    return _DOING.get(State(state), _LABELS[State(state)]) if doing else _LABELS[State(state)]


def year_words(row: BoardRow) -> str:
    """The year's quota as "2/3", or that the unit is excused."""
    return "miễn" if row.state == State.EXCUSED else f"{row.sent}/{row.required}"


def _quarters(rows: Iterable[BoardRow], on: date, now: Period | None) -> tuple[Period, ...]:
    found = {Period(code) for code in {row.period for row in rows if row.duty_kind == DutyKind.RETURN}}
    return tuple(
        sorted(
            period for period in found if period.kind is PeriodKind.QUARTER and (period.start <= on or period == now)
        )
    )


def _years(rows: Iterable[BoardRow], on: date) -> set[Period]:
    codes = {row.period for row in rows if row.duty_kind == DutyKind.QUOTA and row.year <= on.year}
    return {Period(code) for code in codes}


def _row(
    placed: Placed, rows: Iterable[BoardRow], quarters: Iterable[Period], years: Iterable[Period], on: date
) -> GridRow:
    unit = placed.unit
    found = {(row.duty_kind, row.period): row for row in rows}
    return GridRow(
        unit.pk,
        unit.short_name,
        _note(placed, on),
        placed.depth,
        tuple(_quarter_cell(unit.short_name, period, found.get((DutyKind.RETURN, period.code))) for period in quarters),
        tuple(_year_cell(unit.short_name, period, found.get((DutyKind.QUOTA, period.code))) for period in years),
    )


def _note(placed: Placed, on: date) -> str:
    unit = placed.unit
    if unit.valid_to is not None and unit.valid_to <= on:
        return f"đến {short_date(unit.valid_to)}" if placed.depth == 0 else f"nhập vào từ {short_date(unit.valid_to)}"
    return f"từ {short_date(unit.valid_from)}" if unit.valid_from.year >= 2020 else ""


def _quarter_cell(name: str, period: Period, row: BoardRow | None) -> GridCell:
    if row is None:
        return GridCell(period, words=f"{name}, {period.label}: không có việc phải làm trong quý này")
    count = row.sent if row.sent and row.state in _COUNTED else None
    return GridCell(
        period,
        row.obligation_id,
        cell_code(row),
        count,
        words=_words(name, period, row, state_words(row), f"{row.sent} hồ sơ" if row.sent else ""),
        restated=row.restated,
    )


def _year_cell(name: str, period: Period, row: BoardRow | None) -> GridCell:
    if row is None:
        return GridCell(period, words=f"{name}, {period.label}: không có chỉ tiêu")
    text = year_words(row)
    told = f"đã gửi {row.sent}, ít nhất {row.required}"
    return GridCell(
        period,
        row.obligation_id,
        str(row.state),
        text=text,
        look=_YEAR_LOOK.get(State(row.state), "run"),
        words=_words(name, period, row, state_words(row), told),
        restated=row.restated,
    )


def _words(name: str, period: Period, row: BoardRow, state: str, figures: str) -> str:
    told = f"{name}, {period.label}: {state}"
    told = f"{told}, {figures}" if figures else told
    return f"{told}, ghi bổ sung" if row.restated else told


def _rule(units: Iterable[Placed], by_unit: Mapping[int, list[BoardRow]], on: date) -> str:
    """ "17 đơn vị, ít nhất 03 điển hình một năm": what the group's units owe in the year of the day."""
    living = [placed.unit for placed in units if placed.unit.exists_on(on)]
    quotas = [
        row for unit in living for row in by_unit[unit.pk] if row.duty_kind == DutyKind.QUOTA and row.year == on.year
    ]
    counted = f"{len(living)} đơn vị"
    if len({(row.required, row.composition) for row in quotas}) != 1:
        return counted
    both = ", có cả tập thể và cá nhân" if quotas[0].composition == Composition.BOTH_KINDS else ""
    return f"{counted}, ít nhất {padded(quotas[0].required)} điển hình một năm{both}"


def _summary(rows: Iterable[BoardRow], now: Period | None) -> tuple[tuple[str, int], ...]:
    """How many units stand where in the open round."""
    if now is None:
        return ()
    found = Counter(cell_code(row) for row in rows if row.period == now.code and row.duty_kind == DutyKind.RETURN)
    return tuple((str(code), found[str(code)]) for code in _ORDER if found[str(code)])
