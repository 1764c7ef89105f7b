"""The list of an event: invited, written to, answered, registered, arrived, taken off (KH 87, III.3.b)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.outbox import write_letter, write_letter_to
from neuguong.core.periods import LOCAL
from neuguong.core.text import fold, nfc, sort_key
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.register import shown
from neuguong.org.models import Account
from neuguong.programme.enums import SubjectKind
from neuguong.publicity.enums import AttendeeAnswer, AttendeePart, AttendeeSource, EventState
from neuguong.publicity.models import Attendee, Event
from neuguong.publicity.operations.events import locked_event
from neuguong.publicity.policy.events import invites, takes_answers, takes_registrations, welcomes

MOST = 2_000
LINK = "publicity.attendee"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody from outside, as typed."""

    name: str
    office: str = ""
    email: str = ""


def _tidy(guest: Guest, where: str, field: str) -> Guest:
    name, office = (" ".join(nfc(text).split()) for text in (guest.name, guest.office))
    email = guest.email.strip().lower()
    if not name:
        raise BadInput(f"{where}Ghi họ tên.", field="name" if not where else field)
    if len(name) > 120 or len(office) > 200:
        raise BadInput(f"{where}Họ tên không quá 120 ký tự, chức vụ và đơn vị không quá 200 ký tự.", field=field)
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise BadInput(
                f"{where}Địa chỉ thư điện tử “{email}” chưa đúng.", field=field if where else "email"
            ) from wrong
    return Guest(name, office, email)


def _room(event: Event, more: int) -> int:
    """The first free number; the event is locked. Raises BadInput for a list that is too long."""
    last: int = event.attendees.aggregate(last=Max("number"))["last"] or 0
    if last + more > MOST:
        raise BadInput(f"Danh sách nhận nhiều nhất {MOST:,} người.".replace(",", "."), field="guests")
    return last + 1


def _searchable(name: str, office: str, *, person: bool = True) -> dict[str, str]:
    return {"sort_key": sort_key(name, person=person), "search_text": fold(f"{name} {office}")[:800]}


@transaction.atomic
def invite_guests(*, event: Event, guests: Collection[Guest], part: str, by: Actor, at: datetime) -> int:
    """Put people from outside on the list; who stands there with the same name and office is left out. How many were new.

    An address that belongs to an account makes the letter a notice to that account. Raises Refused, BadInput.
    """
    row = locked_event(event)
    if refusal := invites(by, row, at):
        raise Refused(refusal)
    part = _part(part)
    tidy = [_tidy(one, f"Dòng {place}: ", "guests") for place, one in enumerate(guests, start=1)]
    if not tidy:
        raise BadInput("Ghi ít nhất một người.", field="guests")
    there = set(row.attendees.filter(removed_at=None).values_list("name", "office"))
    new = [one for one in dict.fromkeys(tidy) if (one.name, one.office) not in there]
    first = _room(row, len(new))
    accounts = _accounts({one.email for one in new if one.email})
    Attendee.objects.bulk_create(
        Attendee(
            event=row, number=first + place, source=AttendeeSource.INVITED, part=part, name=one.name, office=one.office,
            email=one.email, account=accounts.get(one.email), added_by_id=by.account_id, added_at=at,
            **_searchable(one.name, one.office),
        )
        for place, one in enumerate(new)
    )  # fmt: skip
    record("invite_guests", row, by=by, at=at, facts={"unit": row.unit_id, "new": len(new), "part": part})
    return len(new)


def _accounts(addresses: Collection[str]) -> dict[str, Account]:
    rows = Account.objects.filter(email__in=addresses, is_active=True)
    return {(one.email or "").lower(): one for one in rows}


def _part(part: str) -> str:
    if part not in AttendeePart.values:
        raise BadInput("Chọn tư cách dự.", field="part")
    return part


@transaction.atomic
def invite_exemplars(
    *, event: Event, exemplar_ids: Collection[int], part: str, by: Actor, at: datetime, email: str = ""
) -> int:
    """Invite exemplars of the register to speak or to be honoured; who is invited already is left out. How many were new.

    Only those whom the register shows: nobody is honoured whose recognition was taken back. Raises Refused, BadInput.
    """
    row = locked_event(event)
    if refusal := invites(by, row, at):
        raise Refused(refusal)
    part = _part(part)
    found = {one.pk: one for one in shown().filter(pk__in=exemplar_ids).select_related("unit")}
    if len(found) != len(set(exemplar_ids)) or not found:
        raise BadInput("Có điển hình không còn trong sổ. Tìm và chọn lại.", field="exemplar")
    there = set(row.attendees.filter(removed_at=None, exemplar__in=found).values_list("exemplar_id", flat=True))
    new = [found[pk] for pk in dict.fromkeys(exemplar_ids) if pk not in there]
    first = _room(row, len(new))
    address = _tidy(Guest("x", "", email), "", "email").email
    Attendee.objects.bulk_create(
        _of_register(row, one, part, first + place, by, at, address) for place, one in enumerate(new)
    )
    facts = {"unit": row.unit_id, "exemplars": [one.pk for one in new], "part": part}
    record("invite_exemplars", row, by=by, at=at, facts=facts)
    return len(new)


