"""Which plan applies to whom."""

from datetime import date

from neuguong.org.models import Unit
from neuguong.programme.enums import PlanState
from neuguong.programme.models import Plan


def plan_for(unit: Unit, *, on: date) -> Plan | None:
    """The plan in force for a unit on a day: that of the closest unit at or above it which has one."""
    return (
        Plan.objects.filter(
            unit__descent__unit=unit, valid_from__lte=on, valid_until__gte=on, state=PlanState.ISSUED
        )
        .order_by("unit__descent__depth", "-issued_on", "-id")
        .select_related("unit")
        .first()
    )
