"""Question and answer for all units: the list, found by words; one of them; the office replaces or takes back."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.ledger.models import Clarification
from neuguong.ledger.operations.clarifications import publish_clarification, withdraw_clarification
from neuguong.ledger.policy import publishes_for
from neuguong.ledger.queries.clarifications import (
    PAGE,
    clarification_list,
    clarifications_visible_to,
    duties_with_clarifications,
    replacement_of,
)
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.desk.obstacles.forms import AnswersForm, PublishForm, WithdrawForm
from neuguong.web.errors import conflict
from neuguong.web.ui.templatetags.ui import vnum


@require_safe
def listing(request: Any) -> HttpResponse:
    """What was answered for all units."""
    form = AnswersForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) or "" for name in ("q", "duty")}
    found = clarification_list(request.user.pk, request.today, page=form.cleaned_data.get("page") or 1, **wanted)
    first = (found.page - 1) * PAGE + 1
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {vnum(found.total)} giải đáp"
    context = {
        "found": found,
        "page": ListPage(found.page, found.page > 1, found.page < found.pages, words),
        "wanted": wanted,
        "duties": duties_with_clarifications(request.user.pk, request.today),
    }
    return render(request, "desk/obstacles/answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One answer; the office replaces it or takes it back."""
    rows = clarifications_visible_to(request.user.pk, request.today)
    row = get_object_or_404(rows.select_related("plan__unit", "duty", "obstacle__unit", "published_by"), pk=pk)
    if request.method != "POST":
        return _page(request, row, {})
    here, name = reverse("desk:clarification", args=[pk]), request.POST.get("act", "")
    if name not in ("replace", "withdraw") or publishes_for(request.actor, row.plan, request.now):
        return conflict(
            request, publishes_for(request.actor, row.plan, request.now) or "Không có việc này ở đây.", back=here
        )
    form = _form(name, row, request.POST)
    if form.is_valid():
        try:
            return _replace(request, row, form) if name == "replace" else _withdraw(request, row, form)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
    return _page(request, row, {name: form}, status=422)


def _form(name: str, row: Clarification, data: Any = None) -> forms.Form:
    if name == "withdraw":
        return WithdrawForm(data, prefix=name)
    begun = {
        "question": row.question,
        "answer": row.answer,
        "duty": row.duty.code if row.duty else "",
        "form_key": secrets.token_hex(12),
    }
    return PublishForm(data, prefix=name, duties=row.plan.duties.values_list("code", "title"), initial=begun)


def _replace(request: Any, row: Clarification, form: forms.Form) -> HttpResponse:
    data = form.cleaned_data
    made = publish_clarification(
        obstacle=row.obstacle, question=data["question"], answer=data["answer"], replaces=row, form_key=data["form_key"],
        duty=row.plan.duties.filter(code=data["duty"]).first() if data["duty"] else None,
        by=request.actor, at=request.now,
    )  # fmt: skip
    messages.success(request, "Đã thay bằng bản mới\nBản cũ thôi hiện với các đơn vị.")
    return redirect("desk:clarification", made.pk)


def _withdraw(request: Any, row: Clarification, form: forms.Form) -> HttpResponse:
    withdraw_clarification(clarification=row, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
    messages.success(request, "Đã rút giải đáp\nCác đơn vị không còn thấy; lý do vẫn đọc được ở đây.")
    return redirect("desk:clarification", row.pk)


def _page(request: Any, row: Clarification, sent: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    office = publishes_for(request.actor, row.plan, request.now) is None
    newer = replacement_of(row)
    tended = office and row.withdrawn_at is None and newer is None
    names = ("replace", "withdraw") if tended else ()
    context = {
        "row": row,
        "newer": newer,
        "office": office,
        "forms": {name: sent.get(name) or _form(name, row) for name in names},
    }
    return render(request, "desk/obstacles/answer.html", context, status=status)
