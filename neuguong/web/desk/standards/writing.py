"""Writing a standard: begin, save the whole draft at once, issue it, put it aside. Works without a script."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_hour
from neuguong.exemplars.enums import SubjectKind
from neuguong.exemplars.models import Standard
from neuguong.exemplars.operations.standards import drop_standard, issue_standard, start_standard, write_standard
from neuguong.exemplars.policy import standard_edit_refusal
from neuguong.exemplars.queries.standard_differences import Difference, difference
from neuguong.exemplars.queries.standards import EVERY_KIND, EVERY_SECTOR, CriterionRow, StandardView, standard_view
from neuguong.exemplars.workflows import STANDARD
from neuguong.web.desk.standards.forms import (
    AppliesToForm,
    IssueForm,
    RowForm,
    drawn_rows,
    kept_in_order,
    typed_rows,
)
from neuguong.web.desk.standards.scope import own_of, standard_or_404
from neuguong.web.desk.standards.views import standard_page
from neuguong.web.errors import conflict

NOT_A_WRITER = "Tiêu chuẩn do cán bộ đầu mối hoặc người đứng đầu của từng đơn vị lập."


@require_POST
def begin(request: Any) -> HttpResponse:
    """Open a draft: from the version in force, from another unit's, or empty."""
    own = own_of(request)
    if own is None:
        raise PermissionDenied(NOT_A_WRITER)
    said = request.POST.get("source", "")
    source = standard_or_404(request, int(said)) if said.isascii() and said.isdecimal() and len(said) < 18 else None
    try:
        draft = start_standard(unit=own.unit, plan=own.plan, source=source, by=request.actor, at=request.now)
    except (Refused, BadInput) as refusal:
        back = reverse("desk:standard_edit", args=[own.draft.pk]) if own.draft else reverse("desk:standards")
        return conflict(request, str(refusal), back=back)
    words = f"Đã chép tiêu chuẩn của {source.unit.name} vào bản nháp" if source else "Đã lập bản nháp"
    messages.success(request, f"{words}\nSửa cho sát với đơn vị, lưu lại, rồi người đứng đầu ban hành.")
    return redirect("desk:standard_edit", draft.pk)


@require_http_methods(["GET", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """The draft as one page of rows. A page somebody overtook keeps what was typed and shows what differs."""
    found = standard_or_404(request, pk)
    back = reverse("desk:standard", args=[pk])
    if refusal := standard_edit_refusal(request.actor, found, request.now):
        return redirect(back) if request.method == "GET" else conflict(request, refusal, back=back)
    view, sectors = standard_view(found, on=request.today), _sectors(found)
    if request.method == "GET":
        return _edit_page(request, found, view, drawn_rows(view.criteria, sectors))
    rows = typed_rows(request.POST, sectors)
    kept = kept_in_order(rows)
    try:
        write_standard(
            standard=found,
            applies_to=request.POST.get("applies_to", ""),
            criteria=[row.as_typed for row in kept],
            by=request.actor,
            at=request.now,
            seen_version=_number(request.POST.get("version")),
        )
    except Stale:
        return _overtaken(request, found, rows, kept)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    except BadInput as wrong:
        form = _told(request, wrong, kept)
        return _edit_page(request, found, view, rows, applies_to=form, status=400)
    if request.POST.get("then") == "review":
        return redirect(back)
    messages.success(request, f"Đã lưu bản nháp lúc {local_hour(request.now)}")
    return redirect(f"{reverse('desk:standard_edit', args=[pk])}#tieu-chuan")


def _told(request: Any, wrong: BadInput, kept: list[RowForm]) -> AppliesToForm:
    """Put the sentence at the place that cannot stand."""
    form = AppliesToForm(request.POST)
    form.is_valid()
    name, _, place = wrong.field.rpartition("-")
    if name:
        kept[int(place)].full_clean()
        kept[int(place)].add_error(name, str(wrong))
    else:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
    return form


def _overtaken(request: Any, found: Standard, rows: list[RowForm], kept: list[RowForm]) -> HttpResponse:
    """Somebody saved in between: what was typed stays on the page, beside what the server has now."""
    server = standard_view(standard_or_404(request, found.pk), on=request.today)
    names = dict(_sectors(found))
    typed = replace(
        server,
        applies_to=request.POST.get("applies_to", "").strip(),
        criteria=tuple(_as_row(number, row, names) for number, row in enumerate(kept)),
    )
    return _edit_page(request, found, server, rows, beside=difference(server, typed), status=409)


def _as_row(number: int, row: RowForm, sectors: dict[str, str]) -> CriterionRow:
    told = row.as_typed
    kind = dict(SubjectKind.choices).get(told.kind, EVERY_KIND)
    sector = sectors.get(told.sector, EVERY_SECTOR)
    code = told.code or f"new-{number}"
    return CriterionRow(code, told.title.strip(), told.text.strip(), told.sector, sector, told.kind, str(kind))


def _edit_page(
    request: Any,
    found: Standard,
    view: StandardView,
    rows: list[RowForm],
    *,
    applies_to: AppliesToForm | None = None,
    beside: Difference | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    context = {
        "standard": view,
        "rows": rows,
        "applies_to": applies_to or AppliesToForm(typed, initial={"applies_to": view.applies_to}),
        "wrong": any(row.errors for row in rows if row.is_bound) or bool(applies_to and applies_to.errors),
        "beside": beside,
        "plan": found.plan,
        "general": found.plan.criteria.all(),
        "sectors": found.plan.sectors.all(),
    }
    return render(request, "desk/standards/edit.html", context, status=status)


def _sectors(found: Standard) -> list[tuple[str, str]]:
    return [(sector.code, sector.name) for sector in found.plan.sectors.all()]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else 0


@require_POST
def issue(request: Any, pk: int) -> HttpResponse:
    """The head writes down number and day of the signed paper; from then on the version stands."""
    found = standard_or_404(request, pk)
    back = reverse("desk:standard", args=[pk])
    if refusal := STANDARD.refusal("issue", dossier=found, actor=request.actor, at=request.now):
        return conflict(request, refusal, back=back)
    form = IssueForm(request.POST)
    if form.is_valid():
        try:
            issue_standard(
                standard=found,
                document_number=form.cleaned_data["document_number"],
                issued_on=form.cleaned_data["issued_on"],
                seen_version=form.cleaned_data["version"] or 0,
                by=request.actor,
                at=request.now,
            )
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            messages.success(
                request,
                f"Đã ban hành tiêu chuẩn, bản {found.number}\n"
                "Hồ sơ gửi từ ngày ban hành xét theo bản này. Cần đổi thì lập bản mới.",
            )
            return redirect(back)
    return standard_page(request, found, issue_form=form, status=400)


@require_POST
def drop(request: Any, pk: int) -> HttpResponse:
    """Put the draft aside."""
    found = standard_or_404(request, pk)
    try:
        drop_standard(
            standard=found, seen_version=_number(request.POST.get("version")), by=request.actor, at=request.now
        )
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:standard", args=[pk]))
    messages.success(request, "Đã bỏ bản nháp\nChữ của bản ấy vẫn đọc lại được; lập bản khác lúc nào cũng được.")
    return redirect("desk:standards")
