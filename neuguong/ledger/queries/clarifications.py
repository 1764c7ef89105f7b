"""Question and answer for all units: who reads which, found by words, at a duty, the newest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from neuguong.core.search import matching
from neuguong.ledger.models import Clarification
from neuguong.org.models import UnitAncestor
from neuguong.org.queries.access import grants_of, predecessors_of, scope_of
from neuguong.org.roles import Permission

PAGE = 20
NEWEST = 3
IN_FORCE = Q(withdrawn_at=None, replaced_by=None)


def clarifications_visible_to(account_id: int, on: date) -> "QuerySet[Clarification]":
    """Those in force of the plans of the units where somebody is anything; the office also those taken back or replaced."""
    units = {grant.unit_id for grant in grants_of(account_id, on=on)}
    units |= predecessors_of(units, on=on) if units else set()
    reached = UnitAncestor.objects.filter(ancestor_id=OuterRef("plan__unit_id"), unit_id__in=sorted(units))
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    return Clarification.objects.filter(Q(Exists(reached)) & IN_FORCE | office.q("plan__unit"))


@dataclass(frozen=True, slots=True)
class ClarificationList:
    """One page of answers, the newest first."""

    rows: tuple[Clarification, ...]
    total: int
    page: int
    pages: int


def clarification_list(account_id: int, on: date, *, q: str = "", duty: str = "", page: int = 1) -> ClarificationList:
    """What is in force, narrowed by words (without diacritics) and by duty."""
    found = matching(clarifications_visible_to(account_id, on).filter(IN_FORCE), q)
    if duty:
        found = found.filter(duty__code=duty)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = found.select_related("duty", "plan").order_by("-effective_at", "-pk")
    return ClarificationList(tuple(rows[(page - 1) * PAGE : page * PAGE]), total, page, pages)


def duties_with_clarifications(account_id: int, on: date) -> list[tuple[str, str]]:
    """The duties that some answer in force speaks of, as choices in the plan's order."""
    found = clarifications_visible_to(account_id, on).filter(IN_FORCE, duty__isnull=False)
    return list(dict(found.order_by("duty__position").values_list("duty__code", "duty__title")).items())


def newest(account_id: int, on: date) -> tuple[Clarification, ...]:
    """The latest answers for the front page."""
    found = clarifications_visible_to(account_id, on).filter(IN_FORCE).order_by("-effective_at", "-pk")
    return tuple(found[:NEWEST])


def at_duty(account_id: int, on: date, duty_id: int) -> tuple[Clarification, ...]:
    """The answers in force about one duty, the newest first."""
    found = clarifications_visible_to(account_id, on).filter(IN_FORCE, duty=duty_id).order_by("-effective_at", "-pk")
    return tuple(found[:PAGE])


def published_from(obstacle_id: int) -> tuple[Clarification, ...]:
    """What was published of one obstacle, the newest first, also what is no longer in force."""
    rows = (
        Clarification.objects.filter(obstacle=obstacle_id)
        .select_related("replaced_by")
        .order_by("-effective_at", "-pk")
    )
    return tuple(rows)


def replacement_of(clarification: Clarification) -> Clarification | None:
    """The newer one that stands in its place."""
    return Clarification.objects.filter(replaces=clarification).first()
