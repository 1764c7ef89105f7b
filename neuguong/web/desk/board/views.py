"""The compliance board: who owes what, as of any day, and what a cell still lacks."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from neuguong.ledger.queries.grid import Grid, due_sentence, grid, open_round
from neuguong.programme.enums import DutyKind
from neuguong.web.desk.board.asked import View, view_of
from neuguong.web.desk.board.files import rows_csv
from neuguong.web.desk.board.page import board_context
from neuguong.web.desk.board.sheet import board_workbook
from neuguong.web.downloads import made_file

NOTHING_CHOSEN = "Không đơn vị nào khớp với bộ lọc đang chọn vào ngày này."
NOTHING_YET = "Sổ theo dõi của kế hoạch này chưa có dòng nào cho anh/chị vào ngày này."
ROUNDS = (DutyKind.QUOTA, DutyKind.RETURN)


@require_GET
def board(request: Any) -> HttpResponse:
    """Units × periods as of a day."""
    view = view_of(request, duty_kinds=ROUNDS)
    if view is None:
        return render(request, "desk/board/no_plan.html")
    filtered, found = view.form.narrowed, _grid(view)
    context = board_context(found, on=view.on, today=request.today) | {
        "form": view.form,
        "on": view.on,
        # a unit that owes nothing this round, as after the end of its district, is told of no cut-off
        "due": due_sentence(view.rules, on=view.on) if found.summary or filtered else "",
        "query": view.query(),
        "clear": reverse("desk:board") if filtered else "",
        "empty": NOTHING_CHOSEN if filtered else NOTHING_YET,
    }
    return render(request, "desk/board/board.html", context, status=422 if view.form.errors else 200)


@require_GET
def board_xlsx(request: Any) -> HttpResponseBase:
    """The same figures as a spreadsheet."""
    view = _asked(request)
    content = board_workbook(
        _grid(view),
        plan_number=view.plan.number,
        organisation=view.plan.unit.name,
        on=view.on,
        made_at=request.now,
    )
    return made_file(content, f"bang-theo-doi-{view.on:%Y-%m-%d}.xlsx")


@require_GET
def board_csv(request: Any) -> HttpResponseBase:
    """The rows behind the cells, one a line."""
    view = _asked(request)
    rows = view.rows(duty_kinds=ROUNDS)
    return made_file(rows_csv(rows, view), f"bang-theo-doi-{view.on:%Y-%m-%d}.csv")


def _asked(request: Any) -> View:
    view = view_of(request, duty_kinds=ROUNDS)
    if view is None or view.form.errors:
        raise Http404
    return view


def _grid(view: View) -> Grid:
    """The board's table; with a state, of the units that have a cell in it."""
    rows = view.rows(duty_kinds=ROUNDS)
    if view.state:
        units = {row.unit_id for row in rows if row.state == view.state}
        rows = tuple(row for row in rows if row.unit_id in units)
    return grid(rows, on=view.on, now=open_round(view.rules, view.on))
