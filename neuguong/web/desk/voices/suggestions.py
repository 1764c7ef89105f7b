"""Suggestions of citizens: the list, one of them with what can be done now, its photo."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import Refused
from neuguong.core.immutable import STRUCK
from neuguong.core.queries.deadlines import days_left, last_day, running
from neuguong.exemplars.enums import NotTakenUp, SuggestionState
from neuguong.exemplars.models import Suggestion
from neuguong.exemplars.operations import suggestions as acts
from neuguong.exemplars.operations.erasure import erase_suggestion
from neuguong.exemplars.policy import erases_suggestion
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.exemplars.queries.voices import ANSWER, PAGE, reads_suggestions, suggestion_list
from neuguong.exemplars.workflows import SUGGESTION
from neuguong.org.queries.places import units_within
from neuguong.org.roles import Permission
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.desk.voices.acting import Acting, Forms, made
from neuguong.web.desk.voices.forms import AnswerForm, EraseForm, PassForm, RejectForm, TakeUpForm
from neuguong.web.desk.voices.scope import suggestion_or_404
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict
from neuguong.web.ui.templatetags.ui import vnum

NOT_YOURS = "Mục này dành cho cơ quan thường trực và người của đơn vị được chuyển lời giới thiệu."


class WantedForm(forms.Form):
    """What the address asks for; anything unreadable counts as not asked."""

    state = forms.ChoiceField(required=False, choices=SuggestionState.choices)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


@require_safe
def listing(request: Any) -> HttpResponse:
    """What was told to this person's organisation, or passed to their unit."""
    if not reads_suggestions(request.user.pk, request.today):
        raise PermissionDenied(NOT_YOURS)
    wanted = WantedForm(request.GET)
    wanted.is_valid()
    state, number = wanted.cleaned_data.get("state") or "", wanted.cleaned_data.get("page") or 1
    found = suggestion_list(request.user.pk, request.today, state=state, page=number)
    first = (found.page - 1) * PAGE + 1
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {vnum(found.total)} lời"
    context = {
        "rows": found.rows,
        "page": ListPage(found.page, found.page > 1, found.page < found.pages, words),
        "state": state,
        "reads_comments": request.office.may(Permission.KEEP_LEDGER),
        "states": [(code, label[:1].upper() + label[1:]) for code, label in SuggestionState.choices],
    }
    return render(request, "desk/voices/suggestions.html", context)


def _forms(request: Any, row: Suggestion) -> Forms:
    """The acts that are open to this person now, each with its form; the one that was sent comes back as typed."""
    open_now = ACTING.open_now(request, row)
    found: Forms = {}
    if "pass_on" in open_now:
        units = units_within([row.plan.unit_id], on=request.today)
        found["pass_on"] = made(request, "pass_on", PassForm, units=units, initial={"unit": row.place_id})
    if "reject" in open_now:
        found["reject"] = made(request, "reject", RejectForm)
    if "take_up" in open_now:
        found["take_up"] = made(request, "take_up", TakeUpForm, initial={"name": row.about})
    if "answer" in open_now:
        found["answer"] = made(request, "answer", AnswerForm)
    if row.about != STRUCK and erases_suggestion(request.actor, row, request.now) is None:
        found["erase"] = made(request, "erase", EraseForm)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One suggestion, and the act that was pressed."""
    row = suggestion_or_404(request, pk)
    return ACTING.answer(request, row, _forms(request, row), here=reverse("desk:suggestion", args=[pk]))


# What a second press of the same button finds: its own result.
DONE = {
    "reject": (SuggestionState.REJECTED,),
    "take_up": (SuggestionState.TAKEN_UP,),
    "answer": (SuggestionState.ANSWERED,),
}


def _pass_on(request: Any, row: Suggestion, data: dict[str, Any]) -> HttpResponse:
    unit = units_within([row.plan.unit_id], on=request.today).get(pk=data["unit"])
    acts.pass_on(suggestion=row, unit=unit, by=request.actor, at=request.now)
    messages.success(request, f"Đã chuyển {unit.name}")
    return redirect("desk:suggestion", row.pk)


def _reject(request: Any, row: Suggestion, data: dict[str, Any]) -> HttpResponse:
    acts.reject(suggestion=row, reason=data["reason"], by=request.actor, at=request.now)
    messages.success(request, "Đã ghi không tiếp nhận")
    return redirect("desk:suggestion", row.pk)


def _take_up(request: Any, row: Suggestion, data: dict[str, Any]) -> HttpResponse:
    made = acts.take_up(
        suggestion=row, subject_kind=data["subject_kind"], name=data["name"], by=request.actor, at=request.now
    )
    messages.success(
        request, "Đã lập bản nháp từ lời giới thiệu\nKiểm lại từng điều người dân kể rồi viết thành trích ngang."
    )
    return redirect("desk:nomination_edit", made.pk)


def _answer(request: Any, row: Suggestion, data: dict[str, Any]) -> HttpResponse:
    acts.answer_suggestion(
        suggestion=row, reason=data["reason"], answer=data["answer"], by=request.actor, at=request.now
    )
    messages.success(request, "Đã trả lời lời giới thiệu")
    return redirect("desk:suggestion", row.pk)


def _erase(request: Any, row: Suggestion, data: dict[str, Any]) -> HttpResponse:
    erase_suggestion(suggestion=row, reason=data["reason"], by=request.actor, at=request.now)
    messages.success(
        request,
        "Đã xóa dữ liệu của lời giới thiệu\nNgày nhận và kết quả vẫn còn; ảnh trên máy chủ được xóa ngay sau đây.",
    )
    return redirect("desk:suggestion", row.pk)


def _page(request: Any, row: Suggestion, found: Forms, status: int = 200) -> HttpResponse:
    clock = running(row, ANSWER)
    seen = row.nomination_id and visible_to(request.user.pk, request.today).filter(pk=row.nomination_id).first()
    context = {
        "row": row,
        "forms": found,
        "until": last_day(clock) if clock else None,
        "late": clock is not None and days_left(clock, request.today) < 0,
        "rule": clock.rule if clock else "",
        "nomination": seen or None,
        "reason": NotTakenUp(row.reason).label if row.reason else "",
        "history": ACTING.history(row),
    }
    return render(request, "desk/voices/suggestion.html", context, status=status)


ACTING = Acting(
    SUGGESTION,
    {"pass_on": _pass_on, "reject": _reject, "take_up": _take_up, "answer": _answer, "erase": _erase},
    lambda name, row: row.state in DONE.get(name, ()) or (name == "erase" and row.about == STRUCK),
    _page,
)


@require_safe
def photo(request: Any, pk: int) -> HttpResponseBase:
    """The photo that came with it, once it was checked."""
    file = suggestion_or_404(request, pk).photo
    if file is None:
        raise Http404
    try:
        path = open_file(file)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:suggestion", args=[pk]))
    return kept_file(path, file.name, file.media_type, inline=True)
