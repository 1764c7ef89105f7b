"""Fetch and authorise in one, and what this person's own unit has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from neuguong.ledger.models import UnitPlan
from neuguong.ledger.queries.unit_plans import draft_of_unit, issued_of_unit, unit_plans_visible_to, with_words
from neuguong.ledger.queries.visibility import plans_on_board_of
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan


def unit_plan_or_404(request: Any, pk: int) -> UnitPlan:
    """The unit's plan, if this person may read it today."""
    found = with_words(unit_plans_visible_to(request.user.pk, request.today)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Own:
    """What the unit of this person has: its draft and its versions."""

    unit: Unit
    plan: Plan
    draft: UnitPlan | None
    issued: Sequence[UnitPlan]


def own_of(request: Any) -> Own | None:
    """The unit for which this person writes; None for who writes for none, or where no plan is in force."""
    unit, plan = request.office.unit, request.office.plan
    if unit is None or plan is None:
        return None
    if not can(request.user.pk, Permission.PREPARE_NOMINATION, unit=unit, on=request.today):
        return None
    return Own(unit, plan, draft_of_unit(unit, plan.pk), issued_of_unit(unit, plan.pk))


def plan_of(request: Any) -> Plan | None:
    """The plan in force, else the last one on this person's board."""
    plans = [] if request.office.plan else plans_on_board_of(request.user.pk, request.today)
    return request.office.plan or (plans[0] if plans else None)
