"""Where a person may do a thing: the units themselves, for choosing among them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from neuguong.org.models import Unit, UnitAncestor
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission


def units_where(account_id: int, permission: Permission, *, on: date) -> "QuerySet[Unit]":
    """Units that exist on a day and where this person has a permission, in Vietnamese order."""
    scope = scope_of(account_id, permission, on=on)
    return Unit.objects.on(on).filter(scope.q("pk")).order_by("sort_key", "id")


def units_within(tops: Iterable[int], *, on: date) -> "QuerySet[Unit]":
    """Units at or below these that exist on a day, in Vietnamese order."""
    below = UnitAncestor.objects.filter(ancestor_id__in=sorted(set(tops))).values("unit_id")
    return Unit.objects.on(on).filter(pk__in=below).order_by("sort_key", "id")
