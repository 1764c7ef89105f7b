"""Reading a dossier and moving it on."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from neuguong.core.clock import OFFICE_ZONE
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.enums import EntryBasis
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.nominations import (
    decline_nomination,
    resume_nomination,
    return_nomination,
    verify_nomination,
    withdraw_nomination,
)
from neuguong.exemplars.operations.recognition import recognise_by_council, recognise_in_unit
from neuguong.exemplars.policy import edit_refusal, may_see_deliberation
from neuguong.exemplars.queries.claims import dismissals_of
from neuguong.exemplars.queries.dossier import Dossier
from neuguong.exemplars.queries.dossier import dossier as dossier_of
from neuguong.exemplars.queries.objections import entry_of
from neuguong.exemplars.workflows import NOMINATION, open_steps
from neuguong.ledger.operations.sending import send_nomination
from neuguong.ledger.queries.unit_papers import paper_behind, paper_words
from neuguong.org.queries.people import council_of
from neuguong.org.roles import Permission
from neuguong.web.desk.claims.marks import parts_of, places_of
from neuguong.web.desk.conflicts.panel import panel_of
from neuguong.web.desk.nominations.forms import CouncilRecognitionForm, NoteForm, PaperForm, UnitRecognitionForm
from neuguong.web.desk.nominations.listing import queue_place, round_words
from neuguong.web.desk.nominations.scope import nomination_or_404
from neuguong.web.desk.subjects.views import on_dossier
from neuguong.web.errors import conflict

Taking = Callable[..., Any]
MAIN = ("submit", "verify", "recognise_council", "recognise_unit")  # the red button, when it is open
FORMS: Mapping[str, type[NoteForm]] = {
    "recognise_unit": UnitRecognitionForm,
    "recognise_council": CouncilRecognitionForm,
}
# What is asked again before an act that cannot be taken back.
QUESTIONS = {
    "submit": "Gửi hồ sơ lên cơ quan thường trực?",
    "verify": "Kết luận hồ sơ đạt thẩm định?",
    "resume": "Nhận hồ sơ về viết tiếp?",
    "withdraw": "Rút hồ sơ này?",
}
EXPLANATIONS = {
    "submit": "Gửi rồi thì đơn vị không sửa được nữa, trừ khi hồ sơ được trả lại. Rút được khi chưa thẩm định xong.",
    "verify": "Hồ sơ sẽ vào gói quý gửi cấp trên. Kết luận này không rút lại được.",
    "resume": "Hồ sơ thôi chờ thẩm định cho đến khi đơn vị gửi lại. Ngày đến của văn bản giấy vẫn được giữ.",
    "withdraw": "Hồ sơ đã rút không tính vào chỉ tiêu và không gửi lại được; muốn giới thiệu nữa thì lập hồ sơ mới.",
}
DONE = {
    "return": (
        "Đã trả lại hồ sơ cho đơn vị",
        "Đơn vị nhận được tin báo cùng lý do. Ngày gửi đúng hạn lần đầu được giữ.",
    ),
    "verify": ("Hồ sơ đạt thẩm định", "Đơn vị nhận được tin báo. Hồ sơ sẽ vào gói quý."),
    "decline": ("Đã kết luận hồ sơ không đạt", "Đơn vị nhận được tin báo cùng lý do."),
    "resume": ("Đã nhận hồ sơ về viết tiếp", "Viết thêm rồi gửi lại. Đợt và ngày đến của văn bản giấy được giữ."),
    "withdraw": ("Đã rút hồ sơ", "Hồ sơ không còn tính vào chỉ tiêu của đơn vị."),
    "recognise_unit": ("Đơn vị đã công nhận", "Điển hình đã có trong sổ và trên cổng công khai."),
    "recognise_council": ("Hội đồng đã công nhận", "Điển hình đã có trong sổ và trên cổng công khai."),
}


def _from_paper(request: Any, nomination: Nomination) -> bool:
    """Whether this person types for a unit that brought the dossier on paper."""
    own = request.office.may(Permission.SUBMIT_NOMINATION) or nomination.created_by_id != request.user.pk
    return not own and request.office.may(Permission.KEEP_LEDGER)


def _form_class(request: Any, nomination: Nomination, name: str) -> type[NoteForm]:
    if name == "submit" and _from_paper(request, nomination):
        return PaperForm
    return FORMS.get(name, NoteForm)


def _step_forms(
    request: Any, nomination: Nomination, bound: NoteForm | None = None, name: str = ""
) -> dict[str, NoteForm]:
    """The small forms that some steps need; the refused one keeps what was typed."""
    kinds = {key: _form_class(request, nomination, key) for key in ("submit", *FORMS)}
    forms = {key: kind(auto_id=f"{key}-%s") for key, kind in kinds.items() if kind is not NoteForm}
    return forms | ({name: bound} if bound is not None and name in forms else {})


def dossier_page(
    request: Any,
    nomination: Nomination,
    *,
    forms: dict[str, NoteForm] | None = None,
    refused_conflict: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the dossier with what may be done now and why the rest may not."""
    seen = may_see_deliberation(request.actor, nomination, request.now)
    dossier = dossier_of(nomination, request.actor, request.now, deliberation=seen)
    steps = open_steps(nomination, by=request.actor, at=request.now)
    context = {
        "dossier": dossier,
        "seen_by_judges": seen,
        "may_answer": seen
        and any(one.name == "return" and one.open for one in steps),  # the same people, the same time
        "may_visit": seen and request.office.may(Permission.VERIFY) and nomination.sent_at is not None,
        "editable": edit_refusal(request.actor, nomination, request.now) is None,
        "step_forms": forms or _step_forms(request, nomination),
        "questions": QUESTIONS,
        "explanations": EXPLANATIONS,
        "queue": queue_place(request, nomination),
        "steps": steps,
        "main_step": next((name for name in MAIN if any(one.name == name and one.open for one in steps)), ""),
        "parts": parts_of(nomination.achievement_summary, places_of(nomination, dismissals_of(nomination))),
        "facts": _facts(dossier),
        "timeline": _timeline(dossier),
        "comments": entry_of(nomination.pk) if seen and nomination.verified_at else None,
        "conflict_panel": panel_of(request, nomination, refused_conflict),
        "entry": EntryBasis(nomination.entry) if nomination.entry != EntryBasis.OWN else None,
        "paper": _paper(request, nomination),
        **on_dossier(request, nomination),
    }
    return render(request, "desk/nominations/dossier.html", context, status=status)


