"""Units' own plans: who may read which, what one says, who has issued, who drafts, who has none (KH 87, IV.1)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from neuguong.core.text import fold
from neuguong.ledger.enums import UnitPlanState
from neuguong.ledger.models import Activity, Obligation, UnitPlan, UnitPlanTask
from neuguong.ledger.queries.inherited import due_words, is_stricter, mismatches, parent_words
from neuguong.ledger.queries.unit_groups import unit_groups
from neuguong.ledger.queries.visibility import units_on_board_of
from neuguong.org.models import Unit
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission
from neuguong.programme.enums import ActivityKind
from neuguong.programme.models import Plan, PlanVersion

ISSUED, PAPER, DRAFTING, NONE = "issued", "paper", "drafting", "none"
STATES = {ISSUED: "đã ban hành", PAPER: "ghi bản giấy", DRAFTING: "đang soạn", NONE: "chưa có"}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in words; `kind` is inherited, stricter or own."""

    code: str
    title: str
    clause: str
    kind: str
    required: int
    due: str
    parents: str  # what the parent plan asks: how many, until when
    responsible: str
    method: str


@dataclass(frozen=True, slots=True)
class UnitPlanView:
    """One version as its page shows it."""

    id: int
    version: int
    number: int | None
    state: str
    state_label: str
    unit_id: int
    unit_name: str
    general: str
    parent_number: int
    newest_parent: int
    document_number: str
    issued_on: date | None
    edited_at: datetime
    edited_by: str
    in_force: bool
    tasks: tuple[TaskRow, ...]
    mismatches: tuple[str, ...]

    @property
    def name(self) -> str:
        """ "bản 2", "bản nháp"."""
        return f"bản {self.number}" if self.number else self.state_label

    @property
    def counts(self) -> Mapping[str, int]:
        """How many tasks are taken over as they are, made stricter, added."""
        return Counter(task.kind for task in self.tasks)


@dataclass(frozen=True, slots=True)
class PlanFilters:
    """What narrows the list; empty means all. `group` is a heading of the list."""

    q: str = ""
    group: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class UnitPlanRow:
    """One unit: its version in force, or what it has instead."""

    unit_id: int
    unit: str
    state: str
    state_label: str
    unit_plan_id: int | None
    number: int | None
    document_number: str
    issued_on: date | None
    outdated: bool  # made under an earlier version of the parent plan
    drafting: bool


@dataclass(frozen=True, slots=True)
class UnitPlansList:
    """The list in groups, and how many units stand where (of all the reader sees, unfiltered)."""

    groups: tuple[tuple[str, tuple[UnitPlanRow, ...]], ...]
    titles: tuple[str, ...]
    counts: Mapping[str, int]
    owing: int


def unit_plans_visible_to(account_id: int, on: date) -> "QuerySet[UnitPlan]":
    """Of one's own unit and its predecessors everything; of the other units on one's board what was issued."""
    own = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)
    on_board = Q(state=UnitPlanState.ISSUED, unit__in=units_on_board_of(account_id, on))
    return UnitPlan.objects.filter(own.q() | on_board)


def with_words(rows: "QuerySet[UnitPlan]") -> "QuerySet[UnitPlan]":
    """The same rows, read together with what `unit_plan_view` puts into words."""
    return rows.select_related("unit", "plan__unit", "edited_by")


def task_rows(unit_plan: UnitPlan) -> tuple[TaskRow, ...]:
    """The tasks of one version in words."""
    return tuple(_task_row(task) for task in unit_plan.tasks.select_related("responsible", "duty"))


def _task_row(task: UnitPlanTask) -> TaskRow:
    person = task.responsible
    names = [person.full_name if person else "", task.responsible_name]
    kind = "own" if task.duty_id is None else "stricter" if is_stricter(task) else "inherited"
    parents = "" if task.duty_id is None else f"ít nhất {task.required}, {parent_words(task)}"
    return TaskRow(
        task.code, task.title, task.clause, kind, task.own_required, due_words(task), parents,
        ", ".join(name for name in names if name), task.method,
    )  # fmt: skip


def unit_plan_in_force_of(unit_id: int, plan_id: int, *, on: date) -> UnitPlan | None:
    """The unit's newest version issued by a day."""
    rows = UnitPlan.objects.filter(unit_id=unit_id, plan_id=plan_id, state=UnitPlanState.ISSUED, issued_on__lte=on)
    return rows.order_by("-number").first()


