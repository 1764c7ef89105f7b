"""Events: written, announced, held, taken back, cancelled (KH 87, III.3.b)."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import day_begins, local_day
from neuguong.core.text import nfc, slug
from neuguong.core.typed import lines, one_line
from neuguong.org.models import Unit
from neuguong.programme.enums import EventKind
from neuguong.programme.models import Plan
from neuguong.publicity.enums import EventForm
from neuguong.publicity.models import Event, EventUnit, HeldFor, Holding, ProgrammeLine
from neuguong.publicity.policy.events import event_edit_refusal, records_publicity
from neuguong.publicity.workflows import EVENT

MOST_LINES, MOST_PEOPLE = 60, 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the programme."""

    begins: str
    content: str
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """Everything that is said of an event, as it was typed; `shared_with` are further units by their number."""

    name: str
    kind: str
    form: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    online_link: str = ""
    within: str = ""
    about: str = ""
    audience: str = ""
    is_public: bool = False
    takes_registrations: bool = False
    shared_with: tuple[int, ...] = ()
    programme: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many came, and what came of it."""

    delegates: int
    pupils: int
    outcome: str = ""


@transaction.atomic
def create_event(
    *, unit: Unit, plan: Plan, words: EventWords, by: Actor, at: datetime, form_key: str = "",
    recorded_at: datetime | None = None,
) -> Event:  # fmt: skip
    """Begin an event; a form sent twice is one. Raises Refused, BadInput."""
    Unit.objects.select_for_update().get(pk=unit.pk)  # two presses at once: the second finds the first's
    if refusal := records_publicity(by, unit, at):
        raise Refused(refusal)
    if form_key and (twin := Event.objects.filter(unit=unit, form_key=form_key).first()):
        return twin
    columns = _checked(words, plan)
    units, lines = _units(unit, words), _lines(words)
    event = Event.objects.create(
        plan=plan, unit=unit, slug=_slug(columns["name"], words.starts_at), form_key=form_key,
        created_by_id=by.account_id, created_at=recorded_at or at, edited_at=recorded_at or at, **columns,
    )  # fmt: skip
    _write_parts(event, units, lines)
    facts = {
        "unit": unit.pk,
        "kind": event.kind,
        "starts_at": event.starts_at,
        "shared_with": [one.pk for one in units],
    }
    record("create_event", event, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return event


@transaction.atomic
def write_event(*, event: Event, words: EventWords, version: int, by: Actor, at: datetime) -> Event:
    """Change what is said of an event that was not held yet. Raises Refused, BadInput, Stale (somebody wrote first)."""
    row = locked_event(event)
    if refusal := event_edit_refusal(by, row, at):
        raise Refused(refusal)
    columns = _checked(words, row.plan)
    units, lines = _units(row.unit, words), _lines(words)
    written = Event.objects.filter(pk=row.pk, version=version).update(version=F("version") + 1, edited_at=at, **columns)
    if not written:
        raise Stale("Sự kiện vừa được người khác sửa. Tải lại trang để xem bản mới nhất rồi làm tiếp.")
    before = {name: getattr(row, name) for name, value in columns.items() if getattr(row, name) != value}
    row.shared_with.all().delete()
    row.programme.all().delete()
    _write_parts(row, units, lines)
    facts = {
        "unit": row.unit_id,
        "state": row.state,
        "changed": sorted(before),
        "shared_with": [one.pk for one in units],
    }
    record("write_event", row, by=by, at=at, facts=facts)
    row.refresh_from_db()
    return row


def locked_event(event: Event) -> Event:
    """The row as it is now, held until the transaction ends."""
    return Event.objects.select_for_update(of=("self",)).select_related("unit", "plan").get(pk=event.pk)


def _write_parts(event: Event, units: list[Unit], lines: tuple[Line, ...]) -> None:
    EventUnit.objects.bulk_create(EventUnit(event=event, unit=one) for one in units)
    ProgrammeLine.objects.bulk_create(
        ProgrammeLine(event=event, position=place, begins=one.begins, content=one.content, who=one.who)
        for place, one in enumerate(lines, start=1)
    )


def _checked(words: EventWords, plan: Plan) -> dict[str, object]:
    name = one_line(words.name, 200, "name", "Ghi tên sự kiện.")
    if words.kind not in EventKind.values:
        raise BadInput("Chọn loại sự kiện.", field="kind")
    if words.form not in EventForm.values:
        raise BadInput("Chọn hình thức trực tiếp, trực tuyến hoặc lồng ghép.", field="form")
    if words.ends_at < words.starts_at:
        raise BadInput("Giờ kết thúc phải sau giờ bắt đầu.", field="ends")
    if not plan.valid_from <= local_day(words.starts_at) <= plan.valid_until:
        span = f"từ {plan.valid_from:%d/%m/%Y} đến {plan.valid_until:%d/%m/%Y}"
        raise BadInput(f"Ngày tổ chức phải trong thời gian của kế hoạch, {span}.", field="day")
    return {
        "name": name,
        "kind": words.kind,
        "form": words.form,
        "starts_at": words.starts_at,
        "ends_at": words.ends_at,
        "place": one_line(words.place, 200, "place"),
        "online_link": _link(words.online_link),
        "within": one_line(words.within, 200, "within"),
        "about": lines(words.about, 4_000, "about"),
        "audience": lines(words.audience, 300, "audience"),
        "is_public": words.is_public,
        "takes_registrations": words.is_public and words.takes_registrations,
    }


def _link(value: str) -> str:
    link = one_line(value, 500, "online_link")
    if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).netloc):
        raise BadInput("Đường dẫn trực tuyến bắt đầu bằng https://", field="online_link")
    return link


def _units(unit: Unit, words: EventWords) -> list[Unit]:
    """The further units, each alive on the day of the event."""
    wanted = set(words.shared_with) - {unit.pk}
    found = list(Unit.objects.on(local_day(words.starts_at)).filter(pk__in=wanted).order_by("sort_key", "id"))
    if len(found) != len(wanted):
        raise BadInput("Có đơn vị cùng tổ chức không tồn tại vào ngày ấy. Chọn lại.", field="shared_with")
    return found


def _lines(words: EventWords) -> tuple[Line, ...]:
    if len(words.programme) > MOST_LINES:
        raise BadInput(f"Chương trình nhận nhiều nhất {MOST_LINES} dòng.", field="programme")
    lines = []
    for number, one in enumerate(words.programme, start=1):
        begins, content, who = (" ".join(nfc(part).split()) for part in (one.begins, one.content, one.who))
        if not content:
            raise BadInput(f"Dòng {number} của chương trình chưa có nội dung.", field="programme")
        if len(begins) > 20 or len(content) > 300 or len(who) > 200:
            raise BadInput(f"Dòng {number} của chương trình dài quá.", field="programme")
        lines.append(Line(begins, content, who))
    return tuple(lines)


def _slug(name: object, starts_at: datetime) -> str:
    """An address that says what and when; a number after it where it is taken."""
    base = f"{slug(str(name), 90) or 'su-kien'}-{local_day(starts_at):%d-%m-%Y}"
    taken = set(Event.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(one for n in range(1, len(taken) + 2) if (one := base if n == 1 else f"{base}-{n}") not in taken)


@transaction.atomic
def announce_event(*, event: Event, by: Actor, at: datetime) -> Event:
    """Say that the event will be; a public one stands on the portal from now on. Raises Refused, Stale."""
    row = locked_event(event)
    EVENT.apply("announce", dossier=row, by=by, at=at)
    record("announce_event", row, by=by, at=at, facts={"unit": row.unit_id, "public": row.is_public})
    return row


@transaction.atomic
def cancel_event(*, event: Event, reason: str, by: Actor, at: datetime) -> Event:
    """Say that the event will not be, and why. Raises Refused, Stale."""
    row = locked_event(event)
    EVENT.apply("cancel", dossier=row, by=by, at=at, note=nfc(reason))
    record("cancel_event", row, by=by, at=at, facts={"unit": row.unit_id}, personal={"reason": nfc(reason).strip()})
    return row


@transaction.atomic
def hold_event(
    *, event: Event, numbers: Numbers, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Holding:
    """Write down that the event was held; it counts for every unit that held it, from its day, whenever it is typed.

    Raises Refused, Stale, BadInput.
    """
    row = locked_event(event)
    for field, count in (("delegates", numbers.delegates), ("pupils", numbers.pupils)):
        if not 0 <= count <= MOST_PEOPLE:
            raise BadInput("Ghi số người từ 0 đến 100.000.", field=field)
    if numbers.pupils > numbers.delegates:
        raise BadInput("Số học sinh, sinh viên không lớn hơn tổng số người dự.", field="pupils")
    EVENT.apply("hold", dossier=row, by=by, at=at, recorded_at=recorded_at)
    held_on = local_day(row.starts_at)
    holding = Holding.objects.create(
        event=row, kind=row.kind, held_on=held_on, delegates=numbers.delegates, pupils=numbers.pupils,
        outcome=lines(numbers.outcome, 4_000, "outcome"), recorded_by_id=by.account_id,
        effective_at=at if held_on == local_day(at) else day_begins(held_on), recorded_at=recorded_at or at,
    )  # fmt: skip
    units = [row.unit_id, *row.shared_with.exclude(unit=row.unit_id).values_list("unit_id", flat=True)]
    HeldFor.objects.bulk_create(HeldFor(holding=holding, unit_id=pk) for pk in units)
    facts = {
        "event": row.pk,
        "units": units,
        "held_on": held_on,
        "delegates": numbers.delegates,
        "pupils": numbers.pupils,
    }
    record("hold_event", holding, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return holding


@transaction.atomic
def withdraw_holding(
    *, event: Event, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Holding:
    """Take back that the event was held: it counts for nobody from now on and stays to be read. Raises Refused, Stale."""
    row, text = locked_event(event), nfc(reason).strip()
    EVENT.apply("withdraw", dossier=row, by=by, at=at, recorded_at=recorded_at, note=text)
    holding = Holding.objects.select_for_update().get(event=row, withdrawn_at=None)
    holding.withdrawn_at, holding.withdrawn_recorded_at = at, recorded_at or at
    holding.withdrawn_by_id, holding.withdraw_reason = by.account_id, text
    holding.save(update_fields=["withdrawn_at", "withdrawn_recorded_at", "withdrawn_by", "withdraw_reason"])
    facts = {"event": row.pk, "unit": row.unit_id, "held_on": holding.held_on}
    record("withdraw_holding", holding, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"reason": text})
    return holding
