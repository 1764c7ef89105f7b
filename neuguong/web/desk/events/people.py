"""The list of an event: who is invited, who answered, letters, cards and papers."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.core.papers import Code
from neuguong.core.text import slug
from neuguong.programme.queries.delegates import delegate_rules
from neuguong.publicity.enums import AttendeePart, EventState
from neuguong.publicity.models import Attendee, Event
from neuguong.publicity.operations.attendees import (
    invite_exemplars,
    invite_guests,
    remove_attendee,
    write_invitations,
)
from neuguong.publicity.policy.events import invites, welcomes
from neuguong.publicity.queries.attendees import (
    PAGE,
    WHICH,
    attendee_list,
    attendees_visible_to,
    everybody,
    exemplars_to_invite,
    removed_from,
    tally,
)
from neuguong.publicity.queries.event_papers import (
    attendance_docx,
    attendance_xlsx,
    invitations_docx,
    minutes_docx,
)
from neuguong.web.desk.events.forms import ExemplarForm, GuestsForm, ListOfPeopleForm, ReasonForm
from neuguong.web.desk.events.scope import event_or_404
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.downloads import made_file
from neuguong.web.errors import conflict
from neuguong.web.links import arrival_path, invitation_path
from neuguong.web.ui.codes import qr_drawing, qr_png
from neuguong.web.ui.templatetags.ui import vnum

PAPERS: dict[str, tuple[str, Callable[[Event, Any], bytes]]] = {
    "giay-moi": ("giay-moi-{slug}.docx", invitations_docx),
    "danh-sach": ("danh-sach-{slug}.docx", attendance_docx),
    "danh-sach-xlsx": ("danh-sach-{slug}.xlsx", attendance_xlsx),
    "bien-ban": ("bien-ban-{slug}.docx", minutes_docx),
}


def of_holders(request: Any, pk: int) -> Event:
    """The event, for somebody of a unit that holds it: names of people are nobody else's."""
    found = event_or_404(request, pk)
    if refusal := welcomes(request.actor, found, request.now):
        raise PermissionDenied(refusal)
    return found


def attendee_or_404(request: Any, pk: int) -> Attendee:
    """One person of a list that is in this person's hands."""
    rows = attendees_visible_to(request.user.pk, request.today).select_related("event__unit", "event__plan__unit")
    return get_object_or_404(rows, pk=pk)


@require_safe
def people(request: Any, pk: int) -> HttpResponse:
    """Everybody on the list, and what can be done with it."""
    return show(request, of_holders(request, pk))


def show(request: Any, event: Event, **sent: Any) -> HttpResponse:
    """The page; `sent` are forms that were not taken."""
    wanted = ListOfPeopleForm(request.GET)
    wanted.is_valid()
    q, which = (wanted.cleaned_data.get(name) or "" for name in ("q", "which"))
    found = attendee_list(event, q=q, which=which, page=wanted.cleaned_data.get("page") or 1)
    first = (found.page - 1) * PAGE + 1
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {vnum(found.total)} người"
    mine = invites(request.actor, event, request.now) is None
    numbers = tally(event)
    context = {
        "event": event,
        "found": found,
        "page": ListPage(found.page, found.page > 1, found.page < found.pages, words),
        "q": q,
        "which": which,
        "choices": [(code, words) for code, (words, _) in WHICH.items()],
        "tally": numbers,
        "invites": mine,
        "writes": mine and event.state == EventState.ANNOUNCED and numbers.to_write,
        "guests": sent.get("guests") or GuestsForm(initial={"part": AttendeePart.DELEGATE}),
        "reason": ReasonForm(),
        "removed": removed_from(event),
        "rules": delegate_rules(event.plan, event.kind, request.now) if mine else (),
        "wrong": [form for form in sent.values() if form.errors],
    }
    return render(request, "desk/events/people.html", context, status=422 if sent else 200)


