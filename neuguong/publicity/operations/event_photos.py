"""Photos of an event: brought with the name of who vouches for consent, taken off with a reason (KH 87, III.3.b)."""

from collections.abc import Collection
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.text import nfc
from neuguong.exemplars.models import Exemplar
from neuguong.publicity.models import Event, EventPhoto
from neuguong.publicity.operations.events import locked_event
from neuguong.publicity.policy.events import organises

MOST = 60
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")


@transaction.atomic
def add_event_photo(
    *, event: Event, file_name: str, content: BinaryIO | bytes, caption: str, agreed_by: str,
    exemplars: Collection[Exemplar], by: Actor, at: datetime,
) -> EventPhoto:  # fmt: skip
    """Keep a photo. `agreed_by` names who vouches that everybody in it has agreed; empty, it is never public.

    `exemplars` are the people of the register in it, whose own papers must allow it besides. Raises Refused, BadInput.
    """
    row = locked_event(event)
    if refusal := organises(by, row, at):
        raise Refused(refusal)
    words, vouches = (" ".join(nfc(text).split()) for text in (caption, agreed_by))
    if not words or len(words) > 300:
        raise BadInput("Ghi ảnh chụp gì, không quá 300 ký tự; không nêu tên người.", field="caption")
    if len(vouches) > 120:
        raise BadInput("Tên người xác nhận không quá 120 ký tự.", field="agreed_by")
    if not file_name.lower().endswith(ENDINGS):
        raise BadInput("Chọn ảnh JPEG, PNG, WebP hoặc HEIC.", field="file")
    if EventPhoto.objects.filter(event=row, removed_at=None).count() >= MOST:
        raise BadInput(f"Mỗi sự kiện giữ nhiều nhất {MOST} ảnh.", field="file")
    stored = accept_upload(name=file_name, content=content, by=by, at=at, link=f"publicity.event:{row.pk}")
    made = EventPhoto.objects.create(
        event=row, file=stored, caption=words, agreed_by=vouches, recorded_by_id=by.account_id, added_at=at
    )
    made.exemplars.set(exemplars)
    facts = {"event": row.pk, "file": stored.pk, "exemplars": [one.pk for one in exemplars], "public": bool(vouches)}
    record("add_event_photo", made, by=by, at=at, facts=facts, personal={"agreed_by": vouches})
    return made


@transaction.atomic
def remove_event_photo(*, photo: EventPhoto, reason: str, by: Actor, at: datetime) -> EventPhoto:
    """Take a photo off, as when somebody in it asks for it; it is gone from the public page at once. Raises Refused, BadInput."""
    row = EventPhoto.objects.select_for_update(of=("self",)).select_related("event__unit").get(pk=photo.pk)
    if refusal := organises(by, row.event, at):
        raise Refused(refusal)
    text = " ".join(nfc(reason).split())
    if not text or len(text) > 300:
        raise BadInput("Ghi lý do bỏ ảnh, không quá 300 ký tự.", field="reason")
    if row.removed_at is None:
        row.removed_at, row.removed_by_id, row.remove_reason = at, by.account_id, text
        row.save(update_fields=["removed_at", "removed_by", "remove_reason"])
        record("remove_event_photo", row, by=by, at=at, facts={"event": row.event_id}, personal={"reason": text})
    return row
