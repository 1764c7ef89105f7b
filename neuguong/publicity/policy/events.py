"""May this person do this with an event, now? Each guard answers None or the sentence that the person reads."""

from datetime import datetime

from neuguong.core.actor import Actor, ActorKind
from neuguong.core.periods import LOCAL, local_day
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission
from neuguong.publicity.enums import EventForm, EventState
from neuguong.publicity.models import Attendee, Event


def records_publicity(by: Actor, unit: Unit, at: datetime) -> str | None:
    """A unit's own officer or head organises its events; above it the offices in charge."""
    if by.kind is ActorKind.SYSTEM or can(by.account_id, Permission.RECORD_PUBLICITY, unit=unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối, người đứng đầu {unit.name} hoặc cơ quan phụ trách tuyên truyền lập sự kiện của đơn vị."


def organises(by: Actor, event: Event, at: datetime) -> str | None:
    """Who organises the event writes it and moves it on; who only shares it reads it."""
    return records_publicity(by, event.unit, at)


def welcomes(by: Actor, event: Event, at: datetime) -> str | None:
    """At the door stand people of every unit that holds the event together."""
    if organises(by, event, at) is None:
        return None
    if any(records_publicity(by, row.unit, at) is None for row in event.shared_with.select_related("unit")):
        return None
    return "Chỉ người của đơn vị tổ chức hoặc cùng tổ chức đón đại biểu."


def event_is_whole(_by: Actor, event: Event, _at: datetime) -> str | None:
    """Who reads that an event will be must learn where."""
    if event.form == EventForm.ONLINE and not event.online_link:
        return "Ghi đường dẫn trực tuyến rồi mới công bố."
    if event.form != EventForm.ONLINE and not event.place:
        return "Ghi địa điểm rồi mới công bố."
    if event.form == EventForm.EMBEDDED and not event.within:
        return "Ghi tên hội nghị mà sự kiện lồng ghép vào rồi mới công bố."
    return None


def event_has_begun(_by: Actor, event: Event, at: datetime) -> str | None:
    """Nothing was held before its hour."""
    if event.starts_at <= at:
        return None
    return f"Sự kiện bắt đầu lúc {event.starts_at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}; tổ chức xong rồi mới ghi."


def event_edit_refusal(by: Actor, event: Event, at: datetime) -> str | None:
    """Why this person cannot change what is said of the event now, or None."""
    if refusal := organises(by, event, at):
        return refusal
    if event.state == EventState.HELD:
        return "Sự kiện đã tổ chức nên không sửa được. Ghi sai thì rút việc đã tổ chức, sửa rồi ghi lại."
    if event.state == EventState.CANCELLED:
        return "Sự kiện đã hủy nên không sửa được."
    return None


def invites(by: Actor, event: Event, at: datetime) -> str | None:
    """The list of an event is its organiser's, until the event was held or cancelled."""
    if refusal := organises(by, event, at):
        return refusal
    if event.state in (EventState.HELD, EventState.CANCELLED):
        return "Sự kiện đã tổ chức hoặc đã hủy nên danh sách không đổi nữa."
    return None


def takes_answers(attendee: Attendee, at: datetime) -> str | None:
    """Whoever was invited answers until the event begins."""
    event = attendee.event
    if attendee.removed_at is not None or event.state == EventState.CANCELLED:
        return "Giấy mời này không còn hiệu lực."
    if event.state != EventState.ANNOUNCED or event.starts_at <= at:
        return "Sự kiện đã bắt đầu nên không trả lời nữa."
    return None


def takes_registrations(event: Event, at: datetime) -> str | None:
    """People register for a public event that asks for it, until it begins."""
    if not (event.is_public and event.takes_registrations) or event.state != EventState.ANNOUNCED:
        return "Sự kiện này không nhận đăng ký."
    if event.starts_at <= at:
        return "Sự kiện đã bắt đầu nên không nhận đăng ký nữa."
    return None
