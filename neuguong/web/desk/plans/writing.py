"""Writing a unit's plan: begin, save the whole draft at once, bring it up to date, issue it. Works without a script."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_hour
from neuguong.ledger.models import UnitPlan, UnitPlanTask
from neuguong.ledger.operations.unit_plans import (
    drop_unit_plan,
    issue_unit_plan,
    remark_on_plan,
    renew_unit_plan,
    start_unit_plan,
    write_unit_plan,
)
from neuguong.ledger.policy import keeps_ledger, unit_plan_edit_refusal
from neuguong.ledger.queries.inherited import parent_words
from neuguong.ledger.queries.unit_plans import unit_plan_view
from neuguong.ledger.workflows import UNIT_PLAN
from neuguong.org.queries.people import people_of
from neuguong.web.desk.plans.forms import GeneralForm, IssueForm, People, RemarkForm, TaskForm, drawn_rows, typed_rows
from neuguong.web.desk.plans.scope import own_of, unit_plan_or_404
from neuguong.web.desk.plans.views import unit_plan_page
from neuguong.web.errors import conflict

NOT_A_WRITER = "Kế hoạch do cán bộ đầu mối hoặc người đứng đầu của từng đơn vị lập."
BEGUN = "Đã lập bản nháp với {count} nhiệm vụ của kế hoạch cấp trên\nGhi người phụ trách, thời hạn, cách làm; thêm việc của đơn vị nếu có."


@require_POST
def begin(request: Any) -> HttpResponse:
    """Open a draft with the duties that the unit owes."""
    own = own_of(request)
    if own is None:
        raise PermissionDenied(NOT_A_WRITER)
    try:
        draft = start_unit_plan(unit=own.unit, plan=own.plan, by=request.actor, at=request.now)
    except (Refused, BadInput) as refusal:
        back = reverse("desk:unit_plan_edit", args=[own.draft.pk]) if own.draft else reverse("desk:plans")
        return conflict(request, str(refusal), back=back)
    messages.success(request, BEGUN.format(count=draft.tasks.exclude(duty=None).count()))
    return redirect("desk:unit_plan_edit", draft.pk)


@require_http_methods(["GET", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """The draft as one page of rows. A page somebody overtook keeps what was typed and shows what the server has."""
    found = unit_plan_or_404(request, pk)
    back = reverse("desk:unit_plan", args=[pk])
    if refusal := unit_plan_edit_refusal(request.actor, found, request.now):
        return redirect(back) if request.method == "GET" else conflict(request, refusal, back=back)
    tasks, people = list(found.tasks.select_related("responsible", "duty")), _people(request, found)
    if request.method == "GET":
        return _edit_page(request, found, tasks, drawn_rows(tasks, people))
    rows = typed_rows(request.POST, tasks, people)
    kept = [row for row in rows if not row.is_gone]
    typed = [row.as_typed for row in kept]
    if any(row.errors for row in kept):
        return _edit_page(request, found, tasks, rows, status=400)
    try:
        write_unit_plan(
            unit_plan=found,
            general=request.POST.get("general", ""),
            tasks=typed,
            by=request.actor,
            at=request.now,
            seen_version=_number(request.POST.get("version")),
        )
    except Stale:
        now = unit_plan_or_404(request, pk)
        return _edit_page(request, now, list(now.tasks.all()), rows, overtaken=True, status=409)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    except BadInput as wrong:
        return _edit_page(request, found, tasks, rows, general=_told(request, wrong, kept), status=400)
    if request.POST.get("then") == "review":
        return redirect(back)
    messages.success(request, f"Đã lưu bản nháp lúc {local_hour(request.now)}")
    return redirect(f"{reverse('desk:unit_plan_edit', args=[pk])}#nhiem-vu")


def _people(request: Any, found: UnitPlan) -> People:
    """Who can be put in charge: the unit's people, and whoever already is."""
    staff = {one.pk: one.full_name for one in people_of(found.unit, on=request.today)}
    for task in found.tasks.exclude(responsible=None).select_related("responsible"):
        staff.setdefault(task.responsible_id, task.responsible.full_name)  # type: ignore[union-attr,arg-type]
    return [(str(pk), name) for pk, name in staff.items()]


