"""What the board of a day is made of, read in a few statements whatever the number of units.

A fact belongs to the board of day d when it took effect before the end of d, whenever it was entered; what was entered
after the end of d marks its row as restated.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q, QuerySet, Value

from neuguong.core.periods import Period, day_ends
from neuguong.exemplars.enums import NominationState, SubjectKind
from neuguong.exemplars.models import Nomination
from neuguong.ledger.models import Obligation
from neuguong.org.enums import LineageKind
from neuguong.org.models import Block, BlockMembership, UnitLineage
from neuguong.org.queries.places import in_area
from neuguong.programme.models import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rows of a plan's boards are asked for, from the first day to the last; None means all.

    Blocks are those of the last day.
    """

    plan: Plan
    days: tuple[date, ...]
    unit_kinds: Collection[str] | None = None
    area: str | None = None
    block: Block | int | None = None
    unit_ids: Collection[int] | None = None
    duty: str | None = None
    duty_kinds: Collection[str] | None = None
    year: int | None = None
    period: str | None = None

    @property
    def last(self) -> date:
        """The latest of the days: what is read belongs to it or to one before."""
        return max(self.days)

    @property
    def end(self) -> datetime:
        """The first moment after the latest day."""
        return day_ends(self.last)

    @property
    def years(self) -> list[int] | None:
        """The years whose dossiers matter."""
        year = self.year if self.period is None else Period(self.period).year_number
        return None if year is None else [year]


class OwedRow(NamedTuple):
    """One obligation with its unit and duty."""

    id: int
    unit_id: int
    unit_code: str
    unit_name: str
    unit_kind: str
    unit_sort_key: str
    duty_id: int
    duty_code: str
    duty_kind: str
    duty_activity: str
    duty_title: str
    duty_position: int
    period: str
    year: int
    revision: int
    required: int
    composition: str
    due_on: date
    boundary: str
    closes_at: datetime
    effective_on: date
    recorded_at: datetime
    voided_on: date | None
    voided_recorded_at: datetime | None
    void_reason: str

    def stood_on(self, on: date, end: datetime) -> bool:
        """Whether the row was in force on a day, or stood on that day's board and was ended for it only afterwards."""
        if self.effective_on > on:
            return False
        if self.voided_on is None or self.voided_on > on:
            return True
        ended_at = self.voided_recorded_at
        return self.recorded_at < end and ended_at is not None and ended_at >= end


