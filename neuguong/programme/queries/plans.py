"""Which plan applies to whom, and what it says."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from neuguong.core.once import once
from neuguong.org.models import Unit
from neuguong.programme.enums import PlanState
from neuguong.programme.models import Plan, PlanVersion
from neuguong.programme.rules import PlanRules, read_rules


def plan_for(unit: Unit, *, on: date) -> Plan | None:
    """The plan in force for a unit on a day: that of the closest unit at or above it which has one."""
    return (
        Plan.objects.filter(unit__descent__unit=unit, valid_from__lte=on, valid_until__gte=on, state=PlanState.ISSUED)
        .order_by("unit__descent__depth", "-issued_on", "-id")
        .select_related("unit")
        .first()
    )


def last_plan_of(unit: Unit, *, on: date) -> Plan | None:
    """The plan that a unit had last and that has ended by a day; None where there was none."""
    return (
        Plan.objects.filter(unit__descent__unit=unit, valid_until__lt=on)
        .exclude(state=PlanState.DRAFT)
        .order_by("-valid_until", "unit__descent__depth", "-id")
        .first()
    )


def plans_in_force(*, on: date) -> list[Plan]:
    """Every organisation's plan in force on a day, the oldest first."""
    return list(
        Plan.objects.filter(valid_from__lte=on, valid_until__gte=on, state=PlanState.ISSUED)
        .select_related("unit")
        .order_by("issued_on", "id")
    )


@lru_cache(maxsize=64)
def _cached(_version_id: int, _digest: str, document: "_Document") -> PlanRules:
    return read_rules(document.read())


class _Document:
    """A document that is read from the database only when its rules are not in the cache. All are alike as keys."""

    def __init__(self, version: PlanVersion) -> None:
        self.version = version

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Document)

    def read(self) -> dict[str, Any]:
        """The checked document."""
        return dict(self.version.document)


def rules_of_version(version: PlanVersion) -> PlanRules:
    """What one version says; cached, because a version never changes."""
    return _cached(version.pk, version.digest, _Document(version))


def versions_of(plan: Plan) -> list[PlanVersion]:
    """The plan's versions, oldest first, without their texts (read only when asked for)."""
    rows = PlanVersion.objects.filter(plan=plan).defer("text", "document").order_by("number")
    return once(("versions", plan.pk), lambda: list(rows))


def version_at(plan: Plan, at: datetime | None = None) -> PlanVersion:
    """The version in force at a moment: the newest that took effect by then, else the first; newest of all for None."""
    versions = versions_of(plan)
    in_force = [version for version in versions if at is None or version.effective_at <= at]
    return in_force[-1] if in_force else versions[0]


def text_of(plan: Plan) -> str:
    """The newest file of a plan, word for word."""
    return PlanVersion.objects.filter(plan=plan).order_by("-number").values_list("text", flat=True)[0]


def rules_of(plan: Plan, at: datetime | None = None) -> PlanRules:
    """What the plan says at a moment (the newest version when none is given). One small query."""
    return rules_of_version(version_at(plan, at))
