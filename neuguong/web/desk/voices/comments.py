"""Comments on dossiers at the desk: putting dossiers out, reading, entering from paper, answering."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.enums import ObjectionState
from neuguong.exemplars.models import WindowEntry
from neuguong.exemplars.operations import objections as acts
from neuguong.exemplars.policy import may_see_deliberation, opens_window
from neuguong.exemplars.queries.objections import (
    entries_visible_to,
    is_late,
    objections_visible_to,
    to_put_out,
    windows_visible_to,
)
from neuguong.org.roles import Permission
from neuguong.web.desk.voices.forms import CommentAnswerForm, PaperCommentForm
from neuguong.web.errors import conflict

NOT_YOURS = "Mục này dành cho cơ quan thường trực và Chủ tịch Hội đồng."
WINDOWS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def windows(request: Any) -> HttpResponse:
    """The lists that were put out, and the dossiers that could be."""
    office = request.office
    if not (office.may(Permission.KEEP_LEDGER) or office.may(Permission.RECOGNISE_BY_COUNCIL)):
        raise PermissionDenied(NOT_YOURS)
    closed = (
        opens_window(request.actor, office.plan, request.now) if office.plan else "Chưa có kế hoạch đang thực hiện."
    )
    waiting = [] if closed else list(to_put_out(request.user.pk, office.plan.pk, request.today))
    wrong, typed = "", {}
    if request.method == "POST":
        chosen = [one for one in waiting if str(one.pk) in request.POST.getlist("nominations")]
        typed = {one.pk: request.POST.get(f"left_out-{one.pk}", "") for one in waiting}
        try:
            if closed:
                raise Refused(closed)
            left_out = {one.pk: typed[one.pk] for one in chosen}
            made = acts.open_window(
                plan=office.plan, nominations=chosen, left_out=left_out, by=request.actor, at=request.now
            )
        except BadInput as problem:
            wrong = str(problem)
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:comment_windows"))
        else:
            messages.success(
                request, f"Đã đưa {len(chosen)} hồ sơ ra lấy ý kiến\nĐến hết ngày {made.closes_on:%d/%m/%Y}."
            )
            return redirect("desk:comment_windows")
    entries: dict[int, list[WindowEntry]] = {}
    shown = list(windows_visible_to(request.user.pk, request.today).order_by("-opened_at")[:WINDOWS])
    mine = entries_visible_to(request.user.pk, request.today).filter(window__in=shown)
    for one in mine.order_by("shown_name", "pk"):
        entries.setdefault(one.window_id, []).append(one)
    context = {
        "closed": closed,
        "tabs": office.may(Permission.KEEP_LEDGER),
        "waiting": [(one, typed.get(one.pk, "")) for one in waiting],
        "wrong": wrong,
        "windows": [(one, one.closes_on >= request.today, entries.get(one.pk, ())) for one in shown],
    }
    return render(request, "desk/voices/windows.html", context, status=400 if wrong else 200)


def _entry_or_404(request: Any, pk: int) -> WindowEntry:
    found = entries_visible_to(request.user.pk, request.today).filter(pk=pk).first()
    if found is None or not may_see_deliberation(request.actor, found.nomination, request.now):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Any, pk: int) -> HttpResponse:
    """The comments on one dossier; an answer or a comment from paper."""
    one = _entry_or_404(request, pk)
    if request.method != "POST":
        return _entry_page(request, one)
    act = request.POST.get("act", "")
    return _paper(request, one) if act == "paper" else _answer(request, one, act)


def _paper(request: Any, one: WindowEntry) -> HttpResponse:
    form = PaperCommentForm(request.POST, prefix="paper")
    if not form.is_valid():
        return _entry_page(request, one, paper=form, status=400)
    data = form.cleaned_data
    comment = acts.Comment(data["name"], data["words"], data["email"], data["contact"])
    try:
        acts.enter_paper_comment(
            entry=one, comment=comment, came_on=data["came_on"], form_key=data["key"], by=request.actor, at=request.now
        )
    except BadInput as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return _entry_page(request, one, paper=form, status=400)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:comment_entry", args=[one.pk]))
    messages.success(request, "Đã ghi ý kiến trên giấy")
    return redirect("desk:comment_entry", one.pk)


def _answer(request: Any, one: WindowEntry, act: str) -> HttpResponse:
    rows = objections_visible_to(request.user.pk, request.today).filter(entry=one)
    comment = next((row for row in rows if act == f"answer-{row.pk}"), None)
    if comment is None:
        raise Http404
    form = CommentAnswerForm(request.POST, prefix=act)
    if not form.is_valid():
        return _entry_page(request, one, answers={comment.pk: form}, status=400)
    accepted, answer = form.cleaned_data["accepted"] == "yes", form.cleaned_data["answer"]
    try:
        acts.answer_comment(objection=comment, accepted=accepted, answer=answer, by=request.actor, at=request.now)
    except BadInput as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return _entry_page(request, one, answers={comment.pk: form}, status=400)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:comment_entry", args=[one.pk]))
    messages.success(request, "Đã trả lời ý kiến")
    return redirect("desk:comment_entry", one.pk)


def _entry_page(
    request: Any,
    one: WindowEntry,
    *,
    paper: PaperCommentForm | None = None,
    answers: dict[int, CommentAnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    answering = request.office.may(Permission.KEEP_LEDGER)
    rows = objections_visible_to(request.user.pk, request.today).filter(entry=one)
    comments = []
    for row in rows.select_related("entry__window", "answered_by").order_by("came_on", "pk"):
        form = None
        if answering and row.state == ObjectionState.CONFIRMED:
            form = (answers or {}).get(row.pk) or CommentAnswerForm(prefix=f"answer-{row.pk}")
        comments.append({"row": row, "late": is_late(row), "form": form, "act": f"answer-{row.pk}"})
    blank = PaperCommentForm(prefix="paper", initial={"key": secrets.token_hex(16)})
    context = {
        "one": one,
        "open": one.window.closes_on >= request.today,
        "comments": comments,
        "paper": (paper or blank) if answering else None,
    }
    return render(request, "desk/voices/entry.html", context, status=status)
