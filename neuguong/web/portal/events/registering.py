"""Registering for a public event: a form without a trap or a riddle, limited by how often one address sends."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.models import Attendee, Event
from neuguong.publicity.operations.attendees import Guest, register_attendee
from neuguong.publicity.policy.events import takes_registrations
from neuguong.publicity.queries.public_events import event_to_register_for
from neuguong.web.links import arrival_path, invitation_path
from neuguong.web.portal.voices import gate
from neuguong.web.portal.voices.gate import voice_page
from neuguong.web.portal.voices.views import voice_answer
from neuguong.web.security import origin_of
from neuguong.web.ui.codes import qr_drawing


class RegisterForm(forms.Form):
    """Who comes."""

    name = forms.CharField(
        label="Họ tên",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Ghi họ tên.", "max_length": "Họ tên không quá 120 ký tự."},
    )
    office = forms.CharField(
        label="Nơi ở, nơi làm việc hoặc trường",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        help_text="Để nhận mã vào cửa. Chỉ đơn vị tổ chức đọc được, không đưa lên trang này.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Địa chỉ thư điện tử chưa đúng."},
    )


@voice_page
def register(request: Any, slug: str) -> HttpResponse:
    """Register; a form sent twice is one."""
    event = event_to_register_for(slug)
    if event is None:
        raise Http404
    if refusal := takes_registrations(event, request.now):
        context = {"event": event, "closed": refusal}
        return voice_answer(request, "portal/events/register.html", context, 409 if request.method == "POST" else 200)
    if request.method != "POST":
        return _form(request, event, RegisterForm(), gate.new_pass().token)
    return _taken_in(request, event)


def _taken_in(request: Any, event: Event) -> HttpResponse:
    """What was sent, taken in or told at its place."""
    entry, form = gate.read_pass(request.POST.get("token", "")), RegisterForm(request.POST)
    if entry.wrong:
        form.add_error(None, entry.wrong)
    if not form.is_valid():
        return _form(request, event, form, entry.token, 400)
    if gate.too_often(request, "event_registration"):
        form.add_error(None, gate.TOO_OFTEN)
        return _form(request, event, form, entry.token, 429)
    by = Actor.public(f"form:{entry.serial[:8]}", origin=origin_of(request))
    guest = Guest(form.cleaned_data["name"], form.cleaned_data["office"], form.cleaned_data["email"])
    try:
        made = register_attendee(event=event, guest=guest, form_key=entry.serial, by=by, at=request.now)
    except BadInput as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return _form(request, event, form, entry.token, 400)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, event, form, entry.token, 409)
    return _done(request, event, made)


def _form(request: Any, event: Event, form: RegisterForm, token: str, status: int = 200) -> HttpResponse:
    context = {"event": event, "form": form, "token": token}
    return voice_answer(request, "portal/events/register.html", context, status)


def _done(request: Any, event: Event, made: Attendee) -> HttpResponse:
    context = {
        "event": event,
        "made": made,
        "link": invitation_path(made.pk),
        "code": qr_drawing(request.build_absolute_uri(arrival_path(made.pk))),
    }
    return voice_answer(request, "portal/events/register.html", context)
