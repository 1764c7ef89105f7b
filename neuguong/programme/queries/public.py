"""What the public may know of a programme: the plan's number and words, its sectors and criteria."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count

from neuguong.core.text import slug
from neuguong.programme.enums import PlanState
from neuguong.programme.models import Criterion, Movement, Plan, PlanVersion, Sector


@dataclass(frozen=True, slots=True)
class Programme:
    """A plan that has begun, and who runs it. `depth` counts the units from the top down to the organisation."""

    plan_id: int
    number: str
    title: str
    issued_on: date
    valid_from: date
    valid_until: date
    organisation_id: int
    organisation: str
    place: str
    depth: int
    office: str = ""  # the standing office, told only where it is asked for
    organisation_ref: str = ""


@dataclass(frozen=True, slots=True)
class SectorFact:
    """A sector; plans that use the same code mean the same sector, the newest plan names it."""

    code: str
    name: str
    emphasis: str
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class CriterionFact:
    """A general criterion with its clause."""

    title: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class MovementFact:
    """An emulation movement; plans that use the same name mean the same movement. `key` is its name in addresses."""

    key: str
    name: str
    valid_from: date
    valid_to: date | None
    ids: frozenset[int]


def programmes(*, on: date) -> tuple[Programme, ...]:
    """Issued and closed plans that had begun on `on`: the organisation nearest to the top first, then the newest."""
    rows = (
        Plan.objects.filter(state__in=[PlanState.ISSUED, PlanState.CLOSED], valid_from__lte=on)
        .select_related("unit")
        .annotate(depth=Count("unit__ancestry"))
        .order_by("depth", "-valid_from", "-id")
    )
    return tuple(
        Programme(
            plan.pk,
            plan.number,
            plan.title,
            plan.issued_on,
            plan.valid_from,
            plan.valid_until,
            plan.unit_id,
            plan.unit.name,
            plan.unit.place,
            plan.depth,
            organisation_ref=plan.unit.ref,
        )
        for plan in rows
    )


def public_sectors(plan_ids: Iterable[int]) -> tuple[SectorFact, ...]:
    """The sectors of these plans in their order, each code once."""
    merged: dict[str, SectorFact] = {}
    for sector in Sector.objects.filter(plan_id__in=set(plan_ids)).order_by("-plan__valid_from", "position", "id"):
        known = merged.get(sector.code)
        if known:
            merged[sector.code] = SectorFact(known.code, known.name, known.emphasis, known.ids | {sector.pk})
        else:
            merged[sector.code] = SectorFact(sector.code, sector.name, sector.emphasis, frozenset({sector.pk}))
    return tuple(merged.values())


def public_movements(plan_ids: Iterable[int], *, on: date) -> tuple[MovementFact, ...]:
    """The movements of these plans that had begun by a day, in the plans' order, each name once."""
    merged: dict[str, MovementFact] = {}
    rows = Movement.objects.filter(plan_id__in=set(plan_ids), valid_from__lte=on).order_by("-plan__valid_from", "id")
    for row in rows:
        key = slug(row.name)
        known = merged.get(key)
        ids = (known.ids if known else frozenset()) | {row.pk}
        first = known or MovementFact(key, row.name, row.valid_from, row.valid_to, ids)
        merged[key] = replace(first, ids=ids)
    return tuple(merged.values())


def public_criteria(plan_id: int) -> tuple[CriterionFact, ...]:
    """The general criteria of a plan, in its order."""
    rows = Criterion.objects.filter(plan_id=plan_id)
    return tuple(CriterionFact(row.title, row.text, row.clause) for row in rows)


def with_offices(known: Iterable[Programme]) -> tuple[Programme, ...]:
    """The same programmes, each with the name of its standing office as the newest plan file says."""
    plans = tuple(known)
    versions = PlanVersion.objects.filter(plan_id__in=[one.plan_id for one in plans]).order_by("number")
    names = dict(versions.values_list("plan_id", "document__office__name"))
    return tuple(replace(one, office=names.get(one.plan_id) or "") for one in plans)
