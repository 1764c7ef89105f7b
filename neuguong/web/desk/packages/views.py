"""The quarter's package on the screen: rounds, issuing, numbering, correcting, downloads."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from neuguong.core.attachments import accept_upload, open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import StoredFile
from neuguong.ledger.models import Package
from neuguong.ledger.operations.packages import correct_package, enter_reference, issue_package
from neuguong.ledger.papers import Kinds, ListLine, UnitLine
from neuguong.ledger.policy import issues_packages
from neuguong.ledger.queries.apart import SENTENCE
from neuguong.ledger.queries.packages import (
    RoundPreview,
    file_of,
    kinds_of,
    lines_of,
    package_detail,
    packages_visible_to,
    round_preview,
    round_rows,
)
from neuguong.ledger.queries.unit_letter import unit_letter as letter_of_unit
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.web.desk.packages.forms import CorrectionForm, IssueForm, ReferenceForm
from neuguong.web.downloads import kept_file, made_file
from neuguong.web.errors import conflict
from neuguong.web.ui.templatetags.ui import dmy

NOT_YOURS = "Gói quý do cơ quan thường trực lập. Anh/chị xem tình hình của đơn vị ở Bảng theo dõi."


@require_GET
def packages(request: Any) -> HttpResponse:
    """The rounds of the plan, newest first, and what became of each."""
    plan = _plan(request)
    rows = round_rows(plan, rules_of(plan, request.now), at=request.now, reader_id=request.user.pk) if plan else ()
    return render(request, "desk/packages/packages.html", {"plan": plan, "rows": rows})


@require_http_methods(["GET", "POST"])
def package_issue(request: Any, round_code: str) -> HttpResponse:
    """What issuing would freeze, and the button that does it."""
    plan = _plan(request)
    if plan is None:
        raise Http404
    rules = rules_of(plan, request.now)
    preview = round_preview(plan, rules, round_code, at=request.now, reader_id=request.user.pk)
    if preview is None:
        raise Http404
    if preview.row.closed:
        return conflict(request, SENTENCE, back=reverse("desk:packages"))
    if preview.row.package:
        return redirect("desk:package", preview.row.package.pk)
    form = IssueForm(request.POST if request.method == "POST" else None, initial={"signer": rules.package.signer})
    if request.method == "POST" and form.is_valid():
        try:
            package = issue_package(
                plan=plan, round_code=round_code, by=request.actor, at=request.now, signer=form.cleaned_data["signer"]
            )
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:packages"))
        messages.success(
            request,
            f"Đã lập gói {package.running_number}, {package.counts['total']} hồ sơ.\n"
            "Tải công văn và danh sách để trình ký; ký xong thì nhập số, ngày văn bản ở trang này.",
        )
        return redirect("desk:package", package.pk)
    return render(request, "desk/packages/issue.html", _issue_context(preview) | {"form": form, "plan": plan})


def _issue_context(preview: RoundPreview) -> dict[str, Any]:
    row = preview.row
    return {
        "preview": preview,
        "undecided_title": f"Còn {preview.undecided} hồ sơ của đợt này chưa thẩm định xong",
        "not_yet": f"Đợt này còn nhận hồ sơ đến hết ngày {dmy(row.last_day)}. Từ ngày {dmy(row.closes_at)} lập được gói.",
    }


@require_GET
def package(request: Any, pk: int) -> HttpResponse:
    """An issued package: what was frozen, its files, its number."""
    return _package_page(request, _visible(request, pk))


@require_http_methods(["POST"])
def package_reference(request: Any, pk: int) -> HttpResponse:
    """Official number, day and scan, entered after signing."""
    found = _visible(request, pk)
    form = ReferenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _enter(request, found, form)
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:packages"))
        else:
            messages.success(
                request, "Đã ghi số, ngày văn bản.\nNếu ghi nhầm, ghi lại lần nữa; dòng mới nhất được dùng."
            )
            return redirect("desk:package", pk)
    return _package_page(request, found, reference_form=form)


def _enter(request: Any, package: Package, form: ReferenceForm) -> None:
    upload = form.cleaned_data["scan"]
    try:
        scan = _scan(request, package, upload) if upload else None
    except BadInput as error:
        raise BadInput(str(error), field="scan") from error
    enter_reference(
        package=package,
        document_number=form.cleaned_data["document_number"],
        issued_on=form.cleaned_data["issued_on"],
        scan=scan,
        by=request.actor,
        at=request.now,
    )


def _scan(request: Any, package: Package, upload: Any) -> StoredFile:
    link = f"ledger.package:{package.pk}"
    return accept_upload(name=upload.name, content=upload, by=request.actor, at=request.now, link=link)


@require_http_methods(["POST"])
def package_correct(request: Any, pk: int) -> HttpResponse:
    """A numbered correction that replaces this package."""
    found = _visible(request, pk)
    form = CorrectionForm(request.POST, lines=_choices(lines_of(found)))
    if not form.is_valid():
        return _package_page(request, found, correction_form=form)
    try:
        written = correct_package(
            package=found,
            reason=form.cleaned_data["reason"],
            leave_out=form.cleaned_data.get("leave_out", ()),
            signer=form.cleaned_data["signer"],
            by=request.actor,
            at=request.now,
        )
    except BadInput as error:
        form.add_error(error.field or None, str(error))
        return _package_page(request, found, correction_form=form)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:package", args=[pk]))
    messages.success(
        request,
        f"Đã lập bản đính chính lần {written.correction}, số {written.running_number}.\n"
        f"Gói {found.running_number} giữ nguyên như đã gửi.",
    )
    return redirect("desk:package", written.pk)


@require_GET
def package_file(request: Any, pk: int, kind: str) -> HttpResponseBase:
    """The very bytes that were issued."""
    found = file_of(_visible(request, pk), kind)
    if found is None:
        raise Http404
    return made_file(bytes(found.content), found.name)


@require_GET
def package_scan(request: Any, pk: int, reference: int) -> HttpResponseBase:
    """The signed scan of a package."""
    row = get_object_or_404(_visible(request, pk).references.select_related("scan"), pk=reference, scan__isnull=False)
    try:
        path = open_file(row.scan)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:package", args=[pk]))
    return kept_file(path, row.scan.name)


@require_GET
def unit_letter(request: Any, period: str) -> HttpResponseBase:
    """The own unit's letter with its list, to print and sign."""
    unit, plan = request.office.unit, request.office.plan
    if unit is None or plan is None:
        raise Http404
    if not request.office.may(Permission.PREPARE_NOMINATION):
        raise PermissionDenied("Công văn này do đơn vị giới thiệu in và ký.")
    try:
        content = letter_of_unit(unit=unit, plan=plan, period=period, at=request.now)
    except BadInput as error:
        raise Http404 from error
    return made_file(content, f"cong-van-{period}.docx")


