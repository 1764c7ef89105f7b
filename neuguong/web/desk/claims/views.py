"""Binding, deciding, asking and answering at one place of a summary."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from neuguong.core.attachments import accept_upload
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Claim, Nomination
from neuguong.exemplars.operations.claim_decisions import (
    ask_unit,
    check_claim,
    correct_claim,
    dismiss,
    reject_claim,
    reopen_claim,
    take_dismissal_back,
)
from neuguong.exemplars.operations.claims import (
    add_proof,
    answer_question,
    bind_claim,
    remove_proof,
    unbind_claim,
)
from neuguong.exemplars.operations.evidence import bring_proof
from neuguong.exemplars.policy import binds, edit_refusal
from neuguong.exemplars.queries.claims import dismissals_of
from neuguong.exemplars.reading.statements import statements
from neuguong.web.desk.claims.forms import (
    PROOFS,
    AnswerForm,
    AskForm,
    CorrectForm,
    DismissForm,
    ProofForm,
    RejectForm,
    UploadProof,
)
from neuguong.web.desk.claims.marks import places_of
from neuguong.web.desk.claims.page import Failed, claims_page, files_of
from neuguong.web.desk.nominations.scope import nomination_or_404
from neuguong.web.errors import conflict

Doing = Callable[[Any, Nomination, Form], str]
JUDGED = ("check", "correct", "reject", "ask", "dismiss")  # after these the next open place is shown


@require_safe
def claims(request: Any, pk: int) -> HttpResponse:
    """The text with what it states, and what each statement rests on."""
    return claims_page(request, nomination_or_404(request, pk))


def _number(request: Any, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _version(request: Any) -> int | None:
    found = _number(request, "version")
    return found if found >= 0 else None


def _claim(request: Any, nomination: Nomination) -> Claim:
    """The claim the form names, of this dossier only."""
    return get_object_or_404(
        nomination.claims.select_related("nomination__unit", "nomination__subject"), pk=_number(request, "claim")
    )


def _place(request: Any) -> dict[str, Any]:
    quote = request.POST.get("quote", "").replace("\r\n", "\n")
    return {"start": _number(request, "start"), "end": _number(request, "end"), "quote": quote}


def _whole(nomination: Nomination, place: dict[str, Any]) -> dict[str, Any]:
    """The sentence around a place."""
    text = nomination.achievement_summary
    for one in statements(text):
        if one.start == place["start"]:
            start, end = one.sentence_start, one.sentence_end
            return {"start": start, "end": end, "quote": text[start:end]}
    return place


def _prove(request: Any, nomination: Nomination, form: Form) -> str:
    if not isinstance(form, ProofForm):
        raise Http404
    if isinstance(form, UploadProof):
        return _upload(request, nomination, form)
    common = {"proof": form.proof, "by": request.actor, "at": request.now}
    if request.POST.get("claim"):
        add_proof(claim=_claim(request, nomination), **common)
    else:
        bind_claim(nomination=nomination, **_stretch(request, nomination, form), **common)
    return "Đã gắn minh chứng"


def _stretch(request: Any, nomination: Nomination, form: Form) -> dict[str, Any]:
    place = _place(request)
    return _whole(nomination, place) if form.cleaned_data.get("whole") else place


def _upload(request: Any, nomination: Nomination, form: UploadProof) -> str:
    """The file first: what cannot be read binds nothing."""
    by, at, data = request.actor, request.now, form.cleaned_data
    claim = _claim(request, nomination) if request.POST.get("claim") else None
    if refusal := binds(by, claim, at) if claim else edit_refusal(by, nomination, at):
        raise Refused(refusal)
    link = f"exemplars.nomination:{nomination.pk}"
    stored = accept_upload(name=data["file"].name, content=data["file"], by=by, at=at, link=link)
    claim = claim or bind_claim(nomination=nomination, **_stretch(request, nomination, form), proof=None, by=by, at=at)
    row = bring_proof(claim=claim, file=stored, caption=data["caption"], page=data["page"], by=by, at=at)
    hindrance = row.evidence.file.hindrance if row.evidence else ""
    return f"Đã gắn tệp {stored.name}\n{hindrance}".strip()


def _check(request: Any, nomination: Nomination, _form: Form) -> str:
    one = check_claim(
        claim=_claim(request, nomination), seen_version=_version(request), by=request.actor, at=request.now
    )
    return f"Đã kiểm chứng “{one.quote}”"


def _correct(request: Any, nomination: Nomination, form: Form) -> str:
    correct_claim(
        claim=_claim(request, nomination), seen_version=_version(request), by=request.actor, at=request.now,
        **form.cleaned_data,
    )  # fmt: skip
    return "Đã đính chính"


def _reject(request: Any, nomination: Nomination, form: Form) -> str:
    reject_claim(
        claim=_claim(request, nomination), seen_version=_version(request), by=request.actor, at=request.now,
        **form.cleaned_data,
    )  # fmt: skip
    return "Đã bác bỏ\nTrả lại hồ sơ để đơn vị bỏ hoặc sửa câu này."


def _reopen(request: Any, nomination: Nomination, _form: Form) -> str:
    reopen_claim(claim=_claim(request, nomination), by=request.actor, at=request.now)
    return "Đã mở lại ý này để xem xét"


def _ask(request: Any, nomination: Nomination, form: Form) -> str:
    ask_unit(claim=_claim(request, nomination), by=request.actor, at=request.now, **form.cleaned_data)
    return "Đã gửi câu hỏi\nĐơn vị nhận được tin báo; câu trả lời hiện ngay tại ý này."


def _answer(request: Any, nomination: Nomination, form: Form) -> str:
    question = (
        _claim(request, nomination).questions.filter(answered_at=None).select_related("claim__nomination").first()
    )
    if question is None:
        raise Refused("Câu hỏi này đã được trả lời.")
    answer_question(question=question, by=request.actor, at=request.now, **form.cleaned_data)
    return "Đã trả lời cơ quan thường trực"


def _dismiss(request: Any, nomination: Nomination, form: Form) -> str:
    dismiss(
        nomination=nomination, matter=request.POST.get("matter", ""), by=request.actor, at=request.now,
        **_place(request), **form.cleaned_data,
    )  # fmt: skip
    return "Đã bỏ qua, có ghi lý do"


def _dismissal_back(request: Any, nomination: Nomination, _form: Form) -> str:
    row = get_object_or_404(
        nomination.dismissals.select_related("nomination__unit", "nomination__subject"),
        pk=_number(request, "dismissal"),
    )
    take_dismissal_back(dismissal=row, by=request.actor, at=request.now)
    return "Đã mở lại chỗ này"


def _remove_proof(request: Any, nomination: Nomination, _form: Form) -> str:
    claim = _claim(request, nomination)
    remove_proof(proof=get_object_or_404(claim.proofs, pk=_number(request, "proof")), by=request.actor, at=request.now)
    return "Đã bỏ căn cứ"


def _unbind(request: Any, nomination: Nomination, _form: Form) -> str:
    unbind_claim(claim=_claim(request, nomination), by=request.actor, at=request.now)
    return "Đã bỏ ý này"


ACTS: dict[str, tuple[type[Form], Doing]] = {
    "check": (Form, _check),
    "correct": (CorrectForm, _correct),
    "reject": (RejectForm, _reject),
    "reopen": (Form, _reopen),
    "ask": (AskForm, _ask),
    "answer": (AnswerForm, _answer),
    "dismiss": (DismissForm, _dismiss),
    "dismissal_back": (Form, _dismissal_back),
    "remove_proof": (Form, _remove_proof),
    "unbind": (Form, _unbind),
}


def _form(request: Any, nomination: Nomination, act: str, key: str) -> tuple[Form, Doing]:
    auto_id = f"{key}-%s" if key.startswith("w") else f"{key}-{act}-%s"
    if act in PROOFS:
        kind, fresh = PROOFS[act][1], not request.POST.get("claim")
        return kind(request.POST, request.FILES, auto_id=auto_id, files=files_of(nomination), fresh=fresh), _prove
    if act not in ACTS:
        raise Http404
    form, doing = ACTS[act]
    return form(request.POST, auto_id=auto_id), doing


@require_POST
def claim_act(request: Any, pk: int) -> HttpResponse:
    """Do one thing at one place; what cannot be taken comes back at its place with what was typed."""
    nomination = nomination_or_404(request, pk)
    act, key = request.POST.get("act", ""), request.POST.get("key", "")[:40]
    form, doing = _form(request, nomination, act, key)
    page = reverse("desk:claims", args=[pk])
    if form.is_valid():
        try:
            said = doing(request, nomination, form)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=page)
        else:
            messages.success(request, said)
            return redirect(f"{page}#{_anchor(nomination, act, key)}")
    return claims_page(request, nomination, failed=Failed(key, act, form), status=422)


def _anchor(nomination: Nomination, act: str, key: str) -> str:
    """After a conclusion the next place that waits; otherwise the same one."""
    places = places_of(nomination, dismissals_of(nomination))
    if act in JUDGED:
        waiting = [one.key for one in places if one.waits and not (one.claim and one.claim.asked)]
        return waiting[0] if waiting else "ket-qua"
    return key if any(one.key == key for one in places) else "tung-y"
