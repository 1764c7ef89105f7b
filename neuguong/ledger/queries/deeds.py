"""What was done for activities, as of any day: records, reports, appraised estimates, and what counts by itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import DateTimeField, F, Q, Value

from neuguong.core.periods import day_begins, day_ends
from neuguong.exemplars.enums import StandardState
from neuguong.exemplars.models import Standard
from neuguong.ledger.enums import UnitPlanState
from neuguong.ledger.models import Activity, Dissemination, Estimate, ReportSubmission, UnitPlan
from neuguong.programme.enums import ActivityKind
from neuguong.programme.models import Plan

Key = tuple[int, str, str]  # unit, duty, period


class Deed(NamedTuple):
    """Something done. `withdrawn_at` is the first moment at which it counts no more."""

    at: datetime
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_recorded_at: datetime | None = None

    def counts(self, end: datetime) -> bool:
        """Whether it still counts just before `end`."""
        return self.withdrawn_at is None or self.withdrawn_at >= end

    def is_restated(self, end: datetime) -> bool:
        """Whether it, or its withdrawal, was entered after the day to which it belongs."""
        withdrawn_later = not self.counts(end) and self.withdrawn_recorded_at is not None
        return self.recorded_at >= end or (withdrawn_later and (self.withdrawn_recorded_at or end) >= end)


class Deeds(NamedTuple):
    """Everything that was read for one board."""

    recorded: Mapping[Key, list[Deed]]
    fed: Mapping[tuple[str, int], list[Deed]]  # by kind of activity and unit, what counts without being recorded
    appraisals: Mapping[str, list[Deed]]

    def of(self, units: Iterable[int], duty: str, activity: str, period: str, end: datetime) -> list[Deed]:
        """What these units did before `end` for one duty in one period, the oldest first."""
        found = [
            deed
            for unit in units
            for deed in (*self.recorded.get((unit, duty, period), ()), *self.fed.get((activity, unit), ()))
        ]
        if activity == ActivityKind.BUDGET:  # besides what was recorded by hand before there were estimates
            found += self.appraisals.get(period, ())
        return sorted((deed for deed in found if deed.at < end), key=lambda deed: (deed.at, deed.recorded_at))


NONE = Deeds({}, {}, {})


def deeds_of(plan: Plan, on: date, unit_ids: Collection[int] | None = None) -> Deeds:
    """Three statements. What feeds its duty by itself counts from its day (KH 87, III.2.1.c, IV.1), an appraised estimate
    for its year from the day it was appraised, whoever owes the appraisal (IV.3).

    A report counts as of its first submission while it is not returned: what came in time stays in time (IV.1).
    """
    narrowed = Q() if unit_ids is None else Q(obligation__unit_id__in=unit_ids)
    recorded: dict[Key, list[Deed]] = defaultdict(list)
    rows = Activity.objects.filter(narrowed, obligation__duty__plan=plan, effective_at__lt=day_ends(on)).values_list(
        "obligation__unit_id", "obligation__duty__code", "obligation__period", "effective_at", "recorded_at",
        "withdrawn_at", "withdrawn_recorded_at",
    )  # fmt: skip
    reports = Q() if unit_ids is None else Q(report__obligation__unit_id__in=unit_ids)
    submitted = ReportSubmission.objects.filter(
        reports, report__obligation__duty__plan=plan, effective_at__lt=day_ends(on)
    ).values_list(
        "report__obligation__unit_id", "report__obligation__duty__code", "report__obligation__period", "counts_at",
        "recorded_at", "returned_at", "returned_recorded_at",
    )  # fmt: skip
    everything = rows.order_by().union(submitted.order_by(), all=True)
    for unit, duty, period, at, recorded_at, withdrawn_at, withdrawn_recorded_at in everything:
        recorded[unit, duty, period].append(Deed(at, recorded_at, withdrawn_at, withdrawn_recorded_at))
    appraisals: dict[str, list[Deed]] = defaultdict(list)
    appraised = Estimate.objects.filter(plan=plan, appraised_at__lt=day_ends(on))
    for year, done_at, typed_at in appraised.values_list("year", "appraised_at", "appraised_recorded_at"):
        if done_at is not None:
            appraisals[str(year)].append(Deed(done_at, typed_at or done_at))
    return Deeds(recorded, _fed(plan, on, unit_ids), appraisals)


def _fed(plan: Plan, on: date, unit_ids: Collection[int] | None) -> Mapping[tuple[str, int], list[Deed]]:
    """Standards and plans from the day they were issued, the telling of the staff from the day it was done."""
    narrowed = Q(plan=plan) if unit_ids is None else Q(plan=plan, unit_id__in=unit_ids)
    columns = ("what", "unit_id", "day", "typed_at", "until")
    never = Value(None, output_field=DateTimeField())
    # The one that can be taken back comes first, so that PostgreSQL knows the last column as a moment.
    told = Dissemination.objects.filter(narrowed, done_on__lte=on).annotate(
        what=Value(ActivityKind.DISSEMINATION), day=F("done_on"), typed_at=F("closed_at"), until=F("withdrawn_at")
    )
    issued = {"day": F("issued_on"), "typed_at": F("issued_at"), "until": never}
    standards = Standard.objects.filter(narrowed, state=StandardState.ISSUED, issued_on__lte=on)
    plans = UnitPlan.objects.filter(narrowed, state=UnitPlanState.ISSUED, issued_on__lte=on)
    others = (
        standards.annotate(what=Value(ActivityKind.OWN_STANDARD), **issued),
        plans.annotate(what=Value(ActivityKind.OWN_PLAN), **issued),
    )
    first, second, third = (rows.order_by().values_list(*columns) for rows in (told, *others))
    found: dict[tuple[str, int], list[Deed]] = defaultdict(list)
    for what, unit, day, typed_at, until in first.union(second, third, all=True):
        found[what, unit].append(Deed(day_begins(day), typed_at, until, until))
    return found
