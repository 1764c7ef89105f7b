"""Events on the public site: the list, one event, calendars to subscribe to."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from neuguong.core.attachments import open_thumbnail
from neuguong.core.ics import Entry, calendar
from neuguong.publicity.queries.event_photos import public_photo_of_event, public_photos
from neuguong.publicity.queries.public_events import PublicEvent, coming_and_past, public_event, public_events
from neuguong.web.downloads import kept_file
from neuguong.web.portal.answers import PICTURE_KEPT, public_page, show
from neuguong.web.portal.site import Site

ICS = "text/calendar; charset=utf-8"


@login_not_required
@public_page
def listing(request: Any) -> HttpResponse:
    """Coming and past events."""
    coming, past = coming_and_past(public_events(), request.today)
    return show(request, "portal/events/list.html", Site(request).frame() | {"coming": coming, "past": past})


@login_not_required
@public_page
def event(request: Any, slug: str) -> HttpResponse:
    """One event: what, when, where, the programme, how to take part."""
    found = _or_404(slug)
    context = {
        "event": found,
        "photos": public_photos(slug, request.today),
        "registers": found.takes_registrations and found.starts_at > request.now,
    }
    return show(request, "portal/events/event.html", Site(request).frame() | context)


@login_not_required
@require_safe
def event_photo(request: Any, slug: str, number: int) -> HttpResponseBase:
    """One photo, the small picture drawn anew; without everybody's consent there is nothing at this address."""
    found = public_photo_of_event(slug, number, request.today)
    path = open_thumbnail(found.file) if found else None
    if path is None:
        raise Http404
    answer = kept_file(path, "anh.webp", "image/webp", inline=True)
    answer.headers["Cache-Control"] = PICTURE_KEPT
    return answer


def _or_404(slug: str) -> PublicEvent:
    found = public_event(slug)
    if found is None:
        raise Http404
    return found


@login_not_required
@public_page
def event_calendar(request: Any, slug: str) -> HttpResponse:
    """One event for a calendar."""
    found = _or_404(slug)
    return _calendar(request, [found], found.name)


@login_not_required
@public_page
def events_calendar(request: Any) -> HttpResponse:
    """Every event, to subscribe to."""
    publisher = Site(request).frame()["organisation_name"] or "Nêu Gương"
    return _calendar(request, public_events(), f"Sự kiện tôn vinh, giao lưu: {publisher}")


def _calendar(request: Any, events: Iterable[PublicEvent], name: str) -> HttpResponse:
    entries = [
        Entry(
            uid=f"{one.uid}@{request.get_host()}", summary=one.name, starts_at=one.starts_at, ends_at=one.ends_at,
            changed_at=one.changed_at, sequence=one.version, location=one.place, description=one.about,
            url=request.build_absolute_uri(reverse("portal:event", args=[one.slug])), cancelled=one.cancelled,
        )
        for one in events
    ]  # fmt: skip
    return HttpResponse(calendar(entries, name=name), content_type=ICS)
