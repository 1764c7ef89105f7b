"""The page of the law's checklist."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.checks import Reply, answer_checklist
from neuguong.exemplars.policy import answers_checklist
from neuguong.exemplars.queries.checks import ItemRow, items_of
from neuguong.exemplars.reading.checklist import checklist_on
from neuguong.web.desk.checks.forms import ItemForm
from neuguong.web.desk.checks.scope import judged_or_404
from neuguong.web.errors import conflict

Forms = list[ItemForm]


@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: Any, pk: int) -> HttpResponse:
    """Read the questions and answer them."""
    nomination = judged_or_404(request, pk)
    back = reverse("desk:nomination", args=[pk])
    if refusal := answers_checklist(request.actor, nomination, request.now):
        return conflict(request, refusal, back=back)
    items = items_of(nomination, request.today)
    if request.method != "POST":
        return _page(request, nomination, [ItemForm(None, item) for item in items])
    forms = [ItemForm(request.POST, item) for item in items]
    if any([form.errors for form in forms]):  # noqa: C419  every form tells its own
        return _page(request, nomination, forms, status=400)
    try:
        made = answer_checklist(nomination=nomination, replies=_replies(forms), by=request.actor, at=request.now)
    except Stale:
        return _answered_meanwhile(request, nomination, items)
    except BadInput as wrong:
        culprit = next((form for form in forms if form.item.question.code == wrong.field), forms[0])
        culprit.add_error("reply", str(wrong))
        return _page(request, nomination, forms, status=400)
    except Refused as refused:
        return conflict(request, refused, back=back)
    done = f"Đã ghi {len(made)} trả lời vào danh mục thẩm định" if made else "Không có trả lời nào thay đổi"
    messages.success(request, done)
    return redirect(f"{back}#danh-muc")


def _replies(forms: Forms) -> list[Reply]:
    return [
        Reply(form.item.question.code, data["reply"], data["asked_of"], data["note"], data["seen"])
        for form in forms
        if (data := form.cleaned_data)["reply"]
    ]


def _answered_meanwhile(request: Any, nomination: Nomination, items: tuple[ItemRow, ...]) -> HttpResponse:
    """A colleague was faster: what was typed stays, beside what they answered; pressing again replaces theirs."""
    typed = request.POST.copy()
    told = {}
    for item in items:
        key = f"{item.question.code}-seen"
        if str(item.answer_id) != typed.get(key):
            told[item.question.code] = f"{item.by} vừa trả lời: {item.reply_label}. Xem lại rồi ghi nếu vẫn cần sửa."
        typed[key] = str(item.answer_id)
    forms = [ItemForm(typed, item) for item in items]
    for form in forms:
        if form.is_valid() and form.item.question.code in told:
            form.add_error("reply", told[form.item.question.code])
    return _page(request, nomination, forms, status=409)


def _page(request: Any, nomination: Nomination, forms: Forms, *, status: int = 200) -> HttpResponse:
    context = {
        "nomination": nomination,
        "forms": forms,
        "law": checklist_on(request.today).law,
        "wrong": [form for form in forms if form.errors],
    }
    return render(request, "desk/checks/checklist.html", context, status=status)
