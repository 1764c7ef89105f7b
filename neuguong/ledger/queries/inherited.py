"""What a unit's own plan takes over from the parent plan, and where the two no longer agree (KH 87, IV.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from neuguong.core.papers import short_date
from neuguong.core.periods import OPEN, Period
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.models import UnitPlan, UnitPlanTask
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.duties import DONE
from neuguong.org.models import Unit
from neuguong.programme.enums import ActivityKind
from neuguong.programme.models import Duty, Plan

Terms = Mapping[str, date | None]  # by period, the last day that is on time; None where no day is named


@dataclass(frozen=True, slots=True)
class Inherited:
    """A duty of the parent plan as one unit owes it. `waiting` are the periods of which something is still to be done."""

    duty: Duty
    required: int
    terms: Terms
    waiting: frozenset[str]


def inherited_duties(unit: Unit, plan: Plan, *, on: date) -> tuple[Inherited, ...]:
    """Every duty that the unit owes on a day, in the plan's order, with the office's extensions; not what it is excused.

    Writing the plan itself is left out: a plan that says that it shall be written says nothing.
    """
    rows = [row for row in board(plan=plan, on=on, unit_ids=[unit.pk]).rows if row.state != ObligationState.EXCUSED]
    duties = {duty.code: duty for duty in Duty.objects.filter(plan=plan).exclude(activity=ActivityKind.OWN_PLAN)}
    found = []
    for code, group in groupby(rows, key=lambda row: row.duty_code):
        if code not in duties:
            continue
        own = tuple(group)
        found.append(
            Inherited(
                duties[code],
                max(row.required for row in own),
                {row.period: _last_day(row.boundary, row.extended_to, row.last_day) for row in own},
                frozenset(row.period for row in own if row.state not in DONE or (len(own) > 1 and row.days_left >= 0)),
            )
        )
    return tuple(found)


def _last_day(boundary: str, extended_to: date | None, last_day: date) -> date | None:
    return None if boundary == OPEN and extended_to is None else last_day


def terms_of(task: UnitPlanTask) -> dict[str, date | None]:
    """The parent's terms as the task keeps them."""
    return {period: date.fromisoformat(day) if day else None for period, day in task.terms}


def kept_terms(terms: Terms, periods: Iterable[str]) -> list[list[str]]:
    """Terms as a task keeps them, in order."""
    return [[one, day.isoformat() if (day := terms[one]) else ""] for one in sorted(periods)]


def due_words(task: UnitPlanTask) -> str:
    """Until when, by the unit's own terms: one day, or the days of every year with the first and the last period."""
    days = {Period(period): day for period, day in terms_of(task).items()}
    if task.own_due_on:
        return f"đến hết {short_date(task.own_due_on)}"
    return _words([(period, day - timedelta(days=task.days_ahead) if day else None) for period, day in days.items()])


def parent_words(task: UnitPlanTask) -> str:
    """Until when by the parent plan."""
    return _words([(Period(period), day) for period, day in terms_of(task).items()])


def _words(days: list[tuple[Period, date | None]]) -> str:
    named = [(period, day) for period, day in days if day]
    if not named:
        return "không ấn định hạn" if days else ""
    if len(named) == 1:
        return f"đến hết {short_date(named[0][1])}"
    of_year = sorted({(day.month, day.day) for _, day in named})
    told = ", ".join(f"{day:02d}/{month:02d}" for month, day in of_year)
    first, last = min(named)[0], max(named)[0]
    if first.year_number == last.year_number:
        return f"đến hết {told} năm {first.year_number}"
    return f"đến hết {told} hằng năm, từ {first.label} đến {last.label}"


def is_stricter(task: UnitPlanTask) -> bool:
    """Whether the unit asks more of itself than the parent plan does: more, earlier, or a day where none is named."""
    return task.duty_id is not None and bool(
        task.own_required > task.required or task.days_ahead or (task.own_due_on and _is_earlier(task))
    )


def _is_earlier(task: UnitPlanTask) -> bool:
    days = [day for day in terms_of(task).values() if day]
    return not days or (task.own_due_on is not None and task.own_due_on < min(days))


def mismatches(unit_plan: UnitPlan, *, on: date) -> tuple[str, ...]:
    """Where the plan no longer agrees with what the unit owes on a day, in sentences; periods that are over count no more."""
    now = {one.duty.code: one for one in inherited_duties(unit_plan.unit, unit_plan.plan, on=on)}
    tasks = {task.code: task for task in unit_plan.tasks.all() if task.duty_id is not None}
    told = []
    for code, one in now.items():
        if code not in tasks:
            if one.waiting:
                told.append(f"{one.duty.title}: đơn vị phải làm nhưng kế hoạch chưa có.")
        else:
            told += _changed(tasks[code], one, on)
    told += [
        f"{task.title}: đơn vị không còn phải làm."
        for code, task in tasks.items()
        if code not in now and any(day is None or day >= on for day in terms_of(task).values())
    ]
    return tuple(told)


def _changed(task: UnitPlanTask, now: Inherited, on: date) -> list[str]:
    told = []
    if now.required > task.own_required:
        told.append(f"{task.title}: nay ít nhất {now.required}, kế hoạch ghi {task.own_required}.")
    kept = terms_of(task)
    for period, day in now.terms.items():
        label = Period(period).label
        if period not in kept:
            if period in now.waiting:
                told.append(f"{task.title}: kế hoạch chưa có {label}.")
        elif day is not None and day >= on and ((own := _own_day(task, kept[period])) is None or own > day):
            told.append(f"{task.title}, {label}: nay đến hết {short_date(day)}, kế hoạch ghi muộn hơn.")
    return told


def _own_day(task: UnitPlanTask, parents: date | None) -> date | None:
    """The unit's own last day in a period."""
    if task.own_due_on:
        return task.own_due_on
    return parents - timedelta(days=task.days_ahead) if parents else None
