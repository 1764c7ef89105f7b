"""What a plan says about publicity (KH 87, III.3, IV.7): which agencies clear what is told."""

from datetime import date, datetime

from neuguong.core.periods import day_begins, local_day
from neuguong.org.models import Unit
from neuguong.org.queries.access import Scope, ancestors_of
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import version_at


def clearing_units(plan: Plan, *, at: datetime) -> list[Unit]:
    """The agencies whose people clear articles, as far as they exist on that day; none where the plan names none."""
    table = version_at(plan, at).document.get("publicity") or {}
    refs = [str(ref) for ref in table.get("clears", ())]
    found = {unit.ref: unit for unit in Unit.objects.filter(ref__in=refs) if unit.exists_on(local_day(at))}
    return [found[ref] for ref in refs if ref in found]


def plans_cleared_by(scope: Scope, *, on: date) -> list[int]:
    """The plans above the units of this scope that name one of them for clearance."""
    above = {pk for unit in (*scope.units, *scope.tops) for pk in ancestors_of(unit)}
    plans = Plan.objects.filter(unit_id__in=above).select_related("unit") if above else Plan.objects.none()
    moment = day_begins(on)
    return [one.pk for one in plans if any(scope.covers(unit) for unit in clearing_units(one, at=moment))]
