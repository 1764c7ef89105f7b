"""Writing a dossier: one page that saves itself, and saves without a script as well."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.drafts import DraftSaved, Edit, save_draft, settle_text
from neuguong.exemplars.operations.nominations import Award, set_awards
from neuguong.exemplars.operations.words import Words
from neuguong.exemplars.policy import edit_refusal, is_complete, sends_for_unit
from neuguong.exemplars.queries.claims import dismissals_of, open_points
from neuguong.exemplars.queries.dossier import dossier as dossier_of
from neuguong.programme.queries.plans import rules_of
from neuguong.web.desk.claims.marks import places_of
from neuguong.web.desk.claims.page import remarks_of
from neuguong.web.desk.nominations.forms import AwardForm, EvidenceForm, NominationForm, counter_of, typed_texts
from neuguong.web.desk.nominations.scope import nomination_or_404
from neuguong.web.errors import conflict

SIGN_IN_AGAIN = "account_login"
CANNOT_READ = "Trình duyệt gửi lên nội dung không đọc được. Chữ vẫn được giữ trong máy này; tải lại trang rồi thử lại."


def dossier_url(pk: int) -> str:
    """Where the dossier is read."""
    return reverse("desk:nomination", args=[pk])


def _texts(nomination: Nomination, names: list[str]) -> dict[str, str]:
    words = Words(nomination)
    return {name: words.read(name) for name in names}


def form_of(nomination: Nomination, typed: Mapping[str, str] | None = None) -> NominationForm:
    """The page's form with what the dossier holds now."""
    names = list(NominationForm(nomination, {}).fields)
    return NominationForm(nomination, _texts(nomination, names), typed)


def _parts(form: NominationForm, nomination: Nomination, evidence: int, awards: int) -> list[dict[str, Any]]:
    texts = form.texts
    answers = [name for name in form.fields if name in {field.name for field in form.answer_fields}]
    rows = [
        {"id": "nguoi", "title": "Đối tượng", "done": bool(texts["name"] and texts["sector"])},
        {"id": "trich-ngang", "title": "Trích ngang", "done": bool(texts["achievement_summary"])},
        {"id": "tieu-chi", "title": "Tiêu chí chung", "done": all(texts[name] for name in answers)},
        {"id": "khen-thuong", "title": "Khen thưởng", "done": awards > 0},
        {"id": "minh-chung", "title": "Minh chứng", "done": evidence > 0},
        {"id": "gui", "title": "Xem lại và gửi", "done": False},
    ]
    next(row for row in rows if not row["done"])["now"] = True
    return rows


