"""The programme's figures over a time, as of its last day: one definition each for board, report, export and command.

What is owed and what came is added up from the rows of the board; what was recognised, by sector and level, from the
dossiers that those rows count. docs/indicators.md says in words what each figure means.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from neuguong.core.papers import number_text
from neuguong.core.periods import OPEN, Period, day_ends, local_day
from neuguong.exemplars.enums import RecognitionLevel
from neuguong.exemplars.models import Nomination, Recognition, Standard
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.models import Activity
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_facts import Passing, passed_into, passings
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.programme.enums import ActivityKind, DutyKind, Indicator, SubjectKind
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.programme.rules import PlanRules
from neuguong.publicity.models import HeldFor
from neuguong.publicity.queries.runs import runs_that_count

Code, State = Indicator, ObligationState
NO_SHARE = "—"  # nothing to divide by
_DONE = (State.MET, State.LATE, State.NIL)

# A share is computed from two figures, never typed.
SHARES: Mapping[str, tuple[tuple[str, ...], str]] = {
    Code.RECOGNISED_SHARE: ((Code.RECOGNISED,), Code.INTRODUCED),
    Code.QUOTA_MET_SHARE: ((Code.QUOTA_MET,), Code.QUOTA_OWED),
    Code.RETURNS_IN_TIME_SHARE: ((Code.RETURNS_ON_TIME, Code.RETURNS_NIL), Code.RETURNS_OWED),
    Code.OWN_PLAN_SHARE: ((Code.OWN_PLAN_DONE,), Code.OWN_PLAN_OWED),
    Code.OWN_STANDARD_SHARE: ((Code.OWN_STANDARD_DONE,), Code.OWN_STANDARD_OWED),
    Code.DISSEMINATION_SHARE: ((Code.DISSEMINATION_DONE,), Code.DISSEMINATION_OWED),
    Code.EVENTS_MET_SHARE: ((Code.EVENTS_MET,), Code.EVENTS_OWED),
}
# Of which kinds of work it is counted how many units owe and have done it, and how often it was done.
_STANDING = {
    ActivityKind.OWN_PLAN: (Code.OWN_PLAN_OWED, Code.OWN_PLAN_DONE),
    ActivityKind.OWN_STANDARD: (Code.OWN_STANDARD_OWED, Code.OWN_STANDARD_DONE),
    ActivityKind.DISSEMINATION: (Code.DISSEMINATION_OWED, Code.DISSEMINATION_DONE),
    ActivityKind.EVENT: (Code.EVENTS_OWED, Code.EVENTS_MET),
}
_TIMES = {
    ActivityKind.EVENT: Code.EVENTS,
    ActivityKind.PUBLICITY: Code.PUBLICITY,
    ActivityKind.CONFERENCE: Code.CONFERENCES,
    ActivityKind.INSPECTION: Code.INSPECTIONS,
    ActivityKind.TRAINING: Code.TRAININGS,
    ActivityKind.COORDINATION: Code.COORDINATION,
    ActivityKind.BUDGET: Code.BUDGETS,
}
_RETURNED = {
    State.MET: Code.RETURNS_ON_TIME,
    State.NIL: Code.RETURNS_NIL,
    State.LATE: Code.RETURNS_LATE,
    State.OVERDUE: Code.RETURNS_MISSING,
}
COUNTED = tuple(code for code in Indicator if code not in SHARES)
_KINDS = tuple(SubjectKind.values)


@dataclass(frozen=True, slots=True)
class SectorLine:
    """One sector of the plan: how many of each kind were introduced, and recognised at each level."""

    code: str
    name: str
    introduced: Mapping[str, int]
    recognised: Mapping[str, Mapping[str, int]]  # by level (the highest reached), then by kind


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some units from `since` to `until`, as they stood at the end of `until`."""

    since: date
    until: date
    counts: Mapping[str, int]

    def value(self, code: str) -> int | Decimal | None:
        """A figure by its code; a share in per cent, None where there is nothing to divide by."""
        if code not in SHARES:
            return self.counts.get(code, 0)
        parts, whole = SHARES[code]
        total = self.counts.get(whole, 0)
        return Decimal(sum(self.counts.get(part, 0) for part in parts)) * 100 / total if total else None

    def text(self, code: str) -> str:
        """A figure as it is printed: 1.234, or 87,5% with one decimal, or a dash."""
        found = self.value(code)
        if found is None:
            return NO_SHARE
        return f"{number_text(found, decimals=1)}%" if code in SHARES else number_text(found)


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """All figures over all chosen units, each unit's own, the sectors; `data_since` is the first day with any fact."""

    total: Figures
    units: Mapping[int, Figures]
    sectors: tuple[SectorLine, ...]
    data_since: date | None


