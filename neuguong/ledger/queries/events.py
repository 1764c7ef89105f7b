"""Events that answer a row of the ledger: those that its unit held, alone or with others (KH 87, III.3.b)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from neuguong.core.periods import Period, day_ends, local_day
from neuguong.ledger.models import Activity, Obligation
from neuguong.ledger.queries.deeds import answering
from neuguong.ledger.queries.visibility import activities_visible_to
from neuguong.programme.enums import ActivityKind, EventKind
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.publicity.models import Event, HeldFor, Holding

SHOWN = 30  # records typed by hand that are named beside an event
# Under which kind of work a report lists an event.
_LISTED = {
    EventKind.HONOURING: ActivityKind.EVENT,
    EventKind.EXCHANGE: ActivityKind.EVENT,
    EventKind.CONGRESS: ActivityKind.CONFERENCE,
    EventKind.REVIEW: ActivityKind.CONFERENCE,
}


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """One event in a list of what was done: once, however many units held it."""

    held_on: date
    units: str
    unit_ids: frozenset[int]
    kind: str
    name: str
    form: str
    outcome: str


def events_of(obligation: Obligation, on: date) -> tuple[HeldFor, ...]:
    """What was held for a row by a day, also what was taken back since; the newest first."""
    answer = answering(rules_of(obligation.duty.plan, day_ends(on)), obligation.duty.code)
    if not answer.kinds:
        return ()
    span = Q()
    if not answer.whole_plan:
        period = Period(obligation.period)
        span = Q(holding__held_on__gte=period.start, holding__held_on__lt=period.end)
    rows = HeldFor.objects.filter(
        span, unit=obligation.unit_id, holding__event__plan=obligation.duty.plan_id, holding__kind__in=answer.kinds,
        holding__held_on__lte=on,
    )  # fmt: skip
    found = rows.select_related("holding__event__unit", "holding__withdrawn_by").order_by("-holding__held_on", "-id")
    return tuple(found)


def typed_beside(event: Event, account_id: int, on: date) -> tuple[Activity, ...]:
    """What was typed by hand for the rows that this event would answer, as far as the reader sees those rows."""
    day = local_day(event.starts_at)
    rules = rules_of(event.plan, day_ends(day))
    codes = [one.code for one in rules.duties if event.kind in one.events]
    units = [event.unit_id, *event.shared_with.values_list("unit_id", flat=True)]
    rows = activities_visible_to(account_id, on).filter(
        obligation__duty__plan=event.plan, obligation__duty__code__in=codes, obligation__unit__in=units,
        held_on__year=day.year, withdrawn_at=None,
    )  # fmt: skip
    found = rows.select_related("obligation__unit").order_by("obligation__unit__sort_key", "held_on", "id")
    return tuple(found[:SHOWN])


def held_on_day(obligation: Obligation, day: date) -> HeldFor | None:
    """The event that counts for a row on a day: a record typed by hand for it would be the same thing."""
    found = events_of(obligation, day)
    return next((one for one in found if one.holding.held_on == day and one.holding.withdrawn_at is None), None)


def held_events(
    plan: Plan, *, since: date, until: date, unit_ids: Collection[int] | None = None
) -> tuple[HeldEvent, ...]:
    """What was held in a time and stands, as reports list it. Two statements."""
    rows = Holding.objects.filter(event__plan=plan, held_on__gte=since, held_on__lte=until, withdrawn_at=None)
    if unit_ids is not None:
        rows = rows.filter(counted_for__unit__in=unit_ids).distinct()
    found = []
    for one in rows.select_related("event__unit").prefetch_related("counted_for").order_by("held_on", "id"):
        ids = frozenset(row.unit_id for row in one.counted_for.all())
        others = f" và {len(ids) - 1} đơn vị" if len(ids) > 1 else ""
        people = f"{one.delegates} người dự" + (f", {one.pupils} học sinh, sinh viên" if one.pupils else "")
        found.append(
            HeldEvent(
                one.held_on, f"{one.event.unit.short_name}{others}", ids, str(_LISTED[EventKind(one.kind)]),
                one.event.name, str(one.event.get_form_display()), f"{people}. {one.outcome}".strip(" ."),
            )
        )  # fmt: skip
    return tuple(found)
