"""The compliance board as of any day (KH 87, IV.2, IV.4): what each unit owed and what had come by the end of that day.

Facts with their effect before the end of the day count, whenever they were entered; a row is `restated` when anything
on it was entered afterwards. So the board of a day, computed later, differs from the one computed on that day only in
rows that say so. A row of whose dossiers one was revoked by the day says so too: it differs from earlier boards.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypedDict, Unpack

from neuguong.core.periods import OPEN, Period, day_ends, local_day
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.queries.board_acts import Act, Acts, acts_by, acts_read
from neuguong.ledger.queries.board_facts import (
    Counts,
    OwedRow,
    Passing,
    Selection,
    Tally,
    block_keys,
    dossier_counts,
    owed_rows,
    passed_in_year,
    passed_into,
    passings,
    summed,
    tallies,
)
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.deeds import NONE, Deeds, answering, deeds_of
from neuguong.org.enums import UnitKind
from neuguong.org.models import Block, Unit
from neuguong.programme.enums import Composition, DutyKind, SubjectKind
from neuguong.programme.models import Plan, PlanVersion
from neuguong.programme.queries.plans import rules_of_version, version_at
from neuguong.programme.rules import PlanRules

State = ObligationState
_NOTHING = Acts()


class Asked(TypedDict, total=False):
    """Which rows a board shows. `block` means its members on the (last) day; `duty` is a code or a kind."""

    unit_kinds: Collection[str] | None
    area: str | None
    block: Block | int | None
    unit_ids: Collection[int] | None
    duty: str | None
    duty_kinds: Collection[str] | None
    year: int | None
    period: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """The rows of a day: communes first, then block by block, in Vietnamese order; ended units beneath their successor."""

    plan: Plan
    on: date
    rows: tuple[BoardRow, ...]


class Facts(NamedTuple):
    """Everything that was read, for the boards of one day or several."""

    owed: list[OwedRow]
    counts: Mapping[date, Counts]
    acts: Mapping[tuple[int, int, str], list[Act]]
    deeds: Deeds
    passed: Mapping[int, list[Passing]]
    blocks: Mapping[int, str]


class Ground(NamedTuple):
    """The facts as they stood at the end of one day."""

    on: date
    end: datetime
    rules: PlanRules
    restated: bool
    counts: Counts
    acts: Mapping[tuple[int, int, str], list[Act]]
    deeds: Deeds
    passed: Mapping[int, list[Passing]]
    last_days: dict[datetime, date]  # of the moments at which rows close: hundreds of rows, a dozen moments


class Standing(NamedTuple):
    """What the calendar makes of a row."""

    state: ObligationState
    late_days: int = 0


def board(*, plan: Plan, on: date, **asked: Unpack[Asked]) -> Board:
    """The board of a day in six statements, eight with activities."""
    return boards(plan=plan, days=(on,), **asked)[on]


def boards(*, plan: Plan, days: Sequence[date], **asked: Unpack[Asked]) -> dict[date, Board]:
    """The boards of several days, in as many statements as that of one; blocks and order are those of the last day."""
    chosen = Selection(plan=plan, days=tuple(dict.fromkeys(days)), **asked)
    facts = _facts(chosen)
    found = {}
    for on in chosen.days:
        end = day_ends(on)
        owed = _newest((row for row in facts.owed if row.stood_on(on, end)), on)
        passed = {unit: then for unit, rows in facts.passed.items() if (then := [row for row in rows if row.on <= on])}
        ground = _ground(facts, version_at(plan, end - timedelta(microseconds=1)), on, passed)
        order = _order(owed, passed, facts.blocks)
        owed.sort(key=lambda row: (*order[row.unit_id], row.duty_position, row.period))
        found[on] = Board(plan, on, tuple(_row(row, ground) for row in owed))
    return found


def _facts(chosen: Selection) -> Facts:
    passed = passings(chosen.plan, chosen.last)
    owed = [OwedRow._make(values) for values in owed_rows(chosen)]
    units = _with_earlier_lives(chosen, passed)
    counts = dossier_counts(chosen.plan, days=chosen.days, unit_ids=units, years=chosen.years).iterator(
        chunk_size=5_000
    )
    done = any(row.duty_kind == DutyKind.ACTIVITY for row in owed)
    return Facts(
        owed=owed,
        counts=tallies(counts, chosen.days),
        acts=acts_read(chosen),
        deeds=deeds_of(chosen.plan, chosen.last, units) if done else NONE,
        passed=passed,
        blocks=block_keys(chosen.plan, chosen.last),
    )


def _ground(facts: Facts, version: PlanVersion, on: date, passed: Mapping[int, list[Passing]]) -> Ground:
    end = day_ends(on)
    return Ground(
        on=on,
        end=end,
        rules=rules_of_version(version),
        restated=version.effective_at < end <= version.recorded_at,
        counts=facts.counts[on],
        acts=facts.acts,
        deeds=facts.deeds,
        passed=passed,
        last_days={},
    )


def unit_rows(unit: Unit, plan: Plan, on: date) -> tuple[BoardRow, ...]:
    """One unit's rows on a day."""
    return board(plan=plan, on=on, unit_ids=[unit.pk]).rows


