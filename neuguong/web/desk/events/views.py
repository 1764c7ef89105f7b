"""Events: the list, one of them, beginning one, writing it."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import LOCAL, local_day
from neuguong.ledger.queries.events import typed_beside
from neuguong.org.models import Unit
from neuguong.programme.enums import EventKind
from neuguong.publicity.enums import EventState
from neuguong.publicity.models import Event
from neuguong.publicity.operations.events import create_event, write_event
from neuguong.publicity.policy.events import event_edit_refusal, organises, welcomes
from neuguong.publicity.queries.attendees import tally
from neuguong.publicity.queries.events import (
    PAGE,
    event_list,
    holdings_of,
    programme_of,
    sharing_units,
    steps_of,
    units_to_share,
)
from neuguong.publicity.workflows import EVENT
from neuguong.web.desk.events.forms import EventForm, HeldForm, ListForm, ReasonForm, initial_of
from neuguong.web.desk.events.scope import NOT_AN_ORGANISER, event_or_404, own_units, plan_of, readers_only
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.errors import conflict
from neuguong.web.ui.templatetags.ui import vnum

NO_PLAN = "Đơn vị này không có kế hoạch nào đang thực hiện nên không lập sự kiện được."


@require_safe
def listing(request: Any) -> HttpResponse:
    """The events that this person reads."""
    readers_only(request)
    wanted = ListForm(request.GET)
    wanted.is_valid()
    state, kind = (wanted.cleaned_data.get(name) or "" for name in ("state", "kind"))
    number = wanted.cleaned_data.get("page") or 1
    found = event_list(request.user.pk, request.today, state=state, kind=kind, page=number)
    first = (found.page - 1) * PAGE + 1
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {vnum(found.total)} sự kiện"
    context = {
        "found": found,
        "page": ListPage(found.page, found.page > 1, found.page < found.pages, words),
        "state": state,
        "kind": kind,
        "states": [(code, label[:1].upper() + label[1:]) for code, label in EventState.choices],
        "kinds": [(code, label[:1].upper() + label[1:]) for code, label in EventKind.choices],
        "organises": bool(own_units(request)),
    }
    return render(request, "desk/events/list.html", context)


def _sharing_choices(top: Unit, request: Any) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in units_to_share(top, request.today)]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Begin an event of one of the own units."""
    units = own_units(request)
    if not units:
        raise PermissionDenied(NOT_AN_ORGANISER)
    plan = plan_of(request, units[0])
    if plan is None:
        return conflict(request, NO_PLAN, back=reverse("desk:events"))
    sent = request.POST if request.method == "POST" else None
    form = EventForm(
        sent, units=[(str(one.pk), one.name) for one in units], sharing=_sharing_choices(plan.unit, request),
        initial={"unit": str(units[0].pk), "form_key": secrets.token_hex(12), "form": "in_person"},
    )  # fmt: skip
    if sent is not None and form.is_valid():
        unit = next(one for one in units if str(one.pk) == form.cleaned_data["unit"])
        try:
            made = create_event(
                unit=unit, plan=plan, words=form.words(), form_key=form.cleaned_data["form_key"], by=request.actor,
                at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:events"))
        else:
            messages.success(request, "Đã lập sự kiện.\nXem lại rồi công bố để gửi giấy mời.")
            return redirect("desk:event", made.pk)
    context = {"form": form, "title": "Lập sự kiện", "plan": plan, "back": reverse("desk:events")}
    return render(request, "desk/events/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """Change what is said of an event that was not held."""
    event = event_or_404(request, pk)
    back = reverse("desk:event", args=[pk])
    if refusal := event_edit_refusal(request.actor, event, request.now):
        return conflict(request, refusal, back=back)
    sent = request.POST if request.method == "POST" else None
    begun = initial_of(event, programme_of(event), event.shared_with.values_list("unit_id", flat=True))
    form = EventForm(
        sent, units=[(str(event.unit_id), event.unit.name)], sharing=_sharing_choices(event.plan.unit, request),
        initial=begun,
    )  # fmt: skip
    if sent is not None and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            write_event(event=event, words=form.words(), version=version, by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:  # what was typed stays on the page; the newest version is one link away
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu.")
            return redirect(back)
    context = {"form": form, "title": "Sửa sự kiện", "event": event, "plan": event.plan, "back": back}
    return render(request, "desk/events/edit.html", context, status=422 if form.errors else 200)


@require_safe
def event(request: Any, pk: int) -> HttpResponse:
    """One event: what, when, where, who holds it, what can be done now."""
    return page(request, event_or_404(request, pk))


def page(request: Any, found: Event, **forms: Any) -> HttpResponse:
    """The page of an event; `forms` were sent and not taken, by the name of their step."""
    steps = EVENT.steps_from(found, actor=request.actor, at=request.now)
    mine = event_edit_refusal(request.actor, found, request.now) is None
    people = tally(found) if welcomes(request.actor, found, request.now) is None else None
    context = {
        "event": found,
        "one_day": found.starts_at.astimezone(LOCAL).date() == found.ends_at.astimezone(LOCAL).date(),
        "programme": programme_of(found),
        "sharing": sharing_units(found),
        "holdings": holdings_of(found),
        "history": _history(found),
        "edits": mine,
        "people": people,
        "door": found.state == EventState.ANNOUNCED and local_day(found.starts_at) <= request.today,
        "organises": organises(request.actor, found, request.now) is None,
        "typed": typed_beside(found, request.user.pk, request.today) if found.state == EventState.ANNOUNCED else (),
        "steps": [
            (one, forms.get(one.step.name) or form_of(one.step.name, people.arrived if people else 0)) for one in steps
        ],
        "wrong": [form for form in forms.values() if form.errors],
    }
    return render(request, "desk/events/event.html", context, status=422 if forms else 200)


def _history(found: Event) -> list[dict[str, Any]]:
    """What happened to it, as the timeline shows it."""
    begun = {"title": "Lập", "by": found.created_by and found.created_by.full_name, "at": found.created_at}
    steps = [
        {"title": EVENT.steps[one.step].label, "by": one.account and one.account.full_name, "at": one.recorded_at,
         "note": one.note}
        for one in steps_of(found)
    ]  # fmt: skip
    return [begun, *steps]


def form_of(step: str, arrived: int) -> Any:
    """The form that a step asks for; None for a step with a button only. Who was counted at the door stands in it."""
    if step == "hold":
        return HeldForm(prefix=step, initial={"delegates": arrived} if arrived else {})
    return ReasonForm(prefix=step) if step in ("withdraw", "cancel") else None
