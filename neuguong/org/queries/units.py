"""Reads about units: which exist, where they belong, what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from neuguong.org.enums import Role
from neuguong.org.models import Block, BlockMembership, Unit, UnitLineage
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


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit as other programmes read it (the units command)."""

    id: int
    code: str
    name: str
    kind: str
    parent: int | None
    blocks: list[str]
    valid_from: date
    valid_to: date | None
    successors: list[dict[str, Any]]


def unit_facts(on: date) -> list[UnitFact]:
    """Every unit of a day with its blocks of that day and all it has passed or will pass into; three queries.

    `parent` is the id of the unit above; `successors` are {id, code, name, kind (of the change), on, act} in order.
    """
    blocks = BlockMembership.objects.on(on).select_related("block").order_by("block__sort_key", "id")
    passed = (
        UnitLineage.objects.filter(successor__isnull=False).select_related("successor").order_by("effective_on", "id")
    )
    found = units_on(on).prefetch_related(
        Prefetch("block_memberships", blocks, to_attr="blocks_then"), Prefetch("passed_into", passed, to_attr="became")
    )
    return [
        UnitFact(
            unit.pk,
            unit.official_code,
            unit.name,
            unit.kind,
            unit.parent_id,
            [row.block.name for row in unit.blocks_then],
            unit.valid_from,
            unit.valid_to,
            [_successor(row) for row in unit.became],
        )
        for unit in found
    ]


def _successor(row: UnitLineage) -> dict[str, Any]:
    successor = row.successor
    assert successor is not None  # noqa: S101  the query asked for rows with one
    return {
        "id": successor.pk,
        "code": successor.official_code,
        "name": successor.name,
        "kind": row.kind,
        "on": row.effective_on,
        "act": row.act,
    }


def tops_on(day: date) -> UnitQuerySet:
    """Units of a day with nothing above them."""
    return units_on(day).filter(parent=None)
