"""Where a person may do a thing: the units themselves, for choosing among them."""

from datetime import date

from django.db.models import QuerySet

from neuguong.org.models import Unit
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission


def units_where(account_id: int, permission: Permission, *, on: date) -> "QuerySet[Unit]":
    """Units that exist on a day and where this person has a permission, in Vietnamese order."""
    scope = scope_of(account_id, permission, on=on)
    return Unit.objects.on(on).filter(scope.q("pk")).order_by("sort_key", "id")