def _with_earlier_lives(chosen: Selection, passed: Mapping[int, list[Passing]]) -> set[int] | None:
    """The chosen units and those that passed into them: a unit's year counts what its earlier lives did."""
    if chosen.unit_ids is None:
        return None
    units = set(chosen.unit_ids)
    edge = set(units)
    while edge:
        edge = {row.predecessor for one in edge for row in passed.get(one, ())} - units
        units |= edge
    return units


def _newest(rows: Iterable[OwedRow], on: date) -> list[OwedRow]:
    """One row per unit, duty and period: its newest revision, but a living one before one that was ended afterwards."""
    found: dict[tuple[int, int, str], OwedRow] = {}
    for row in rows:
        key = (row.unit_id, row.duty_id, row.period)
        if key not in found or not _ended(row, on) or _ended(found[key], on):
            found[key] = row
    return list(found.values())


def _last_day(closes_at: datetime, ground: Ground) -> date:
    """The last day on time before a moment."""
    if closes_at not in ground.last_days:
        ground.last_days[closes_at] = local_day(closes_at) - timedelta(days=1)
    return ground.last_days[closes_at]


def _ended(row: OwedRow, on: date) -> bool:
    return row.voided_on is not None and row.voided_on <= on


def _order(
    rows: list[OwedRow], passed: Mapping[int, list[Passing]], blocks: Mapping[int, str]
) -> dict[int, tuple[int, str, str, int, str, int]]:
    """Where each unit stands: places by themselves, then blocks; a unit that passed into another right beneath it."""
    units = {row.unit_id: row for row in rows}
    above = {row.predecessor: successor for successor, found in passed.items() for row in found if successor in units}
    order = {}
    for pk, row in units.items():
        top = pk
        while top in above:
            top = above[top]
        head = units[top]
        place = head.unit_kind in (UnitKind.COMMUNE, UnitKind.HAMLET)
        group = (0, head.unit_kind) if place else (1, blocks.get(top, "~"))
        order[pk] = (*group, head.unit_sort_key, int(top != pk), row.unit_sort_key, pk)
    return order


