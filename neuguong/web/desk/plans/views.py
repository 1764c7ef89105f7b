"""Reading plans: where they come from, who has one of its own, one version, the paper."""

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from neuguong.core.errors import BadInput
from neuguong.core.text import slug
from neuguong.ledger.enums import UnitPlanState
from neuguong.ledger.models import UnitPlan
from neuguong.ledger.policy import disseminates, keeps_ledger, loads_plans, unit_plan_edit_refusal
from neuguong.ledger.queries.disseminations import coordination_row, coordinations, rounds_of_unit
from neuguong.ledger.queries.unit_plan_paper import unit_plan_paper
from neuguong.ledger.queries.unit_plans import PlanFilters, issued_of_unit, unit_plan_view, unit_plans_list
from neuguong.ledger.workflows import UNIT_PLAN
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.web.desk.plans.forms import IssueForm, RemarkForm, WantedForm
from neuguong.web.desk.plans.scope import own_of, plan_of, unit_plan_or_404
from neuguong.web.downloads import made_file

NOT_YOURS = "Tài khoản này không xem kế hoạch của các đơn vị. Nếu cần xem, nhờ quản trị viên phân công."


@require_safe
def plans(request: Any) -> HttpResponse:
    """The plans above this one, what the own unit has, and who has issued a plan of its own."""
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    form = WantedForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    plan, own = plan_of(request), own_of(request)
    rounds = rounds_of_unit(own.unit, own.plan) if own else []
    context = {
        "plan": plan,
        "rules": rules_of(plan) if plan else None,
        "found": unit_plans_list(request.user.pk, plan, PlanFilters(**wanted), on=request.today) if plan else None,
        "own": own,
        "rounds": rounds,
        "telling": any(one.done_on is None and not one.withdrawn for one in rounds),
        "may_tell": own is not None and disseminates(request.actor, own.unit, request.now) is None,
        "coordinations": coordinations(plan, request.user.pk, on=request.today) if plan else [],
        "coordination_url": _coordination_url(request, plan),
        "may_try": plan is not None and loads_plans(request.actor, plan, request.now) is None,
        "wanted": wanted,
        "narrowed": any(wanted.values()),
        "states": WantedForm.base_fields["state"].choices,
    }
    return render(request, "desk/plans/list.html", context)


def _coordination_url(request: Any, plan: Plan | None) -> str:
    """Where the office records a programme of coordination; empty for others and where nobody owes one."""
    if plan is None or keeps_ledger(request.actor, plan.unit, request.now):
        return ""
    row = coordination_row(plan, request.user.pk, on=request.today)
    return reverse("desk:obligation", args=[row.pk]) if row else ""


@require_safe
def unit_plan(request: Any, pk: int) -> HttpResponse:
    """One version: the general part, the tasks, where they differ from the parent plan."""
    return unit_plan_page(request, unit_plan_or_404(request, pk))


def unit_plan_page(
    request: Any,
    found: UnitPlan,
    *,
    issue_form: IssueForm | None = None,
    remark_form: RemarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a version with what may be done now and why the rest may not."""
    steps = {one.step.name: one for one in UNIT_PLAN.steps_from(found, actor=request.actor, at=request.now)}
    view = unit_plan_view(found, on=request.today)
    office = view.state == UnitPlanState.ISSUED and keeps_ledger(request.actor, found.unit, request.now) is None
    context = {
        "unit_plan": view,
        "plan": found.plan,
        "editable": unit_plan_edit_refusal(request.actor, found, request.now) is None,
        "issue": steps.get("issue"),
        "drop": steps.get("drop"),
        "issue_form": issue_form or IssueForm(initial={"version": found.version}),
        "versions": issued_of_unit(found.unit, found.plan_id),
        "remarks": found.remarks.select_related("made_by"),
        "remark_form": (remark_form or RemarkForm(initial={"form_key": secrets.token_hex(12)})) if office else None,
        "has_paper": view.state != UnitPlanState.DROPPED and rules_of(found.plan).unit_plan_paper is not None,
    }
    return render(request, "desk/plans/unit_plan.html", context, status=status)


@require_safe
def paper(request: Any, pk: int) -> HttpResponseBase:
    """The plan as a paper, to be printed and signed."""
    found = unit_plan_or_404(request, pk)
    try:
        content = unit_plan_paper(found, at=request.now)
    except BadInput as error:
        raise Http404 from error
    version = f"ban-{found.number}" if found.number else "ban-nhap"
    return made_file(content, f"ke-hoach-{slug(found.unit.short_name)}-{version}.docx")
