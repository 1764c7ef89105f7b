"""What ran and counts: for a unit's publicity duty in the ledger, and for its figures."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.publicity.models import Broadcast


def runs_that_count(plan: Plan, *, on: date, unit_ids: Collection[int] | None = None) -> "QuerySet[Broadcast]":
    """What ran by a day on outlets of a plan's units within the plan's time, with consent; also what was withdrawn later.

    Whose exemplar it was does not matter: a unit answers for what it told on its own outlets (docs/adr, what ran counts).
    """
    ran = Broadcast.objects.filter(consented=True, ran_on__gte=plan.valid_from, ran_on__lte=min(on, plan.valid_until))
    if unit_ids is not None:
        return ran.filter(outlet__unit__in=unit_ids)
    return ran.filter(outlet__unit__in=Unit.objects.under(plan.unit).values("pk"))
