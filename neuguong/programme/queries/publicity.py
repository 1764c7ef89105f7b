"""What a plan says about publicity (KH 87, III.3, IV.7): which agencies clear what is told."""

from datetime import datetime

from neuguong.core.periods import local_day
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import version_at


def clearing_units(plan: Plan, *, at: datetime) -> list[Unit]:
    """The agencies whose people clear articles, as far as they exist on that day; none where the plan names none."""
    table = version_at(plan, at).document.get("publicity") or {}
    refs = [str(ref) for ref in table.get("clears", ())]
    found = {unit.ref: unit for unit in Unit.objects.filter(ref__in=refs) if unit.exists_on(local_day(at))}
    return [found[ref] for ref in refs if ref in found]
