"""How every duty of the plan stands, and who has done one of them."""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import Period
from neuguong.ledger.operations.obligations import extend
from neuguong.ledger.policy import keeps_ledger
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.duties import DONE, DutyLine, due_words, duty_lines
from neuguong.ledger.queries.grid import cell_code, open_round, state_words
from neuguong.ledger.queries.unit_groups import unit_groups
from neuguong.ledger.queries.visibility import obligations_visible_to, plans_on_board_of, units_on_board_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.web.desk.board.forms import DayForm
from neuguong.web.desk.board.views import NOT_YOURS, chosen_plan
from neuguong.web.desk.duties.forms import DueForm


class Line(NamedTuple):
    """One duty as the page prints it: one unit's own state, or how many units stand where."""

    line: DutyLine
    url: str
    one: BoardRow | None
    code: str
    words: str


class UnitLine(NamedTuple):
    """One unit's row of a duty."""

    name: str
    depth: int
    code: str
    words: str
    until: str
    url: str


@require_GET
def duties(request: Any) -> HttpResponse:
    """Every duty of the plan, as of a day: for one unit its own list, for the office how many units have done each."""
    plan, on = _plan(request), _day(request)
    query = "" if on == request.today else f"?{urlencode({'on': f'{on:%d/%m/%Y}'})}"
    rules = rules_of(plan)
    lines = duty_lines(_rows(request, plan, on), rules, on=on, now=open_round(rules, on))
    shown = [_line(line, query) for line in lines]
    context = {
        "plan": plan,
        "on": on,
        "lines": shown,
        "single": all(line.one for line in shown),
        "done": sum(line.line.done for line in shown),
        "owing": sum(line.line.owing for line in shown),
    }
    return render(request, "desk/duties/list.html", context)


@require_GET
def duty(request: Any, code: str, period: str) -> HttpResponse:
    """Who has done one duty, who has not."""
    return _show_duty(request, code, period)


@require_POST
def duty_due(request: Any, code: str, period: str) -> HttpResponse:
    """One day for all that have not done it: each row by the same operation, with what became of it."""
    line, plan = _duty_line(request, code, period, request.today)
    if keeps_ledger(request.actor, plan.unit, request.now):
        raise PermissionDenied("Chỉ cơ quan thường trực đặt hạn.")
    form = DueForm(request.POST)
    if not form.is_valid():
        return _show_duty(request, code, period, form=form)
    waiting = [row.obligation_id for row in line.rows if row.state not in DONE and row.state != "excused"]
    told: Counter[str] = Counter()
    for obligation in obligations_visible_to(request.user.pk, request.today).filter(pk__in=waiting).order_by("pk"):
        try:
            extend(obligation=obligation, by=request.actor, at=request.now, **form.cleaned_data)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return _show_duty(request, code, period, form=form)
        except Refused as refusal:
            told[str(refusal)] += 1
        else:
            told[""] += 1
    messages.success(request, f"Đã đặt hạn cho {told.pop('', 0)} đơn vị.")
    for sentence, count in told.items():
        messages.warning(request, f"{count} đơn vị không đổi: {sentence}")
    return redirect("desk:duty", code, period)


def _plan(request: Any) -> Plan:
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    plan = chosen_plan(request, plans_on_board_of(request.user.pk, request.today))
    if plan is None:
        raise Http404
    return plan


def _day(request: Any) -> date:
    form = DayForm(request.GET)
    return (form.is_valid() and form.cleaned_data["on"]) or request.today


def _rows(request: Any, plan: Plan, on: date, **chosen: Any) -> tuple[BoardRow, ...]:
    units = units_on_board_of(request.user.pk, request.today).values_list("pk", flat=True)
    return board(plan=plan, on=on, unit_ids=units, **chosen).rows


def _line(line: DutyLine, query: str) -> Line:
    if len(line.rows) == 1:
        row = line.rows[0]
        url = reverse("desk:obligation", args=[row.obligation_id]) + query
        return Line(line, url, row, cell_code(row), state_words(row))
    return Line(line, reverse("desk:duty", args=[line.code, line.period.code]) + query, None, "", "")


def _duty_line(request: Any, code: str, period: str, on: date) -> tuple[DutyLine, Plan]:
    try:
        wanted = Period(period)
    except ValueError as wrong:
        raise Http404 from wrong
    plan = _plan(request)
    lines = duty_lines(_rows(request, plan, on, duty=code, period=period), rules_of(plan), on=on, now=wanted)
    found = next((line for line in lines if (line.code, line.period) == (code, wanted)), None)
    if found is None:
        raise Http404
    return found, plan


def _show_duty(request: Any, code: str, period: str, *, form: DueForm | None = None) -> HttpResponse:
    on = _day(request)
    line, plan = _duty_line(request, code, period, on)
    rows = {row.unit_id: row for row in line.rows}
    query = "" if on == request.today else f"?{urlencode({'on': f'{on:%d/%m/%Y}'})}"
    groups = [
        (
            group.title,
            [_unit_line(placed.unit.short_name, placed.depth, rows[placed.unit.pk], query) for placed in group.units],
        )
        for group in unit_groups(rows, on=on)
    ]
    office = keeps_ledger(request.actor, plan.unit, request.now) is None and on == request.today
    context = {
        "plan": plan,
        "on": on,
        "line": line,
        "groups": groups,
        "due_form": (form or DueForm()) if office and line.done < line.owing else None,
        "forms": [form] if form else [],
        "back": reverse("desk:duties") + query,
    }
    return render(request, "desk/duties/duty.html", context, status=422 if form else 200)


def _unit_line(name: str, depth: int, row: BoardRow, query: str) -> UnitLine:
    url = reverse("desk:obligation", args=[row.obligation_id]) + query
    return UnitLine(name, depth, cell_code(row), state_words(row), due_words(row), url)
