"""All estimates of a plan with their sums, by year, unit, duty and state; the same as a workbook and as a submission."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from neuguong.core.errors import BadInput
from neuguong.ledger.enums import EstimateState
from neuguong.ledger.queries.budget import Overview, choices_of, overview, reads_all
from neuguong.ledger.queries.budget_paper import budget_paper, budget_workbook
from neuguong.ledger.queries.visibility import plans_on_board_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.web.desk.board.asked import chosen_plan
from neuguong.web.desk.budget.forms import FilterForm
from neuguong.web.desk.budget.writing import own_unit
from neuguong.web.downloads import made_file
from neuguong.web.errors import conflict

NOT_YOURS = "Mục này dành cho người của các đơn vị thực hiện kế hoạch, tài chính, lãnh đạo và cơ quan thường trực."
ONLY_ALL = "Tờ trình do người thẩm định kinh phí, cơ quan thường trực hoặc lãnh đạo lập."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, and what was found."""

    plan: Plan
    wanted: dict[str, Any]
    found: Overview


def _asked(request: Any) -> Asked | None:
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    plan = chosen_plan(request, plans_on_board_of(request.user.pk, request.today))
    if plan is None:
        return None
    form = FilterForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) or None for name in ("year", "unit")}
    wanted |= {name: form.cleaned_data.get(name) or "" for name in ("event", "state")}
    return Asked(plan, wanted, overview(request.user.pk, request.today, plan=plan, **wanted))


@require_safe
def listing(request: Any) -> HttpResponse:
    """The overview."""
    asked = _asked(request)
    if asked is None:
        return render(request, "desk/board/no_plan.html")
    units, duties = choices_of(request.user.pk, request.today, asked.plan)
    years = range(asked.plan.valid_from.year, asked.plan.valid_until.year + 1)
    context = {
        "plan": asked.plan,
        "wanted": asked.wanted,
        "found": asked.found,
        "query": request.GET.urlencode(),
        "years": [(year, str(year)) for year in years],
        "units": units if len(units) > 1 else [],
        "duties": [*duties, ("-", "Chung cho cả năm")],
        "states": [(code, label[:1].upper() + label[1:]) for code, label in EstimateState.choices if code != "dropped"],
        "writes": own_unit(request) is not None,
        "papers": reads_all(request.user.pk, request.today),
        "paper_year": _paper_year(asked),
    }
    return render(request, "desk/budget/list.html", context)


def _paper_year(asked: Asked) -> int | None:
    """The year that is shown, or the newest one, in which something was appraised: for it there is something to submit."""
    years = {row.year for row in asked.found.rows if row.counts and row.total.appraised is not None}
    return max(years, default=None)


@require_safe
def sheet(request: Any) -> HttpResponseBase:
    """What the overview shows, line by line, as .xlsx."""
    asked = _asked(request)
    if asked is None:
        raise Http404
    year = asked.wanted["year"]
    about = f"Năm {year}" if year else f"Các năm {asked.plan.valid_from.year}-{asked.plan.valid_until.year}"
    content = budget_workbook(asked.plan, asked.found.rows, about, at=request.now)
    return made_file(content, f"kinh-phi{f'-{year}' if year else ''}.xlsx")


@require_safe
def paper(request: Any) -> HttpResponseBase:
    """Finance's submission for one year as .docx, over all units whatever the other filters say."""
    asked = _asked(request)
    if asked is None:
        raise Http404
    if not reads_all(request.user.pk, request.today):
        raise PermissionDenied(ONLY_ALL)
    year = asked.wanted["year"] or request.today.year
    found = overview(request.user.pk, request.today, plan=asked.plan, year=year)
    try:
        content = budget_paper(asked.plan, found.rows, year, at=request.now)
    except BadInput as wrong:
        return conflict(request, str(wrong), back=reverse("desk:estimates"))
    return made_file(content, f"to-trinh-kinh-phi-{year}.docx")