def unit_plan_view(unit_plan: UnitPlan, *, on: date) -> UnitPlanView:
    """One version for its page; the differences to the parent plan are those of the day."""
    current = unit_plan_in_force_of(unit_plan.unit_id, unit_plan.plan_id, on=on)
    in_force = current is not None and current.pk == unit_plan.pk
    counts = in_force or unit_plan.state == UnitPlanState.DRAFT
    return UnitPlanView(
        id=unit_plan.pk,
        version=unit_plan.version,
        number=unit_plan.number,
        state=unit_plan.state,
        state_label=str(UnitPlanState(unit_plan.state).label),
        unit_id=unit_plan.unit_id,
        unit_name=unit_plan.unit.name,
        general=unit_plan.general,
        parent_number=unit_plan.parent_number,
        newest_parent=_newest_parent(unit_plan.plan_id),
        document_number=unit_plan.document_number,
        issued_on=unit_plan.issued_on,
        edited_at=unit_plan.edited_at,
        edited_by=unit_plan.edited_by.full_name if unit_plan.edited_by else "",
        in_force=in_force,
        tasks=task_rows(unit_plan),
        mismatches=mismatches(unit_plan, on=on) if counts else (),
    )


def _newest_parent(plan_id: int) -> int:
    rows = PlanVersion.objects.filter(plan_id=plan_id).order_by("-number")
    return rows.values_list("number", flat=True)[0]


def draft_of_unit(unit: Unit, plan_id: int) -> UnitPlan | None:
    """The unit's draft under a plan."""
    return UnitPlan.objects.filter(unit=unit, plan_id=plan_id, state=UnitPlanState.DRAFT).first()


def issued_of_unit(unit: Unit, plan_id: int) -> Sequence[UnitPlan]:
    """The unit's issued versions under a plan, the newest first."""
    return list(UnitPlan.objects.filter(unit=unit, plan_id=plan_id, state=UnitPlanState.ISSUED).order_by("-number"))


def unit_plans_list(account_id: int, plan: Plan, filters: PlanFilters, *, on: date) -> UnitPlansList:
    """Every unit on the reader's board that owes a plan of its own, with what it has. The number of queries is fixed.

    A draft is the unit's own affair until it is issued; that one is being written, the office may know.
    """
    owed = Obligation.objects.filter(
        Q(voided_on=None) | Q(voided_on__gt=on), duty__plan=plan, duty__activity=ActivityKind.OWN_PLAN,
        unit__in=units_on_board_of(account_id, on), effective_on__lte=on,
    ).filter(Q(unit__valid_to=None) | Q(unit__valid_to__gt=on))  # fmt: skip
    mine = frozenset(owed.values_list("unit_id", flat=True))
    rows = UnitPlan.objects.filter(plan=plan, unit_id__in=mine)
    issued = {row.unit_id: row for row in rows.filter(state=UnitPlanState.ISSUED, issued_on__lte=on).order_by("number")}
    drafting = frozenset(rows.filter(state=UnitPlanState.DRAFT).values_list("unit_id", flat=True))
    papers = {
        activity.obligation.unit_id: activity
        for activity in Activity.objects.filter(
            obligation__duty__plan=plan, obligation__duty__activity=ActivityKind.OWN_PLAN,
            obligation__unit_id__in=mine, held_on__lte=on, withdrawn_at=None,
        ).select_related("obligation").order_by("held_on", "id")
    }  # fmt: skip
    newest = _newest_parent(plan.pk)
    groups = unit_groups(mine, on=on)
    found = [
        (group.title, [_row(one.unit, issued, papers, drafting, newest) for one in group.units]) for group in groups
    ]
    counts = Counter(row.state for _, group in found for row in group)
    shown = tuple(
        (title, kept) for title, group in found if (kept := tuple(row for row in group if _fits(row, title, filters)))
    )
    return UnitPlansList(shown, tuple(group.title for group in groups), counts, len(mine))


def _fits(row: UnitPlanRow, title: str, filters: PlanFilters) -> bool:
    name = f" {fold(row.unit)}"
    return (
        all(f" {word}" in name for word in fold(filters.q).split())
        and filters.group in ("", title)
        and filters.state in ("", row.state)
    )


def _row(
    unit: Unit, issued: Mapping[int, UnitPlan], papers: Mapping[int, Activity], drafting: Collection[int], newest: int
) -> UnitPlanRow:
    found, paper = issued.get(unit.pk), papers.get(unit.pk)
    state = ISSUED if found else PAPER if paper else DRAFTING if unit.pk in drafting else NONE
    return UnitPlanRow(
        unit.pk,
        unit.name,
        state,
        STATES[state],
        found.pk if found else None,
        found.number if found else None,
        found.document_number if found else paper.document if paper else "",
        found.issued_on if found else paper.held_on if paper else None,
        found is not None and found.parent_number < newest,
        unit.pk in drafting,
    )
