"""The calendar by month and week; planning something, moving it, cancelling it."""

import secrets
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.org.models import Account
from neuguong.org.queries.access import holders
from neuguong.org.roles import Permission
from neuguong.publicity.enums import PlannedState
from neuguong.publicity.models import PlannedRun
from neuguong.publicity.operations.calendar import PlannedWords, cancel_planned_run, change_planned_run, plan_run
from neuguong.publicity.policy.channels import records_publicity
from neuguong.publicity.queries.calendar import calendar_days, month_of, warnings_of, week_of
from neuguong.publicity.queries.channels import in_use, outlets_to_record_on, outlets_visible_to, reason_of
from neuguong.web.desk.publicity.forms import CalendarAsked, PlannedForm, ReasonForm
from neuguong.web.desk.publicity.scope import article_url, must_record, own_unit, planned_or_404
from neuguong.web.desk.publicity.telling import article_of, offered, outlet_of, people_of, searching, title_of
from neuguong.web.errors import conflict


@require_safe
def calendar(request: Any) -> HttpResponse:
    """What is planned and what ran, day by day."""
    must_record(request)
    view, day, outlet = CalendarAsked(request.GET).asked(request.today)
    first, last = week_of(day) if view == "week" else month_of(day)
    outlets = [
        (one.pk, f"{one.name} ({one.unit.short_name})") for one in outlets_visible_to(request.user.pk, request.today)
    ]

    def address(**changes: Any) -> str:
        asked = {"view": view, "day": f"{day:%d/%m/%Y}", "outlet": outlet or ""} | changes
        return f"{reverse('desk:publicity')}?{urlencode({key: value for key, value in asked.items() if value})}"

    context = {
        "days": calendar_days(request.user.pk, request.today, first=first, last=last, outlet=outlet),
        "view": view,
        "words": f"Tháng {day:%m/%Y}" if view == "month" else f"Tuần từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}",
        "outlets": outlets,
        "outlet": outlet,
        "day": f"{day:%d/%m/%Y}",
        "before": address(day=f"{first - timedelta(days=1):%d/%m/%Y}"),
        "after": address(day=f"{last + timedelta(days=1):%d/%m/%Y}"),
        "now": address(day=f"{request.today:%d/%m/%Y}"),
        "month": address(view="month"),
        "week": address(view="week"),
    }
    return render(request, "desk/publicity/calendar.html", context)


def _staff(request: Any) -> list[Account]:
    return holders(Permission.RECORD_PUBLICITY, unit=own_unit(request), on=request.today)


def _words(data: dict[str, Any], offer: dict[str, Any], staff: list[Account]) -> PlannedWords:
    told, article = people_of(offer["people"], data["exemplars"]), article_of(offer["articles"], data["article"])
    person = next((one for one in staff if one.pk == data["in_charge"]), None)
    title = title_of(data["title"], told, article)
    return PlannedWords(data["planned_on"], title, told, data["planned_time"], person, article)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Plan something."""
    must_record(request)
    outlets = in_use(outlets_to_record_on(request.user.pk, request.today), request.today)
    if not outlets:
        return render(request, "desk/publicity/no_outlet.html", {"title": "Lên lịch"})
    offer, staff = offered(request), _staff(request)
    day = CalendarAsked(request.GET).asked(request.today)[1]
    begun = {
        "planned_on": f"{max(day, request.today):%d/%m/%Y}", "in_charge": request.user.pk,
        "form_key": secrets.token_hex(12), "exemplars": request.GET.getlist("exemplars"),
        "article": request.GET.get("article", ""),
    }  # fmt: skip
    form = PlannedForm(
        request.POST if request.method == "POST" else None, outlets=outlets, staff=staff, initial=begun, **offer
    )
    if request.method == "POST" and not searching(request) and form.is_valid():
        data = form.cleaned_data
        try:
            plan_run(
                outlet=outlet_of(outlets, data["outlet"]), words=_words(data, offer, staff),
                form_key=data["form_key"], by=request.actor, at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:publicity"))
        else:
            messages.success(request, "Đã lên lịch")
            day_of = urlencode({"day": f"{data['planned_on']:%d/%m/%Y}"})
            return redirect(f"{reverse('desk:publicity')}?{day_of}")
    return _form_page(request, form, "Lên lịch", reverse("desk:publicity"))


def _form_page(request: Any, form: forms.Form, title: str, back: str, **more: Any) -> HttpResponse:
    """The form again: after a search nothing is reproached yet."""
    if searching(request):
        form.is_valid()
        form.errors.clear()
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "title": title, "back": back, "searched": searching(request), **more}
    return render(request, "desk/publicity/planned_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One entry of the calendar, and what can be done with it."""
    entry = planned_or_404(request, pk)
    here = reverse("desk:planned_run", args=[pk])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_planned_run(entry=entry, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error("reason", str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
        else:
            messages.success(request, "Đã hủy\nMục lịch ở lại cùng lý do.")
            return redirect(here)
    mine = records_publicity(request.actor, entry.outlet.unit, request.now) is None
    is_open = entry.state == PlannedState.PLANNED and mine
    context = {
        "entry": entry,
        "people": list(entry.exemplars.select_related("unit").order_by("sort_key", "pk")),
        "warning": warnings_of([entry], request.today).get(entry.pk, ""),
        "reason": reason_of(entry),
        "article_url": article_url(request, entry.article),
        "ran": entry.broadcasts.filter(withdrawn_at=None).first(),
        "form": form if is_open else None,
        "is_open": is_open,
        "is_due": entry.planned_on <= request.today,
    }
    return render(request, "desk/publicity/planned.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """Move an entry to another day, or say it otherwise."""
    entry = planned_or_404(request, pk)
    here = reverse("desk:planned_run", args=[pk])
    told = [] if entry.article_id else [one.pk for one in entry.exemplars.all()]
    offer, staff = offered(request, chosen=told, article=entry.article), _staff(request)
    form = PlannedForm(
        request.POST if request.method == "POST" else None, outlets=(), staff=staff, fixed=True, initial=_typed(entry, told),
        **offer,
    )  # fmt: skip
    if request.method == "POST" and not searching(request) and form.is_valid():
        data = form.cleaned_data
        try:
            change_planned_run(
                entry=entry, words=_words(data, offer, staff), seen_version=data["version"] or 0,
                by=request.actor, at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
        else:
            messages.success(request, "Đã lưu mục lịch")
            return redirect(here)
    return _form_page(request, form, "Dời, sửa mục lịch", here, entry=entry)


def _typed(entry: PlannedRun, told: list[int]) -> dict[str, Any]:
    day: date = entry.planned_on
    return {
        "planned_on": day, "planned_time": entry.planned_time, "title": entry.title, "exemplars": told,
        "article": entry.article_id, "in_charge": entry.in_charge_id, "version": entry.version,
    }  # fmt: skip
