"""One life of a unit after another: what it came from and what became of it, through any number of changes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from neuguong.core.once import once
from neuguong.org.enums import LineageKind
from neuguong.org.models import Unit, UnitLineage

_NAMED = ("ref", "name", "short_name", "valid_from", "valid_to", "sort_key")


def changes_after(unit_ids: Iterable[int], *, on: date) -> list[UnitLineage]:
    """Every change, known and in force on `on`, that led on from these units and their successors, in order of day."""
    return _walk(unit_ids, "predecessor", "successor", on)


def changes_before(unit_ids: Iterable[int], *, on: date) -> list[UnitLineage]:
    """Every change, in force on `on`, that led to these units and to their predecessors, in order of day."""
    return _walk(unit_ids, "successor", "predecessor", on)


def _walk(unit_ids: Iterable[int], near: str, far: str, on: date) -> list[UnitLineage]:
    found: dict[int, UnitLineage] = {}
    seen: set[int] = set()
    edge = set(unit_ids)
    while edge:
        seen |= edge
        rows = UnitLineage.objects.filter(**{f"{near}_id__in": edge}, effective_on__lte=on)
        step = {row.pk: row for row in rows.select_related("predecessor", "successor")}
        found |= step
        edge = {getattr(row, f"{far}_id") for row in step.values()} - seen - {None}
    return sorted(found.values(), key=lambda row: (row.effective_on, row.pk))


def lives_under(tops: Iterable[int], *, kind: str, since: date, on: date, limit: int) -> list[Unit]:
    """Lives of units of a kind below any of `tops` that lasted into `since`..`on`, in Vietnamese order, at most `limit`."""
    return list(
        Unit.objects.filter(ancestry__ancestor_id__in=set(tops), kind=kind, valid_from__lte=on)
        .exclude(valid_to__lte=since)
        .distinct()
        .only(*_NAMED)
        .order_by("sort_key", "id")[:limit]
    )


def units_of(unit_ids: Iterable[int]) -> list[Unit]:
    """These units by name and life, in Vietnamese order."""
    return list(Unit.objects.filter(pk__in=set(unit_ids)).only(*_NAMED).order_by("sort_key", "id"))


def family_of(unit_id: int, *, on: date | None = None, whole: bool = False) -> frozenset[int]:
    """A unit with all its earlier and later lives, by a day or for ever, through any number of changes either way.

    `whole` leaves divisions out: who took over a part of an abolished district is not thereby of its family.
    """
    return once(("family", unit_id, on, whole), lambda: _family(unit_id, on, whole))


def _family(unit_id: int, on: date | None, whole: bool) -> frozenset[int]:
    by_then = Q() if on is None else Q(effective_on__lte=on)
    by_then &= ~Q(kind=LineageKind.SPLIT) if whole else Q()
    found: set[int] = set()
    edge = {unit_id}
    while edge:
        found |= edge
        touched = Q(predecessor_id__in=edge) | Q(successor_id__in=edge)
        rows = UnitLineage.objects.filter(touched, by_then, successor__isnull=False)
        edge = {one for pair in rows.values_list("predecessor_id", "successor_id") for one in pair} - found
    return frozenset(found)


def carrier_of(unit_id: int, *, on: date) -> Unit | None:
    """The living unit into which a unit has passed whole by a day, through any number of changes; None for a living one.

    Of a divided or abolished unit it is the main successor; where several took a unit over whole, the first in order.
    """
    seen, edge = {unit_id}, {unit_id}
    while edge:
        rows = UnitLineage.objects.filter(predecessor_id__in=edge, successor__isnull=False, effective_on__lte=on)
        whole = rows.filter(~Q(kind=LineageKind.SPLIT) | Q(is_main=True)).select_related("successor")
        found = [row.successor for row in whole.order_by("successor__sort_key", "id") if row.successor is not None]
        if living := next((unit for unit in found if unit.exists_on(on)), None):
            return living
        edge = {unit.pk for unit in found} - seen
        seen |= edge
    return None


def carriers_of(unit_ids: Iterable[int], *, on: date) -> dict[int, int]:
    """For each of these units that has ended by a day, the living one that carried it on; units without one are left out."""
    rows = UnitLineage.objects.filter(successor__isnull=False, effective_on__lte=on)
    whole = rows.filter(~Q(kind=LineageKind.SPLIT) | Q(is_main=True)).order_by("-successor__sort_key", "-id")
    wanted = set(unit_ids)
    into: dict[int, int] = {}
    edge = wanted
    while edge:
        step = dict(whole.filter(predecessor_id__in=edge).values_list("predecessor_id", "successor_id"))
        into |= {old: new for old, new in step.items() if new is not None}
        edge = {new for new in step.values() if new is not None} - into.keys()
    return {old: _last(old, into) for old in wanted if old in into}


def _last(unit: int, into: dict[int, int]) -> int:
    while unit in into:
        unit = into[unit]
    return unit
