"""One life of a unit after another: what it came from and what became of it, through any number of changes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from neuguong.core.once import once
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


def family_of(unit_id: int, *, on: date | None = None) -> frozenset[int]:
    """A unit with all its earlier and later lives, by a day or for ever, through any number of changes either way."""
    return once(("family", unit_id, on), lambda: _family(unit_id, on))


def _family(unit_id: int, on: date | None) -> frozenset[int]:
    by_then = Q() if on is None else Q(effective_on__lte=on)
    found: set[int] = set()
    edge = {unit_id}
    while edge:
        found |= edge
        touched = Q(predecessor_id__in=edge) | Q(successor_id__in=edge)
        rows = UnitLineage.objects.filter(touched, by_then, successor__isnull=False)
        edge = {one for pair in rows.values_list("predecessor_id", "successor_id") for one in pair} - found
    return frozenset(found)
