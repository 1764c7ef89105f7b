"""Photos of an event: all of them at the desk, and the few that the public may see today."""

from datetime import date

from django.db.models import QuerySet

from neuguong.core.enums import FileState
from neuguong.exemplars.enums import ConsentChannel, ConsentPurpose
from neuguong.exemplars.queries.publication import consent_missing
from neuguong.exemplars.queries.register import shown
from neuguong.publicity.models import Event, EventPhoto
from neuguong.publicity.queries.events import events_visible_to
from neuguong.publicity.queries.public_events import shown_events


def photos_visible_to(account_id: int, on: date) -> "QuerySet[EventPhoto]":
    """Photos of the events that a person reads."""
    return EventPhoto.objects.filter(event__in=events_visible_to(account_id, on))


def photos_of_event(event: Event, on: date) -> list[tuple[EventPhoto, str]]:
    """Every photo that was not taken off, with why the public does not see it (empty where it does)."""
    rows = (
        EventPhoto.objects.filter(event=event, removed_at=None)
        .select_related("file")
        .prefetch_related("exemplars")
        .order_by("pk")
    )
    return [(one, why_not_public(one, on)) for one in rows]


def why_not_public(photo: EventPhoto, on: date) -> str:
    """What keeps a photo at the desk: nobody vouches, the file, or somebody of the register has not agreed to photos."""
    if not photo.agreed_by:
        return "Chưa có người xác nhận mọi người trong ảnh đã đồng ý."
    if photo.file.state != FileState.CLEAN:
        return photo.file.hindrance
    people = list(photo.exemplars.all())
    standing = set(shown().filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True))
    for one in people:
        if one.pk not in standing:
            return f"{one.name} không còn trong sổ điển hình."
        if missing := consent_missing(one.pk, ConsentChannel.PORTAL, on=on, purpose=ConsentPurpose.PHOTO):
            return f"{one.name}: {missing[0]}"
    return ""


def public_photos(slug: str, on: date) -> list[EventPhoto]:
    """The photos of a public event that everybody in them agrees to, today."""
    event = shown_events().filter(slug=slug).first()
    return [] if event is None else [photo for photo, why in photos_of_event(event, on) if not why]


def public_photo_of_event(slug: str, number: int, on: date) -> EventPhoto | None:
    """One of them by its number."""
    return next((one for one in public_photos(slug, on) if one.pk == number), None)
