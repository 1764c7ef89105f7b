"""Counts by unit as they were at the time, and rolled up to the units of a day: the same dossiers, added up twice."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from neuguong.ledger.queries.board_facts import Tally, dossier_counts, summed, tallies
from neuguong.org.models import Unit
from neuguong.org.queries.lives import carriers_of
from neuguong.programme.models import Plan


@dataclass(frozen=True, slots=True)
class UnitCount:
    """One unit's dossiers of a year: sent, in time, verified, recognised. `until`: the last day of one that ends."""

    unit_id: int
    name: str
    code: str
    until: date | None
    earlier: tuple[str, ...]
    sent: int
    on_time: int
    verified: int
    recognised: int


@dataclass(frozen=True, slots=True)
class Rollup:
    """The counts and their sums; the sums are the same whichever way they are laid out."""

    rows: tuple[UnitCount, ...]
    total: UnitCount


def rollup(plan: Plan, *, on: date, year: int | None, unit_ids: Collection[int], today: bool) -> Rollup:
    """Counts of a plan's dossiers by the end of `on`, of one year or of all, for these units and who took them over.

    `today`: each unit that has ended is counted with the living one that carried it on whole, or as its main successor;
    one that nobody carried on stays by itself.
    """
    rows = dossier_counts(plan, days=[on], unit_ids=unit_ids, years=None if year is None else [year])
    by_unit: dict[int, list[Tally]] = defaultdict(list)
    for (unit, _), rounds in tallies(rows, [on])[on].items():
        by_unit[unit].append(summed(rounds.values()))
    carriers = carriers_of(by_unit, on=on) if today else {}
    placed: dict[int, list[tuple[int, Tally]]] = defaultdict(list)
    for unit, parts in by_unit.items():
        placed[carriers.get(unit, unit)] += [(unit, tally) for tally in parts]
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={*placed, *by_unit})}
    found = [_count(units[pk], parts, units) for pk, parts in placed.items()]
    found.sort(key=lambda one: (units[one.unit_id].sort_key, one.unit_id))
    return Rollup(tuple(found), _total(found))


def _count(unit: Unit, parts: list[tuple[int, Tally]], units: dict[int, Unit]) -> UnitCount:
    earlier = sorted({pk for pk, _ in parts} - {unit.pk}, key=lambda pk: (units[pk].sort_key, pk))
    return UnitCount(
        unit.pk,
        unit.name,
        unit.official_code,
        unit.valid_to - timedelta(days=1) if unit.valid_to else None,
        tuple(units[pk].name for pk in earlier),
        sum(tally.sent for _, tally in parts),
        sum(tally.on_time for _, tally in parts),
        sum(tally.accepted for _, tally in parts),
        sum(tally.recognised for _, tally in parts),
    )


def _total(rows: list[UnitCount]) -> UnitCount:
    sums = [sum(getattr(row, name) for row in rows) for name in ("sent", "on_time", "verified", "recognised")]
    return UnitCount(0, "", "", None, (), *sums)