def _row(row: OwedRow, ground: Ground) -> BoardRow:
    on, end = ground.on, ground.end
    told = ground.acts.get((row.unit_id, row.duty_id, row.period))
    acts = acts_by(told, end) if told else _NOTHING
    tally, entered_later = _tally(row, ground, acts)
    extended = max((day for _, day in acts.extensions), default=None) if acts.extensions else None
    last_day = _last_day(_closing(row, acts, end) if acts.extensions else row.closes_at, ground)
    counted = _counted(row, tally, ground.rules)
    kinds = tally.kinds
    collectives, individuals = _both_kinds(tally, ground.rules) if kinds else (0, 0)
    composition_met = row.composition != Composition.BOTH_KINDS or bool(collectives and individuals)
    ended = _ended(row, on)
    exempt = row.void_reason if ended else acts.exempt_reason
    if exempt is not None:
        standing = Standing(State.EXCUSED)
    else:
        enough = counted >= row.required and (composition_met or not _blocks(row, ground.rules))
        standing = _standing(row, ground, tally, acts, last_day, enough)
    return BoardRow(
        obligation_id=row.id,
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        unit_kind=row.unit_kind,
        duty_code=row.duty_code,
        duty_kind=row.duty_kind,
        duty_title=row.duty_title,
        period=row.period,
        year=row.year,
        on=on,
        due_on=row.due_on,
        boundary=row.boundary,
        closes_at=row.closes_at,
        last_day=last_day,
        required=row.required,
        composition=row.composition,
        composition_met=composition_met,
        sent=counted,
        # What belongs to a year was sent by its last cut-off, or under an extension: there is no other way in.
        sent_on_time=counted if row.duty_kind == DutyKind.QUOTA else tally.on_time,
        accepted=tally.accepted,
        collectives=kinds.get(SubjectKind.COLLECTIVE, 0),
        individuals=kinds.get(SubjectKind.INDIVIDUAL, 0),
        households=kinds.get(SubjectKind.HOUSEHOLD, 0),
        state=standing.state,
        late_days=standing.late_days,
        extended_to=extended,
        exempt_reason=exempt or "",
        nil_reason=acts.nil_reason,
        revoked=tally.revoked,
        restated=bool(tally.revoked)
        or ground.restated
        or acts.restated
        or entered_later
        or ended
        or row.recorded_at >= end,
    )


def _standing(row: OwedRow, ground: Ground, tally: Tally, acts: Acts, last_day: date, enough: bool) -> Standing:
    if row.duty_kind == DutyKind.RETURN:
        return _return_standing(row, ground, tally, acts, last_day)
    if row.duty_kind == DutyKind.ACTIVITY:
        return _activity_standing(row, ground, tally, acts, last_day)
    return Standing(State.MET) if enough else _waiting(ground.on, last_day, ground.rules)


def _tally(row: OwedRow, ground: Ground, acts: Acts) -> tuple[Tally, bool]:
    """The dossiers that count for a row, and whether any of them, or whose they are, was entered after the day."""
    if row.duty_kind == DutyKind.ACTIVITY:
        tally = _activity_tally(row, ground, acts)
        return tally, tally.restated
    rounds = ground.counts.get((row.unit_id, row.year), {})
    readings = ground.rules.readings
    without = row.duty_kind == DutyKind.QUOTA and readings.household_counts_as == "none"
    leave_out = SubjectKind.HOUSEHOLD if without else ""
    if Period(row.period).quarter is not None:
        tally = summed([rounds.get(row.period, {})], leave_out=leave_out)
        return tally, tally.restated
    parts = list(rounds.values())
    entered_later = False
    if readings.merged_quota == "successor_counts_predecessors" and row.unit_id in ground.passed:
        for unit, recorded_at in passed_in_year(row.unit_id, row.year, ground.passed).items():
            parts += ground.counts.get((unit, row.year), {}).values()
            entered_later = entered_later or recorded_at >= ground.end
    tally = summed(parts, leave_out=leave_out)
    return tally, tally.restated or entered_later


def _activity_tally(row: OwedRow, ground: Ground, acts: Acts) -> Tally:
    """What the unit and its earlier lives did: how often, how often by the closing that held then, whether typed later."""
    units = {row.unit_id, *passed_into(row.unit_id, ground.passed)}
    end = ground.end
    deeds = ground.deeds.of(
        units, row.duty_code, row.duty_activity, row.period, end, answering(ground.rules, row.duty_code)
    )
    counting = [deed for deed in deeds if deed.counts(end)]
    on_time = [deed for deed in counting if deed.at < _closing(row, acts, deed.at)]
    late = [deed.at for deed in counting if deed not in on_time]
    missing = row.required - len(on_time)
    return Tally(
        sent=len(counting),
        on_time=len(on_time),
        restated=any(deed.is_restated(end) for deed in deeds),
        first_late=late[missing - 1] if 0 < missing <= len(late) else None,
    )


