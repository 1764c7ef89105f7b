"""One estimate: its lines with the three amounts side by side, its editions, and what can be done now."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.core.queries import history_of
from neuguong.exemplars.queries.carrying import carried_by
from neuguong.ledger.enums import EstimateState as S
from neuguong.ledger.models import Estimate
from neuguong.ledger.operations import budget as acts
from neuguong.ledger.policy import prepares_estimate
from neuguong.ledger.queries.budget import editions_of, estimates_visible_to, lines_of, total_of
from neuguong.ledger.queries.obstacles import about
from neuguong.ledger.workflows import ESTIMATE
from neuguong.programme.queries.budget import budget_rules
from neuguong.web.desk.budget.forms import AppraiseForm, ApproveForm, ReturnForm, SubmitForm
from neuguong.web.errors import conflict

NOTHING = "Không có việc này ở đây."
DONE = {
    "submit": "Đã gửi dự toán\nNgười thẩm định được báo ngay.",
    "drop": "Đã bỏ bản nháp",
    "appraise": "Đã thẩm định\nLãnh đạo được báo để phê duyệt.",
    "return": "Đã trả lại\nĐơn vị đọc nguyên văn lý do và lập lần sau.",
    "approve": "Đã phê duyệt\nĐơn vị được báo ngay.",
    "revise": "Đã lập lần sau từ dự toán này\nSửa từng khoản rồi gửi; lần trước giữ nguyên.",
}


def estimate_or_404(request: Any, pk: int) -> Estimate:
    """The estimate, if this person may read it today."""
    rows = estimates_visible_to(request.user.pk, request.today)
    return get_object_or_404(rows.select_related("plan__unit", "unit", "kept_by", "obligation__duty"), pk=pk)


def _open(request: Any, row: Estimate) -> set[str]:
    """The acts that are open to this person now."""
    found = {one.step.name for one in ESTIMATE.steps_from(row, actor=request.actor, at=request.now) if one.open}
    if found & {"send_back", "refuse"}:
        found.add("return")
    if row.state in (S.RETURNED, S.APPROVED) and prepares_estimate(request.actor, row, request.now) is None:
        found.add("revise")
    return found


def _form(name: str, row: Estimate, data: Any = None) -> forms.Form:
    if name == "appraise":
        return AppraiseForm(data, lines=lines_of(row))
    kinds: dict[str, type[forms.Form]] = {"return": ReturnForm, "approve": ApproveForm, "submit": SubmitForm}
    return kinds.get(name, forms.Form)(data)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """The estimate, and the act that was pressed."""
    row = estimate_or_404(request, pk)
    if request.method != "POST":
        return _page(request, row, {})
    here, name = reverse("desk:estimate", args=[pk]), request.POST.get("act", "")
    if name not in DONE:
        return conflict(request, NOTHING, back=here)
    form = _form(name, row, request.POST)
    if form.is_valid():
        try:
            made = _run(name, request, row, form.cleaned_data)
        except BadInput as wrong:
            field = wrong.field.replace("line-", "amount-")
            form.add_error(field if field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
        else:
            messages.success(request, DONE[name])
            return redirect("desk:estimate_edit" if name == "revise" else "desk:estimate", made.pk)
    if name not in _open(request, row):
        step = {"return": "send_back"}.get(name, name)
        closed = (
            ESTIMATE.refusal(step, dossier=row, actor=request.actor, at=request.now) if step in ESTIMATE.steps else ""
        )
        return conflict(request, closed or NOTHING, back=here)
    return _page(request, row, {name: form}, status=422)


def _run(name: str, request: Any, row: Estimate, data: Mapping[str, Any]) -> Estimate:
    common = {"estimate": row, "by": request.actor, "at": request.now}
    if name == "appraise":
        left = {line.pk: acts.Left(data[f"amount-{line.pk}"], data[f"reason-{line.pk}"]) for line in lines_of(row)}
        return acts.appraise_estimate(left=left, **common)
    if name == "return":
        return acts.return_estimate(reason=data["reason"], **common)
    if name == "approve":
        return acts.approve_estimate(document=data["document"], **common)
    if name == "submit":
        return acts.submit_estimate(edited=data["edited"], **common)
    plain = {"drop": acts.drop_estimate, "revise": acts.revise_estimate}
    return plain[name](**common)


def _page(request: Any, row: Estimate, sent: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    may, expenses = _open(request, row), budget_rules(row.plan, request.now).expenses
    appraising = (sent.get("appraise") or _form("appraise", row)) if "appraise" in may else None
    context = {
        "row": row,
        "carrier": carried_by(row, request.today),
        "about": about(row.obligation.duty.title, row.obligation.period) if row.obligation else "",
        "lines": [(line, expenses.get(line.category, line.category)) for line in lines_of(row)],
        "total": total_of(row),
        "approved": row.state == S.APPROVED,
        "may": may,
        "edits": row.state == S.DRAFT and prepares_estimate(request.actor, row, request.now) is None,
        "appraising": appraising,
        "return_form": (sent.get("return") or ReturnForm()) if "return" in may else None,
        "approve_form": (sent.get("approve") or ApproveForm()) if "approve" in may else None,
        "forms": list(sent.values()),
        "editions": editions_of(row, request.user.pk, request.today),
        "history": [
            {
                "title": ESTIMATE.steps[one.step].label,
                "by": one.account.full_name if one.account else "",
                "at": one.effective_at,
                "note": one.note,
            }
            for one in history_of(row._meta.label_lower, row.pk)
        ],
    }
    return render(request, "desk/budget/estimate.html", context, status=status)
