"""The public tells: suggestions, good deeds, and what became of them. Without a script, without a cookie."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.errors import BadInput
from neuguong.exemplars.enums import SuggestionKind
from neuguong.exemplars.models import Replication, Suggestion
from neuguong.exemplars.operations.messages import withdraw_message
from neuguong.exemplars.operations.replications import withdraw_replication
from neuguong.exemplars.operations.suggestions import Told, suggest, told_before
from neuguong.exemplars.queries.receipts import Receipt, behind_code, receipt
from neuguong.exemplars.queries.voices import digest_of_code
from neuguong.org.models import Unit
from neuguong.org.queries.places import units_within
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import plan_for, plans_in_force
from neuguong.web.portal.answers import show
from neuguong.web.portal.site import Site
from neuguong.web.portal.voices import gate
from neuguong.web.portal.voices.forms import PHOTO_MB, CodeForm, GoodDeedForm, SuggestionForm
from neuguong.web.portal.voices.gate import Pass, voice_page
from neuguong.web.security import origin_of

FORMS: dict[str, type[SuggestionForm]] = {
    SuggestionKind.SUGGESTION: SuggestionForm,
    SuggestionKind.GOOD_DEED: GoodDeedForm,
}
TEMPLATES = {
    SuggestionKind.SUGGESTION: "portal/voices/suggest.html",
    SuggestionKind.GOOD_DEED: "portal/voices/good_deed.html",
}
NEXT = "Cơ quan thường trực chuyển lời của bạn tới đơn vị nơi có việc."
PICK_AGAIN = "Trình duyệt không giữ ảnh đã chọn. Chọn lại ảnh trước khi gửi."


@dataclass(frozen=True, slots=True)
class Desk:
    """Who could take it in today."""

    plans: list[Plan]
    units: list[Unit]

    @classmethod
    def open_on(cls, request: Any) -> "Desk":
        plans = plans_in_force(on=request.today)
        return cls(plans, list(units_within([plan.unit_id for plan in plans], on=request.today)))

    def plan_of(self, place: Unit | None, request: Any) -> Plan | None:
        """The plan of the place; without a place the only one there is."""
        return plan_for(place, on=request.today) if place else self.plans[0]

    def place_of(self, number: str) -> Unit | None:
        return next((unit for unit in self.units if str(unit.pk) == number), None)


@voice_page
def suggest_page(request: Any) -> HttpResponse:
    """Somebody who could be an example (giới thiệu gương)."""
    return _told(request, SuggestionKind.SUGGESTION)


@voice_page
def good_deed(request: Any) -> HttpResponse:
    """One good deed (người tốt, việc tốt)."""
    return _told(request, SuggestionKind.GOOD_DEED)


def _told(request: Any, kind: SuggestionKind) -> HttpResponse:
    desk = Desk.open_on(request)
    more = {"units": desk.units, "must_choose": len(desk.plans) > 1}
    if request.method != "POST" or not desk.plans:
        return _form_page(request, kind, FORMS[kind](**more), gate.new_pass(), taking=bool(desk.plans))
    entry = gate.read_pass(request.POST.get("token", ""))
    if twin := told_before(entry.serial):
        return _receipt_page(request, twin, entry)
    form = FORMS[kind](request.POST, request.FILES, **more)
    if form.is_valid() and not entry.wrong and not form.cleaned_data["website"]:
        if gate.too_often(request, "voice_told"):
            form.add_error(None, gate.TOO_OFTEN)
            return _form_page(request, kind, form, entry, status=429)
        if made := _take_in(request, kind, form, desk, entry):
            return _receipt_page(request, made, entry)
    if form.is_bound and form.cleaned_data.get("website"):
        form.add_error("website", gate.FILLED_TRAP)
    if entry.wrong:
        form.add_error(None, entry.wrong)
    return _form_page(request, kind, form, entry, status=400)


def _take_in(request: Any, kind: str, form: SuggestionForm, desk: Desk, entry: Pass) -> Suggestion | None:
    data, place = form.cleaned_data, desk.place_of(form.cleaned_data["place"])
    by = Actor.public(f"form:{entry.serial[:8]}", origin=origin_of(request))
    plan = desk.plan_of(place, request)
    try:
        with transaction.atomic():
            photo = None
            if upload := data["photo"]:
                size = PHOTO_MB * 1024 * 1024
                photo = accept_upload(name=upload.name, content=upload, by=by, at=request.now, max_size=size)
            told = Told(data["about"], data["deed"], data["contact"], photo)
            return suggest(
                told=told, kind=kind, plan=plan, place=place, code=gate.code_of(entry.serial), form_key=entry.serial,
                by=by, at=request.now, sender=sender_of(request),
            )  # fmt: skip
    except BadInput as wrong:
        field = "photo" if wrong.field == "file" else wrong.field
        form.add_error(field if field in form.fields else None, str(wrong))
        return None


def sender_of(request: Any) -> Any:
    """Somebody who works here and is signed in in this browser; a page of another site cannot lend their name."""
    own_page = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return request.user if own_page and request.user.is_authenticated else None


def _form_page(
    request: Any, kind: SuggestionKind, form: SuggestionForm, entry: Pass, *, taking: bool = True, status: int = 200
) -> HttpResponse:
    if form.is_bound and request.FILES.get("photo") and not form.errors.get("photo"):
        form.add_error("photo", PICK_AGAIN)
    context = {"form": form, "token": entry.token, "taking": taking}
    return voice_answer(request, TEMPLATES[kind], context, status)


def _receipt_page(request: Any, told: Suggestion, entry: Pass) -> HttpResponse:
    code = gate.code_of(entry.serial)
    context = {
        "code": gate.spoken(code),
        "kind": told.get_kind_display(),
        "received_at": told.received_at,
        "next": NEXT,
    }
    return voice_answer(request, "portal/voices/receipt.html", context)


def voice_answer(request: Any, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page where the public speaks, in the frame of the site."""
    answer = show(request, template, Site(request).frame() | context)
    answer.status_code = status
    return answer


def _take_back(request: Any, code: str) -> Receipt | None:
    """What somebody told of a place, or wrote, is taken back by whoever has its code."""
    by = Actor.public(f"code:{digest_of_code(code)[:8]}", origin=origin_of(request))
    told = behind_code(code)
    if isinstance(told, Replication):
        withdraw_replication(replication=told, note="", by=by, at=request.now)
    elif told is not None:
        withdraw_message(message=told, by=by, at=request.now)
    return receipt(code)


@voice_page
def follow(request: Any) -> HttpResponse:
    """What became of what somebody told, by its code; its sender may take it back. A code that nobody got is answered like a mistyped one."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if form.is_bound and form.is_valid():
        if gate.too_often(request, "voice_follow"):
            form.add_error(None, "Từ mạng này vừa hỏi nhiều lần. Chờ mười lăm phút rồi hỏi lại.")
            status = 429
        elif found := receipt(form.cleaned_data["code"]):
            if request.POST.get("act") == "withdraw" and found.may_withdraw:
                found = _take_back(request, form.cleaned_data["code"])
            context |= {"found": found, "code": form.cleaned_data["code"]}
        else:
            form.add_error("code", "Không có phiếu nào mang mã này. Xem lại mã rồi gõ lại.")
    if form.errors and status == 200:
        status = 400
    answer = voice_answer(request, "portal/voices/follow.html", context, status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
