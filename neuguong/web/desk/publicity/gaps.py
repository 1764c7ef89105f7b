"""Who is little told of, as a page and as a spreadsheet."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neuguong.programme.models import Plan
from neuguong.publicity.queries.channels import units_of_gaps
from neuguong.publicity.queries.gaps import Gaps, gaps, gaps_workbook
from neuguong.web.desk.publicity.scope import must_record
from neuguong.web.downloads import made_file

LISTED = 200  # never told of, on the page; the spreadsheet has all


def _found(request: Any) -> tuple[Plan, Gaps]:
    must_record(request)
    plan = request.office.plan
    if plan is None:
        raise Http404
    units: Collection[int] = units_of_gaps(request.user.pk, request.today)
    return plan, gaps(plan, unit_ids=units)


@require_safe
def page(request: Any) -> HttpResponse:
    """Recognised beside told, group by group, and those of whom nobody has told."""
    plan, found = _found(request)
    context = {"plan": plan, "found": found, "never": found.never[:LISTED], "more": max(0, len(found.never) - LISTED)}
    return render(request, "desk/publicity/gaps.html", context)


@require_safe
def xlsx(request: Any) -> HttpResponseBase:
    """The same tables as a spreadsheet."""
    plan, found = _found(request)
    content = gaps_workbook(found, plan, on=request.today, made_at=request.now)
    return made_file(content, f"khoang-trong-tuyen-truyen-{request.today:%Y-%m-%d}.xlsx")
