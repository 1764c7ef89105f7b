"""In which order a board names units: communes first, then each block; who passed into whom stands beneath it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from neuguong.org.enums import UnitKind
from neuguong.org.models import BlockMembership, Unit, UnitLineage

# Places stand by themselves even when a block holds them: their rule of the plan is another one.
_PLACES = (UnitKind.COMMUNE, UnitKind.HAMLET)


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit at its place in the order. `depth` 1 and more: it passed into the unit above it."""

    unit: Unit
    depth: int = 0


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units under one heading."""

    title: str
    units: tuple[Placed, ...]


def unit_groups(unit_ids: Collection[int], *, on: date) -> tuple[UnitGroup, ...]:
    """These units in groups: places by kind, then blocks by name, then what is in no block by kind. Three queries."""
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=unit_ids).order_by("sort_key", "id")}
    blocks = _blocks(units, on)
    children = _passed_into(units)
    below = {child for found in children.values() for child in found}
    groups: dict[tuple[int, str, str], list[Placed]] = defaultdict(list)
    for unit in units.values():
        if unit.pk not in below:
            groups[_heading(unit, blocks)].extend(_with_children(unit, units, children, 0))
    return tuple(UnitGroup(key[2], tuple(placed)) for key, placed in sorted(groups.items(), key=lambda item: item[0]))


def _blocks(units: Mapping[int, Unit], on: date) -> dict[int, tuple[str, str]]:
    """Sort key and name of the block each unit is in on the day; for an ended unit its last one."""
    rows = (
        BlockMembership.objects.filter(unit__in=units, valid_from__lte=on)
        .select_related("block")
        .order_by("valid_from", "id")
    )
    return {row.unit_id: (row.block.sort_key, row.block.name) for row in rows}


def _heading(unit: Unit, blocks: Mapping[int, tuple[str, str]]) -> tuple[int, str, str]:
    label = str(UnitKind(unit.kind).label)
    title = label[:1].upper() + label[1:]
    kind = f"{list(UnitKind).index(UnitKind(unit.kind)):02d}"
    if unit.kind in _PLACES:
        return (0, kind, title)
    return (1, *blocks[unit.pk]) if unit.pk in blocks else (2, kind, title)


def _passed_into(units: Mapping[int, Unit]) -> dict[int, list[int]]:
    """Which of these units stand beneath which; a divided unit stands beneath the first that took from it."""
    rows = UnitLineage.objects.filter(predecessor__in=units, successor__in=units).order_by(
        "effective_on", "successor__sort_key", "id"
    )
    above: dict[int, int] = {}
    for row in rows:
        if row.successor_id is not None:
            above.setdefault(row.predecessor_id, row.successor_id)
    children: dict[int, list[int]] = defaultdict(list)
    for pk in units:  # in Vietnamese order
        if pk in above:
            children[above[pk]].append(pk)
    return children


def _with_children(
    unit: Unit, units: Mapping[int, Unit], children: Mapping[int, list[int]], depth: int
) -> list[Placed]:
    placed = [Placed(unit, depth)]
    for child in children.get(unit.pk, ()):
        placed.extend(_with_children(units[child], units, children, depth + 1))
    return placed
