"""Delegates of an event: proposed by a rule of the plan, changed with reasons, invited, printed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.core.text import slug
from neuguong.exemplars.queries.register import register
from neuguong.programme.queries.delegates import DelegateRule, delegate_rules
from neuguong.publicity.models import DelegateList, Event
from neuguong.publicity.operations.delegates import add_delegate, invite_delegates, propose_delegates, remove_delegate
from neuguong.publicity.policy.events import invites
from neuguong.publicity.queries.delegates import (
    candidates,
    delegates_docx,
    delegates_xlsx,
    exemplars_to_add,
    fallen,
    lines_of,
    newest_list,
)
from neuguong.publicity.reading.delegates import shortfalls
from neuguong.web.desk.events.people import of_holders
from neuguong.web.downloads import made_file
from neuguong.web.errors import conflict

_REASON = forms.CharField(label="Lý do", max_length=300, error_messages={"required": "Ghi lý do."})
PAPERS = {"docx": delegates_docx, "xlsx": delegates_xlsx}


class AddForm(forms.Form):
    """Whom to add, and why."""

    exemplar = forms.IntegerField(error_messages={"required": "Chọn một điển hình.", "invalid": "Chọn một điển hình."})
    reason = _REASON


class RemoveForm(forms.Form):
    """Whom to take off, and why."""

    line = forms.IntegerField(error_messages={"required": "Chọn một người.", "invalid": "Chọn một người."})
    reason = _REASON


@require_safe
def delegates(request: Any, pk: int) -> HttpResponse:
    """The rules, the newest list with the reason of each line, what it lacks."""
    return _page(request, of_holders(request, pk))


def _page(request: Any, event: Event, wrong: forms.Form | None = None) -> HttpResponse:
    rules = delegate_rules(event.plan, event.kind, request.now)
    found = newest_list(event)
    rule = next((one for one in rules if found and one.code == found.rule), None)
    lines = list(lines_of(found)) if found else []
    q = request.GET.get("q", "")[:100]
    context = {
        "event": event,
        "rules": rules,
        "found": found,
        "lines": lines,
        "gone": fallen(found) if found else set(),
        "removed": list(lines_of(found, removed=True)) if found else [],
        "lacks": _lacks(event, rule, [one.exemplar_id for one in lines]) if rule else (),
        "invites": invites(request.actor, event, request.now) is None,
        "q": q,
        "more": list(exemplars_to_add(found, q)) if found and q.strip() else [],
        "wrong": wrong,
    }
    return render(request, "desk/events/delegates.html", context, status=422 if wrong else 200)


def _lacks(event: Event, rule: DelegateRule, ids: list[int]) -> tuple[str, ...]:
    return shortfalls(candidates(event, rule, ids), rule)


def _list_of(event: Event) -> DelegateList:
    found = newest_list(event)
    if found is None:
        raise Http404
    return found


def _done(request: Any, event: Event, act: Callable[[], str], form: forms.Form | None = None) -> HttpResponse:
    """One act of the page: done, or told at its place."""
    if form is not None and not form.is_valid():
        return _page(request, event, form)
    try:
        words = act()
    except BadInput as wrong:
        if form is None:
            return conflict(request, wrong, back=reverse("desk:event_delegates", args=[event.pk]))
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return _page(request, event, form)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:event_delegates", args=[event.pk]))
    messages.success(request, words)
    return redirect("desk:event_delegates", event.pk)


@require_POST
def propose(request: Any, pk: int) -> HttpResponse:
    """Draw up a list by the chosen rule."""
    event = of_holders(request, pk)

    def act() -> str:
        told = {"rule": request.POST.get("rule", ""), "by": request.actor, "at": request.now}
        made = propose_delegates(event=event, **told)
        return f"Đã lập danh sách gồm {made.delegates.count()} đại biểu.\nXem lý do từng dòng, thêm bớt nếu cần."

    return _done(request, event, act)


@require_POST
def add(request: Any, pk: int) -> HttpResponse:
    """Somebody more, with the reason."""
    event, form = of_holders(request, pk), AddForm(request.POST)
    found = _list_of(event)

    def act() -> str:
        one = register().filter(pk=form.cleaned_data["exemplar"]).first()
        if one is None:
            raise BadInput("Điển hình này không còn trong sổ. Tìm lại.", field="exemplar")
        add_delegate(
            delegates=found, exemplar=one, reason=form.cleaned_data["reason"], by=request.actor, at=request.now
        )
        return f"Đã thêm {one.name}."

    return _done(request, event, act, form)


@require_POST
def remove(request: Any, pk: int) -> HttpResponse:
    """Somebody less, with the reason."""
    event, form = of_holders(request, pk), RemoveForm(request.POST)
    found = _list_of(event)

    def act() -> str:
        line = lines_of(found).filter(pk=form.cleaned_data["line"]).first()
        if line is None:
            raise BadInput("Người này không còn trong danh sách.")
        remove_delegate(delegate=line, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
        return f"Đã bỏ {line.exemplar.name} khỏi danh sách."

    return _done(request, event, act, form)


@require_POST
def invite(request: Any, pk: int) -> HttpResponse:
    """The list becomes invitations."""
    event = of_holders(request, pk)
    found = _list_of(event)

    def act() -> str:
        many = invite_delegates(delegates=found, by=request.actor, at=request.now)
        return f"Đã chuyển {many} đại biểu vào danh sách người dự.\nIn giấy mời và thẻ ở trang Người dự."

    return _done(request, event, act)


@require_safe
def paper(request: Any, pk: int, kind: str) -> HttpResponseBase:
    """The list as .docx or .xlsx."""
    event = of_holders(request, pk)
    if kind not in PAPERS:
        raise Http404
    name = f"dai-bieu-{slug(event.name, 60) or 'su-kien'}.{kind}"
    return made_file(PAPERS[kind](_list_of(event), request.now), name)
