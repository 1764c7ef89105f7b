"""Which rows the ledger should have: from the plan's rules, the units' life spans and their blocks. Writes nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from neuguong.core.periods import Period, PeriodKind, local_day
from neuguong.org.models import BlockMembership, Unit, UnitLineage
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan, PlanVersion
from neuguong.programme.queries.plans import rules_of_version, versions_of
from neuguong.programme.rules import DutyRule, PlanRules, UnitRule

FOREVER = date.max


class Life(NamedTuple):
    """A unit as far as duties care: its kind, its days, and what its end was."""

    pk: int
    ref: str
    kind: str
    begin: date
    end: date
    succeeded: bool
    succeeded_others_on: date | None


class Span(NamedTuple):
    """From when until when (exclusive) a rule applies to a unit."""

    begin: date
    end: date
    rule: UnitRule


class Terms(NamedTuple):
    """What a row says; a row with other terms is another revision."""

    required: int
    composition: str
    due_on: date
    boundary: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Want:
    """A row the ledger should have, from which day, and until which day when that is known."""

    terms: Terms
    effective_on: date
    voided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One period of one duty under the version of the plan that was in force when it closed."""

    duty: DutyRule
    rules: PlanRules
    period: Period
    last_day: date
    due_on: date
    closes_at: datetime
    issued_on: date
    since: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Lives and block memberships of a plan's units, read once."""

    lives: tuple[Life, ...]
    in_block: Mapping[int, tuple[tuple[date, date], ...]]
    issuer: int
    issuer_end: date


Key = tuple[int, str, str]  # unit, duty, period


def slots_of(plan: Plan, until: date) -> tuple[Slot, ...]:
    """Every period of every duty that begins by `until`; each follows the plan's words as they stood at its close."""
    versions = versions_of(plan)
    codes = dict.fromkeys(duty.code for version in versions for duty in rules_of_version(version).duties)
    found = []
    for code in codes:
        newest = next(
            duty for version in reversed(versions) if (duty := rules_of_version(version).duty(code)) is not None
        )
        oldest = next(duty for version in versions if (duty := rules_of_version(version).duty(code)) is not None)
        periods = dict.fromkeys((*oldest.periods, *newest.periods))
        found += [slot for period in periods if (slot := _slot(plan, versions, code, period, until))]
    return tuple(found)


def _slot(plan: Plan, versions: list[PlanVersion], code: str, period: Period, until: date) -> Slot | None:
    if period.start > until:
        return None
    chosen = versions[0]
    for version in versions[1:]:
        duty = rules_of_version(version).duty(code) or rules_of_version(chosen).duty(code)
        if duty and version.effective_at < duty.cut_off.closes_at(period):
            chosen = version
    rules = rules_of_version(chosen)
    duty = rules.duty(code)
    if duty is None or period not in duty.periods:
        return None
    return Slot(
        duty=duty,
        rules=rules,
        period=period,
        last_day=duty.cut_off.last_on_time_day(period),
        due_on=duty.cut_off.due_on(period),
        closes_at=duty.cut_off.closes_at(period),
        issued_on=plan.issued_on,
        since=plan.issued_on if chosen.number == 1 else local_day(chosen.effective_at),
    )


def facts_of(plan: Plan) -> Facts:
    """Three queries, whatever the number of units."""
    lineage = list(
        UnitLineage.objects.filter(
            predecessor__ancestry__ancestor_id=plan.unit_id, successor__isnull=False
        ).values_list("predecessor_id", "successor_id", "effective_on")
    )
    ended_into = {predecessor for predecessor, _, _ in lineage}
    came_on = {successor: on for _, successor, on in lineage}
    lives = tuple(
        Life(pk, ref, kind, begin, end or FOREVER, pk in ended_into, came_on.get(pk))
        for pk, ref, kind, begin, end in Unit.objects.filter(ancestry__ancestor_id=plan.unit_id)
        .order_by("id")
        .values_list("id", "ref", "kind", "valid_from", "valid_to")
    )
    in_block: dict[int, list[tuple[date, date]]] = defaultdict(list)
    memberships = BlockMembership.objects.filter(block__owner_id=plan.unit_id).order_by("valid_from", "id")
    for unit, begin, end, block_begin, block_end in memberships.values_list(
        "unit_id", "valid_from", "valid_to", "block__valid_from", "block__valid_to"
    ):
        in_block[unit].append((max(begin, block_begin), min(end or FOREVER, block_end or FOREVER)))
    blocks = {unit: tuple(_joined(spans)) for unit, spans in in_block.items()}
    return Facts(lives, blocks, plan.unit_id, plan.unit.valid_to or FOREVER)


