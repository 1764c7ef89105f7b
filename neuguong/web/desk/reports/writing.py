"""Writing a report: begin, save the whole page at once, submit, number it. Works without a script."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from neuguong.core.attachments import accept_upload
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import StoredFile
from neuguong.core.periods import local_hour
from neuguong.ledger.models import IssuedReport, Report
from neuguong.ledger.operations.reports import enter_report_reference, start_report, submit_report, write_report
from neuguong.ledger.policy import report_edit_refusal
from neuguong.ledger.queries.report_facts import report_figures
from neuguong.ledger.queries.report_paper import since_when
from neuguong.ledger.queries.visibility import obligations_visible_to
from neuguong.web.desk.reports.forms import ReferenceForm, ReportForm, drawn
from neuguong.web.desk.reports.scope import is_own, outline_or_404, parts_of, report_or_404
from neuguong.web.desk.reports.views import report_page
from neuguong.web.errors import conflict


@require_POST
def begin(request: Any, pk: int) -> HttpResponse:
    """Open the form of a duty; begun already, its page."""
    row = get_object_or_404(obligations_visible_to(request.user.pk, request.today), pk=pk)
    try:
        report = start_report(obligation=row, by=request.actor, at=request.now)
    except (Refused, BadInput) as refusal:
        return conflict(request, str(refusal), back=reverse("desk:reports"))
    if not is_own(request, report):
        return conflict(request, "Báo cáo này do đơn vị soạn.", back=reverse("desk:reports"))
    return redirect("desk:report_edit", report.pk)


@require_http_methods(["GET", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """The report as one page. A page somebody overtook keeps what was typed and says so."""
    found = report_or_404(request, pk)
    back = reverse("desk:report", args=[pk])
    if refusal := report_edit_refusal(request.actor, found, request.now):
        return redirect(back) if request.method == "GET" else conflict(request, refusal, back=back)
    outline = outline_or_404(found, request.now)
    if request.method == "GET":
        days = {"since": found.since, "until": found.until, "version": found.version}
        return _edit_page(request, found, drawn(outline, texts=found.texts, **days))
    form = ReportForm(request.POST, outline=outline)
    if not form.is_valid():
        return _edit_page(request, found, form, status=422)
    try:
        write_report(
            report=found,
            since=form.cleaned_data["since"],
            until=form.cleaned_data["until"],
            texts=form.texts,
            by=request.actor,
            at=request.now,
            seen_version=form.cleaned_data["version"] or 0,
        )
    except Stale:
        return _edit_page(request, report_or_404(request, pk), form, overtaken=True, status=409)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    except BadInput as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return _edit_page(request, found, form, status=422)
    if request.POST.get("then") == "review":
        return redirect(back)
    messages.success(request, f"Đã lưu báo cáo lúc {local_hour(request.now)}")
    return redirect("desk:report_edit", pk)


def _edit_page(
    request: Any, found: Report, form: ReportForm, *, overtaken: bool = False, status: int = 200
) -> HttpResponse:
    outline = outline_or_404(found, request.now)
    figures = report_figures(found)
    context = {
        "report": found,
        "form": form,
        "outline": outline,
        "kind": outline.kind(found.obligation.duty.code),
        "parts": parts_of(outline, figures.total, form=form),
        "since_when": since_when(figures.total.since, figures.data_since),
        "figures": figures,
        "kept": parts_of(outline, figures.total, texts=found.texts) if overtaken else (),
        "overtaken": overtaken,
        "sent": found.submissions.defer("content").last(),
    }
    return render(request, "desk/reports/edit.html", context, status=status)


@require_POST
def submit(request: Any, pk: int) -> HttpResponse:
    """The head sends it."""
    found = report_or_404(request, pk)
    back = reverse("desk:report", args=[pk])
    said = request.POST.get("version", "")
    seen = int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else 0
    try:
        sent = submit_report(report=found, by=request.actor, at=request.now, seen_version=seen)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    messages.success(
        request,
        f"Đã gửi báo cáo, lần {sent.turn}\nSố liệu và lời văn được giữ nguyên như lúc gửi. In, ký rồi ghi số văn bản ở trang này.",
    )
    return redirect(back)


@require_POST
def reference(request: Any, pk: int) -> HttpResponse:
    """Number, day and scan of the signed paper."""
    found = report_or_404(request, pk)
    form = ReferenceForm(request.POST, request.FILES)
    if not is_own(request, found):
        return conflict(request, "Số văn bản do đơn vị ghi.", back=reverse("desk:report", args=[pk]))
    if form.is_valid():
        try:
            enter(request, found, form)
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:report", args=[pk]))
        else:
            messages.success(request, "Đã ghi số, ngày văn bản.\nGhi nhầm thì ghi lại; dòng mới nhất được dùng.")
            return redirect("desk:report", pk)
    return report_page(request, found, reference_form=form, status=422)


def enter(request: Any, paper: Report | IssuedReport, form: ReferenceForm) -> None:
    """Keep the scan, if there is one, and the number. Raises BadInput, Refused."""
    upload = form.cleaned_data["scan"]
    scan: StoredFile | None = None
    if upload:
        link = f"{paper._meta.label_lower}:{paper.pk}"
        try:
            scan = accept_upload(name=upload.name, content=upload, by=request.actor, at=request.now, link=link)
        except BadInput as error:
            raise BadInput(str(error), field="scan") from error
    enter_report_reference(
        paper=paper,
        document_number=form.cleaned_data["document_number"],
        dated_on=form.cleaned_data["dated_on"],
        scan=scan,
        by=request.actor,
        at=request.now,
    )