_COLUMNS = (
    "id", "unit_id", "unit__official_code", "unit__name", "unit__kind", "unit__sort_key", "duty_id", "duty__code",
    "duty__kind", "duty__activity", "duty__title", "duty__position", "period", "year", "revision", "required", "composition", "due_on", "boundary",
    "closes_at", "effective_on", "recorded_at", "voided_on", "voided_recorded_at", "void_reason",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """How many dossiers count, in one round or over a year."""

    sent: int = 0
    on_time: int = 0
    accepted: int = 0
    recognised: int = 0
    declined: int = 0
    revoked: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    restated: bool = False
    first_late: datetime | None = None

    def add(self, other: "Tally") -> None:
        """Take another one's counts in. Spelt out, because a board does this some thousand times."""
        self.sent += other.sent
        self.on_time += other.on_time
        self.accepted += other.accepted
        self.recognised += other.recognised
        self.declined += other.declined
        self.revoked += other.revoked
        for kind, number in other.kinds.items():
            self.kinds[kind] = self.kinds.get(kind, 0) + number
        self.restated = self.restated or other.restated
        if other.first_late and (self.first_late is None or other.first_late < self.first_late):
            self.first_late = other.first_late


class Passing(NamedTuple):
    """A life that passed into another."""

    predecessor: int
    on: date
    recorded_at: datetime


def owed_rows(chosen: Selection) -> "QuerySet[Obligation, tuple[Any, ...]]":
    """The rows that stood on any of the days, in the order of their revisions; `OwedRow.stood_on` tells on which."""
    first = min(chosen.days)
    rows = Obligation.objects.filter(
        Q(voided_on=None)
        | Q(voided_on__gt=first)
        | Q(recorded_at__lt=chosen.end, voided_recorded_at__gte=day_ends(first)),
        narrowed(chosen, ""),
        effective_on__lte=chosen.last,
    )
    return rows.order_by("revision").values_list(*_COLUMNS)


def narrowed(chosen: Selection, to: str) -> Q:
    """The filters, for a table whose obligation is reached by `to`."""
    plain = {
        "duty__plan": chosen.plan,
        "unit__kind__in": chosen.unit_kinds,
        "unit__in": chosen.unit_ids,
        "duty__kind__in": chosen.duty_kinds,
        "year": chosen.year,
        "period": chosen.period,
    }
    asked = Q(**{f"{to}{name}": value for name, value in plain.items() if value is not None})
    if chosen.area is not None:
        asked &= in_area(chosen.area, f"{to}unit__")
    if chosen.block is not None:
        members = BlockMembership.objects.on(chosen.last).filter(block=chosen.block).values("unit_id")
        asked &= Q(**{f"{to}unit__in": members})
    if chosen.duty is not None:
        asked &= Q(**{f"{to}duty__code": chosen.duty}) | Q(**{f"{to}duty__kind": chosen.duty})
    return asked


def dossier_counts(
    plan: Plan,
    *,
    days: Sequence[date],
    unit_ids: Collection[int] | None = None,
    years: Collection[int] | None = None,
) -> "QuerySet[Nomination, tuple[Any, ...]]":
    """One aggregate per day, unit, round and kind, in one statement: what counted at the end of each day.

    A dossier counts once it is sent, unless it was withdrawn or declined by then.
    """
    rows = Nomination.objects.filter(plan=plan)
    rows = rows.filter(unit_id__in=unit_ids) if unit_ids is not None else rows
    rows = rows.filter(round_year__in=years) if years is not None else rows
    first, *others = (_counted(rows, day_ends(day), place) for place, day in enumerate(days))
    return first.union(*others, all=True) if others else first


def _counted(rows: "QuerySet[Nomination]", end: datetime, place: int) -> "QuerySet[Nomination, tuple[Any, ...]]":
    counts = Q(closed_at=None) | Q(closed_at__gte=end)
    stands = Q(revoked_at=None) | Q(revoked_at__gte=end)
    entered_later = (
        Q(sent_recorded_at__gte=end)
        | Q(verified_at__lt=end, verified_recorded_at__gte=end)
        | Q(closed_at__lt=end, closed_recorded_at__gte=end)
        | Q(recognised_at__lt=end, recognised_recorded_at__gte=end)
        | Q(revoked_at__lt=end, revoked_recorded_at__gte=end)
    )
    return (
        rows.filter(sent_at__lt=end)
        .order_by()
        .values_list("unit_id", "round_code", "round_year", "kind")
        .annotate(
            counted=Count("id", filter=counts),
            in_time=Count("id", filter=counts & Q(on_time=True)),
            accepted=Count("id", filter=counts & Q(verified_at__lt=end)),
            honoured=Count("id", filter=counts & Q(recognised_at__lt=end) & stands),
            refused=Count("id", filter=Q(state=NominationState.DECLINED, closed_at__lt=end, on_time=True)),
            taken_back=Count("id", filter=counts & ~stands),
            afterwards=Count("id", filter=entered_later),
            late_first=Min("sent_at", filter=counts & Q(on_time=False)),
            place=Value(place),
        )
    )


Counts = Mapping[tuple[int, int], Mapping[str, Mapping[str, Tally]]]


def tallies(rows: Iterable[tuple[Any, ...]], days: Sequence[date]) -> dict[date, Counts]:
    """For each day the counts by unit and year, then by round and kind."""
    found: list[dict[tuple[int, int], dict[str, dict[str, Tally]]]] = [defaultdict(dict) for _ in days]
    for unit, code, year, kind, sent, on_time, accepted, recognised, declined, revoked, later, late_first, day in rows:
        tally = Tally(sent, on_time, accepted, recognised, declined, revoked, {kind: sent}, bool(later), late_first)
        found[day][unit, year].setdefault(code, {})[kind] = tally
    return dict(zip(days, found, strict=True))


def summed(parts: Iterable[Mapping[str, Tally]], *, leave_out: str = "") -> Tally:
    """Several rounds (or one) as one tally, without a kind that does not count."""
    total = Tally()
    for part in parts:
        for kind, tally in part.items():
            if kind != leave_out:
                total.add(tally)
    return total


def passings(plan: Plan, on: date) -> dict[int, list[Passing]]:
    """Which lives passed into which by the day, for the plan's units; a divided one into its main successor only.

    So what a unit did before it was divided counts once (docs/indicators.md).
    """
    rows = UnitLineage.objects.filter(
        predecessor__ancestry__ancestor_id=plan.unit_id, successor__isnull=False, effective_on__lte=on
    ).exclude(kind=LineageKind.SPLIT, is_main=False)
    found: dict[int, list[Passing]] = defaultdict(list)
    for successor, predecessor, day, recorded_at in rows.values_list(
        "successor_id", "predecessor_id", "effective_on", "recorded_at"
    ):
        found[int(successor or 0)].append(Passing(predecessor, day, recorded_at))
    return found


def passed_into(unit: int, passed: Mapping[int, list[Passing]]) -> set[int]:
    """The earlier lives that ended into a unit, through any number of steps."""
    found: set[int] = set()
    edge = [unit]
    while edge:
        edge = [row.predecessor for one in edge for row in passed.get(one, ()) if row.predecessor not in found]
        found.update(edge)
    return found


def passed_in_year(unit: int, year: int, passed: Mapping[int, list[Passing]]) -> dict[int, datetime]:
    """The earlier lives that ended into a unit within a year, through any number of steps, and when that was entered."""
    found: dict[int, datetime] = {}
    edge = [unit]
    while edge:
        rows = [row for one in edge for row in passed.get(one, ()) if row.on.year == year]
        edge = [row.predecessor for row in rows if row.predecessor not in found]
        found |= {row.predecessor: row.recorded_at for row in rows}
    return found


def block_keys(plan: Plan, on: date) -> dict[int, str]:
    """The sort key of the block a unit is in on the day, or was in last."""
    rows = BlockMembership.objects.filter(block__owner_id=plan.unit_id, valid_from__lte=on).order_by("valid_from", "id")
    return dict(rows.values_list("unit_id", "block__sort_key"))


KINDS = tuple(SubjectKind.values)