@require_POST
def guests(request: Any, pk: int) -> HttpResponse:
    """Put people from outside on the list."""
    event, form = of_holders(request, pk), GuestsForm(request.POST)
    if form.is_valid():
        told = {"guests": form.lines(), "part": form.cleaned_data["part"]}
        try:
            many = invite_guests(event=event, by=request.actor, at=request.now, **told)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:event_people", args=[pk]))
        else:
            messages.success(request, f"Đã thêm {many} người vào danh sách.")
            return redirect("desk:event_people", pk)
    return show(request, event, guests=form)


@require_http_methods(["GET", "HEAD", "POST"])
def exemplars(request: Any, pk: int) -> HttpResponse:
    """Search the register and invite who is found."""
    event = of_holders(request, pk)
    back = reverse("desk:event_people", args=[pk])
    if refusal := invites(request.actor, event, request.now):
        return conflict(request, refusal, back=back)
    q = request.GET.get("q", "")[:100]
    rows = exemplars_to_invite(event, q)
    choices = [
        (str(one.pk), f"{one.name}, {one.unit.short_name}, {one.sector.short_name.lower()}, {one.year}") for one in rows
    ]
    sent = request.POST if request.method == "POST" else None
    form = ExemplarForm(sent, found=choices, initial={"part": AttendeePart.HONOURED})
    if sent is not None and form.is_valid():
        ids = [int(one) for one in form.cleaned_data["exemplar"]]
        try:
            many = invite_exemplars(
                event=event, exemplar_ids=ids, part=form.cleaned_data["part"], by=request.actor, at=request.now
            )
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            messages.success(request, f"Đã mời {many} điển hình.")
            return redirect(back)
    context = {"event": event, "q": q, "form": form, "rows": rows}
    return render(request, "desk/events/exemplars.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: Any, pk: int) -> HttpResponse:
    """Take somebody off the list, with the reason."""
    found, form = attendee_or_404(request, pk), ReasonForm(request.POST)
    back = reverse("desk:event_people", args=[found.event_id])
    try:
        if not form.is_valid():
            raise BadInput("Ghi lý do bỏ.")
        remove_attendee(attendee=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
    except (BadInput, Refused) as refusal:
        return conflict(request, refusal, back=back)
    messages.success(request, "Đã bỏ khỏi danh sách.")
    return redirect(back)


@require_POST
def write(request: Any, pk: int) -> HttpResponse:
    """Write to everybody who was not written to yet."""
    event = of_holders(request, pk)
    try:
        many = write_invitations(event=event, by=request.actor, at=request.now)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:event_people", args=[pk]))
    messages.success(request, f"Đã gửi {many} thư mời.\nMỗi người có một đường dẫn riêng để trả lời.")
    return redirect("desk:event_people", pk)


@require_safe
def paper(request: Any, pk: int, kind: str) -> HttpResponseBase:
    """Invitations, attendance list, minutes."""
    event = of_holders(request, pk)
    if kind not in PAPERS:
        raise Http404
    name, build = PAPERS[kind]
    if kind == "giay-moi":
        build = partial(invitations_docx, codes=partial(_codes, request))
    try:
        content = build(event, request.now)
    except ValueError as nothing:
        return conflict(request, str(nothing), back=reverse("desk:event_people", args=[pk]))
    return made_file(content, name.format(slug=slug(event.name, 60) or "su-kien"))


def _codes(request: Any, guest: Attendee) -> tuple[Code, ...]:
    """Of one invitation: the guest answers by the first with a telephone of their own, the door reads the second."""
    return (
        Code(qr_png(request.build_absolute_uri(invitation_path(guest.pk))), "Quét mã này để trả lời dự hay không dự"),
        Code(qr_png(request.build_absolute_uri(arrival_path(guest.pk))), "Đưa mã này ở cửa khi đến dự"),
    )


@require_safe
def cards(request: Any, pk: int) -> HttpResponse:
    """A sheet of cards with a code each, to be printed and cut."""
    event = of_holders(request, pk)
    rows = [(one, qr_drawing(request.build_absolute_uri(arrival_path(one.pk)))) for one in everybody(event)]
    return render(request, "desk/events/cards.html", {"event": event, "rows": rows})