def _plan(request: Any) -> Plan | None:
    """The plan whose packages this person issues: the office of a unit below does not read what the others send."""
    plan = request.office.plan
    if not request.office.may(Permission.ISSUE_PACKAGE) or (plan and issues_packages(request.actor, plan, request.now)):
        raise PermissionDenied(NOT_YOURS)
    return plan


def _visible(request: Any, pk: int) -> Package:
    rows = packages_visible_to(request.user.pk, on=request.today).select_related("plan__unit", "issued_by", "corrects")
    return get_object_or_404(rows, pk=pk)


def _choices(lines: tuple[ListLine, ...]) -> list[tuple[int, str]]:
    return [(line.nomination_id, f"{line.name} ({line.unit}, {line.number})") for line in lines]


def _package_page(
    request: Any,
    package: Package,
    *,
    reference_form: ReferenceForm | None = None,
    correction_form: CorrectionForm | None = None,
) -> HttpResponse:
    rules = rules_of(package.plan, request.now)
    kinds = kinds_of(rules)
    detail = package_detail(package, kinds)
    signer = {"signer": rules.package.signer}
    context = {
        "package": package,
        "detail": detail,
        "newest": detail.versions[-1],
        "kinds": kinds,
        "width": len(kinds) + 3,
        "groups": _groups(detail.lines, kinds),
        "units": _unit_groups(detail.units, kinds),
        "reference_form": reference_form or ReferenceForm(),
        "correction_form": correction_form or CorrectionForm(lines=_choices(detail.lines), initial=signer),
    }
    refused = reference_form is not None or correction_form is not None
    return render(request, "desk/packages/package.html", context, status=422 if refused else 200)


def _groups(lines: tuple[ListLine, ...], kinds: Kinds) -> list[tuple[str, list[ListLine]]]:
    return [
        (f"{letter}. {name[:1].upper()}{name[1:]}", [line for line in lines if line.kind == code])
        for letter, (code, name) in zip("ABCDEFGH", kinds, strict=False)
    ]


def _unit_groups(units: tuple[UnitLine, ...], kinds: Kinds) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for unit in units:
        counts = [unit.counts.get(code, 0) for code, _ in kinds]
        groups.setdefault(unit.group, []).append((unit.unit, counts, unit))
    return list(groups.items())
