"""The office's report over all units: its texts beside what the units wrote, issuing, correcting, the sheets."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.papers import build_letter
from neuguong.core.periods import local_hour
from neuguong.core.text import slug
from neuguong.ledger.models import IssuedReport, OverallReport
from neuguong.ledger.operations.overall_reports import (
    issue_overall_report,
    start_overall_report,
    write_overall_report,
)
from neuguong.ledger.policy import apart_from_report
from neuguong.ledger.queries.figures import plan_figures
from neuguong.ledger.queries.report_facts import as_kept, differing
from neuguong.ledger.queries.report_paper import overall_letter, since_when
from neuguong.ledger.queries.report_sheets import report_workbook
from neuguong.ledger.queries.reports import issued_visible_to, reported, written_by_units
from neuguong.programme.models import Duty
from neuguong.web.desk.reports.forms import IssueForm, ReferenceForm, ReportForm, drawn
from neuguong.web.desk.reports.scope import duty_or_404, outline_or_404, overall_of, parts_of
from neuguong.web.desk.reports.writing import enter
from neuguong.web.downloads import kept_file, made_file
from neuguong.web.errors import conflict


@require_http_methods(["GET", "POST"])
def overall(request: Any, code: str) -> HttpResponse:
    """One page: what the units wrote under each section, the office's own text, the figures over all units."""
    duty = duty_or_404(request, code)
    if request.method == "GET":
        return _page(request, duty)
    form = ReportForm(request.POST, outline=outline_or_404(duty, request.now))
    if not form.is_valid():
        return _page(request, duty, form=form, status=422)
    try:
        begun = start_overall_report(duty=duty, by=request.actor, at=request.now)
        write_overall_report(
            overall=begun,
            since=form.cleaned_data["since"],
            until=form.cleaned_data["until"],
            texts=form.texts,
            by=request.actor,
            at=request.now,
            seen_version=form.cleaned_data["version"] or 1,
        )
    except Stale:
        return _page(request, duty_or_404(request, code), form=form, overtaken=True, status=409)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:reports"))
    except BadInput as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return _page(request, duty, form=form, status=422)
    messages.success(request, f"Đã lưu báo cáo tổng hợp lúc {local_hour(request.now)}")
    return redirect("desk:report_overall", code)


def _page(
    request: Any,
    duty: Duty,
    *,
    form: ReportForm | None = None,
    issue_form: IssueForm | None = None,
    reference_form: ReferenceForm | None = None,
    overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    plan, outline, begun = duty.plan, outline_or_404(duty, request.now), overall_of(duty)
    kept = begun or OverallReport(
        plan=plan, duty=duty, since=min(plan.valid_from, request.today), until=min(request.today, plan.valid_until)
    )
    issued = (
        list(begun.issued.defer("content").select_related("issued_by").prefetch_related("references__scan"))
        if begun
        else []
    )
    figures = plan_figures(plan=plan, since=kept.since, until=kept.until)
    quoted = written_by_units(duty, outline, on=request.today)
    done, owing = reported(duty, on=request.today)
    context = {
        "duty": duty,
        "plan": plan,
        "kind": outline.kind(duty.code),
        "outline": outline,
        "begun": begun,
        "form": form
        or drawn(outline, since=kept.since, until=kept.until, version=kept.version, texts=kept.texts),
        "figures": figures,
        "since_when": since_when(figures.total.since, figures.data_since),
        "done": done,
        "owing": owing,
        "issued": issued,
        "newest": issued[-1] if issued else None,
        "changed": differing(as_kept(issued[-1].figures).total, figures.total) if issued else (),
        "issue_form": issue_form
        or IssueForm(correcting=bool(issued), initial={"version": kept.version}),
        "reference_form": reference_form or ReferenceForm(),
        "apart": apart_from_report(request.user.pk, plan, request.now),
        "overtaken": overtaken,
    }  # fmt: skip
    context["parts"] = parts_of(
        outline, figures.total, texts=kept.texts, form=context["form"], quoted=quoted, overall=True
    )
    return render(request, "desk/reports/overall.html", context, status=status)


@require_POST
def issue(request: Any, code: str) -> HttpResponse:
    """Issue it, or a numbered correction."""
    duty = duty_or_404(request, code)
    begun = overall_of(duty)
    if begun is None:
        return conflict(
            request, "Lưu báo cáo tổng hợp trước, rồi lập.", back=reverse("desk:report_overall", args=[code])
        )
    newest = begun.issued.last()
    form = IssueForm(request.POST, correcting=newest is not None)
    if not form.is_valid():
        return _page(request, duty, issue_form=form, status=422)
    try:
        made = issue_overall_report(
            overall=begun,
            signer=form.cleaned_data["signer"],
            reason=form.cleaned_data.get("reason", ""),
            by=request.actor,
            at=request.now,
            seen_version=form.cleaned_data["version"] or 0,
        )
    except (Refused, BadInput) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, duty_or_404(request, code), issue_form=form, status=409)
    which = f"bản đính chính lần {made.correction}" if made.correction else "báo cáo tổng hợp"
    messages.success(request, f"Đã lập {which}.\nTải văn bản để trình ký; ký xong thì ghi số, ngày ở trang này.")
    return redirect("desk:report_overall", code)


