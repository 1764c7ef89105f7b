"""Reading the letters typed for units; what a unit says to one, what the office answers."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.ledger.models import UnitPaper
from neuguong.ledger.operations.unit_papers import answer_paper_remark, remark_on_paper
from neuguong.ledger.policy import keeps_ledger, speaks_for_unit
from neuguong.ledger.queries.unit_papers import paper_words, papers_visible_to, remarks_visible_to
from neuguong.org.roles import Permission
from neuguong.web.desk.unit_papers.forms import AnswerForm, RemarkForm
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict

PAGE = 30


@require_GET
def papers(request: Any) -> HttpResponse:
    """The letters of the units whose dossiers the person reads, the newest first."""
    if not request.office.may(Permission.SEE_DOSSIERS):
        raise PermissionDenied("Trang này để đơn vị và cơ quan thường trực xem văn bản giấy đã ghi thay.")
    page = Paginator(papers_visible_to(request.user.pk, request.today), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "keeps": request.office.may(Permission.KEEP_LEDGER)}
    return render(request, "desk/unit_papers/list.html", context)


@require_GET
def paper(request: Any, pk: int) -> HttpResponse:
    """One letter: what was typed from it, its scan, what the unit says."""
    return _page(request, _visible(request, pk))


def _page(
    request: Any, found: UnitPaper, *, form: RemarkForm | None = None, answers: dict[int, AnswerForm] | None = None
) -> HttpResponse:
    unit, answers = found.obligation.unit, answers or {}
    speaks = speaks_for_unit(request.actor, unit, request.now) is None
    answering = keeps_ledger(request.actor, unit, request.now) is None
    context = {
        "paper": found,
        "words": paper_words(found),
        "dossiers": found.dossiers.select_related("nomination__subject").order_by("pk"),
        "returns": found.returns.all(),
        "activities": found.activities.all(),
        "remarks": [
            (one, (answers.get(one.pk) or AnswerForm(auto_id=f"tl{one.pk}-%s")) if answering else None)
            for one in found.remarks.select_related("made_by", "answered_by")
        ],
        "form": (form or RemarkForm(initial={"form_key": secrets.token_hex(12)})) if speaks else None,
    }
    return render(request, "desk/unit_papers/paper.html", context, status=422 if form or answers else 200)


def _visible(request: Any, pk: int) -> UnitPaper:
    return get_object_or_404(papers_visible_to(request.user.pk, request.today), pk=pk)


@require_safe
def scan(request: Any, pk: int) -> HttpResponseBase:
    """The scan of the signed letter; nothing before it was checked."""
    found = _visible(request, pk)
    try:
        path = open_file(found.scan)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:unit_paper", args=[pk]))
    return kept_file(path, found.scan.name)


@require_POST
def remark(request: Any, pk: int) -> HttpResponse:
    """The unit says what is not as its letter has it."""
    found, form = _visible(request, pk), RemarkForm(request.POST)
    if form.is_valid():
        try:
            remark_on_paper(paper=found, by=request.actor, at=request.now, **form.cleaned_data)
        except BadInput as wrong:
            form.add_error("text", str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:unit_paper", args=[pk]))
        else:
            messages.success(request, "Đã gửi ý kiến\nCơ quan thường trực nhận được tin báo và trả lời ở trang này.")
            return redirect("desk:unit_paper", pk)
    return _page(request, found, form=form)


@require_POST
def answer(request: Any, pk: int) -> HttpResponse:
    """The office answers."""
    found = get_object_or_404(remarks_visible_to(request.user.pk, request.today), pk=pk)
    back, form = reverse("desk:unit_paper", args=[found.paper_id]), AnswerForm(request.POST, auto_id=f"tl{pk}-%s")
    if form.is_valid():
        try:
            answer_paper_remark(remark=found, answer=form.cleaned_data["answer"], by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error("answer", str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            messages.success(request, "Đã trả lời ý kiến của đơn vị.")
            return redirect(back)
    return _page(request, _visible(request, found.paper_id), answers={found.pk: form})
