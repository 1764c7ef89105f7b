"""Estimates: who reads which, what was asked, appraised and approved side by side, which of them count."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from neuguong.exemplars.queries.nominations import held_by
from neuguong.ledger.enums import EstimateState as S
from neuguong.ledger.models import Estimate, EstimateLine
from neuguong.ledger.queries.obstacles import about
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan

MOST = 8  # of one group on the front page
_READ_BY = (Permission.KEEP_LEDGER, Permission.APPRAISE_BUDGET, Permission.APPROVE_BUDGET)


def estimates_visible_to(account_id: int, on: date) -> "QuerySet[Estimate]":
    """A unit's people see all of its own; office, finance and leader what was sent."""
    unit = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)
    found = unit.q("unit") | unit.q("kept_by")
    for permission in _READ_BY:
        found |= scope_of(account_id, permission, on=on).q("plan__unit") & ~Q(state__in=[S.DRAFT, S.DROPPED])
    return Estimate.objects.filter(found)


def reads_all(account_id: int, on: date) -> bool:
    """Whether this person sees the estimates of every unit of a plan."""
    scopes = (scope_of(account_id, permission, on=on) for permission in _READ_BY)
    return any(scope.units or scope.tops for scope in scopes)


@dataclass(frozen=True, slots=True)
class Total:
    """The three amounts in đồng; None where that step has not been taken."""

    asked: int
    appraised: int | None
    approved: int | None


def total_of(estimate: Estimate) -> Total:
    """The amounts of one estimate, computed from its lines."""
    found = estimate.lines.aggregate(asked=Sum("amount"), appraised=Sum("appraisal__amount"))
    approved = found["appraised"] if estimate.state == S.APPROVED else None
    return Total(found["asked"] or 0, found["appraised"], approved)


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """One line of the overview. `counts`: the edition in force, or the one under way where none was approved yet."""

    id: int
    unit_id: int
    unit: str
    title: str
    year: int
    edition: int
    event: str
    state: str
    state_label: str
    total: Total
    counts: bool


def _rows(found: "QuerySet[Estimate]") -> tuple[EstimateRow, ...]:
    approved = Estimate.objects.filter(series=OuterRef("series"), state=S.APPROVED)
    rows: Any = found.annotate(
        asked=Sum("lines__amount"),
        left=Sum("lines__appraisal__amount"),
        newer=Exists(approved.filter(edition__gt=OuterRef("edition"))),
        any_approved=Exists(approved),
    )
    columns = (
        "pk", "unit_id", "unit__short_name", "title", "year", "edition", "obligation__duty__title", "obligation__period",
        "state", "asked", "left", "newer", "any_approved",
    )  # fmt: skip
    return tuple(
        EstimateRow(
            pk, unit_id, unit, title, year, edition, about(duty, period) if duty else "", state, S(state).label,
            Total(asked or 0, left, left if state == S.APPROVED else None),
            not newer if state == S.APPROVED else state in (S.SUBMITTED, S.APPRAISED) and not any_approved,
        )
        for pk, unit_id, unit, title, year, edition, duty, period, state, asked, left, newer, any_approved in (
            rows.values_list(*columns)
        )
    )  # fmt: skip


def estimates_that_count(
    plan: Plan, *, years: Collection[int], until: datetime, unit_ids: Collection[int] | None
) -> tuple[EstimateRow, ...]:
    """For reports: the edition that counts of each estimate of these years that was sent before `until`."""
    found = Estimate.objects.filter(plan=plan, year__in=years, submitted_at__lt=until)
    found = found if unit_ids is None else found.filter(unit_id__in=unit_ids)
    return tuple(row for row in _rows(found.order_by("year", "unit__sort_key", "series", "pk")) if row.counts)


