"""Units: every life that a name or a code has had, the acts that changed them, counts rolled up to today."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neuguong.ledger.queries.rollup import rollup
from neuguong.ledger.queries.visibility import plans_on_board_of, units_on_board_of
from neuguong.org.queries.reorganisations import lives_found, reorganisations_visible_to
from neuguong.org.roles import Permission
from neuguong.web.desk.board.asked import NOT_YOURS, chosen_plan
from neuguong.web.desk.units.forms import CountForm, SearchForm


def readers_only(request: Any) -> None:
    """403 with a sentence for who sees no board."""
    if not any(request.office.may(one) for one in (Permission.SEE_BOARD, Permission.REORGANISE)):
        raise PermissionDenied(NOT_YOURS)


@require_safe
def units(request: Any) -> HttpResponse:
    """The lives that were asked for, and the acts."""
    readers_only(request)
    form = SearchForm(request.GET)
    q = form.cleaned_data["q"].strip() if form.is_valid() else ""
    context = {
        "q": q,
        "lives": lives_found(request.user.pk, q, on=request.today) if q else (),
        "acts": reorganisations_visible_to(request.user.pk, request.today)[:50],
        "records": request.office.may(Permission.REORGANISE),
        "counts": bool(plans_on_board_of(request.user.pk, request.today)),
    }
    return render(request, "desk/units/units.html", context)


@require_safe
def statistics(request: Any) -> HttpResponse:
    """Dossiers by unit, as the units were or as they are today; the sums are the same."""
    readers_only(request)
    plan = chosen_plan(request, plans_on_board_of(request.user.pk, request.today))
    if plan is None:
        raise Http404
    years = list(range(plan.valid_from.year, plan.valid_until.year + 1))
    form = CountForm(request.GET, years=years)
    wanted = form.cleaned_data if form.is_valid() else {"year": None, "on": None, "today": ""}
    on = wanted["on"] or request.today
    ids = set(units_on_board_of(request.user.pk, request.today).values_list("pk", flat=True))
    context = {
        "plan": plan,
        "on": on,
        "years": years,
        "wanted": wanted,
        "form": form,
        "found": rollup(plan, on=on, year=wanted["year"], unit_ids=ids, today=bool(wanted["today"])),
    }
    return render(request, "desk/units/statistics.html", context)
