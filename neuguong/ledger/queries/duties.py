"""Every duty of a plan at a glance, as of a day: how many units owe it and how they stand (KH 87, III.3–III.6, IV)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from neuguong.core.papers import short_date
from neuguong.core.periods import OPEN, Period
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.models import Activity, Obligation
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.programme.enums import DutyKind
from neuguong.programme.rules import PlanRules

State = ObligationState
DONE = (State.MET, State.LATE, State.NIL)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty in one period over all units that owe it. `rows` are those units' rows, in the board's order."""

    code: str
    title: str
    period: Period
    when: str
    until: str
    rows: tuple[BoardRow, ...]

    @property
    def owing(self) -> int:
        """How many units must do it: all but those excused."""
        return sum(row.state != State.EXCUSED for row in self.rows)

    @property
    def done(self) -> int:
        """How many have done it, on time or late."""
        return sum(row.state in DONE for row in self.rows)

    @property
    def states(self) -> tuple[tuple[str, int], ...]:
        """How many units stand where, in the order of the states; states without a unit are left out."""
        found = Counter(str(row.state) for row in self.rows)
        return tuple((state, found[state]) for state in State.values if found[state])


def due_words(row: BoardRow) -> str:
    """Until when, as the plan says it, with the office's own day where the plan names none."""
    if row.extended_to:
        return f"đến hết {short_date(row.extended_to)}"
    if row.boundary == OPEN:
        return "kế hoạch không ấn định"
    return f"{'trước' if row.boundary == 'before' else 'đến hết'} {short_date(row.due_on)}"


def duty_lines(
    rows: Iterable[BoardRow], rules: PlanRules, *, on: date, now: Period | None, every: bool = False
) -> tuple[DutyLine, ...]:
    """The duties of these rows whose period has begun, in the plan's order.

    Of the returns only the open round and of the quota only this year, unless `every` period is asked for.
    """
    found: dict[tuple[str, str], list[BoardRow]] = {}
    for row in rows:
        if every or row.duty_kind == DutyKind.ACTIVITY:
            shown = Period(row.period).start <= on or (now is not None and row.period == now.code)
        elif row.duty_kind == DutyKind.RETURN:
            shown = now is not None and row.period == now.code
        else:
            shown = row.year == on.year
        if shown:
            found.setdefault((row.duty_code, row.period), []).append(row)
    place = {duty.code: n for n, duty in enumerate(rules.duties)}
    once = {duty.code for duty in rules.duties if duty.first_period == duty.last_period}
    return tuple(
        DutyLine(
            code,
            group[0].duty_title,
            Period(period),
            "một lần" if code in once else Period(period).label,
            _until(group),
            tuple(group),
        )
        for (code, period), group in sorted(found.items(), key=lambda one: (place.get(one[0][0], len(place)), one[0]))
    )


def shown_rows(rows: Iterable[BoardRow], *, on: date, now: Period | None) -> tuple[BoardRow, ...]:
    """The rows whose period has begun on a day, or is the open round: what a list of every period shows."""
    return tuple(row for row in rows if Period(row.period).start <= on or (now is not None and row.period == now.code))


def _until(rows: list[BoardRow]) -> str:
    """The most common words; a unit with another day shows it on its own line."""
    return Counter(due_words(row) for row in rows).most_common(1)[0][0]


def activities_of(obligation: Obligation, on: date) -> tuple[Activity, ...]:
    """What was recorded for a row by a day, over all its revisions, also what was taken back; the newest first."""
    rows = Activity.objects.filter(
        obligation__unit_id=obligation.unit_id,
        obligation__duty_id=obligation.duty_id,
        obligation__period=obligation.period,
        held_on__lte=on,
    )
    return tuple(rows.select_related("file", "recorded_by", "withdrawn_by", "coordination").order_by("-held_on", "-id"))
