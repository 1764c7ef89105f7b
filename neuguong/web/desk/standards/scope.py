"""Fetch and authorise in one, and what this person's own unit has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from neuguong.exemplars.models import Standard
from neuguong.exemplars.queries.standards import (
    draft_of_unit,
    issued_of_unit,
    left_by_predecessors,
    standards_visible_to,
    with_words,
)
from neuguong.ledger.queries.visibility import plans_on_board_of
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan


def standard_or_404(request: Any, pk: int) -> Standard:
    """The standard, if this person may read it today."""
    found = with_words(standards_visible_to(request.user.pk, request.today)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Own:
    """What the unit of this person has: its draft, its versions, what its predecessors left."""

    unit: Unit
    plan: Plan
    draft: Standard | None
    issued: Sequence[Standard]
    left: Sequence[Standard]


def own_of(request: Any) -> Own | None:
    """The unit for which this person writes; None for who writes for none, or where no plan is in force."""
    unit, plan = request.office.unit, request.office.plan
    if unit is None or plan is None:
        return None
    if not can(request.user.pk, Permission.PREPARE_NOMINATION, unit=unit, on=request.today):
        return None
    return Own(
        unit,
        plan,
        draft_of_unit(unit, plan.pk),
        issued_of_unit(unit, plan.pk),
        left_by_predecessors(unit, on=request.today),
    )


def plan_of(request: Any) -> Plan | None:
    """The plan whose standards are listed: the one in force, else the last one on this person's board."""
    plans = [] if request.office.plan else plans_on_board_of(request.user.pk, request.today)
    return request.office.plan or (plans[0] if plans else None)
