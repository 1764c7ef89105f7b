"""The verifier's page: what the summary states and what it rests on, side by side, decided one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.enums import StatementKind
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.claim_decisions import (
    ask_unit,
    check_claim,
    correct_claim,
    dismiss,
    reject_claim,
    reopen_claim,
    take_dismissal_back,
)
from neuguong.exemplars.policy import judging_refusal
from neuguong.exemplars.queries.claim_questions import claim_in, dismissal_in
from neuguong.exemplars.queries.claims import ClaimRow, claims_of, dismissals_of, open_points, unbound
from neuguong.exemplars.reading.statements import Statement, statements
from neuguong.web.desk.checks.scope import judged_or_404
from neuguong.web.desk.claims.deciding_forms import AskForm, CorrectForm, DismissForm, RejectForm
from neuguong.web.errors import conflict

WAITS = ("unsupported", "supported")
PILL = {"unsupported": "open", "supported": "backed"}  # the others look as they are called


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do with a claim: its form, what runs, what is said afterwards."""

    form: type[forms.Form]
    run: Callable[..., Any]
    done: str


ACTS = {
    "dung": Act(forms.Form, check_claim, "Đã ghi: đúng theo minh chứng"),
    "dinh-chinh": Act(CorrectForm, correct_claim, "Đã ghi điều đúng thay cho chữ trong bài"),
    "bac-bo": Act(RejectForm, reject_claim, "Đã bác bỏ\nHồ sơ chỉ đạt khi đơn vị bỏ hoặc sửa câu này."),
    "hoi": Act(AskForm, ask_unit, "Đã gửi câu hỏi cho đơn vị\nCâu trả lời sẽ hiện ngay ở ý này."),
    "mo-lai": Act(forms.Form, reopen_claim, "Đã mở lại ý này để xem xét"),
}
SEES_VERSION = ("dung", "dinh-chinh", "bac-bo")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the summary in its sentence: what comes before, the stretch, what comes after."""

    before: str
    words: str
    after: str


def place_of(text: str, start: int, end: int, read: tuple[Statement, ...]) -> Place:
    """The sentence around a stretch; the stretch alone when nothing is read there any more."""
    inside = [one for one in read if one.start < end and start < one.end]
    first = min([start, *(one.sentence_start for one in inside)])
    last = max([end, *(one.sentence_end for one in inside)])
    return Place(text[first:start], text[start:end], text[end:last])


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim in the list beside the page."""

    row: ClaimRow
    pill: str
    url: str
    current: bool


def _url(nomination: Nomination, claim_id: int | None = None) -> str:
    base = reverse("desk:claims_decide", args=[nomination.pk])
    return f"{base}?dieu={claim_id}#dieu" if claim_id else base


def _chosen(rows: tuple[ClaimRow, ...], wanted: str) -> ClaimRow | None:
    """The claim that the address names; else the first that waits; else the first."""
    named = next((row for row in rows if str(row.id) == wanted), None)
    waiting = (row for row in rows if row.state in WAITS and not row.asked)
    return named or next(waiting, rows[0] if rows else None)