def _of_register(
    event: Event, exemplar: Exemplar, part: str, number: int, by: Actor, at: datetime, email: str
) -> Attendee:
    person = exemplar.kind == SubjectKind.INDIVIDUAL
    return Attendee(
        event=event, number=number, source=AttendeeSource.INVITED, part=part, exemplar=exemplar, name=exemplar.name,
        office=exemplar.unit.name, email=email, added_by_id=by.account_id, added_at=at,
        **_searchable(exemplar.name, exemplar.unit.name, person=person),
    )  # fmt: skip


def locked_attendee(attendee: Attendee) -> Attendee:
    """The row as it is now, held until the transaction ends."""
    rows = Attendee.objects.select_for_update(of=("self",)).select_related("event__unit", "event__plan")
    return rows.get(pk=attendee.pk)


@transaction.atomic
def remove_attendee(*, attendee: Attendee, reason: str, by: Actor, at: datetime) -> Attendee:
    """Take somebody off the list, with the reason; the number is not given again. Raises Refused, BadInput, Stale."""
    row, text = locked_attendee(attendee), nfc(reason).strip()
    if refusal := invites(by, row.event, at):
        raise Refused(refusal)
    if row.removed_at is not None:
        raise Stale("Người này đã được bỏ khỏi danh sách.")
    if row.arrived_at is not None:
        raise Refused("Người này đã được ghi là có mặt nên không bỏ khỏi danh sách được.")
    if not text:
        raise BadInput("Ghi lý do bỏ.", field="reason")
    row.removed_at, row.removed_by_id, row.remove_reason = at, by.account_id, text
    row.save(update_fields=["removed_at", "removed_by", "remove_reason"])
    facts = {"event": row.event_id, "number": row.number}
    record("remove_attendee", row, by=by, at=at, facts=facts, personal={"reason": text})
    return row


@transaction.atomic
def write_invitations(*, event: Event, by: Actor, at: datetime) -> int:
    """Write to everybody on the list who has an address and was not written to yet; how many letters were written.

    Each letter has a link of its own, made when the mail goes out and kept nowhere. Raises Refused.
    """
    row = locked_event(event)
    if refusal := invites(by, row, at):
        raise Refused(refusal)
    if row.state != EventState.ANNOUNCED:
        raise Refused("Công bố sự kiện rồi mới gửi thư mời.")
    waiting = row.attendees.select_for_update(of=("self",)).filter(
        source=AttendeeSource.INVITED, removed_at=None, written_at=None
    )
    written = []
    for one in waiting.exclude(email="", account=None).order_by("number"):
        _write(one, row, at)
        written.append(one.pk)
    Attendee.objects.filter(pk__in=written).update(written_at=at)
    record("write_invitations", row, by=by, at=at, facts={"unit": row.unit_id, "letters": len(written)})
    return len(written)


def _write(one: Attendee, event: Event, at: datetime) -> None:
    """One letter to one person; its key is theirs, so that nobody ever gets two."""
    when = event.starts_at.astimezone(LOCAL)
    where = event.place or "trực tuyến"
    told = {
        "key": f"invitation:{one.pk}",
        "subject": f"Giấy mời: {event.name}",
        "body": (
            f"{event.unit.name} trân trọng kính mời {one.name} tới dự {event.name}, {when:%H:%M} ngày {when:%d/%m/%Y}, "
            f"tại {where}. Mở đường dẫn dưới đây để trả lời có dự hay không và xem chương trình."
        ),
        "link": f"{LINK}:{one.pk}",
        "at": at,
    }
    if one.account_id is not None:
        write_letter(recipient_id=one.account_id, **told)  # type: ignore[arg-type]
    else:
        write_letter_to(address=one.email, **told)  # type: ignore[arg-type]


