"""Where a person may do a thing: the units themselves, for choosing among them; and the areas that units lie in."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from neuguong.core.text import sort_key
from neuguong.org.enums import UnitKind
from neuguong.org.models import Unit, UnitAncestor
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission


def units_where(account_id: int, permission: Permission, *, on: date) -> "QuerySet[Unit]":
    """Units that exist on a day and where this person has a permission, in Vietnamese order."""
    scope = scope_of(account_id, permission, on=on)
    return Unit.objects.on(on).filter(scope.q("pk")).order_by("sort_key", "id")


def units_ever_where(account_id: int, permission: Permission, *, on: date, within: int) -> "QuerySet[Unit]":
    """As `units_where`, with units that have ended: of the organisation `within`, for papers of their time."""
    below = UnitAncestor.objects.filter(ancestor_id=within).values("unit_id")
    scope = scope_of(account_id, permission, on=on)
    return Unit.objects.filter(scope.q("pk"), pk__in=below, valid_from__lte=on).order_by("sort_key", "id")


def units_within(tops: Iterable[int], *, on: date) -> "QuerySet[Unit]":
    """Units at or below these that exist on a day, in Vietnamese order."""
    below = UnitAncestor.objects.filter(ancestor_id__in=sorted(set(tops))).values("unit_id")
    return Unit.objects.on(on).filter(pk__in=below).order_by("sort_key", "id")


def area_of(kind: str, name: str, place: str) -> str:
    """The area (địa bàn) that a unit lies in: a commune is one itself, any other unit lies where its place begins."""
    return name if kind == UnitKind.COMMUNE else place.partition(",")[0].strip()


def in_area(area: str, path: str = "") -> Q:
    """A filter for the units of an area; `path` leads to the unit."""
    there = Q(**{f"{path}place": area}) | Q(**{f"{path}place__startswith": f"{area},"})
    commune = {f"{path}kind": UnitKind.COMMUNE}
    return Q(**commune, **{f"{path}name": area}) | (~Q(**commune) & there)


def in_order(areas: Iterable[str]) -> list[str]:
    """Areas in Vietnamese order."""
    return sorted(areas, key=sort_key)
