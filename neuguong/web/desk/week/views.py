"""One week as the leader reads it: what changed, who is late, what comes, what waits for the leader's own act."""

from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from neuguong.ledger.policy import reads_week
from neuguong.ledger.queries.apart import kept_out
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.visibility import plans_on_board_of
from neuguong.ledger.queries.week import WEEK, Week, WeekPage, week_page
from neuguong.ledger.queries.week_paper import RESTATED, duty_words, week_paper
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.web.desk.board.asked import chosen_plan
from neuguong.web.downloads import made_file
from neuguong.web.ui.templatetags.ui import dmy

LATE_SHOWN, CHANGES_SHOWN = 12, 40
NOT_YOURS = "Tài khoản này không đọc trang tuần. Trang dành cho lãnh đạo, Chủ tịch Hội đồng và cơ quan thường trực."


class Row(NamedTuple):
    """One row of the ledger in a list of the week."""

    unit: str
    duty: str
    days: int
    count: int
    url: str
    restated: bool


class Change(NamedTuple):
    """What changed in one way, with the first of its rows."""

    label: str
    count: int
    rows: tuple[Row, ...]
    hidden: int


@require_GET
def latest(request: Any) -> HttpResponse:
    """The newest week that is over, or the one that runs when the plan has just begun."""
    plan = _plan(request)
    if plan is None:
        return render(request, "desk/board/no_plan.html")
    last = Week.of(request.today - WEEK, today=request.today)
    return _show(request, plan, last if last.on >= plan.valid_from else Week.of(request.today, today=request.today))


@require_GET
def week(request: Any, code: str) -> HttpResponse:
    """The week named by the address."""
    plan, asked = _asked(request, code)
    return _show(request, plan, asked)


@require_GET
def week_pdf(request: Any, code: str) -> HttpResponseBase:
    """The same as one sheet of A4."""
    plan, asked = _asked(request, code)
    content = week_paper(_page(request, plan, asked), fonts=settings.PAPER_FONTS, made_at=request.now)
    return made_file(content, f"trang-tuan-{asked.code}.pdf")


def _plan(request: Any) -> Plan | None:
    if not request.office.may(Permission.READ_WEEK):
        raise PermissionDenied(NOT_YOURS)
    plan = chosen_plan(request, plans_on_board_of(request.user.pk, request.today))
    if plan is not None and (refusal := reads_week(request.actor, plan, request.now)):
        raise PermissionDenied(refusal)
    return plan


def _asked(request: Any, code: str) -> tuple[Plan, Week]:
    """The plan and the week, if the plan has such a week and it has begun."""
    plan = _plan(request)
    try:
        found = Week.coded(code, today=request.today)
    except (ValueError, OverflowError) as wrong:
        raise Http404 from wrong
    if plan is None or not plan.valid_from <= found.sunday or found.monday > min(request.today, plan.valid_until):
        raise Http404
    return plan, found


def _page(request: Any, plan: Plan, asked: Week) -> WeekPage:
    return week_page(plan, asked, seen=kept_out(request.user.pk, request.today))


def _show(request: Any, plan: Plan, asked: Week) -> HttpResponse:
    page = _page(request, plan, asked)
    query = f"?{urlencode({'on': dmy(asked.on)})}" if asked.on != request.today else ""
    overdue = urlencode(({"on": dmy(asked.on)} if query else {}) | {"state": "overdue"})
    earlier, later = asked.monday - timedelta(days=1), asked.monday + WEEK
    context = {
        "page": page,
        "week": asked,
        "plan": plan,
        "heads": (page.flow[0], page.flow[1], page.stock[3]),
        "late": [_row(unit.longest, query, len(unit.rows)) for unit in page.late[:LATE_SHOWN]],
        "late_hidden": max(0, len(page.late) - LATE_SHOWN),
        "late_rows": sum(len(unit.rows) for unit in page.late),
        "late_url": f"{reverse('desk:duties')}?{overdue}",
        "changes": _changes(page, query),
        "coming": [(one, reverse("desk:duty", args=[one.duty_code, one.period.code]) + query) for one in page.coming],
        "waiting": [(one, _place_of(request, one.code)) for one in page.waiting],
        "restated": RESTATED.format(day=dmy(asked.on)) if page.restated else "",
        "before": Week.of(earlier, today=request.today) if earlier >= plan.valid_from else None,
        "after": Week.of(later, today=request.today) if later <= min(request.today, plan.valid_until) else None,
    }
    return render(request, "desk/week/week.html", context)


def _row(row: BoardRow, query: str, count: int = 1) -> Row:
    url = reverse("desk:obligation", args=[row.obligation_id]) + query
    return Row(row.unit_name, duty_words(row), row.late_days, count, url, row.restated)


def _changes(page: WeekPage, query: str) -> list[Change]:
    return [
        Change(
            one.label,
            len(rows),
            tuple(_row(row, query) for row in rows[:CHANGES_SHOWN]),
            max(0, len(rows) - CHANGES_SHOWN),
        )
        for one in page.flow
        if (rows := getattr(page.changes, one.code))
    ]


def _place_of(request: Any, code: str) -> str:
    """Where the leader does it; empty where this person has no way there."""
    if code == "recognise" and request.office.may(Permission.SEE_DOSSIERS):
        return f"{reverse('desk:nominations')}?state=verified"
    if code == "sign" and request.office.may(Permission.ISSUE_PACKAGE):
        return reverse("desk:packages")
    return ""