@require_POST
def reference(request: Any, code: str) -> HttpResponse:
    """Number, day and scan of the newest issue."""
    duty = duty_or_404(request, code)
    begun = overall_of(duty)
    newest = begun.issued.defer("content").last() if begun else None
    if newest is None:
        raise Http404
    form = ReferenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            enter(request, newest, form)
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:report_overall", args=[code]))
        else:
            messages.success(request, "Đã ghi số, ngày văn bản.\nGhi nhầm thì ghi lại; dòng mới nhất được dùng.")
            return redirect("desk:report_overall", code)
    return _page(request, duty, reference_form=form, status=422)


@require_safe
def paper(request: Any, code: str) -> HttpResponseBase:
    """What issuing now would print."""
    duty = duty_or_404(request, code)
    begun = overall_of(duty)
    if begun is None:
        raise Http404
    if refusal := apart_from_report(request.user.pk, duty.plan, request.now):
        return conflict(request, refusal, back=reverse("desk:report_overall", args=[code]))
    letter = overall_letter(
        begun,
        figures=plan_figures(plan=duty.plan, since=begun.since, until=begun.until),
        at=request.now,
        reported=reported(duty, on=request.today),
    )
    return made_file(build_letter(letter, made_at=request.now), f"tong-hop-{slug(duty.title)}-ban-nhap.docx")


@require_safe
def sheets(request: Any, code: str) -> HttpResponseBase:
    """The figures over all units as a workbook, under the same codes."""
    duty = duty_or_404(request, code)
    kept = overall_of(duty)
    since = kept.since if kept else min(duty.plan.valid_from, request.today)
    until = kept.until if kept else min(request.today, duty.plan.valid_until)
    content = report_workbook(duty.plan, since=since, until=until, at=request.now)
    return made_file(content, f"so-lieu-{slug(duty.title)}-{until:%Y-%m-%d}.xlsx")


@require_safe
def issued_paper(request: Any, pk: int) -> HttpResponseBase:
    """The very bytes that were issued."""
    made = _issued_or_404(request, pk)
    if refusal := apart_from_report(request.user.pk, made.overall.plan, request.now):
        return conflict(request, refusal, back=reverse("desk:reports"))
    return made_file(bytes(made.content), made.name)


@require_safe
def issued_scan(request: Any, pk: int, reference: int) -> HttpResponseBase:
    """The signed scan of an issued report."""
    made = _issued_or_404(request, pk)
    row = get_object_or_404(made.references.select_related("scan"), pk=reference, scan__isnull=False)
    if refusal := apart_from_report(request.user.pk, made.overall.plan, request.now):
        return conflict(request, refusal, back=reverse("desk:reports"))
    try:
        path = open_file(row.scan)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:reports"))
    return kept_file(path, row.scan.name)


def _issued_or_404(request: Any, pk: int) -> IssuedReport:
    rows = issued_visible_to(request.user.pk, request.today).select_related("overall__plan")
    return get_object_or_404(rows, pk=pk)