def plan_figures(*, plan: Plan, since: date, until: date, unit_ids: Collection[int] | None = None) -> PlanFigures:
    """Count everything anew. `unit_ids` None means all; a unit brings its earlier lives with it.

    Years are those of the plan's rounds, as in the quota: a dossier belongs to the year of the round it was sent into.
    """
    rules, years = rules_of(plan, day_ends(until)), range(since.year, until.year + 1)
    passed = passings(plan, until)
    if unit_ids is not None:
        unit_ids = set(unit_ids).union(*(passed_into(unit, passed) for unit in unit_ids))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    # What an ended life sent in its last year is in its successor's row.
    with_successor = (
        {(one.predecessor, one.on.year) for found in passed.values() for one in found}
        if rules.readings.merged_quota == "successor_counts_predecessors"
        else set()
    )
    activities = {duty.code: duty.activity for duty in rules.duties}
    rows = board(plan=plan, on=until, unit_ids=unit_ids).rows
    publicity = [one for one in rows if one.year in years and activities.get(one.duty_code) == ActivityKind.PUBLICITY]
    for unit, again in _counted_again(plan, publicity, passed, until).items():
        counts[unit][Code.PUBLICITY] -= again
    for row in rows:
        if row.year in years:
            _count(row, counts[row.unit_id], activities.get(row.duty_code, ""), since, until)
            if row.duty_kind == DutyKind.QUOTA and (row.unit_id, row.year) not in with_successor:
                _count_dossiers(row, counts[row.unit_id])
    tallies = _tallies(plan, rules, years, until, unit_ids)
    for unit, *_, kind, _introduced, recognised, council in tallies:
        told = counts[unit]
        told[Code.RECOGNISED] += recognised
        told[f"recognised_{kind}"] += recognised
        told[Code.RECOGNISED_COUNCIL] += council
        told[Code.RECOGNISED_UNIT] += recognised - council
    total = sum(counts.values(), Counter())
    return PlanFigures(
        total=_figures(since, until, total),
        units={unit: _figures(since, until, found) for unit, found in counts.items()},
        sectors=_sectors(plan, tallies),
        data_since=_data_since(plan, unit_ids),
    )


def _counted_again(
    plan: Plan, rows: Iterable[BoardRow], passed: Mapping[int, list[Passing]], until: date
) -> Mapping[int, int]:
    """What ran answers every publicity duty of its unit in that period, but is one thing: how many times too often the
    rows of a unit that owes two of them count it."""
    times = Counter((row.unit_id, row.period) for row in rows)
    twice = {key: number for key, number in times.items() if number > 1}
    if not twice:
        return {}
    lives = {unit: {unit, *passed_into(unit, passed)} for unit, _ in twice}
    ran = runs_that_count(plan, on=until, unit_ids=set().union(*lives.values()))
    standing = ran.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=day_ends(until)))
    days = list(standing.values_list("outlet__unit_id", "ran_on"))
    again: Counter[int] = Counter()
    for (unit, period), number in twice.items():
        time = Period(period)
        again[unit] += (number - 1) * sum(one in lives[unit] and time.contains(day) for one, day in days)
    return again


def _figures(since: date, until: date, counts: Mapping[str, int]) -> Figures:
    return Figures(since, until, {str(code): counts.get(code, 0) for code in COUNTED})


def _count(row: BoardRow, counts: Counter[str], activity: str, since: date, until: date) -> None:
    """Take one row of the board in: what was owed, what came of it."""
    owed = row.state != State.EXCUSED
    if row.duty_kind == DutyKind.QUOTA and owed and (row.state == State.MET or row.last_day <= until):
        # a year that still runs and is not full yet is neither met nor missed
        counts[Code.QUOTA_OWED] += 1
        counts[Code.QUOTA_REQUIRED] += row.required
        counts[Code.QUOTA_DONE] += row.sent
        counts[Code.QUOTA_MET] += row.state == State.MET
    elif row.duty_kind == DutyKind.RETURN and owed and since <= row.last_day <= until:
        counts[Code.RETURNS_OWED] += 1
        if row.state in _RETURNED:
            counts[_RETURNED[row.state]] += 1
    elif row.duty_kind == DutyKind.ACTIVITY:
        if activity in _TIMES:
            counts[_TIMES[ActivityKind(activity)]] += row.sent
        done = row.state in _DONE
        asked = done or row.last_day <= until or (row.boundary == OPEN and not row.extended_to)
        if activity in _STANDING and owed and asked:
            owing, did = _STANDING[ActivityKind(activity)]
            counts[owing] += 1
            counts[did] += done


