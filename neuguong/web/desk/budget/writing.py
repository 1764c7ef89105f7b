"""Writing an estimate: beginning one, its lines. Nothing typed is lost when something is wrong."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.papers import number_text
from neuguong.ledger.enums import EstimateState
from neuguong.ledger.models import Estimate, Obligation
from neuguong.ledger.operations.budget import Line, start_estimate, write_estimate
from neuguong.ledger.policy import prepares_estimate, writes_estimates
from neuguong.ledger.queries.budget import lines_of
from neuguong.ledger.queries.obstacles import rows_to_choose
from neuguong.ledger.queries.visibility import obligations_visible_to
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.programme.queries.budget import budget_rules
from neuguong.web.desk.budget.forms import HeadForm, LineFormSet, NewForm
from neuguong.web.desk.budget.views import estimate_or_404
from neuguong.web.errors import conflict

NO_PLAN = "Đơn vị không có kế hoạch nào đang thực hiện nên không lập dự toán được."


def own_unit(request: Any) -> Unit | None:
    """The unit for which this person may write estimates."""
    unit: Unit | None = request.office.unit
    return unit if unit is not None and writes_estimates(request.actor, unit, request.now) is None else None


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Begin an estimate of the own unit."""
    unit, plan = own_unit(request), request.office.plan
    if unit is None:
        raise PermissionDenied("Chỉ cán bộ đầu mối hoặc người đứng đầu đơn vị lập dự toán của đơn vị mình.")
    if plan is None:
        return conflict(request, NO_PLAN, back=reverse("desk:estimates"))
    begun = {"year": request.today.year, "form_key": secrets.token_hex(12), "obligation": request.GET.get("viec", "")}
    form = NewForm(
        request.POST if request.method == "POST" else None,
        years=range(plan.valid_from.year, plan.valid_until.year + 1),
        rows=rows_to_choose(unit.pk, plan, request.today),
        initial=begun,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _start(request, unit, plan, form.cleaned_data)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:estimates"))
        else:
            return redirect("desk:estimate_edit", made.pk)
    context = {"form": form, "unit": unit, "plan": plan}
    return render(request, "desk/budget/new.html", context, status=422 if form.errors else 200)


def _start(request: Any, unit: Unit, plan: Plan, data: dict[str, Any]) -> Estimate:
    seen = obligations_visible_to(request.user.pk, request.today).select_related("duty")
    row: Obligation | None = seen.filter(pk=data["obligation"]).first() if data["obligation"] else None
    return start_estimate(
        plan=plan, unit=unit, year=data["year"], title=data["title"], obligation=row, form_key=data["form_key"],
        by=request.actor, at=request.now,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """The lines of a draft; “Thêm dòng” saves and gives four more."""
    row = estimate_or_404(request, pk)
    here = reverse("desk:estimate", args=[pk])
    refusal = prepares_estimate(request.actor, row, request.now)
    if refusal or row.state != EstimateState.DRAFT:
        return conflict(request, refusal or "Chỉ bản nháp mới sửa được. Lập lần sau để điều chỉnh.", back=here)
    expenses = list(budget_rules(row.plan, request.now).expenses.items())
    if request.method != "POST":
        head = HeadForm(initial={"title": row.title, "edited": row.edited})
        return _form_page(request, row, head, LineFormSet(initial=_initial(row), form_kwargs={"expenses": expenses}))
    head, lines = HeadForm(request.POST), LineFormSet(request.POST, form_kwargs={"expenses": expenses})
    if not (head.is_valid() and lines.is_valid()):
        return _form_page(request, row, head, lines, status=422)
    typed = [Line(**form.cleaned_data) for form in lines if form.cleaned_data]
    try:
        write_estimate(estimate=row, lines=typed, by=request.actor, at=request.now, **head.cleaned_data)
    except BadInput as wrong:
        head.add_error(wrong.field if wrong.field in head.fields else None, str(wrong))
        return _form_page(request, row, head, lines, status=422)
    except Stale as stale:
        head.add_error(None, str(stale))
        return _form_page(request, row, _read_again(head, row), lines, status=409)
    if "more" in request.POST:
        return redirect("desk:estimate_edit", pk)
    messages.success(request, "Đã lưu dự toán\nSố tiền đã được tính lại.")
    return redirect("desk:estimate", pk)


def _read_again(head: HeadForm, row: Estimate) -> HeadForm:
    """The form with what was typed, and the newest saving as read: pressed once more it is meant."""
    row.refresh_from_db(fields=["edited"])
    head.data = {**head.data.dict(), "edited": str(row.edited)}
    return head


def _initial(row: Estimate) -> list[dict[str, Any]]:
    return [
        {
            "category": line.category,
            "content": line.content,
            "measure": line.measure,
            "quantity": number_text(line.quantity, decimals=2).rstrip("0").rstrip(","),
            "unit_price": number_text(line.unit_price),
        }
        for line in lines_of(row)
    ]


def _form_page(request: Any, row: Estimate, head: HeadForm, lines: Any, status: int = 200) -> HttpResponse:
    wrong = [form for form in lines if form.errors]
    context = {"row": row, "head": head, "lines": lines, "wrong": wrong}
    return render(request, "desk/budget/edit.html", context, status=status)