def edit_page(
    request: Any,
    nomination: Nomination,
    *,
    form: NominationForm | None = None,
    award_form: AwardForm | None = None,
    evidence_form: EvidenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the writing page; a refused part comes with its form, the rest with what is stored."""
    nomination.refresh_from_db()
    form = form or form_of(nomination)
    guidance = rules_of(nomination.plan, at=request.now).guidance
    low, high = guidance.summary_words_min, guidance.summary_words_max
    dossier = dossier_of(nomination, request.actor, request.now, guidance=(low, high))
    dismissals = dismissals_of(nomination)
    context = {
        "dossier": dossier,
        "form": form,
        "award_form": award_form or AwardForm(auto_id="kt-%s"),
        "evidence_form": evidence_form or EvidenceForm(auto_id="mc-%s"),
        "counter": counter_of(form["achievement_summary"].value() or "", low, high),
        "parts": _parts(form, nomination, len(dossier.evidence), len(dossier.awards)),
        "held": dossier.held_back,
        "points": open_points(nomination),
        "remarks": remarks_of(request, nomination, places_of(nomination, dismissals), dismissals).open,
        "may_send": sends_for_unit(request.actor, nomination, request.now) is None,
        "missing": is_complete(request.actor, nomination, request.now),
        "initiatives": [row.name for row in nomination.unit.initiatives.order_by("name")],
        "settle_url": reverse("desk:nomination_settle", args=[nomination.pk]),
        "signin_url": f"{reverse(SIGN_IN_AGAIN)}?next={reverse('desk:nomination_edit', args=[nomination.pk])}",
    }
    return render(request, "desk/nominations/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """Read and write a draft or a returned dossier."""
    nomination = nomination_or_404(request, pk)
    if refusal := edit_refusal(request.actor, nomination, request.now):
        if request.method == "GET":
            return redirect("desk:nomination", pk)
        return conflict(request, refusal, back=dossier_url(pk))
    if request.method == "GET":
        return edit_page(request, nomination)
    names = list(NominationForm(nomination, {}).fields)
    typed, seen = typed_texts(request.POST, names)
    edits = [
        Edit(field=name, text=text, base_text=seen[name], client_key="", written_at=request.now)
        for name, text in typed.items()
        if _differs(text, seen[name])
    ]
    try:
        saved = save_draft(nomination=nomination, edits=edits, by=request.actor, at=request.now)
    except Refused as refusal:
        return conflict(request, refusal, back=dossier_url(pk))
    if saved.errors:
        form = form_of(nomination, {name: typed[name] for name in saved.errors})
        form.refuse(saved.errors)
        return edit_page(request, nomination, form=form, status=400)
    return _after_saving(request, nomination, saved, bool(edits))


def _differs(one: str, other: str) -> bool:
    """Whether somebody wrote: browsers send line ends in their own way."""
    return one.replace("\r\n", "\n").strip() != other.replace("\r\n", "\n").strip()


def _after_saving(request: Any, nomination: Nomination, saved: DraftSaved, wrote: bool) -> HttpResponse:
    if saved.held_back:
        messages.warning(
            request, "Đã lưu, nhưng có chỗ hai người cùng sửa\nXem khung “Chữ được giữ riêng” và chọn một trong hai."
        )
        return redirect(f"{reverse('desk:nomination_edit', args=[nomination.pk])}#giu-rieng")
    if request.POST.get("then") == "review":
        return redirect("desk:nomination", nomination.pk)
    messages.success(request, f"Đã lưu hồ sơ, bản {saved.version}" if wrote else "Không có gì thay đổi để lưu")
    return redirect("desk:nomination_edit", nomination.pk)


@require_POST
def autosave(request: Any, pk: int) -> JsonResponse:
    """Save what was typed since the last time; answers in JSON with a sentence for whatever could not be kept."""
    nomination = nomination_or_404(request, pk)
    try:
        edits = [_edit(row, request.now) for row in json.loads(request.body)["edits"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"sentence": CANNOT_READ}, status=400)
    try:
        saved = save_draft(nomination=nomination, edits=edits, by=request.actor, at=request.now)
    except BadInput as wrong:
        return JsonResponse({"sentence": str(wrong)}, status=400)
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    answer = {"version": saved.version, "errors": saved.errors, "held_back": _held(nomination, saved)}
    return JsonResponse(answer | {"claims": open_points(nomination).writing})


def _edit(row: Mapping[str, Any], now: datetime) -> Edit:
    """One edit as the browser kept it; what it says about time is only a hint."""
    for name in ("field", "text", "base_text", "client_key"):
        if not isinstance(row[name], str):
            raise TypeError(name)
    written = parse_datetime(str(row.get("written_at", ""))) or now
    return Edit(
        field=row["field"],
        text=row["text"],
        base_text=row["base_text"],
        client_key=row["client_key"][:60],
        written_at=written if written.tzinfo else now,
    )


def _held(nomination: Nomination, saved: DraftSaved) -> list[dict[str, Any]]:
    form = form_of(nomination)
    return [
        {
            "id": row.pk,
            "field": row.field,
            "label": str(form.fields[row.field].label) if row.field in form.fields else row.field,
            "text": row.text,
            "current": form.texts.get(row.field, ""),
        }
        for row in saved.held_back
    ]


@require_POST
def settle(request: Any, pk: int) -> HttpResponse:
    """Choose between two texts of one field; the other stays in the history."""
    nomination = nomination_or_404(request, pk)
    text = nomination.texts.filter(pk=_number(request.POST.get("text"))).first()
    if text is None:
        raise Http404
    try:
        settle_text(text=text, use=request.POST.get("keep") == "held", by=request.actor, at=request.now)
    except BadInput as wrong:
        messages.error(request, f"Chưa dùng được chữ này\n{wrong}")
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:nomination_edit", args=[pk]))
    else:
        messages.success(request, "Đã chọn xong\nBản kia vẫn còn trong lịch sử của hồ sơ.")
    return redirect("desk:nomination_edit", pk)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _awards(nomination: Nomination, without: int = 0) -> list[Award]:
    return [
        Award(name=row.name, level=row.level, document_number=row.document_number, decided_on=row.decided_on)
        for row in nomination.awards.order_by("id")
        if row.pk != without
    ]


@require_POST
def award_add(request: Any, pk: int) -> HttpResponse:
    """Add one award to the list."""
    nomination = nomination_or_404(request, pk)
    form = AwardForm(request.POST, auto_id="kt-%s")
    if form.is_valid():
        try:
            have, new = _awards(nomination), Award(**form.cleaned_data)
            if new not in have:  # a second press of the button
                set_awards(nomination=nomination, awards=[*have, new], by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=dossier_url(pk))
        else:
            messages.success(request, "Đã thêm một khen thưởng vào hồ sơ")
            return redirect(f"{reverse('desk:nomination_edit', args=[pk])}#khen-thuong")
    if refusal := edit_refusal(request.actor, nomination, request.now):
        return conflict(request, refusal, back=dossier_url(pk))
    return edit_page(request, nomination, award_form=form, status=400)


@require_POST
def award_remove(request: Any, pk: int, award_pk: int) -> HttpResponse:
    """Take one award off the list."""
    nomination = nomination_or_404(request, pk)
    try:
        set_awards(
            nomination=nomination, awards=_awards(nomination, without=award_pk), by=request.actor, at=request.now
        )
    except Refused as refusal:
        return conflict(request, refusal, back=dossier_url(pk))
    messages.success(request, "Đã bỏ một khen thưởng khỏi hồ sơ")
    return redirect(f"{reverse('desk:nomination_edit', args=[pk])}#khen-thuong")
