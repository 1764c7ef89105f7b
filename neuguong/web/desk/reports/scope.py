"""Fetch and authorise in one, and how a section stands on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BoundField, Form
from django.http import Http404

from neuguong.ledger.models import Obligation, OverallReport, Report
from neuguong.ledger.policy import makes_overall_report
from neuguong.ledger.queries.figures import Figures
from neuguong.ledger.queries.reports import Quoted, own_obligations, reports_visible_to
from neuguong.ledger.queries.visibility import plans_on_board_of
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission
from neuguong.programme.enums import Indicator
from neuguong.programme.models import Duty, Plan
from neuguong.programme.queries.reports import ReportRules, ReportSection, report_rules

NOT_YOURS = "Tài khoản này không xem báo cáo của các đơn vị. Nếu cần xem, nhờ quản trị viên phân công."


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section as a page prints it: its figures in words, its text or the field to type it, what units wrote."""

    section: ReportSection
    figures: tuple[tuple[str, str], ...]
    text: str = ""
    field: BoundField | None = None
    quoted: Sequence[Quoted] = ()


def parts_of(
    outline: ReportRules,
    figures: Figures,
    *,
    texts: Mapping[str, str] | None = None,
    form: Form | None = None,
    quoted: Mapping[str, Sequence[Quoted]] | None = None,
    overall: bool = False,
) -> list[tuple[str, list[SectionView]]]:
    """The sections under their parts."""
    return [
        (
            part,
            [
                SectionView(
                    section,
                    tuple((str(Indicator(code).label), figures.text(code)) for code in section.shown(overall=overall)),
                    (texts or {}).get(section.code, ""),
                    form[section.code] if form else None,
                    (quoted or {}).get(section.code, ()),
                )
                for section in sections
            ],
        )
        for part, sections in outline.parts
    ]


def report_or_404(request: Any, pk: int) -> Report:
    """The report, if this person may read it today."""
    rows = reports_visible_to(request.user.pk, request.today).select_related(
        "obligation__duty__plan__unit", "obligation__unit", "edited_by"
    )
    found: Report | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_own(request: Any, report: Report) -> bool:
    """Whether this person writes for the report's unit, or reads what an earlier life of the own unit left."""
    return reads_drafts(request, report.obligation.unit)


def reads_drafts(request: Any, unit: Unit) -> bool:
    """Drafts are the unit's own."""
    return can(request.user.pk, Permission.PREPARE_NOMINATION, unit=unit, on=request.today)


def outline_or_404(report: Report | Duty, at: Any) -> ReportRules:
    """The outline of the report's plan."""
    duty = report.obligation.duty if isinstance(report, Report) else report
    outline = report_rules(duty.plan, at)
    if outline is None or outline.kind(duty.code) is None:
        raise Http404
    return outline


def plan_of(request: Any) -> Plan | None:
    """The plan whose reports are listed: the one in force, else the last one on this person's board."""
    if not request.office.may(Permission.SEE_DOSSIERS):
        raise PermissionDenied(NOT_YOURS)
    plans = [] if request.office.plan else plans_on_board_of(request.user.pk, request.today)
    return request.office.plan or (plans[0] if plans else None)


def own_rows(request: Any, plan: Plan, outline: ReportRules) -> list[Obligation]:
    """The report duties of the unit for which this person writes; nothing for who writes for none."""
    unit = request.office.unit
    if unit is None or not reads_drafts(request, unit):
        return []
    return own_obligations(unit, outline, plan.pk, on=request.today)


def duty_or_404(request: Any, code: str) -> Duty:
    """A report duty of the plan whose office this person is."""
    plan = plan_of(request)
    if plan is None:
        raise Http404
    if refusal := makes_overall_report(request.actor, plan, request.now):
        raise PermissionDenied(refusal)
    duty = plan.duties.select_related("plan__unit").filter(code=code).first()
    if duty is None:
        raise Http404
    outline_or_404(duty, request.now)
    return duty


def overall_of(duty: Duty) -> OverallReport | None:
    """What the office has begun for a duty."""
    found: OverallReport | None = getattr(duty, "overall_report", None)
    return found
