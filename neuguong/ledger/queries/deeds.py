"""What was done for activities, as of any day: records, reports, appraised estimates, and what counts by itself."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import DateField, DateTimeField, F, Q, Value

from neuguong.core.periods import Period, PeriodKind, day_begins, day_ends
from neuguong.exemplars.enums import StandardState
from neuguong.exemplars.models import Standard
from neuguong.ledger.enums import UnitPlanState
from neuguong.ledger.models import Activity, Dissemination, Estimate, ReportSubmission, UnitPlan
from neuguong.programme.enums import ActivityKind
from neuguong.programme.models import Plan
from neuguong.programme.rules import PlanRules
from neuguong.publicity.models import HeldFor
from neuguong.publicity.queries.runs import runs_that_count

Key = tuple[int, str, str]  # unit, duty, period
FedKey = tuple[str, int, str]  # kind of activity, unit, period; no period where it counts for any


class Deed(NamedTuple):
    """Something done. `withdrawn_at` is the first moment at which it counts no more."""

    at: datetime
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_recorded_at: datetime | None = None
    day: date | None = None  # of what has one: a record typed by hand, an event held
    holding: int = 0  # which holding of an event; 0 for everything else

    def counts(self, end: datetime) -> bool:
        """Whether it still counts just before `end`."""
        return self.withdrawn_at is None or self.withdrawn_at >= end

    def is_restated(self, end: datetime) -> bool:
        """Whether it, or its withdrawal, was entered after the day to which it belongs."""
        withdrawn_later = not self.counts(end) and self.withdrawn_recorded_at is not None
        return self.recorded_at >= end or (withdrawn_later and (self.withdrawn_recorded_at or end) >= end)


class Answering(NamedTuple):
    """Which kinds of events answer a duty; over the whole plan where it names no day, otherwise in the row's period."""

    kinds: tuple[str, ...] = ()
    whole_plan: bool = False


def answering(rules: PlanRules, duty: str) -> Answering:
    """The events that answer a duty, as its plan says."""
    rule = rules.duty(duty)
    return Answering(rule.events, not rule.has_due_day) if rule is not None else Answering()


class Deeds(NamedTuple):
    """Everything that was read for one board."""

    recorded: Mapping[Key, list[Deed]]
    fed: Mapping[FedKey, list[Deed]]  # what counts without being recorded for a duty
    appraisals: Mapping[str, list[Deed]]
    held: Mapping[tuple[str, int], list[Deed]]  # by kind of event and unit, what was held

    def of(
        self, units: Collection[int], duty: str, activity: str, period: str, end: datetime, answer: Answering
    ) -> list[Deed]:
        """What these units did before `end` for one duty in one period, the oldest first; `answer` says which events do."""
        found = [
            deed
            for unit in units
            for deed in (*self.recorded.get((unit, duty, period), ()), *self.fed.get((activity, unit, ""), ()))
        ]
        ran = [deed for unit in units for deed in self.fed.get((activity, unit, period), ())]
        if answer.kinds or ran:
            events = self._events(units, answer, period) if answer.kinds else []
            found = _each_once(found, [*events, *ran], end)
        if activity == ActivityKind.BUDGET:  # besides what was recorded by hand before there were estimates
            found += self.appraisals.get(period, ())
        return sorted((deed for deed in found if deed.at < end), key=lambda deed: (deed.at, deed.recorded_at))

    def _events(self, units: Iterable[int], answer: Answering, period: str) -> list[Deed]:
        """Each holding once, also where two earlier lives of a unit shared it."""
        span = None if answer.whole_plan else Period(period)
        held = {
            deed.holding: deed
            for unit in units
            for kind in answer.kinds
            for deed in self.held.get((kind, unit), ())
            if span is None or (deed.day is not None and span.contains(deed.day))
        }
        return list(held.values())


def _each_once(typed: list[Deed], held: list[Deed], end: datetime) -> list[Deed]:
    """What was typed by hand for a day on which an event was held, or on which something ran on the unit's outlet, is
    that and counts once (docs/adr/0033)."""
    days = Counter(deed.day for deed in held if deed.at < end and deed.counts(end))
    kept = []
    for deed in sorted(typed, key=lambda deed: deed.recorded_at):
        if deed.day is not None and days[deed.day] and deed.at < end and deed.counts(end):
            days[deed.day] -= 1
        else:
            kept.append(deed)
    return kept + held


NONE = Deeds({}, {}, {}, {})


