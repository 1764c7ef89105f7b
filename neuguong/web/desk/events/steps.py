"""The steps of an event, pressed on its page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.models import Event
from neuguong.publicity.operations.events import (
    Numbers,
    announce_event,
    cancel_event,
    hold_event,
    withdraw_holding,
)
from neuguong.web.desk.events import views
from neuguong.web.desk.events.forms import HeldForm, ReasonForm
from neuguong.web.desk.events.scope import event_or_404
from neuguong.web.errors import conflict

DONE = {
    "announce": "Đã công bố sự kiện.",
    "hold": "Đã ghi sự kiện đã tổ chức.\nViệc này tự tính cho từng đơn vị cùng tổ chức.",
    "withdraw": "Đã rút.\nSự kiện thôi được tính; số liệu cũ và lý do vẫn còn.",
    "cancel": "Đã hủy sự kiện.",
}


@require_POST
def step(request: Any, pk: int, step: str) -> HttpResponse:
    """Take one step."""
    found = event_or_404(request, pk)
    if step not in DONE:
        raise Http404
    form = {"hold": HeldForm, "withdraw": ReasonForm, "cancel": ReasonForm}.get(step)
    sent = form(request.POST, prefix=step) if form else None
    if sent is None or sent.is_valid():
        try:
            _act(found, step, sent.cleaned_data if sent else {}, request)
        except BadInput as wrong:
            if sent is None:
                return conflict(request, wrong, back=reverse("desk:event", args=[pk]))
            sent.add_error(wrong.field if wrong.field in sent.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:event", args=[pk]))
        else:
            messages.success(request, DONE[step])
            return redirect("desk:event", pk)
    return views.page(request, found, **{step: sent})


def _act(found: Event, step: str, data: dict[str, Any], request: Any) -> None:
    told: dict[str, Any] = {"event": found, "by": request.actor, "at": request.now}
    if step == "announce":
        announce_event(**told)
    elif step == "hold":
        hold_event(numbers=Numbers(data["delegates"], data["pupils"] or 0, data["outcome"]), **told)
    elif step == "withdraw":
        withdraw_holding(reason=data["reason"], **told)
    else:
        cancel_event(reason=data["reason"], **told)
