"""Obstacles: the list, reporting one, one of them with what was said and what can be done now, its files."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.core.queries.deadlines import days_left, last_day, running
from neuguong.exemplars.queries.carrying import carried_by
from neuguong.ledger.enums import ObstacleState
from neuguong.ledger.models import Obligation, Obstacle
from neuguong.ledger.operations.obstacles import Hindrance, report_obstacle
from neuguong.ledger.policy import reports_obstacles
from neuguong.ledger.queries.clarifications import published_from
from neuguong.ledger.queries.obstacles import (
    ANSWER,
    PAGE,
    about,
    entries_visible_to,
    obstacle_list,
    obstacles_visible_to,
    rows_to_choose,
    thread,
)
from neuguong.ledger.queries.visibility import obligations_visible_to
from neuguong.ledger.workflows import OBSTACLE
from neuguong.org.models import Unit
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.desk.obstacles.acts import ACTS, form_of, open_acts, press
from neuguong.web.desk.obstacles.forms import ListForm, ReportForm
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict
from neuguong.web.ui.templatetags.ui import vnum

NOT_YOURS = "Mục này dành cho người của các đơn vị thực hiện kế hoạch và cơ quan thường trực."
NO_PLAN = "Đơn vị không có kế hoạch nào đang thực hiện nên không báo vướng mắc được."
NOTHING = "Không có việc này ở đây."
MAIN = ("answer", "clarify", "publish")  # what stands open with the red button; the others are folded


@require_safe
def listing(request: Any) -> HttpResponse:
    """The obstacles of this person's unit, office or hand."""
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    wanted = ListForm(request.GET)
    wanted.is_valid()
    state, number = wanted.cleaned_data.get("state") or "", wanted.cleaned_data.get("page") or 1
    found = obstacle_list(request.user.pk, request.today, state=state, page=number)
    first = (found.page - 1) * PAGE + 1
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {vnum(found.total)} vướng mắc"
    context = {
        "found": found,
        "page": ListPage(found.page, found.page > 1, found.page < found.pages, words),
        "state": state,
        "reports": _own(request) is not None,
        "states": [(code, label[:1].upper() + label[1:]) for code, label in ObstacleState.choices],
    }
    return render(request, "desk/obstacles/list.html", context)


def _own(request: Any) -> Unit | None:
    """The unit for which this person may report."""
    unit: Unit | None = request.office.unit
    return unit if unit is not None and reports_obstacles(request.actor, unit, request.now) is None else None


def _place(request: Any) -> tuple[Unit, Plan | None, Obligation | None]:
    """For which unit, under which plan and about which duty a report is being written."""
    key = request.GET.get("viec", "")
    row = None
    if key.isdecimal() and len(key) < 19:  # an address with any other number is a report in general
        rows = obligations_visible_to(request.user.pk, request.today).select_related("unit", "duty__plan__unit")
        row = rows.filter(pk=int(key)).first()
    if row is not None and reports_obstacles(request.actor, row.unit, request.now) is None:
        return row.unit, row.duty.plan, row
    unit = _own(request)
    if unit is None:
        raise PermissionDenied("Chỉ cán bộ đầu mối hoặc người đứng đầu đơn vị báo vướng mắc của đơn vị mình.")
    return unit, request.office.plan, None


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Report what hinders the own unit."""
    unit, plan, row = _place(request)
    if plan is None:
        return conflict(request, NO_PLAN, back=reverse("desk:obstacles"))
    choices = rows_to_choose(unit.pk, plan, request.today)
    begun = {"obligation": str(row.pk) if row else "", "form_key": secrets.token_hex(12)}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*sent, rows=choices, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            made = _report(request, unit, plan, form.cleaned_data)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:obstacles"))
        else:
            messages.success(request, "Đã báo vướng mắc\nCơ quan thường trực được báo ngay; câu trả lời hiện ở đây.")
            return redirect("desk:obstacle", made.pk)
    status = 422 if form.errors else 200
    return render(request, "desk/obstacles/new.html", {"form": form, "unit": unit, "plan": plan}, status=status)


def _report(request: Any, unit: Unit, plan: Plan, data: dict[str, Any]) -> Obstacle:
    seen = obligations_visible_to(request.user.pk, request.today).select_related("duty")
    file = data["file"]
    return report_obstacle(
        plan=plan, unit=unit, told=Hindrance(data["title"], data["text"], data["wanted"]),
        obligation=seen.filter(pk=data["obligation"]).first() if data["obligation"] else None,
        file=(file.name, file) if file else None, form_key=data["form_key"], by=request.actor, at=request.now,
    )  # fmt: skip


def obstacle_or_404(request: Any, pk: int) -> Obstacle:
    """The obstacle, if this person may read it today."""
    rows = obstacles_visible_to(request.user.pk, request.today)
    return get_object_or_404(rows.select_related("plan__unit", "unit", "kept_by", "owner", "obligation__duty"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One obstacle, and the act that was pressed."""
    row = obstacle_or_404(request, pk)
    if request.method != "POST":
        return _page(request, row, {})
    here, name = reverse("desk:obstacle", args=[pk]), request.POST.get("act", "")
    if name not in ACTS:
        return conflict(request, NOTHING, back=here)
    form = form_of(name, request, row, sent=True)
    if form.is_valid():
        try:
            press(name, request, row, form.cleaned_data)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
        else:
            return redirect(here)
    if name not in open_acts(request, row):
        closed = (
            OBSTACLE.refusal(name, dossier=row, actor=request.actor, at=request.now) if name in OBSTACLE.steps else ""
        )
        return conflict(request, closed or NOTHING, back=here)
    return _page(request, row, {name: form}, status=422)


def _page(request: Any, row: Obstacle, sent: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    clock, said, may = running(row, ANSWER), thread(row), open_acts(request, row)
    published = published_from(row.pk) if "publish" in may else ()
    shown = [(name, act, sent.get(name) or form_of(name, request, row)) for name, act in ACTS.items() if name in may]
    main = next((name for name, _, _ in shown if name in MAIN and not (name == "publish" and published)), "")
    context = {
        "row": row,
        "carrier": carried_by(row, request.today),
        "about": about(row.obligation.duty.title, row.obligation.period) if row.obligation else "",
        "thread": said,
        "until": last_day(clock) if clock else None,
        "late": clock is not None and days_left(clock, request.today) < 0,
        "rule": clock.rule if clock else "",
        "main": [one for one in shown if one[0] == main],
        "others": [one for one in shown if one[0] != main],
        "published": published,
    }
    return render(request, "desk/obstacles/obstacle.html", context, status=status)


@require_safe
def file(request: Any, pk: int) -> HttpResponseBase:
    """A file that somebody added; nothing before it was checked."""
    entry = get_object_or_404(entries_visible_to(request.user.pk, request.today).select_related("file"), pk=pk)
    if entry.file is None:
        raise Http404
    try:
        path = open_file(entry.file)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:obstacle", args=[entry.obstacle_id]))
    return kept_file(path, entry.file.name)
