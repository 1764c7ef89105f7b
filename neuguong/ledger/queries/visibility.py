"""Whose rows of the ledger a person may see."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from neuguong.core.once import once
from neuguong.ledger.models import Activity, Obligation
from neuguong.org.enums import Role
from neuguong.org.models import BlockMembership, Unit, UnitAncestor
from neuguong.org.queries.access import FEW, Scope, grants_of, scope_of
from neuguong.org.roles import Permission
from neuguong.programme.enums import PlanState
from neuguong.programme.models import Plan


def obligations_visible_to(account_id: int, on: date) -> "QuerySet[Obligation]":
    """Rows of the units where a person may see the board, of those units' earlier lives, and of a led block."""
    return Obligation.objects.filter(_scope(account_id, on).q("unit") | Q(unit__in=_led(account_id, on)))


def activities_visible_to(account_id: int, on: date) -> "QuerySet[Activity]":
    """What was recorded on the rows that a person may see."""
    return Activity.objects.filter(obligation__in=obligations_visible_to(account_id, on))


def units_on_board_of(account_id: int, on: date) -> "QuerySet[Unit]":
    """The units whose rows a person may see; ids for `board(unit_ids=…)`."""
    return Unit.objects.filter(_scope(account_id, on).q("pk") | Q(pk__in=_led(account_id, on)))


def board_units_of(account_id: int, on: date) -> Collection[int]:
    """The ids of those units: as they are while they are few, otherwise as a question that the database answers."""
    ids = units_on_board_of(account_id, on).values_list("pk", flat=True)
    found = once(("board units", account_id, on), lambda: tuple(ids[: FEW + 1]))
    return found if len(found) <= FEW else ids


def plans_on_board_of(account_id: int, on: date) -> list[Plan]:
    """The plans under which those units owe something, the newest first: an earlier life's plan too."""
    reached = UnitAncestor.objects.filter(ancestor_id=OuterRef("unit_id"), unit__in=board_units_of(account_id, on))
    plans = Plan.objects.filter(Exists(reached), valid_from__lte=on).exclude(state=PlanState.DRAFT)
    return list(plans.select_related("unit").order_by("-valid_from", "-id"))


def _scope(account_id: int, on: date) -> Scope:
    return scope_of(account_id, Permission.SEE_BOARD, on=on, inherited=True)


def _led(account_id: int, on: date) -> "QuerySet[BlockMembership]":
    """The members of the blocks that the person's unit leads this year (trưởng khối)."""
    units = [grant.unit_id for grant in grants_of(account_id, on=on) if grant.role == Role.BLOCK_HEAD]
    led = BlockMembership.objects.on(on).filter(block__heads__unit__in=units, block__heads__year=on.year)
    return led.values("unit_id")  # type: ignore[return-value]
