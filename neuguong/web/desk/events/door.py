"""At the door: a code is scanned or a name is sought, and one button says that somebody came."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.models import Attendee, Event
from neuguong.publicity.operations.attendees import Guest, add_at_door, mark_arrival, take_arrival_back
from neuguong.publicity.policy.events import welcomes
from neuguong.publicity.queries.attendees import PAGE, attendee_list, attendees_visible_to, tally
from neuguong.web.desk.events.forms import DoorForm, ListOfPeopleForm
from neuguong.web.desk.events.people import attendee_or_404, of_holders
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.errors import conflict
from neuguong.web.links import arrival_behind
from neuguong.web.ui.templatetags.ui import vnum


@require_safe
def door(request: Any, pk: int) -> HttpResponse:
    """The list at the door, with its search and a form for who stands on no list."""
    return show(request, of_holders(request, pk))


def show(request: Any, event: Event, form: DoorForm | None = None) -> HttpResponse:
    """The page; `form` was sent and not taken."""
    wanted = ListOfPeopleForm(request.GET)
    wanted.is_valid()
    q = wanted.cleaned_data.get("q") or ""
    found = attendee_list(event, q=q, page=wanted.cleaned_data.get("page") or 1)
    first = (found.page - 1) * PAGE + 1
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {vnum(found.total)} người"
    context = {
        "event": event,
        "found": found,
        "page": ListPage(found.page, found.page > 1, found.page < found.pages, words),
        "q": q,
        "tally": tally(event),
        "form": form or DoorForm(initial={"form_key": secrets.token_hex(12), "name": "" if q.isdecimal() else q}),
        "sent": form is not None,
    }
    return render(request, "desk/events/door.html", context, status=422 if form else 200)


@require_POST
def add(request: Any, pk: int) -> HttpResponse:
    """Somebody came who stands on no list."""
    event, form = of_holders(request, pk), DoorForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = add_at_door(
                event=event, guest=Guest(data["name"], data["office"]), form_key=data["form_key"], by=request.actor,
                at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:event_door", args=[pk]))
        else:
            messages.success(request, f"Đã ghi {made.name} có mặt.")
            return redirect("desk:event_door", pk)
    return show(request, event, form)


@require_POST
def mark(request: Any, pk: int) -> HttpResponse:
    """One button in the list: this person came, or the mark was a slip."""
    found = attendee_or_404(request, pk)
    back = reverse("desk:event_door", args=[found.event_id])
    try:
        _mark(request, found, slip="slip" in request.POST)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    return redirect(back)


def _mark(request: Any, found: Attendee, *, slip: bool) -> None:
    if slip:
        take_arrival_back(attendee=found, by=request.actor, at=request.now)
        messages.success(request, f"Đã bỏ dấu có mặt của {found.name}.")
    else:
        mark_arrival(attendee=found, by=request.actor, at=request.now)
        messages.success(request, f"Đã ghi {found.name} có mặt.")


@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: Any, token: str) -> HttpResponse:
    """What a scanned code opens: who it is, and one button. Looking changes nothing; telephones look ahead."""
    number = arrival_behind(token)
    rows = attendees_visible_to(request.user.pk, request.today).select_related("event__unit", "event__plan__unit")
    found = rows.filter(pk=number).first() if number is not None else None
    if found is None:
        raise Http404
    if refusal := welcomes(request.actor, found.event, request.now):
        raise PermissionDenied(refusal)
    if request.method == "POST":
        try:
            _mark(request, found, slip="slip" in request.POST)
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:event_door", args=[found.event_id]))
        return redirect("desk:event_arrival", token)
    context = {"one": found, "event": found.event, "tally": tally(found.event)}
    return render(request, "desk/events/arrival.html", context)
