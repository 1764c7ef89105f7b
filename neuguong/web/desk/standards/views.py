"""Reading standards: the list of units, one version, two side by side, the paper."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neuguong.core.errors import BadInput
from neuguong.core.text import slug
from neuguong.exemplars.enums import StandardState
from neuguong.exemplars.models import Standard
from neuguong.exemplars.policy import standard_edit_refusal
from neuguong.exemplars.queries.standard_differences import difference
from neuguong.exemplars.queries.standards import StandardView, issued_of_unit, standard_view, to_compare_with
from neuguong.exemplars.workflows import STANDARD
from neuguong.ledger.queries.standard_paper import standard_paper
from neuguong.ledger.queries.standards import StandardFilters, standards_list
from neuguong.org.roles import Permission
from neuguong.web.desk.standards.forms import IssueForm, WantedForm
from neuguong.web.desk.standards.scope import own_of, plan_of, standard_or_404
from neuguong.web.downloads import made_file

NOT_YOURS = "Tài khoản này không xem tiêu chuẩn của các đơn vị. Nếu cần xem, nhờ quản trị viên phân công."


@require_safe
def standards(request: Any) -> HttpResponse:
    """Who has issued a standard and who has not; above it what the own unit has."""
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    form = WantedForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    plan = plan_of(request)
    found = standards_list(request.user.pk, plan, StandardFilters(**wanted), on=request.today) if plan else None
    context = {
        "plan": plan,
        "found": found,
        "own": own_of(request),
        "wanted": wanted,
        "narrowed": any(wanted.values()),
        "states": WantedForm.base_fields["state"].choices,
    }
    return render(request, "desk/standards/list.html", context)


@require_safe
def standard(request: Any, pk: int) -> HttpResponse:
    """One version: the plan's general criteria, then the unit's own."""
    return standard_page(request, standard_or_404(request, pk))


def standard_page(
    request: Any, found: Standard, *, issue_form: IssueForm | None = None, status: int = 200
) -> HttpResponse:
    """Draw a version with what may be done now and why the rest may not."""
    steps = {one.step.name: one for one in STANDARD.steps_from(found, actor=request.actor, at=request.now)}
    view = standard_view(found, on=request.today)
    context = {
        "standard": view,
        "plan": found.plan,
        "general": found.plan.criteria.all(),
        "editable": standard_edit_refusal(request.actor, found, request.now) is None,
        "issue": steps.get("issue"),
        "drop": steps.get("drop"),
        "issue_form": issue_form or IssueForm(initial={"version": found.version}),
        "versions": issued_of_unit(found.unit, found.plan_id),
        "own": own_of(request),
        "has_paper": view.criteria and view.state != StandardState.DROPPED,
    }
    return render(request, "desk/standards/standard.html", context, status=status)


@require_safe
def compare(request: Any, pk: int) -> HttpResponse:
    """This version on the right against another on the left: an earlier one, or another unit's."""
    right = standard_or_404(request, pk)
    choices = to_compare_with(request.user.pk, right, on=request.today)
    asked = request.GET.get("voi", "")
    if asked:
        chosen = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 18 else 0
        if chosen not in dict(choices):
            raise Http404
    else:
        chosen = _usual(right, choices)
    left = standard_or_404(request, chosen) if chosen else None
    new = standard_view(right, on=request.today)
    old = standard_view(left, on=request.today) if left else None
    context = {
        "right": new,
        "left": old,
        "left_name": side_name(old, new) if old else "",
        "right_name": side_name(new, old) if old else "",
        "choices": choices,
        "chosen": chosen,
        "difference": difference(old, new) if old else None,
    }
    return render(request, "desk/standards/compare.html", context)


def _usual(right: Standard, choices: list[tuple[int, str]]) -> int:
    """What one most likely wants beside it: what it was begun from, else the first choice."""
    known = dict(choices)
    if right.copied_from_id in known:
        return int(right.copied_from_id)
    return choices[0][0] if choices else 0


def side_name(view: StandardView, other: StandardView | None) -> str:
    """What stands above a side: the version, and the unit where two are compared."""
    name = view.name[:1].upper() + view.name[1:]
    same = other is not None and other.unit_id == view.unit_id
    return name if same else f"{view.unit_name}, {view.name}"


@require_safe
def paper(request: Any, pk: int) -> HttpResponseBase:
    """The standard as a paper, to be printed and signed."""
    found = standard_or_404(request, pk)
    try:
        content = standard_paper(found, at=request.now)
    except BadInput as error:
        raise Http404 from error
    version = f"ban-{found.number}" if found.number else "ban-nhap"
    return made_file(content, f"tieu-chuan-{slug(found.unit.short_name)}-{version}.docx")