def _paper(request: Any, nomination: Nomination) -> tuple[str, str] | None:
    """The unit's letter behind a dossier that the office typed: who did, and where it is read."""
    found = paper_behind(nomination) if nomination.entry == EntryBasis.PAPER else None
    return (paper_words(found), reverse("desk:unit_paper", args=[found.pk])) if found else None


def _facts(dossier: Dossier) -> list[tuple[str, Any]]:
    """What is known besides the text; what was not filled in is left out."""
    rows = [
        ("Đơn vị", dossier.unit_name),
        ("Năm sinh", dossier.birth_year),
        ("Số thành viên", dossier.members),
        ("Nghề nghiệp, nơi công tác" if dossier.kind == "individual" else "Lĩnh vực hoạt động", dossier.position),
        ("Địa bàn", dossier.place),
        ("Vị trí công tác", _capital(dossier.labour_label)),
        ("Phong trào", dossier.movement),
        ("Mô hình, cách làm", dossier.initiative),
        ("Phạm vi ảnh hưởng", _capital(dossier.influence_label)),
        ("Kế hoạch", dossier.plan_number),
    ]
    return [(label, text) for label, text in rows if text]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _timeline(dossier: Dossier) -> list[dict[str, Any]]:
    """The history as the component reads it, and last of all what the dossier waits for."""
    rows: list[dict[str, Any]] = []
    for one in dossier.timeline:
        late = f"ghi vào hệ thống ngày {one.recorded_on:%d/%m/%Y}" if one.recorded_on else ""
        who = ", ".join(part for part in (one.who, one.detail, late) if part)
        rows.append({"title": one.label, "by": who, "at": one.at, "note": one.note})
    if dossier.waiting:
        rows.append({"title": dossier.waiting, "by": ", ".join(dossier.waiting_for), "state": "now"})
    return rows


