"""The small page behind the link of an invitation: yes or no without signing in, the programme, the code of the door."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.models import Attendee
from neuguong.publicity.operations.attendees import answer_invitation
from neuguong.publicity.policy.events import takes_answers
from neuguong.publicity.queries.attendees import attendee_behind
from neuguong.publicity.queries.events import programme_of
from neuguong.web.links import arrival_path, invitation_behind
from neuguong.web.portal.voices.gate import voice_page
from neuguong.web.portal.voices.views import voice_answer
from neuguong.web.security import origin_of
from neuguong.web.ui.codes import qr_drawing


@voice_page
def invitation(request: Any, token: str) -> HttpResponse:
    """Looking changes nothing, because mail programmes open links by themselves; a button answers."""
    number = invitation_behind(token)
    found = attendee_behind(number) if number is not None else None
    if found is None or found.removed_at is not None:
        return _hidden(voice_answer(request, "portal/events/invitation.html", {"gone": True}, 404))
    refusal = takes_answers(found, request.now)
    if request.method == "POST":
        by = Actor.public(f"mail:attendee:{found.pk}", origin=origin_of(request))
        try:
            answer_invitation(attendee=found, answer=request.POST.get("answer", ""), by=by, at=request.now)
        except BadInput as wrong:
            return _page(request, found, str(wrong), 422)
        except Refused as closed:
            return _page(request, found, str(closed), 409)
        return _hidden(redirect("portal:invitation", token))
    return _page(request, found, refusal or "")


def _page(request: Any, found: Attendee, sentence: str, status: int = 200) -> HttpResponse:
    context = {
        "event": found.event,
        "one": found,
        "lines": programme_of(found.event),
        "sentence": sentence,
        "asks": takes_answers(found, request.now) is None,
        "code": qr_drawing(request.build_absolute_uri(arrival_path(found.pk))) if found.answer != "no" else "",
    }
    return _hidden(voice_answer(request, "portal/events/invitation.html", context, status))


def _hidden(answer: HttpResponse) -> HttpResponse:
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    return answer