def _joined(spans: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Spans that touch or overlap are one: changing the block is not leaving the blocks."""
    current: tuple[date, date] | None = None
    for begin, end in sorted(spans):
        if current is not None and begin <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            if current is not None:
                yield current
            current = (begin, end)
    if current is not None:
        yield current


def expected_rows(slots: tuple[Slot, ...], facts: Facts) -> tuple[dict[Key, Want], dict[Key, date]]:
    """Every row the ledger should have, by unit, duty code and period code; and since when others are not owed."""
    wanted: dict[Key, Want] = {}
    ended: dict[Key, date] = {}
    by_duty: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_duty[id(slot.duty)].append(slot)
    for group in by_duty.values():
        duty, rules = group[0].duty, group[0].rules
        for life in facts.lives:
            if life.end <= life.begin:  # entered by mistake and taken back: whatever was written for it never was owed
                ended |= {(life.pk, duty.code, slot.period.code): life.begin for slot in group}
                continue
            spans = _spans(duty, rules, life, facts)
            for slot in group if spans else ():
                key = (life.pk, duty.code, slot.period.code)
                want = _want(slot, life, spans)
                if isinstance(want, Want):
                    wanted[key] = want
                elif want is not None:
                    ended[key] = want
    return wanted, ended


def _spans(duty: DutyRule, rules: PlanRules, life: Life, facts: Facts) -> list[Span]:
    """When which rule may apply to a unit; rules come most specific first."""
    ends_with_issuer = rules.readings.after_issuer_ends == "end_with_issuer"
    last = min(life.end, facts.issuer_end) if ends_with_issuer else life.end
    found = []
    for rule in duty.rules:
        if not _is_meant(rule, life, facts):
            continue
        spans = facts.in_block.get(life.pk, ()) if rule.in_block else ((life.begin, life.end),)
        for begin, end in spans:
            if (begin := max(begin, life.begin)) < (end := min(end, last)):
                found.append(Span(begin, end, rule))
    return found


def _is_meant(rule: UnitRule, life: Life, facts: Facts) -> bool:
    """Whether a rule speaks of this unit: every condition that it states holds; blocks are a matter of days."""
    return (
        (not rule.unit_kinds or life.kind in rule.unit_kinds)
        and (not rule.units or life.ref in rule.units)
        and (not rule.issuer or life.pk == facts.issuer)
    )


def _want(slot: Slot, life: Life, spans: list[Span]) -> Want | date | None:
    """The row of a unit in a period: it must be there on the last on-time day (KH 87, IV.2).

    A day instead: nothing is owed since then. None: nothing was ever owed.
    """
    yearly = slot.period.kind is PeriodKind.YEAR
    quota = slot.duty.kind == DutyKind.QUOTA and yearly
    merged = slot.rules.readings.merged_quota
    span = next((span for span in spans if span.begin <= slot.last_day < span.end), None)
    if span is not None:
        came = life.succeeded_others_on
        begun_by_merger = quota and came is not None and slot.period.contains(came) and slot.period.contains(life.begin)
        if begun_by_merger and merged != "successor_counts_predecessors":
            return life.begin
        return Want(_terms(slot, span.rule), max(slot.since, span.begin))
    earlier = [span for span in spans if span.end <= slot.last_day]
    if not earlier:
        return None
    span = max(earlier, key=lambda span: span.end)
    standing = quota or (slot.duty.kind == DutyKind.ACTIVITY and yearly)  # owed as long as the unit is there
    if not standing or span.end <= max(slot.period.start, slot.issued_on):
        return span.end
    still_owes = quota and merged == "each_owes" and life.succeeded and span.end == life.end
    return Want(_terms(slot, span.rule), max(slot.since, span.begin), None if still_owes else span.end)


def _terms(slot: Slot, rule: UnitRule) -> Terms:
    composition = rule.composition if slot.duty.kind == DutyKind.QUOTA else ""
    return Terms(rule.required, composition, slot.due_on, slot.duty.cut_off.boundary, slot.closes_at)