def summed(rows: Iterable[EstimateRow]) -> Total:
    """The amounts of those that count."""
    counted = [row.total for row in rows if row.counts]
    return Total(
        sum(one.asked for one in counted),
        sum(one.appraised or 0 for one in counted),
        sum(one.approved or 0 for one in counted),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """The estimates that were asked for, with their sums: in all, and by what they are for."""

    rows: tuple[EstimateRow, ...]
    total: Total
    events: tuple[tuple[str, Total], ...]


def overview(
    account_id: int, on: date, *, plan: Plan, year: int | None = None, unit: int | None = None, event: str = "",
    state: str = "",
) -> Overview:  # fmt: skip
    """A plan's estimates by year, unit, duty and state, in the order of units. `event` is a duty's code, "-" for none."""
    found = estimates_visible_to(account_id, on).filter(plan=plan).exclude(state=S.DROPPED)
    if year:
        found = found.filter(year=year)
    if unit:
        found = found.filter(unit=unit)
    if event:
        found = found.filter(obligation=None) if event == "-" else found.filter(obligation__duty__code=event)
    if state:
        found = found.filter(state=state)
    rows = _rows(found.order_by("-year", "unit__sort_key", "series", "edition", "pk"))
    names = sorted({row.event for row in rows}, key=lambda name: (not name, name))
    events = tuple((name, summed(row for row in rows if row.event == name)) for name in names)
    return Overview(rows, summed(rows), events)


def choices_of(account_id: int, on: date, plan: Plan) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The units and the duties that some estimate this person reads speaks of, for the filters."""
    seen = estimates_visible_to(account_id, on).filter(plan=plan).exclude(state=S.DROPPED)
    units = seen.order_by("unit__sort_key").values_list("unit_id", "unit__short_name").distinct()
    duties = seen.filter(obligation__isnull=False).order_by("obligation__duty__position")
    named = dict(duties.values_list("obligation__duty__code", "obligation__duty__title"))
    return [(str(pk), name) for pk, name in units], list(named.items())


def lines_of(estimate: Estimate) -> tuple[EstimateLine, ...]:
    """The lines in order, each with what finance left of it."""
    return tuple(estimate.lines.select_related("appraisal").order_by("position"))


def lines_for(rows: Iterable[EstimateRow]) -> dict[int, list[EstimateLine]]:
    """The lines of several estimates in one statement, by estimate."""
    found: dict[int, list[EstimateLine]] = {row.id: [] for row in rows}
    lines = EstimateLine.objects.filter(estimate__in=list(found)).select_related("appraisal")
    for line in lines.order_by("estimate", "position"):
        found[line.estimate_id].append(line)
    return found


def editions_of(estimate: Estimate, account_id: int, on: date) -> tuple[EstimateRow, ...]:
    """The editions of one estimate that this person may read, the first one first."""
    return _rows(estimates_visible_to(account_id, on).filter(series=estimate.series).order_by("edition"))


@dataclass(frozen=True, slots=True)
class EstimateTasks:
    """What waits for finance, for the leader, for the unit."""

    to_appraise: tuple[EstimateRow, ...] = ()
    to_approve: tuple[EstimateRow, ...] = ()
    to_revise: tuple[EstimateRow, ...] = ()


def estimate_tasks(account_id: int, on: date) -> EstimateTasks:
    """The estimates that this person could do something about today, the longest waiting first."""

    def waiting(permission: Permission, state: str, order: str) -> tuple[EstimateRow, ...]:
        scope = scope_of(account_id, permission, on=on)
        if not scope.units and not scope.tops:
            return ()
        reached = held_by(scope) if state == S.RETURNED else scope.q("plan__unit")
        rows = Estimate.objects.filter(reached, state=state)
        if state == S.RETURNED:
            newer = Estimate.objects.filter(series=OuterRef("series"), edition__gt=OuterRef("edition"))
            rows = rows.filter(~Exists(newer.exclude(state=S.DROPPED)))
        return _rows(rows.order_by(F(order).asc(nulls_last=True), "pk")[:MOST])

    return EstimateTasks(
        waiting(Permission.APPRAISE_BUDGET, S.SUBMITTED, "submitted_at"),
        waiting(Permission.APPROVE_BUDGET, S.APPRAISED, "appraised_at"),
        waiting(Permission.PREPARE_NOMINATION, S.RETURNED, "submitted_at"),
    )
