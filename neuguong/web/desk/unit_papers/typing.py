"""Typing a unit's letter for one row of the ledger."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from neuguong.core.clock import OFFICE_ZONE
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import Period
from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.unit_papers import Content, Letter, record_unit_paper
from neuguong.ledger.policy import is_an_activity, keeps_ledger
from neuguong.programme.enums import DutyKind
from neuguong.web.desk.board import cell
from neuguong.web.desk.duties.records import done_of
from neuguong.web.desk.unit_papers.forms import Typed


@require_http_methods(["GET", "POST"])
def new(request: Any, pk: int) -> HttpResponse:
    """The letter with what it says; everything is recorded at once or nothing is."""
    found = cell.visible(request, pk)
    if found.duty.kind != DutyKind.RETURN and is_an_activity(found):
        raise Http404
    if refusal := keeps_ledger(request.actor, found.unit, request.now):
        raise PermissionDenied(refusal)
    if request.method == "GET":
        return _page(request, found, Typed(found, request.today, None, None, secrets.token_hex(12)))
    typed = Typed(found, request.today, request.POST, request.FILES, "")
    if not typed.is_valid():
        return _page(request, found, typed)
    try:
        paper = _record(request, found, typed)
    except (BadInput, Refused) as wrong:  # whatever it is: a page of five dossiers is not typed twice
        typed.refuse(getattr(wrong, "field", "") or "", str(wrong))
        return _page(request, found, typed)
    messages.success(
        request, f"Đã ghi thay {found.unit.name} theo văn bản số {paper.number}\nĐơn vị nhận được tin báo kèm bản quét."
    )
    return redirect("desk:unit_paper", paper.pk)


def _record(request: Any, found: Obligation, typed: Typed) -> Any:
    data = typed.letter.cleaned_data
    letter = Letter(
        number=data["number"],
        signed_on=data["signed_on"],
        signer=data["signer"],
        arrival_number=data["arrival_number"],
        file_name=data["scan"].name,
        content=data["scan"],
    )
    return record_unit_paper(
        obligation=found,
        letter=letter,
        content=_content(typed),
        form_key=data["form_key"],
        by=request.actor,
        at=datetime.combine(data["arrived_on"], data["arrived_at"], OFFICE_ZONE),
        recorded_at=request.now,
    )


def _content(typed: Typed) -> Content:
    if typed.done is not None:
        return Content(done=done_of(typed.done.cleaned_data))
    listed = [line.introduced for line in typed.lines]
    reason = typed.nil.cleaned_data["reason"] if typed.nil else ""
    return Content(dossiers=[one for one in listed if one], nil_reason=reason)


def _page(request: Any, found: Obligation, typed: Typed) -> HttpResponse:
    label = Period(found.period).label
    what = "Báo cáo giới thiệu điển hình" if found.duty.kind == DutyKind.RETURN else found.duty.title
    context = {"found": found, "typed": typed, "what": what, "period": label, "wrong": typed.bound}
    return render(request, "desk/unit_papers/new.html", context, status=422 if typed.bound else 200)
