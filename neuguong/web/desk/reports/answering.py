"""The office takes a report or sends it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from neuguong.core.errors import Refused
from neuguong.ledger.operations.reports import accept_report, return_report
from neuguong.web.desk.reports.forms import AnswerForm
from neuguong.web.desk.reports.scope import report_or_404
from neuguong.web.desk.reports.views import report_page
from neuguong.web.errors import conflict


@require_POST
def answer(request: Any, pk: int) -> HttpResponse:
    """One form for both answers; a return without a reason keeps the page."""
    found = report_or_404(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid() and form.cleaned_data["answer"] == "return" and not form.cleaned_data["reason"].strip():
        form.add_error("reason", "Ghi lý do trả lại để đơn vị biết sửa gì.")
    if not form.is_valid():
        return report_page(request, found, answer_form=form, status=422)
    told = {"report": found, "by": request.actor, "at": request.now, "seen_version": form.cleaned_data["version"] or 0}
    try:
        if form.cleaned_data["answer"] == "accept":
            accept_report(**told)
            messages.success(request, "Đã tiếp nhận báo cáo.")
        else:
            return_report(reason=form.cleaned_data["reason"], **told)
            messages.success(request, "Đã trả lại báo cáo.\nĐơn vị nhận thông báo kèm lý do.")
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:report", args=[pk]))
    return redirect("desk:report", pk)
