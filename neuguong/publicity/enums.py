"""Codes of publicity. Codes never change; labels may."""

from django.db.models import TextChoices


class EventForm(TextChoices):
    """How an event is held (KH 87, III.3.b: in person, online, or within a review conference)."""

    IN_PERSON = "in_person", "trực tiếp"
    ONLINE = "online", "trực tuyến"
    EMBEDDED = "embedded", "lồng ghép trong hội nghị khác"


class EventState(TextChoices):
    """Where an event stands."""

    DRAFT = "draft", "đang chuẩn bị"
    ANNOUNCED = "announced", "đã công bố"
    HELD = "held", "đã tổ chức"
    CANCELLED = "cancelled", "đã hủy"
