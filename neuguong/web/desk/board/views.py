"""The compliance board: who owes what, as of any day, and what a cell still lacks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from neuguong.ledger.queries.board import board as board_of
from neuguong.ledger.queries.grid import Grid, due_sentence, grid, open_round, owing_kinds
from neuguong.ledger.queries.visibility import plans_on_board_of, units_on_board_of
from neuguong.org.queries.units import blocks_run_by
from neuguong.org.roles import Permission
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.web.desk.board.forms import BoardForm
from neuguong.web.desk.board.page import board_context
from neuguong.web.desk.board.sheet import board_workbook
from neuguong.web.downloads import made_file

NOT_YOURS = "Tài khoản này không xem bảng theo dõi. Nếu cần xem, nhờ quản trị viên phân công."
NOTHING_CHOSEN = "Không đơn vị nào khớp với bộ lọc đang chọn vào ngày này."
NOTHING_YET = "Sổ theo dõi của kế hoạch này chưa có dòng nào cho anh/chị vào ngày này."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    form: BoardForm
    plan: Plan
    on: date
    grid: Grid
    due: str


@require_GET
def board(request: Any) -> HttpResponse:
    """Units × periods as of a day."""
    asked = _asked(request)
    if asked is None:
        return render(request, "desk/board/no_plan.html")
    filtered = any(asked.form.cleaned_data.get(name) for name in ("kind", "block", "year"))
    context = board_context(asked.grid, on=asked.on, today=request.today) | {
        "form": asked.form,
        "on": asked.on,
        "due": asked.due,
        "query": request.GET.urlencode(),
        "clear": reverse("desk:board") if filtered else "",
        "empty": NOTHING_CHOSEN if filtered else NOTHING_YET,
    }
    return render(request, "desk/board/board.html", context, status=422 if asked.form.errors else 200)


@require_GET
def board_xlsx(request: Any) -> HttpResponseBase:
    """The same figures as a spreadsheet."""
    asked = _asked(request)
    if asked is None or asked.form.errors:
        raise Http404
    content = board_workbook(
        asked.grid,
        plan_number=asked.plan.number,
        organisation=asked.plan.unit.name,
        on=asked.on,
        made_at=request.now,
    )
    return made_file(content, f"bang-theo-doi-{asked.on:%Y-%m-%d}.xlsx")


def chosen_plan(request: Any, plans: list[Plan]) -> Plan | None:
    """The one the address names; else that of the own unit; else the newest, such as an earlier life's."""
    code = request.GET.get("plan", "")
    own = request.office.plan
    wanted = [one for one in plans if one.code == code] or [one for one in plans if own and one.pk == own.pk] or plans
    return wanted[0] if wanted else None


def _asked(request: Any) -> Asked | None:
    """The board that the address asks for, within what the person may see; None without a plan."""
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    plans = plans_on_board_of(request.user.pk, request.today)
    plan = chosen_plan(request, plans)
    if plan is None:
        return None
    data = request.GET.copy()
    data["plan"] = plan.code
    data.setdefault("on", f"{request.today:%d/%m/%Y}")
    form = BoardForm(
        data,
        kinds=owing_kinds(plan),
        blocks=[(block.pk, block.name) for block in blocks_run_by(plan.unit, on=request.today)],
        years=list(range(plan.valid_from.year, min(plan.valid_until, request.today).year + 1)),
        plans=[(one.code, one.short_title) for one in plans],
    )
    form.is_valid()
    chosen = form.cleaned_data
    on = chosen.get("on") or request.today
    rows = board_of(
        plan=plan,
        on=on,
        unit_kinds=(chosen["kind"],) if chosen.get("kind") else None,
        block=chosen.get("block"),
        unit_ids=units_on_board_of(request.user.pk, request.today).values_list("pk", flat=True),
        year=chosen.get("year"),
        duty_kinds=(DutyKind.QUOTA, DutyKind.RETURN),
    ).rows
    rules = rules_of(plan)
    shaped = grid(rows, on=on, now=open_round(rules, on))
    return Asked(form, plan, on, shaped, due_sentence(rules, on=on))
