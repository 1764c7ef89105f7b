"""What the address of a board asks for: the plan, the day, the filters; the same for the board, the duties and the files."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied

from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.grid import owing_units
from neuguong.ledger.queries.visibility import board_units_of, plans_on_board_of
from neuguong.org.enums import UnitKind
from neuguong.org.queries.places import area_of, in_order
from neuguong.org.queries.units import blocks_run_by
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.programme.rules import PlanRules
from neuguong.web.desk.board.forms import NARROWING, BoardForm, Choices

NOT_YOURS = "Tài khoản này không xem bảng theo dõi. Nếu cần xem, nhờ quản trị viên phân công."


@dataclass(frozen=True, slots=True)
class View:
    """One view of the ledger, within what the person may see."""

    form: BoardForm
    plan: Plan
    rules: PlanRules
    on: date
    today: date
    units: Collection[int]

    @property
    def state(self) -> str:
        """The state whose rows alone are asked for, or nothing."""
        return str(self.form.cleaned_data.get("state") or "")

    def rows(self, **more: Any) -> tuple[BoardRow, ...]:
        """The rows of the view, in every state."""
        return board(plan=self.plan, on=self.on, **{**self.form.asked(), "unit_ids": self.units, **more}).rows

    def query(self, **changed: Any) -> str:
        """The view as a question in an address, with some of it changed; "" when it asks for nothing of its own."""
        chosen = {name: self.form.cleaned_data.get(name) for name in ("plan", *NARROWING) if name in self.form.fields}
        chosen |= {"on": f"{self.on:%d/%m/%Y}" if self.on != self.today else ""} | changed
        told = urlencode({name: value for name, value in chosen.items() if value})
        return f"?{told}" if told else ""

    @property
    def day_query(self) -> str:
        """Only the day, for the page of one row."""
        return self.query(**dict.fromkeys(("plan", *NARROWING), ""))


def view_of(request: Any, *, duty_kinds: Collection[str] | None = None) -> View | None:
    """What the address asks for; None without a plan. `duty_kinds` are those that can be chosen among."""
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    plans = plans_on_board_of(request.user.pk, request.today)
    plan = chosen_plan(request, plans)
    if plan is None:
        return None
    units, rules = board_units_of(request.user.pk, request.today), rules_of(plan)
    data = request.GET.copy()
    data["plan"] = plan.code
    data.setdefault("on", f"{request.today:%d/%m/%Y}")
    form = BoardForm(data, choices=_choices(request, plan, plans, rules, units, duty_kinds))
    form.is_valid()
    return View(form, plan, rules, form.cleaned_data.get("on") or request.today, request.today, units)


def chosen_plan(request: Any, plans: list[Plan]) -> Plan | None:
    """The one the address names; else that of the own unit; else the newest, such as an earlier life's."""
    code = request.GET.get("plan", "")
    own = request.office.plan
    wanted = [one for one in plans if one.code == code] or [one for one in plans if own and one.pk == own.pk] or plans
    return wanted[0] if wanted else None


def _choices(
    request: Any,
    plan: Plan,
    plans: list[Plan],
    rules: PlanRules,
    units: Collection[int],
    duty_kinds: Collection[str] | None,
) -> Choices:
    found = owing_units(plan, units)
    kinds = {kind for kind, _, _ in found}
    last = min(plan.valid_until, request.today).year
    return Choices(
        kinds=[kind for kind in UnitKind.values if kind in kinds],
        areas=in_order({area for row in found if (area := area_of(*row))}),
        blocks=[(block.pk, block.name) for block in blocks_run_by(plan.unit, on=request.today)]
        if len(found) > 1
        else [],
        duties=[(duty.code, duty.title) for duty in rules.duties if duty_kinds is None or duty.kind in duty_kinds],
        years=list(range(plan.valid_from.year, last + 1)),
        plans=[(one.code, one.short_title) for one in plans],
    )