@require_safe
def nomination(request: Any, pk: int) -> HttpResponse:
    """A dossier: text, evidence, steps, history."""
    return dossier_page(request, nomination_or_404(request, pk))


@require_POST
def step(request: Any, pk: int, step: str) -> HttpResponse:
    """Take a step. A page older than the dossier, or a second press, changes nothing and says so."""
    nomination = nomination_or_404(request, pk)
    if step not in TAKE:
        raise Http404
    form = _form_class(request, nomination, step)(request.POST, auto_id=f"{step}-%s")
    back = reverse("desk:nomination", args=[pk])
    if refusal := NOMINATION.refusal(step, dossier=nomination, actor=request.actor, at=request.now):
        return conflict(request, refusal, back=back)
    if form.is_valid():
        try:
            TAKE[step](request, nomination, form.cleaned_data)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            return _taken(request, nomination, step)
    return dossier_page(request, nomination, forms=_step_forms(request, nomination, form, step), status=400)


def _taken(request: Any, nomination: Nomination, step: str) -> HttpResponse:
    name = nomination.subject.name
    if step == "submit":
        messages.success(request, f"Đã gửi hồ sơ {name}\n{sent_words(nomination)}")
        if warning := on_dossier(request, nomination)["repeat_sentence"]:
            messages.warning(request, f"Nội dung có thể đã được gửi\n{warning}")
    else:
        title, text = DONE[step]
        messages.success(request, f"{title}: {name}\n{text}")
    return redirect("desk:nomination", nomination.pk)


def sent_words(nomination: Nomination) -> str:
    """Into which round it went, and whether that was in time."""
    when = "đúng hạn" if nomination.on_time else "trễ hạn"
    return f"Cơ quan thường trực đã nhận, số hồ sơ {nomination.number}. Tính vào {round_words(nomination.round_code)}, {when}."


def _common(request: Any, nomination: Nomination, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"nomination": nomination, "by": request.actor, "at": request.now, "seen_version": data.get("version")}


def _submit(request: Any, nomination: Nomination, data: Mapping[str, Any]) -> None:
    common = _common(request, nomination, data)
    if _from_paper(request, nomination):
        arrived = datetime.combine(data["received_on"], data["received_at"], OFFICE_ZONE)
        if arrived > request.now:
            raise BadInput("Lúc nhận bản giấy không thể sau bây giờ.", field="received_on")
        common |= {"at": arrived, "recorded_at": request.now}
    send_nomination(**common)


def _plain(operation: Taking) -> Taking:
    def take(request: Any, nomination: Nomination, data: Mapping[str, Any]) -> None:
        operation(note=data["note"], **_common(request, nomination, data))

    return take


def _recognise_unit(request: Any, nomination: Nomination, data: Mapping[str, Any]) -> None:
    recognise_in_unit(
        document_number=data["document_number"], decided_on=data["decided_on"], **_common(request, nomination, data)
    )


def _recognise_council(request: Any, nomination: Nomination, data: Mapping[str, Any]) -> None:
    council = council_of(nomination.plan.unit, on=request.today)
    if council is None:
        raise BadInput(
            "Đơn vị ban hành kế hoạch chưa có Hội đồng trong hệ thống. Nhờ quản trị viên lập Hội đồng trước."
        )
    recognise_by_council(
        council=council,
        meeting_number=data["meeting_number"],
        meeting_on=data["meeting_on"],
        document_number=data["document_number"],
        decided_on=data["decided_on"],
        **_common(request, nomination, data),
    )


TAKE: Mapping[str, Taking] = {
    "submit": _submit,
    "return": _plain(return_nomination),
    "verify": _plain(verify_nomination),
    "decline": _plain(decline_nomination),
    "resume": _plain(resume_nomination),
    "withdraw": _plain(withdraw_nomination),
    "recognise_unit": _recognise_unit,
    "recognise_council": _recognise_council,
}