def _told(request: Any, wrong: BadInput, kept: list[TaskForm]) -> GeneralForm:
    """Put the sentence at the place that cannot stand."""
    form = GeneralForm(request.POST)
    form.is_valid()
    name, _, place = wrong.field.rpartition("-")
    if name and name in kept[int(place)].fields:
        kept[int(place)].add_error(name, str(wrong))
    elif name:
        kept[int(place)].add_error(None, str(wrong))
    else:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
    return form


def _edit_page(
    request: Any,
    found: UnitPlan,
    tasks: list[UnitPlanTask],
    rows: list[TaskForm],
    *,
    general: GeneralForm | None = None,
    overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    view = unit_plan_view(found, on=request.today)
    for row in rows:
        if row.task is not None:
            row.parents = parent_words(row.task)
    context = {
        "unit_plan": view,
        "plan": found.plan,
        "rows": rows,
        "general": general or GeneralForm(typed, initial={"general": found.general}),
        "wrong": any(row.errors for row in rows if row.is_bound) or bool(general and general.errors),
        "overtaken": overtaken,
    }
    return render(request, "desk/plans/edit.html", context, status=status)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else 0


@require_POST
def renew(request: Any, pk: int) -> HttpResponse:
    """Bring the draft's inherited duties up to date."""
    found = unit_plan_or_404(request, pk)
    back = reverse("desk:unit_plan", args=[pk])
    seen = _number(request.POST.get("version"))
    try:
        renew_unit_plan(unit_plan=found, by=request.actor, at=request.now, seen_version=seen)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    messages.success(
        request, "Đã cập nhật theo kế hoạch cấp trên\nNgười phụ trách, cách làm và việc của đơn vị giữ nguyên."
    )
    return redirect(back)


@require_POST
def issue(request: Any, pk: int) -> HttpResponse:
    """The head writes down number and day of the signed paper; from then on the version stands."""
    found = unit_plan_or_404(request, pk)
    back = reverse("desk:unit_plan", args=[pk])
    if refusal := UNIT_PLAN.refusal("issue", dossier=found, actor=request.actor, at=request.now):
        return conflict(request, refusal, back=back)
    form = IssueForm(request.POST)
    if form.is_valid():
        try:
            issue_unit_plan(
                unit_plan=found,
                document_number=form.cleaned_data["document_number"],
                issued_on=form.cleaned_data["issued_on"],
                seen_version=form.cleaned_data["version"] or 0,
                by=request.actor,
                at=request.now,
            )
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            messages.success(
                request,
                f"Đã ban hành kế hoạch, bản {found.number}\nViệc “xây dựng kế hoạch của đơn vị” tự tính là xong.",
            )
            return redirect(back)
    return unit_plan_page(request, found, issue_form=form, status=400)


@require_POST
def drop(request: Any, pk: int) -> HttpResponse:
    """Put the draft aside."""
    found = unit_plan_or_404(request, pk)
    seen = _number(request.POST.get("version"))
    try:
        drop_unit_plan(unit_plan=found, seen_version=seen, by=request.actor, at=request.now)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:unit_plan", args=[pk]))
    messages.success(request, "Đã bỏ bản nháp\nChữ của bản ấy vẫn đọc lại được; lập bản khác lúc nào cũng được.")
    return redirect("desk:plans")


@require_POST
def remark(request: Any, pk: int) -> HttpResponse:
    """The office says something about an issued plan."""
    found = unit_plan_or_404(request, pk)
    if refusal := keeps_ledger(request.actor, found.unit, request.now):
        raise PermissionDenied(refusal)
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            remark_on_plan(unit_plan=found, by=request.actor, at=request.now, **form.cleaned_data)
        except BadInput as wrong:
            form.add_error("text", str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:unit_plan", args=[pk]))
        else:
            messages.success(request, f"Đã gửi ý kiến đến {found.unit.name}.")
            return redirect("desk:unit_plan", pk)
    return unit_plan_page(request, found, remark_form=form, status=422)
