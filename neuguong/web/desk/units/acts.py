"""Drawing up an act on units, trying it, recording it, taking it back."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import StateChange
from neuguong.core.queries import history_of
from neuguong.ledger.operations.reorganisation import record_reorganisation, take_back_reorganisation, try_out
from neuguong.ledger.queries.left_open import MODELS
from neuguong.org.enums import LineageKind, ReorganisationState
from neuguong.org.models import Reorganisation
from neuguong.org.operations import reorganisation_draft as drafts
from neuguong.org.operations.units_file import UnitErrors
from neuguong.org.queries import reorganisations as found
from neuguong.org.queries.reorganisations import NewUnit
from neuguong.org.roles import Permission
from neuguong.org.workflows import REORGANISATION
from neuguong.web.desk.units.forms import ActForm, ChangeForm, FileForm, ReasonForm
from neuguong.web.errors import conflict

NOT_YOURS = "Việc sắp xếp đơn vị do cơ quan thường trực ghi. Anh/chị xem các đơn vị ở mục Đơn vị."
KINDS = {
    "merged": "Sáp nhập",
    "split": "Chia tách",
    "renamed": "Đổi tên",
    "abolished": "Giải thể, kết thúc",
    "top": "Lập đơn vị mới",
}


def _recorders_only(request: Any) -> None:
    if not request.office.may(Permission.REORGANISE):
        raise PermissionDenied(NOT_YOURS)


def _act(request: Any, pk: int) -> Reorganisation:
    _recorders_only(request)
    return get_object_or_404(found.reorganisations_visible_to(request.user.pk, request.today), pk=pk)


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Begin an act."""
    _recorders_only(request)
    owners = found.owners_for(request.user.pk, request.today)
    form = ActForm(
        request.POST if request.method == "POST" else None,
        owners=[(unit.pk, unit.name) for unit in owners],
        initial={"form_key": secrets.token_hex(12)},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = drafts.draw_up(
                owner=owners.get(pk=data["owner"]), act=data["act"], effective_on=data["effective_on"],
                by=request.actor, at=request.now, form_key=data["form_key"],
            )  # fmt: skip
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect("desk:reorganisation", row.pk)
    context = {"form": form, "title": "Ghi sắp xếp đơn vị", "submit": "Lập bản nháp", "back": reverse("desk:units")}
    return render(request, "desk/units/form.html", context, status=422 if form.errors else 200)


@require_safe
def show(request: Any, pk: int) -> HttpResponse:
    """What the act says, and what can be done with it."""
    return _page(request, _act(request, pk))


def _page(request: Any, row: Reorganisation, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "row": row,
        "is_draft": row.state == ReorganisationState.DRAFT,
        "is_recorded": row.state == ReorganisationState.RECORDED,
        "lines": found.said_by(row),
        "history": [_told(change) for change in history_of(row._meta.label_lower, row.pk)],
        "kinds": KINDS.items(),
        "file_form": FileForm(),
        "reason_form": ReasonForm(),
    }
    return render(request, "desk/units/act.html", context | more, status=status)


def _told(change: StateChange) -> dict[str, Any]:
    """One step of the act as the page tells it."""
    label = REORGANISATION.steps[change.step].label
    by = change.account.full_name if change.account else change.actor
    return {"title": label, "by": by, "at": change.recorded_at, "note": change.note}


@require_http_methods(["GET", "POST"])
def add(request: Any, pk: int, kind: str) -> HttpResponse:
    """One change on a page of its own: which units, into what."""
    row = _act(request, pk)
    if kind not in KINDS:
        raise Http404
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        change=kind,
        units=found.units_to_change(row),
        parents=found.units_to_receive(row),
    )
    back = reverse("desk:reorganisation", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            drafts.add_change(reorganisation=row, change=_change(kind, form), by=request.actor, at=request.now)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            return redirect(back)
    context = {"form": form, "title": KINDS[kind], "submit": "Thêm vào văn bản", "back": back, "row": row}
    return render(request, "desk/units/form.html", context, status=422 if form.errors else 200)


def _change(kind: str, form: ChangeForm) -> drafts.Change:
    data = form.cleaned_data
    made = None
    if data.get("name", "").strip() or kind in (LineageKind.RENAMED, "top"):
        fields = ("kind", "name", "short_name", "official_code", "parent", "place")
        made = NewUnit("", **{name: data[name] for name in fields})
    if made is not None and data.get("into"):
        raise BadInput("Chọn đơn vị đang có hoặc ghi tên đơn vị mới, không cả hai.", field="into")
    return drafts.Change(
        kind, tuple(data.get("predecessors", ())), data.get("into", ""), made, data.get("is_main", False)
    )


@require_POST
def upload(request: Any, pk: int) -> HttpResponse:
    """Take the changes of the day from a unit file."""
    row = _act(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            text = form.cleaned_data["file"].read(2_000_000).decode("utf-8")
            drafts.read_file(reorganisation=row, text=text, by=request.actor, at=request.now)
        except UnicodeDecodeError:
            form.add_error("file", "Tệp không phải tệp văn bản mã UTF-8. Chọn tệp .toml của danh mục đơn vị.")
        except (BadInput, UnitErrors) as error:
            form.add_error("file", str(error))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:reorganisation", args=[pk]))
        else:
            messages.success(request, "Đã đọc các thay đổi của ngày này từ tệp. Xem lại rồi chạy thử.")
            return redirect("desk:reorganisation", pk)
    return _page(request, row, file_form=form, status=422)


@require_POST
def remove(request: Any, pk: int) -> HttpResponse:
    """Take one unit's changes out again."""
    return _do(request, pk, drafts.remove_change, "Đã bỏ dòng này.", predecessor=request.POST.get("unit", "")[:80])


@require_POST
def put_away(request: Any, pk: int) -> HttpResponse:
    """Drop a draft."""
    return _do(request, pk, drafts.drop, "Đã bỏ bản nháp.")


def _sentence(refusal: BadInput | Refused) -> Refused | str:
    return refusal if isinstance(refusal, Refused) else str(refusal)


def _do(request: Any, pk: int, operation: Any, done: str, **more: Any) -> HttpResponse:
    row = _act(request, pk)
    try:
        operation(reorganisation=row, by=request.actor, at=request.now, **more)
    except (BadInput, Refused) as refusal:
        return conflict(request, _sentence(refusal), back=reverse("desk:reorganisation", args=[pk]))
    messages.success(request, done)
    return redirect("desk:reorganisation", pk)


@require_POST
def trial(request: Any, pk: int) -> HttpResponse:
    """Keep what was chosen for people and dossiers, then show what would happen; nothing happens yet."""
    row = _act(request, pk)
    try:
        return _tried(request, _keep_choices(request, row))
    except BadInput as error:
        return _page(request, row, problem=str(error), status=422)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:reorganisation", args=[pk]))


def _keep_choices(request: Any, row: Reorganisation) -> Reorganisation:
    people, dossiers, things = _chosen(request.POST)
    if not people and not dossiers and not things:
        return row
    return drafts.choose(
        reorganisation=row, people=people, dossiers=dossiers, things=things, by=request.actor, at=request.now
    )


def _tried(request: Any, row: Reorganisation) -> HttpResponse:
    preview = try_out(reorganisation=row, by=request.actor, at=request.now)
    return render(request, "desk/units/trial.html", {"row": row, "found": preview})


def _chosen(data: Any) -> tuple[dict[int, tuple[str, str]], dict[int, str], dict[str, str]]:
    people, dossiers, things = {}, {}, {}
    for key, value in data.items():
        what, _, number = key.partition("-")
        if not (number.isascii() and number.isdecimal() and len(number) < 18):
            continue
        if what == "p":
            role, _, to = value.partition("@")
            people[int(number)] = (to[:80], role)
        elif what == "d":
            dossiers[int(number)] = value[:80]
        elif what in MODELS:
            things[f"{what}-{int(number)}"] = value[:80]
    return people, dossiers, things


@require_POST
def confirm(request: Any, pk: int) -> HttpResponse:
    """Record what was shown; what was chosen or has changed since is shown first."""
    row = _act(request, pk)
    try:
        row = _keep_choices(request, row)
        try:
            record_reorganisation(
                reorganisation=row, shown=request.POST.get("shown", ""), by=request.actor, at=request.now
            )
        except Stale as moved:
            messages.warning(request, str(moved))
            return _tried(request, row)
    except (BadInput, Refused) as refusal:
        return conflict(request, _sentence(refusal), back=reverse("desk:reorganisation", args=[pk]))
    messages.success(
        request,
        "Đã ghi nhận.\nHồ sơ đang mở, việc phải làm và vai trò đã đi theo đơn vị; số liệu các ngày trước không đổi.",
    )
    return redirect("desk:reorganisation", pk)


@require_POST
def take_back(request: Any, pk: int) -> HttpResponse:
    """Undo what was recorded by mistake."""
    row = _act(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, reason_form=form, status=422)
    try:
        take_back_reorganisation(
            reorganisation=row, reason=form.cleaned_data["reason"], by=request.actor, at=request.now
        )
    except (BadInput, Refused) as refusal:
        return conflict(request, _sentence(refusal), back=reverse("desk:reorganisation", args=[pk]))
    messages.success(request, "Đã hủy ghi nhận.\nCác đơn vị, việc phải làm và vai trò trở lại như trước.")
    return redirect("desk:reorganisation", pk)