def _page(
    request: Any,
    nomination: Nomination,
    *,
    wanted: str,
    refused: tuple[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    nomination.refresh_from_db(fields=["achievement_summary", "state"])
    rows, text = claims_of(nomination), nomination.achievement_summary
    read = statements(text)
    chosen = _chosen(rows, wanted)
    position = rows.index(chosen) if chosen else 0
    said = dismissals_of(nomination)
    places = [(one.start, one.end) for one in (*rows, *said)]
    refusal = judging_refusal(request.actor, nomination, request.now)
    name, form = refused or ("", None)
    entries = [Entry(row, PILL.get(row.state, row.state), _url(nomination, row.id), row is chosen) for row in rows]
    context = {
        "nomination": nomination,
        "entries": entries,
        "chosen": entries[position] if chosen else None,
        "place": place_of(text, chosen.start, chosen.end, read) if chosen else None,
        "number": position + 1,
        "previous_url": entries[position - 1].url if position else "",
        "next_url": entries[position + 1].url if position + 1 < len(entries) else "",
        "settled": sum(row.state not in WAITS for row in rows),
        "left": open_points(nomination).sentence,
        "refusal": refusal,
        "correct": form if name == "dinh-chinh" else CorrectForm(auto_id="dc-%s", initial=_told(chosen)),
        "reject": form if name == "bac-bo" else RejectForm(auto_id="bb-%s"),
        "ask": form if name == "hoi" else AskForm(auto_id="hoi-%s"),
        "opened": name,
        "refused": form,
        "loose": _loose(text, read, places, form if name == "bo-qua" else None),
        "said": [(one, place_of(text, one.start, one.end, read)) for one in said if one.matter in StatementKind.values],
    }
    return render(request, "desk/claims/decide.html", context, status=status)


def _told(row: ClaimRow | None) -> dict[str, str]:
    return {"true_text": row.true_text or row.quote, "reason": row.reason} if row else {}


def _loose(
    text: str, read: tuple[Statement, ...], places: list[tuple[int, int]], refused: forms.Form | None
) -> list[tuple[Place, str, forms.Form]]:
    """What nobody has bound yet, each with its form for dismissing."""
    found = []
    for one in unbound(text, places):
        initial = {"start": one.start, "end": one.end, "quote": one.text, "matter": one.kind}
        form = DismissForm(initial=initial, auto_id=f"bq{one.start}-%s")
        if refused is not None and refused.data.get("start") == str(one.start):
            form = refused
        found.append((place_of(text, one.start, one.end, read), StatementKind(one.kind).label, form))
    return found


@require_GET
def claims_decide(request: Any, pk: int) -> HttpResponse:
    """Every claim of a dossier, one of them open beside its evidence (KH 87, III.3)."""
    return _page(request, judged_or_404(request, pk), wanted=request.GET.get("dieu", ""))


@require_POST
def claim_act(request: Any, pk: int, claim_pk: int, act: str) -> HttpResponse:
    """Decide one claim, ask about it or open it again; then on to the next that waits."""
    nomination = judged_or_404(request, pk)
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    claim = claim_in(nomination, claim_pk)
    if claim is None:
        raise Http404
    form = chosen.form(request.POST, auto_id={"dinh-chinh": "dc-%s", "bac-bo": "bb-%s"}.get(act, f"{act}-%s"))
    seen = {"seen_version": _number(request.POST.get("version"))} if act in SEES_VERSION else {}
    if form.is_valid():
        try:
            chosen.run(claim=claim, by=request.actor, at=request.now, **form.cleaned_data, **seen)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=_url(nomination, claim.pk))
        else:
            messages.success(request, chosen.done)
            return redirect(_url(nomination, claim.pk) if act == "mo-lai" else f"{_url(nomination)}#dieu")
    return _page(request, nomination, wanted=str(claim.pk), refused=(act, form), status=422)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


@require_POST
def statement_dismiss(request: Any, pk: int) -> HttpResponse:
    """Say why something the summary states needs no proof; only a verifier may."""
    nomination = judged_or_404(request, pk)
    form = DismissForm(request.POST, auto_id=f"bq{request.POST.get('start', '')[:9]}-%s")
    if form.is_valid():
        try:
            dismiss(nomination=nomination, by=request.actor, at=request.now, **form.cleaned_data)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=_url(nomination))
        else:
            messages.success(request, "Đã ghi lý do; ý này không cần minh chứng")
            return redirect(f"{_url(nomination)}#chua-gan")
    return _page(request, nomination, wanted="", refused=("bo-qua", form), status=422)


@require_POST
def dismissal_back(request: Any, pk: int, dismissal_pk: int) -> HttpResponse:
    """Ask for proof after all."""
    nomination = judged_or_404(request, pk)
    row = dismissal_in(nomination, dismissal_pk)
    if row is None:
        raise Http404
    try:
        take_dismissal_back(dismissal=row, by=request.actor, at=request.now)
    except Refused as refusal:
        return conflict(request, refusal, back=_url(nomination))
    messages.success(request, "Ý này lại cần minh chứng")
    return redirect(f"{_url(nomination)}#chua-gan")
