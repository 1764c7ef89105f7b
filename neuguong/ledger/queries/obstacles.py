"""What hinders units: who reads which obstacle, what waits for whom and until when, what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from neuguong.core.models import Deadline
from neuguong.core.periods import Period
from neuguong.exemplars.queries.nominations import held_by
from neuguong.ledger.enums import ObstacleAct
from neuguong.ledger.enums import ObstacleState as S
from neuguong.ledger.models import Obligation, Obstacle, ObstacleEntry
from neuguong.org.models import Account
from neuguong.org.queries.access import holders, scope_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan

ANSWER = "answer_obstacle"  # the clock that starts when a unit reports, says more or is still hindered
PAGE = 20
MOST = 8  # of one group on the front page


def obstacles_visible_to(account_id: int, on: date) -> "QuerySet[Obstacle]":
    """A unit's people see its own and those of its earlier lives, the office those in its scope, an owner what is handed over."""
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    unit = scope_of(account_id, Permission.SEND_RETURN, on=on, inherited=True)
    right = scope_of(account_id, Permission.ANSWER_OBSTACLE, on=on)
    return Obstacle.objects.filter(
        office.q("plan__unit") | unit.q("unit") | unit.q("kept_by") | right.q("plan__unit") & Q(owner=account_id)
    )


def entries_visible_to(account_id: int, on: date) -> "QuerySet[ObstacleEntry]":
    """What was said about the obstacles that a person may see."""
    return ObstacleEntry.objects.filter(obstacle__in=obstacles_visible_to(account_id, on))


def candidates(plan: Plan, on: date) -> list[Account]:
    """To whom the office may hand an obstacle."""
    return holders(Permission.ANSWER_OBSTACLE, unit=plan.unit, on=on)


def rows_to_choose(unit_id: int, plan: Plan, on: date) -> list[tuple[str, str]]:
    """What a unit owes whose period has begun, as choices: the newest period first."""
    rows = Obligation.objects.filter(
        Q(voided_on=None) | Q(voided_on__gt=on), unit_id=unit_id, duty__plan=plan, year__lte=on.year
    )
    columns = rows.order_by("-year", "duty__position", "-period").values_list("pk", "duty__title", "period")
    return [(str(pk), about(title, period)) for pk, title, period in columns]


def about(title: str, period: str) -> str:
    """A duty and its period in words."""
    return f"{title}, {Period(period).label}"


@dataclass(frozen=True, slots=True)
class ObstacleRow:
    """One line of the list. `until` is the last day of the answer, while its clock runs."""

    id: int
    title: str
    unit: str
    about: str
    state: str
    state_label: str
    reported_at: datetime
    owner: str
    until: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class ObstacleList:
    """One page: what waits for an answer by its day, then the others, the newest first."""

    rows: tuple[ObstacleRow, ...]
    total: int
    late: int
    page: int
    pages: int


def _with_day(found: "QuerySet[Obstacle]") -> Any:
    clock = Deadline.objects.filter(
        object_type=Obstacle._meta.label_lower, object_id=OuterRef("pk"), kind=ANSWER, met_at=None
    )
    return found.annotate(until=Subquery(clock.annotate(day=Coalesce("extended_to", "due_on")).values("day")[:1]))


def _rows(found: "QuerySet[Obstacle]", on: date) -> tuple[ObstacleRow, ...]:
    columns = (
        "pk", "title", "unit__short_name", "obligation__duty__title", "obligation__period", "state", "reported_at",
        "owner__full_name", "until",
    )  # fmt: skip
    return tuple(
        ObstacleRow(
            pk,
            title,
            unit,
            about(duty, period) if duty else "",
            state,
            S(state).label,
            reported_at,
            owner or "",
            until,
            until is not None and until < on,
        )
        for pk, title, unit, duty, period, state, reported_at, owner, until in found.values_list(*columns)
    )


def obstacle_list(account_id: int, on: date, *, state: str = "", page: int = 1) -> ObstacleList:
    """A page of what this person reads, in one state or all; `late` counts over all pages and states."""
    seen = _with_day(obstacles_visible_to(account_id, on))
    found = seen.filter(state=state) if state else seen
    total, late = found.count(), seen.filter(until__lt=on).count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    ordered = found.order_by(F("until").asc(nulls_last=True), "-reported_at", "-pk")
    return ObstacleList(_rows(ordered[(page - 1) * PAGE : page * PAGE], on), total, late, page, pages)


@dataclass(frozen=True, slots=True)
class ObstacleTasks:
    """What waits: for the office or an owner to answer, for the unit to say more; the soonest first, some of each."""

    to_answer: tuple[ObstacleRow, ...] = ()
    to_clarify: tuple[ObstacleRow, ...] = ()


def obstacle_tasks(account_id: int, on: date) -> ObstacleTasks:
    """What this person could do about obstacles today. What was handed over comes back to the office when it is late."""
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    right = scope_of(account_id, Permission.ANSWER_OBSTACLE, on=on)
    unit = scope_of(account_id, Permission.SEND_RETURN, on=on)
    to_answer: tuple[ObstacleRow, ...] = ()
    to_clarify: tuple[ObstacleRow, ...] = ()
    if right.units or right.tops:
        mine = right.q("plan__unit") & Q(owner=account_id)
        offices = office.q("plan__unit") & (Q(owner=None) | Q(until__lt=on))
        waiting = _with_day(Obstacle.objects.filter(state=S.WAITING)).filter(mine | offices)
        to_answer = _rows(waiting.order_by("until", "pk")[:MOST], on)
    if unit.units or unit.tops:
        asked = _with_day(Obstacle.objects.filter(held_by(unit), state=S.ASKED))
        to_clarify = _rows(asked.order_by("reported_at", "pk")[:MOST], on)
    return ObstacleTasks(to_answer, to_clarify)


def thread(obstacle: Obstacle) -> tuple[ObstacleEntry, ...]:
    """Everything said and done, in order."""
    return tuple(obstacle.entries.select_related("author", "file").order_by("id"))


def last_words(entries: Iterable[ObstacleEntry], act: ObstacleAct) -> str:
    """What was said last with this act: the start of words to publish."""
    return next((one.text for one in reversed(tuple(entries)) if one.act == act), "")
