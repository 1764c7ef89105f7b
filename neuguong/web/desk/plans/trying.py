"""Trying a plan file before it counts, and loading just what was shown. For the standing office of the plan's unit."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from neuguong.core.errors import Refused
from neuguong.ledger.operations.plan_trial import Trial, load_tried_plan, try_plan
from neuguong.ledger.policy import loads_plans
from neuguong.ledger.queries.visibility import plans_on_board_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.operations.plans import PlanErrors
from neuguong.programme.queries.plans import text_of
from neuguong.web.desk.plans.forms import TrialForm
from neuguong.web.errors import conflict

NOT_YOURS = "Chỉ cơ quan thường trực của đơn vị ban hành thử và nạp kế hoạch."


@require_http_methods(["GET", "POST"])
def trial(request: Any) -> HttpResponse:
    """Upload, paste or choose; then read what it would do. Nothing is written."""
    plans = _own_plans(request)
    if request.method == "GET":
        return _page(request, plans, TrialForm(plans=plans))
    form = TrialForm(request.POST, request.FILES, plans=plans)
    if not form.is_valid():
        return _page(request, plans, form, status=422)
    chosen = next((one for one in plans if one.code == form.cleaned_data["plan"]), None)
    text = text_of(chosen) if chosen else form.cleaned_data["text"]
    try:
        found = try_plan(text=text, by=request.actor, at=request.now)
    except PlanErrors as errors:
        again = TrialForm(initial={"text": text}, plans=plans)
        return _page(request, plans, again, errors=errors.problems, status=422)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:plan_trial"))
    return _page(request, plans, TrialForm(plans=plans), trial=found, text=text)


@require_POST
def load(request: Any) -> HttpResponse:
    """Load the file with the outcome that was shown, or not at all."""
    _own_plans(request)
    back = reverse("desk:plan_trial")
    try:
        result, made = load_tried_plan(
            text=request.POST.get("text", ""),
            fingerprint=request.POST.get("fingerprint", ""),
            by=request.actor,
            at=request.now,
        )
    except (Refused, PlanErrors) as refusal:
        sentence = refusal if isinstance(refusal, Refused) else "Tệp này không dùng được. Thử lại để xem lỗi từng dòng."
        return conflict(request, sentence, back=back)
    version = f"bản {result.version.number}" if result.version else "không có bản mới"
    messages.success(
        request,
        f"Đã nạp Kế hoạch {result.plan.number}, {version}\n"
        f"Sổ theo dõi: thêm {made.added} dòng, thôi {made.voided} dòng, miễn {made.exempted} dòng.",
    )
    return redirect("desk:plans")


def _own_plans(request: Any) -> list[Plan]:
    """The plans that this person may load; nobody else comes any further."""
    if not request.office.may(Permission.KEEP_LEDGER):
        raise PermissionDenied(NOT_YOURS)
    plans = plans_on_board_of(request.user.pk, request.today)
    return [one for one in plans if loads_plans(request.actor, one, request.now) is None]


def _page(
    request: Any,
    plans: list[Plan],
    form: TrialForm,
    *,
    trial: Trial | None = None,
    text: str = "",
    errors: list[tuple[int, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"plans": plans, "form": form, "trial": trial, "text": text, "problems": errors or []}
    return render(request, "desk/plans/trial.html", context, status=status)
