"""Reading reports: who has submitted, one report, its papers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import Refused
from neuguong.core.text import slug
from neuguong.ledger.models import Report, ReportSubmission
from neuguong.ledger.policy import apart_from_report, makes_overall_report, report_edit_refusal
from neuguong.ledger.queries.report_facts import as_kept, differing, report_figures
from neuguong.ledger.queries.report_paper import since_when, unit_report_paper
from neuguong.ledger.queries.reports import ReportFilters, reports_list
from neuguong.ledger.queries.visibility import units_on_board_of
from neuguong.ledger.workflows import REPORT
from neuguong.programme.models import Duty
from neuguong.programme.queries.reports import ReportRules, report_rules
from neuguong.web.desk.reports.forms import AnswerForm, ReferenceForm, WantedForm
from neuguong.web.desk.reports.scope import is_own, outline_or_404, own_rows, parts_of, plan_of, report_or_404
from neuguong.web.downloads import kept_file, made_file
from neuguong.web.errors import conflict


@require_safe
def reports(request: Any) -> HttpResponse:
    """The own unit's reports, and over the board's units who has submitted one, who not."""
    plan = plan_of(request)
    outline = report_rules(plan, request.now) if plan else None
    context: dict[str, Any] = {"plan": plan, "outline": outline}
    if plan and outline:
        form = WantedForm(request.GET)
        form.is_valid()
        wanted = {name: form.cleaned_data.get(name) or "" for name in form.fields}
        duties = list(plan.duties.filter(code__in=[kind.duty for kind in outline.kinds]).select_related("plan__unit"))
        context |= {"own": own_rows(request, plan, outline), "duties": duties, "wanted": wanted}
        context |= {"narrowed": any(wanted.values()), "states": WantedForm.base_fields["state"].choices}
        if duty := _chosen(request, duties, outline):
            context |= _listed(request, duty, wanted)
    return render(request, "desk/reports/list.html", context)


def _chosen(request: Any, duties: list[Duty], outline: ReportRules) -> Duty | None:
    """The asked one, else the last that is due by today's year, else the first."""
    asked = next((duty for duty in duties if duty.code == request.GET.get("bc")), None)
    begun = [duty for duty in duties if duty.obligations.filter(year__lte=request.today.year).exists()]
    return asked or (begun or duties or [None])[-1]


def _listed(request: Any, duty: Duty, wanted: dict[str, str]) -> dict[str, Any]:
    units = list(units_on_board_of(request.user.pk, request.today).values_list("pk", flat=True))
    return {
        "duty": duty,
        "found": reports_list(duty, ReportFilters(**wanted), on=request.today, unit_ids=units),
        "consolidates": makes_overall_report(request.actor, duty.plan, request.now) is None,
    }


@require_safe
def report(request: Any, pk: int) -> HttpResponse:
    """One report: the unit's people see what it says now, others what was submitted."""
    return report_page(request, report_or_404(request, pk))


def report_page(
    request: Any,
    found: Report,
    *,
    answer_form: AnswerForm | None = None,
    reference_form: ReferenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a report with what may be done now and why the rest may not."""
    outline, own = outline_or_404(found, request.now), is_own(request, found)
    sent = list(found.submissions.defer("content").select_related("submitted_by", "answered_by").order_by("turn"))
    shown = sent[-1] if sent and not (own and found.state == "returned") else None
    now = report_figures(found)
    figures = as_kept(shown.figures) if shown else now
    steps = {one.step.name: one for one in REPORT.steps_from(found, actor=request.actor, at=request.now)}
    context = {
        "report": found,
        "own": own,
        "outline": outline,
        "kind": outline.kind(found.obligation.duty.code),
        "shown": shown,
        "sent": sent,
        "parts": parts_of(outline, figures.total, texts=shown.texts if shown else found.texts),
        "figures": figures,
        "since_when": since_when(figures.total.since, figures.data_since),
        "changed": differing(figures.total, now.total) if shown else (),
        "editable": own and report_edit_refusal(request.actor, found, request.now) is None,
        "submit": steps.get("submit") if own else None,
        "accept": steps.get("accept"),
        "answer_form": answer_form or AnswerForm(initial={"version": found.version}),
        "reference_form": reference_form or ReferenceForm(),
        "references": found.references.select_related("scan", "entered_by"),
        "apart": _apart(request, found),
    }
    return render(request, "desk/reports/report.html", context, status=status)


def _apart(request: Any, found: Report) -> str | None:
    """Why this person does not open the papers of a report, draft and scan included; None when they may."""
    row = found.obligation
    return apart_from_report(request.user.pk, row.duty.plan, request.now, row.unit_id)


@require_safe
def paper(request: Any, pk: int) -> HttpResponseBase:
    """The report as it stands now, to be printed and signed before it is sent; only for the unit's people."""
    found = report_or_404(request, pk)
    if not is_own(request, found):
        raise Http404
    outline_or_404(found, request.now)
    if refusal := _apart(request, found):
        return conflict(request, refusal, back=reverse("desk:report", args=[pk]))
    content = unit_report_paper(found, figures=report_figures(found), at=request.now)
    row = found.obligation
    return made_file(content, f"bao-cao-{slug(row.unit.short_name)}-{row.period}-ban-nhap.docx")


@require_safe
def sent_paper(request: Any, pk: int, turn: int) -> HttpResponseBase:
    """The very bytes that were submitted."""
    found = report_or_404(request, pk)
    sent: ReportSubmission = get_object_or_404(found.submissions.all(), turn=turn)
    if refusal := _apart(request, found):
        return conflict(request, refusal, back=reverse("desk:report", args=[pk]))
    return made_file(bytes(sent.content), sent.name)


@require_safe
def scan(request: Any, pk: int, reference: int) -> HttpResponseBase:
    """The signed scan of a report."""
    found = report_or_404(request, pk)
    row = get_object_or_404(found.references.select_related("scan"), pk=reference, scan__isnull=False)
    if refusal := _apart(request, found):
        return conflict(request, refusal, back=reverse("desk:report", args=[pk]))
    try:
        path = open_file(row.scan)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:report", args=[pk]))
    return kept_file(path, row.scan.name)