def deeds_of(plan: Plan, on: date, unit_ids: Collection[int] | None = None) -> Deeds:
    """Three statements. An event that was held counts for each unit that held it. What feeds its duty by itself counts from its day (KH 87, III.2.1.c, IV.1), an appraised estimate
    for its year from the day it was appraised, whoever owes the appraisal (IV.3).

    A report counts as of its first submission while it is not returned: what came in time stays in time (IV.1).
    """
    recorded: dict[Key, list[Deed]] = defaultdict(list)
    held: dict[tuple[str, int], list[Deed]] = defaultdict(list)
    for unit, what, period, day, holding, at, typed_at, until, until_typed_at in _dated(plan, on, unit_ids):
        deed = Deed(at, typed_at, until, until_typed_at, day, holding)
        if holding:
            held[what, unit].append(deed)
        else:
            recorded[unit, what, period].append(deed)
    appraisals: dict[str, list[Deed]] = defaultdict(list)
    appraised = Estimate.objects.filter(plan=plan, appraised_at__lt=day_ends(on))
    for year, done_at, typed_at in appraised.values_list("year", "appraised_at", "appraised_recorded_at"):
        if done_at is not None:
            appraisals[str(year)].append(Deed(done_at, typed_at or done_at))
    return Deeds(recorded, _fed(plan, on, unit_ids), appraisals, held)


def _dated(plan: Plan, on: date, unit_ids: Collection[int] | None) -> Iterable[tuple[Any, ...]]:
    """Records typed by hand, reports submitted, events held; for each its unit, its duty or kind, period, day, holding,
    and the moments from which and until which it counts."""
    end = day_ends(on)

    def narrowed(path: str) -> Q:
        return Q() if unit_ids is None else Q(**{f"{path}__in": unit_ids})

    # Annotated under the same names, so that the three tables stand in the same columns.
    columns = ("owner", "what", "span", "day", "held", "counts_from", "typed_at", "counts_until", "until_typed_at")
    nobody, nothing = Value(0), Value("")
    columns_of_row = {"owner": "unit_id", "what": "duty__code", "span": "period"}
    owed = {name: F(f"obligation__{path}") for name, path in columns_of_row.items()}
    reported = {name: F(f"report__obligation__{path}") for name, path in columns_of_row.items()}
    typed = Activity.objects.filter(
        narrowed("obligation__unit_id"), obligation__duty__plan=plan, effective_at__lt=end
    ).annotate(
        day=F("held_on"), held=nobody, counts_from=F("effective_at"), typed_at=F("recorded_at"), counts_until=F("withdrawn_at"),
        until_typed_at=F("withdrawn_recorded_at"), **owed,
    )  # fmt: skip
    submitted = ReportSubmission.objects.filter(
        narrowed("report__obligation__unit_id"), report__obligation__duty__plan=plan, effective_at__lt=end
    ).annotate(
        day=Value(None, output_field=DateField()), held=nobody, counts_from=F("counts_at"), typed_at=F("recorded_at"),
        counts_until=F("returned_at"), until_typed_at=F("returned_recorded_at"), **reported,
    )  # fmt: skip
    shared = HeldFor.objects.filter(
        narrowed("unit_id"), holding__event__plan=plan, holding__effective_at__lt=end
    ).annotate(
        owner=F("unit_id"), what=F("holding__kind"), span=nothing, day=F("holding__held_on"), held=F("holding_id"),
        counts_from=F("holding__effective_at"), typed_at=F("holding__recorded_at"), counts_until=F("holding__withdrawn_at"),
        until_typed_at=F("holding__withdrawn_recorded_at"),
    )  # fmt: skip
    first, second, third = (rows.order_by().values_list(*columns) for rows in (typed, submitted, shared))
    return first.union(second, third, all=True)


def _fed(plan: Plan, on: date, unit_ids: Collection[int] | None) -> Mapping[FedKey, list[Deed]]:
    """Standards and plans from the day they were issued, the telling of the staff from the day it was done; what ran on
    a unit's outlets in its own year and quarter (KH 87, III.3.b)."""
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
    ran = runs_that_count(plan, on=on, unit_ids=unit_ids).annotate(
        what=Value(ActivityKind.PUBLICITY), place=F("outlet__unit_id"), day=F("ran_on"), typed_at=F("recorded_at"),
        until=F("withdrawn_at"),
    )  # fmt: skip
    first, second, third = (rows.order_by().values_list(*columns) for rows in (told, *others))
    fourth = ran.order_by().values_list("what", "place", *columns[2:])
    found: dict[FedKey, list[Deed]] = defaultdict(list)
    for what, unit, day, typed_at, until in first.union(second, third, fourth, all=True):
        of_its_time = what == ActivityKind.PUBLICITY
        deed = Deed(day_begins(day), typed_at, until, until, day if of_its_time else None)
        periods = [Period.containing(day, kind).code for kind in PeriodKind] if of_its_time else [""]
        for period in periods:
            found[what, unit, period].append(deed)
    return found