def _count_dossiers(row: BoardRow, counts: Counter[str]) -> None:
    """Whom the unit introduced in a year: the kinds of the year's row, whoever is exempt of the number."""
    counts[Code.INTRODUCED_COLLECTIVE] += row.collectives
    counts[Code.INTRODUCED_INDIVIDUAL] += row.individuals
    counts[Code.INTRODUCED_HOUSEHOLD] += row.households
    counts[Code.INTRODUCED] += row.collectives + row.individuals + row.households
    counts[Code.VERIFIED] += row.accepted
    counts[Code.REVOKED] += row.revoked


def counted_dossiers(plan: Plan, *, since: date, until: date, unit_ids: Collection[int] | None = None) -> "Any":
    """The dossiers that the figures count: sent into a round of those years, neither withdrawn nor declined by the day."""
    end = day_ends(until)
    rows = Nomination.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=end),
        plan=plan,
        sent_at__lt=end,
        round_year__gte=since.year,
        round_year__lte=until.year,
    )
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def recognised_by(until: date) -> Q:
    """Recognised, and not revoked, by the end of a day."""
    end = day_ends(until)
    return Q(recognised_at__lt=end) & (Q(revoked_at=None) | Q(revoked_at__gte=end))


def _tallies(
    plan: Plan, rules: PlanRules, years: range, until: date, unit_ids: Collection[int] | None
) -> list[tuple[Any, ...]]:
    """Unit, sector, kind; introduced, recognised, recognised through the Council. One statement."""
    council = Recognition.objects.filter(
        nomination=OuterRef("pk"), level=RecognitionLevel.COUNCIL, decided_on__lte=until
    )
    rows = counted_dossiers(plan, since=date(years[0], 1, 1), until=until, unit_ids=unit_ids)
    if rules.readings.household_counts_as == "none":
        rows = rows.exclude(kind=SubjectKind.HOUSEHOLD)
    stands = recognised_by(until)
    return list(
        rows.annotate(by_council=Exists(council))
        .order_by()
        .values_list("unit_id", "sector__code", "kind")
        .annotate(
            introduced=Count("id"),
            honoured=Count("id", filter=stands),
            by_the_council=Count("id", filter=stands & Q(by_council=True)),
        )
    )


def _sectors(plan: Plan, tallies: list[tuple[Any, ...]]) -> tuple[SectorLine, ...]:
    """Every sector of the plan in its order, zero rows too."""
    found: dict[str, tuple[Counter[str], dict[str, Counter[str]]]] = {}
    names = dict(plan.sectors.values_list("code", "name"))
    for _unit, code, kind, introduced, recognised, council in tallies:
        all_kinds, levels = found.setdefault(code, (Counter(), defaultdict(Counter)))
        all_kinds[kind] += introduced
        levels[RecognitionLevel.COUNCIL][kind] += council
        levels[RecognitionLevel.UNIT][kind] += recognised - council
    return tuple(
        SectorLine(
            code,
            name,
            {kind: found[code][0][kind] if code in found else 0 for kind in _KINDS},
            {
                level: {kind: found[code][1][level][kind] if code in found else 0 for kind in _KINDS}
                for level in RecognitionLevel.values
            },
        )
        for code, name in names.items()
    )


def _data_since(plan: Plan, unit_ids: Collection[int] | None) -> date | None:
    """The first day of which anything is known here: a dossier sent, a thing recorded or run, a standard issued."""

    def of(path: str) -> Q:
        return Q() if unit_ids is None else Q(**{f"{path}__in": unit_ids})

    sent = Nomination.objects.filter(of("unit_id"), plan=plan).aggregate(first=Min("sent_at"))["first"]
    done = Activity.objects.filter(of("obligation__unit_id"), obligation__duty__plan=plan)
    issued = Standard.objects.filter(of("unit_id"), plan=plan)
    held = HeldFor.objects.filter(of("unit_id"), holding__event__plan=plan)
    days: list[date | None] = [
        local_day(sent) if sent else None,
        done.aggregate(first=Min("held_on"))["first"],
        held.aggregate(first=Min("holding__held_on"))["first"],
        issued.aggregate(first=Min("issued_on"))["first"],
        runs_that_count(plan, on=plan.valid_until, unit_ids=unit_ids).aggregate(first=Min("ran_on"))["first"],
    ]
    return min((day for day in days if day is not None), default=None)
