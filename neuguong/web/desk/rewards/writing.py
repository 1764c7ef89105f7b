"""Typing a record from its decision, and putting right what nobody has compared yet."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import RewardRecord
from neuguong.exemplars.operations.rewards import AlreadyRecorded, edit_reward, enter_reward, told_of
from neuguong.exemplars.policy import edits_reward
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.queries.places import units_where, units_within
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.web.desk.articles.scope import place_of
from neuguong.web.desk.rewards.forms import RewardForm
from neuguong.web.desk.rewards.scope import NOT_YOURS, reward_or_404
from neuguong.web.errors import conflict


def _units(request: Any, plan: Plan) -> dict[int, Unit]:
    """Of the whole organisation for its own editors and office, otherwise where this person publishes."""
    units = units_within([plan.unit_id], on=request.today)
    if not can(request.user.pk, Permission.PUBLISH_ARTICLE, unit=plan.unit, on=request.today):
        mine = units_where(request.user.pk, Permission.PUBLISH_ARTICLE, on=request.today)
        units = units.filter(pk__in=mine.values("pk"))
    return {one.pk: one for one in units}


def _form(request: Any, plan: Plan, units: dict[int, Unit], initial: dict[str, Any], *, again: bool) -> RewardForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    sectors = {one.pk: one for one in plan.sectors.order_by("position")}
    named = [(pk, one.name) for pk, one in units.items()]
    return RewardForm(*sent, units=named, sectors=sectors, again=again, initial=initial)


def _refuse(form: RewardForm, wrong: BadInput) -> RewardRecord | None:
    """Say what is wrong beside its field; the record that stands already, where that is it."""
    field = "scan" if wrong.field == "file" else wrong.field
    form.add_error(field if field in form.fields else None, str(wrong))
    return wrong.twin if isinstance(wrong, AlreadyRecorded) else None


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """A new record; sent twice it is one."""
    place = place_of(request, Permission.PUBLISH_ARTICLE)
    if place is None:
        raise PermissionDenied(NOT_YOURS)
    plan, twin = place[1], None
    units = _units(request, plan)
    form = _form(request, plan, units, {"form_key": secrets.token_hex(12)}, again=False)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = enter_reward(
                plan=plan, unit=units[data["unit"]], told=form.told, scan_name=data["scan"].name, scan=data["scan"],
                form_key=data["form_key"], by=request.actor, at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            twin = _refuse(form, wrong)
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:rewards"))
        else:
            messages.success(
                request, "Đã ghi\nNgười khác của cơ quan thường trực đối chiếu với bản chụp rồi mới kể được."
            )
            return redirect("desk:reward", made.pk)
    context = {"form": form, "optional": form.OPTIONAL, "twin": twin}
    return render(request, "desk/rewards/form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """The same again, by who typed it, until it is compared."""
    row, twin = reward_or_404(request, pk), None
    back = reverse("desk:reward", args=[pk])
    if refusal := edits_reward(request.actor, row, request.now):
        return conflict(request, refusal, back=back)
    told = told_of(row)
    names = set(told.__dataclass_fields__) - {"sector"}
    begun = {name: getattr(told, name) for name in names} | {"sector": row.sector_id, "unit": row.unit_id}
    units = _units(request, row.plan) | {row.unit_id: row.unit}
    form = _form(request, row.plan, units, begun | {"version": row.version}, again=True)
    if request.method == "POST" and form.is_valid():
        scan, version = form.cleaned_data["scan"], form.cleaned_data["version"]
        try:
            edit_reward(
                reward=row, unit=units[form.cleaned_data["unit"]], told=form.told, seen_version=version,
                scan=(scan.name, scan) if scan else None, by=request.actor, at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            twin = _refuse(form, wrong)
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            messages.success(request, "Đã sửa bản ghi")
            return redirect(back)
    context = {"form": form, "optional": form.OPTIONAL, "twin": twin, "one": row}
    return render(request, "desk/rewards/form.html", context, status=400 if form.errors else 200)
