"""How every duty of the plan stands, and who has done one of them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from neuguong.core.errors import BadInput
from neuguong.core.periods import Period
from neuguong.ledger.operations.obligations import extend_all
from neuguong.ledger.policy import keeps_ledger, reports_obstacles
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.clarifications import at_duty
from neuguong.ledger.queries.duties import DONE, DutyLine, due_words, duty_lines, shown_rows
from neuguong.ledger.queries.grid import cell_code, open_round, state_label, state_words
from neuguong.ledger.queries.unit_groups import unit_groups
from neuguong.ledger.queries.visibility import obligations_visible_to
from neuguong.programme.enums import DutyKind
from neuguong.web.desk.board.asked import View, view_of
from neuguong.web.desk.board.files import rows_csv, rows_workbook
from neuguong.web.desk.duties.forms import DueForm
from neuguong.web.downloads import made_file


class Line(NamedTuple):
    """One duty in one period as the page prints it: one unit's own state, or how many units stand where."""

    line: DutyLine
    url: str
    one: BoardRow | None
    code: str
    words: str
    states: tuple[tuple[str, int, str, str], ...]  # state, how many, in words, the address of those units


class LineGroup(NamedTuple):
    """A duty with its periods."""

    title: str
    lines: tuple[Line, ...]
    done: int
    owing: int
    left: tuple[tuple[str, int], ...]  # state, how many, of what is not done


class UnitLine(NamedTuple):
    """One unit's row of a duty, with the way to what settles it."""

    name: str
    depth: int
    code: str
    words: str
    until: str
    url: str
    next: str


@require_GET
def duties(request: Any) -> HttpResponse:
    """Every duty of the plan, as of a day: for one unit its own list, for the office how many units have done each."""
    view = _view(request)
    lines = _lines(view)
    shown = [_line(line, view) for line in lines]
    single = all(line.one for line in shown)
    context = {
        "plan": view.plan,
        "form": view.form,
        "on": view.on,
        "lines": shown,
        "groups": [] if single else _groups(shown),
        "single": single,
        "done": sum(line.line.done for line in shown),
        "owing": sum(line.line.owing for line in shown),
        "query": view.query(),
        "clear": reverse("desk:duties") if view.form.narrowed else "",
    }
    return render(request, "desk/duties/list.html", context, status=422 if view.form.errors else 200)


@require_GET
def duties_xlsx(request: Any) -> HttpResponseBase:
    """The rows behind the list as a spreadsheet."""
    view = _view(request)
    content = rows_workbook(_begun(view), view, made_at=request.now)
    return made_file(content, f"nhiem-vu-{view.on:%Y-%m-%d}.xlsx")


@require_GET
def duties_csv(request: Any) -> HttpResponseBase:
    """The rows behind the list as text with commas."""
    view = _view(request)
    return made_file(rows_csv(_begun(view), view), f"nhiem-vu-{view.on:%Y-%m-%d}.csv")


@require_GET
def duty(request: Any, code: str, period: str) -> HttpResponse:
    """Who has done one duty, who has not."""
    return _show_duty(request, code, period)


@require_POST
def duty_due(request: Any, code: str, period: str) -> HttpResponse:
    """One day for all that have not done it: each row by the same operation, with what became of it."""
    view = _view(request)
    line = _duty_line(view, code, period)
    if keeps_ledger(request.actor, view.plan.unit, request.now):
        raise PermissionDenied("Chỉ cơ quan thường trực đặt hạn.")
    form = DueForm(request.POST)
    if not form.is_valid():
        return _show_duty(request, code, period, form=form)
    waiting = [row.obligation_id for row in line.rows if row.state not in DONE and row.state != "excused"]
    rows = obligations_visible_to(request.user.pk, request.today).filter(pk__in=waiting).order_by("pk")
    try:
        told = extend_all(obligations=rows, by=request.actor, at=request.now, **form.cleaned_data)
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _show_duty(request, code, period, form=form)
    messages.success(request, f"Đã đặt hạn cho {told.pop('', 0)} đơn vị.")
    for sentence, count in told.items():
        messages.warning(request, f"{count} đơn vị không đổi: {sentence}")
    return redirect(_address(line, view))


def _view(request: Any) -> View:
    view = view_of(request)
    if view is None:
        raise Http404
    return view


def _lines(view: View) -> tuple[DutyLine, ...]:
    """The lines of the list; with a state, those in which a unit stands so."""
    every = bool(view.state or view.form.cleaned_data.get("year"))
    lines = duty_lines(view.rows(), view.rules, on=view.on, now=open_round(view.rules, view.on), every=every)
    return tuple(line for line in lines if not view.state or any(row.state == view.state for row in line.rows))


