"""How the duties stood at the close of each quarter: a table of numbers, with the same as a small drawing beside it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from neuguong.core.papers import roman
from neuguong.core.periods import Period
from neuguong.ledger.queries.trend import Point, Series, trend
from neuguong.web.desk.board.asked import view_of


@require_GET
def board_trend(request: Any) -> HttpResponse:
    """All duties and kind by kind, for the units that the filters leave."""
    view = view_of(request)
    if view is None:
        return render(request, "desk/board/no_plan.html")
    found = trend(view.plan, view.rules, view.on, **{**view.form.asked(), "unit_ids": view.units})
    context = {
        "form": view.form,
        "plan": view.plan,
        "on": view.on,
        "series": [_shown(one) for one in found],
        "restated": any(point.restated for one in found for point in one.points),
        "clear": reverse("desk:board_trend") if view.form.narrowed else "",
    }
    return render(request, "desk/board/trend.html", context, status=422 if view.form.errors else 200)


def _shown(series: Series) -> dict[str, Any]:
    last = series.points[-1]
    return {
        "key": f"bieu-do-{series.kind or 'tat-ca'}",
        "title": series.title,
        "points": [(point, Period(point.period).label if point.period else "ngày xem") for point in series.points],
        "words": f"{series.title}: đến ngày {last.day:%d/%m/%Y} có {last.due} nhiệm vụ đã đến hạn, {last.on_time} đúng hạn, "
        f"{last.late} làm trễ, {last.overdue} quá hạn. Số của từng quý ở bảng bên cạnh.",
        "bars": [
            (_short(point), (("ch-ok", point.on_time), ("ch-late", point.late), ("ch-no", point.overdue)))
            for point in series.points
        ],
    }


def _short(point: Point) -> str:
    if not point.period:
        return f"{point.day:%d/%m}"
    period = Period(point.period)
    return f"{roman(period.quarter or 1)}/{period.year_number % 100:02d}"