def _activity_standing(row: OwedRow, ground: Ground, tally: Tally, acts: Acts, last_day: date) -> Standing:
    """Done often enough on time; done, but late (for ever); or still to be done."""
    if tally.on_time >= row.required:
        return Standing(State.MET)
    if tally.first_late is not None:
        closed = local_day(_closing(row, acts, tally.first_late)) - timedelta(days=1)
        return Standing(State.LATE, max((local_day(tally.first_late) - closed).days, 1))
    return _waiting(ground.on, last_day, ground.rules)


def _counted(row: OwedRow, tally: Tally, rules: PlanRules) -> int:
    """How many dossiers count towards a row: those sent, or by the plan's reading (A7) those that came further."""
    if row.duty_kind != DutyKind.QUOTA:
        return tally.sent
    duty = rules.duty(row.duty_code)
    basis = duty.counted_by if duty else "sent"
    if row.unit_kind == UnitKind.COMMUNE and rules.readings.commune_quota_counts == "recognised":
        basis = "recognised"
    return {"sent": tally.sent, "verified": tally.accepted, "recognised": tally.recognised}[basis]


def _both_kinds(tally: Tally, rules: PlanRules) -> tuple[int, int]:
    """Collectives and individuals; a household stands for one of them only if the plan reads it so (A8)."""
    household = tally.kinds.get(SubjectKind.HOUSEHOLD, 0)
    as_what = rules.readings.household_counts_as
    return (
        tally.kinds.get(SubjectKind.COLLECTIVE, 0) + (household if as_what == SubjectKind.COLLECTIVE else 0),
        tally.kinds.get(SubjectKind.INDIVIDUAL, 0) + (household if as_what == SubjectKind.INDIVIDUAL else 0),
    )


def _blocks(row: OwedRow, rules: PlanRules) -> bool:
    """Whether a missing kind keeps the quota open instead of giving a warning (A2)."""
    duty = rules.duty(row.duty_code)
    return duty is not None and any(
        rule.composition_effect == "block" and rule.composition == row.composition for rule in duty.rules
    )


def _return_standing(row: OwedRow, ground: Ground, tally: Tally, acts: Acts, last_day: date) -> Standing:
    """A list on time, a nil return on time, anything late (for ever), or still nothing."""
    declined = tally.declined if ground.rules.readings.declined_list_is_a_return else 0
    if tally.on_time + declined >= row.required:
        return Standing(State.MET)
    if acts.nil_at is not None and acts.nil_at < _closing(row, acts, acts.nil_at):
        return Standing(State.NIL)
    late = [moment for moment in (tally.first_late, acts.list_at, acts.nil_at) if moment is not None]
    if late:
        first = min(late)
        closed = local_day(_closing(row, acts, first)) - timedelta(days=1)
        return Standing(State.LATE, max((local_day(first) - closed).days, 1))
    return _waiting(ground.on, last_day, ground.rules)


def _closing(row: OwedRow, acts: Acts, at: datetime) -> datetime:
    """The first late moment as it stood at `at`: an extension granted afterwards does not undo lateness.

    Where the plan names no day, the last day that the office set counts, be it earlier than the end of the plan.
    """
    granted = [(since, day_ends(day)) for since, day in acts.extensions if since <= at]
    if row.boundary == OPEN and granted:
        return max(granted)[1]
    return max([row.closes_at, *(end for _, end in granted)])


def _waiting(on: date, last_day: date, rules: PlanRules) -> Standing:
    left = (last_day - on).days
    if left < 0:
        return Standing(State.OVERDUE, -left)
    return Standing(State.DUE_SOON if left <= rules.windows.due_soon_days else State.NOT_DUE)