@transaction.atomic
def answer_invitation(*, attendee: Attendee, answer: str, by: Actor, at: datetime) -> Attendee:
    """The invited person says yes or no, by the link of the mail; said again it is said anew. Raises Refused, BadInput."""
    row = locked_attendee(attendee)
    if refusal := takes_answers(row, at):
        raise Refused(refusal)
    if answer not in AttendeeAnswer.values:
        raise BadInput("Chọn có dự hoặc không dự.", field="answer")
    if row.answer != answer:
        row.answer, row.answered_at = answer, at
        row.save(update_fields=["answer", "answered_at"])
        record("answer_invitation", row, by=by, at=at, facts={"event": row.event_id, "answer": answer})
    return row


@transaction.atomic
def register_attendee(*, event: Event, guest: Guest, form_key: str, by: Actor, at: datetime) -> Attendee:
    """Somebody registers for a public event; a form sent twice is one. Raises Refused, BadInput."""
    row = locked_event(event)
    if twin := row.attendees.filter(form_key=form_key).first():
        return twin
    if refusal := takes_registrations(row, at):
        raise Refused(refusal)
    tidy = _tidy(guest, "", "name")
    made = Attendee.objects.create(
        event=row, number=_room(row, 1), source=AttendeeSource.REGISTERED, part=AttendeePart.GUEST, name=tidy.name,
        office=tidy.office, email=tidy.email, answer=AttendeeAnswer.YES, answered_at=at, form_key=form_key, added_at=at,
        **_searchable(tidy.name, tidy.office),
    )  # fmt: skip
    record("register_attendee", made, by=by, at=at, facts={"event": row.pk, "number": made.number})
    if tidy.email:
        write_letter_to(
            address=tidy.email, key=f"registration:{made.pk}", subject=f"Đã đăng ký dự: {row.name}",
            body=f"Bạn đã đăng ký dự {row.name}. Mở đường dẫn dưới đây để xem chương trình và mã vào cửa.",
            link=f"{LINK}:{made.pk}", at=at,
        )  # fmt: skip
    return made


@transaction.atomic
def mark_arrival(*, attendee: Attendee, by: Actor, at: datetime) -> Attendee:
    """Whoever stands at the door writes down that somebody came; pressed twice it is once. Raises Refused."""
    row = locked_attendee(attendee)
    if refusal := welcomes(by, row.event, at):
        raise Refused(refusal)
    if row.removed_at is not None:
        raise Refused("Người này đã được bỏ khỏi danh sách.")
    if row.event.state not in (EventState.ANNOUNCED, EventState.HELD):
        raise Refused("Sự kiện chưa công bố hoặc đã hủy nên không ghi người đến.")
    if row.arrived_at is None:
        row.arrived_at, row.arrived_by_id = at, by.account_id
        row.save(update_fields=["arrived_at", "arrived_by"])
        record("mark_arrival", row, by=by, at=at, facts={"event": row.event_id, "number": row.number})
    return row


@transaction.atomic
def take_arrival_back(*, attendee: Attendee, by: Actor, at: datetime) -> Attendee:
    """A slip at the door: the person is not there. Raises Refused."""
    row = locked_attendee(attendee)
    if refusal := welcomes(by, row.event, at):
        raise Refused(refusal)
    if row.event.state == EventState.HELD:
        raise Refused("Sự kiện đã ghi là tổ chức nên không sửa danh sách có mặt.")
    if row.arrived_at is not None:
        facts = {"event": row.event_id, "number": row.number, "arrived_at": row.arrived_at}
        row.arrived_at, row.arrived_by_id = None, None
        row.save(update_fields=["arrived_at", "arrived_by"])
        record("take_arrival_back", row, by=by, at=at, facts=facts)
    return row


@transaction.atomic
def add_at_door(*, event: Event, guest: Guest, form_key: str, by: Actor, at: datetime) -> Attendee:
    """Somebody came who stands on no list; a form sent twice is one. Raises Refused, BadInput."""
    row = locked_event(event)
    if refusal := welcomes(by, row, at):
        raise Refused(refusal)
    if row.state != EventState.ANNOUNCED:
        raise Refused("Chỉ ghi thêm người khi sự kiện đã công bố và chưa ghi là tổ chức.")
    if form_key and (twin := row.attendees.filter(form_key=form_key).first()):
        return twin
    tidy = _tidy(guest, "", "name")
    made = Attendee.objects.create(
        event=row, number=_room(row, 1), source=AttendeeSource.AT_DOOR, part=AttendeePart.GUEST, name=tidy.name,
        office=tidy.office, form_key=form_key, arrived_at=at, arrived_by_id=by.account_id, added_by_id=by.account_id,
        added_at=at, **_searchable(tidy.name, tidy.office),
    )  # fmt: skip
    record("add_at_door", made, by=by, at=at, facts={"event": row.pk, "number": made.number})
    return made