def _begun(view: View) -> tuple[BoardRow, ...]:
    if view.form.errors:
        raise Http404
    return shown_rows(view.rows(), on=view.on, now=open_round(view.rules, view.on))


def _line(line: DutyLine, view: View) -> Line:
    if len(line.rows) == 1:
        row = line.rows[0]
        url = reverse("desk:obligation", args=[row.obligation_id]) + view.day_query
        return Line(line, url, row, cell_code(row), state_words(row), ())
    return Line(line, _address(line, view), None, "", "", _states(line, view))


def _address(line: DutyLine, view: View, state: str = "") -> str:
    return reverse("desk:duty", args=[line.code, line.period.code]) + view.query(state=state, duty="", year="")


def _states(line: DutyLine, view: View) -> tuple[tuple[str, int, str, str], ...]:
    doing = line.rows[0].duty_kind == DutyKind.ACTIVITY
    return tuple(
        (state, count, f"{count} đơn vị {state_label(state, doing=doing)}", _address(line, view, state))
        for state, count in line.states
    )


def _groups(lines: Iterable[Line]) -> list[LineGroup]:
    """The periods of each duty together, the duties in the plan's order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.line.code, []).append(line)
    return [
        LineGroup(
            group[0].line.title,
            tuple(group),
            sum(one.line.done for one in group),
            sum(one.line.owing for one in group),
            _left(one.line for one in group),
        )
        for group in found.values()
    ]


def _left(lines: Iterable[DutyLine]) -> tuple[tuple[str, int], ...]:
    total: Counter[str] = Counter()
    for line in lines:
        total.update(dict(line.states))
    return tuple((state, total[state]) for state in ("overdue", "due_soon", "late") if total[state])


def _duty_line(view: View, code: str, period: str) -> DutyLine:
    try:
        wanted = Period(period)
    except ValueError as wrong:
        raise Http404 from wrong
    rows = view.rows(duty=code, period=period, year=None)
    lines = duty_lines(rows, view.rules, on=view.on, now=wanted, every=True)
    found = next((line for line in lines if (line.code, line.period) == (code, wanted)), None)
    if found is None:
        raise Http404
    return found


def _show_duty(request: Any, code: str, period: str, *, form: DueForm | None = None) -> HttpResponse:
    view = _view(request)
    line = _duty_line(view, code, period)
    rows = {row.unit_id: row for row in line.rows if view.state in ("", row.state)}
    groups = [
        (
            group.title,
            [
                _unit_line(placed.unit.short_name, placed.depth, rows[placed.unit.pk], view.day_query)
                for placed in group.units
            ],
        )
        for group in unit_groups(rows, on=view.on)
    ]
    office = keeps_ledger(request.actor, view.plan.unit, request.now) is None and view.on == request.today
    # A day is set for all that have not done it, so it is offered where all of them are seen.
    offers = office and not view.form.narrowed and line.done < line.owing
    context = {
        "plan": view.plan,
        "on": view.on,
        "line": line,
        "groups": groups,
        "states": _states(line, view),
        "plan_query": view.query(state="", duty="", year=""),  # the day is set under the plan that is shown
        "state": view.state,
        "state_name": state_label(view.state, doing=line.rows[0].duty_kind == DutyKind.ACTIVITY) if view.state else "",
        "everybody": _address(line, view),
        "due_form": (form or DueForm()) if offers else None,
        "forms": [form] if form else [],
        "answers": at_duty(request.user.pk, request.today, view.plan.duties.get(code=code).pk),
        "own": _own_row(request, rows) if view.on == request.today else None,
        "back": reverse("desk:duties") + view.query(state=""),
    }
    return render(request, "desk/duties/duty.html", context, status=422 if form else 200)


_NEXT = {"quota": "Xem hồ sơ của năm", "return": "Gửi hoặc báo không có", "activity": "Ghi việc đã làm"}


def _own_row(request: Any, rows: dict[int, BoardRow]) -> BoardRow | None:
    """The row of the reader's own unit, where they may report what hinders it."""
    unit = request.office.unit
    if unit is None or reports_obstacles(request.actor, unit, request.now):
        return None
    return rows.get(unit.pk)


def _unit_line(name: str, depth: int, row: BoardRow, query: str) -> UnitLine:
    url = reverse("desk:obligation", args=[row.obligation_id]) + query
    open_still = row.state not in DONE and row.state != "excused"
    return UnitLine(
        name, depth, cell_code(row), state_words(row), due_words(row), url, _NEXT[row.duty_kind] if open_still else ""
    )
