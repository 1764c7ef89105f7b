"""Reads about units: which exist, where they belong, what became of them."""

from collections.abc import Iterable
from datetime import date

from neuguong.org.enums import Role
from neuguong.org.models import Block, Unit, UnitLineage
from neuguong.org.models.unit import UnitQuerySet
from neuguong.org.queries.access import Grant


def units_on(day: date) -> UnitQuerySet:
    """Every unit that exists on `day`, in Vietnamese order."""
    return Unit.objects.on(day).order_by("sort_key", "id")


def unit_by_ref(ref: str) -> Unit | None:
    """The unit with this data key."""
    return Unit.objects.filter(ref=ref).first()


def main_unit(grants: Iterable[Grant]) -> Unit | None:
    """The unit a person works for: an officer's or head's own unit first, otherwise that of the first grant."""
    rows = list(grants)
    own = [grant for grant in rows if grant.role in (Role.UNIT_OFFICER, Role.UNIT_HEAD)] or rows
    return Unit.objects.get(pk=own[0].unit_id) if own else None


def organisation_of(unit: Unit, *, on: date) -> Unit | None:
    """The closest unit at or above `unit` that runs a programme of its own (owns a plan in force on `on`)."""
    return (
        Unit.objects.filter(descent__unit=unit, plans__valid_from__lte=on, plans__valid_until__gte=on)
        .order_by("descent__depth")
        .first()
    )


def blocks_run_by(owner: Unit, *, on: date) -> "list[Block]":
    """The blocks of an organisation on a day, in Vietnamese order."""
    return [
        block
        for block in Block.objects.filter(owner=owner, valid_from__lte=on).order_by("sort_key", "id")
        if block.valid_to is None or block.valid_to > on
    ]


def lineage_from(unit: Unit) -> "list[UnitLineage]":
    """What this unit passed into."""
    return list(UnitLineage.objects.filter(predecessor=unit).select_related("successor").order_by("effective_on", "id"))


def lineage_into(unit: Unit) -> "list[UnitLineage]":
    """What this unit came from."""
    return list(UnitLineage.objects.filter(successor=unit).select_related("predecessor").order_by("effective_on", "id"))
