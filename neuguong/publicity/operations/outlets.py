"""Keeping outlets: opening one, changing what it is called and how long a piece takes, ending it (KH 87, III.3.b–c)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.papers.wording import one_line
from neuguong.core.periods import local_day
from neuguong.core.text import nfc, sort_key
from neuguong.org.models import Unit
from neuguong.publicity.enums import WITH_SLOT, OutletKind, PlannedState
from neuguong.publicity.models import Outlet
from neuguong.publicity.policy.channels import records_publicity

NAME, ADDRESS, LONGEST = 160, 300, 6 * 3600


@dataclass(frozen=True, slots=True)
class OutletWords:
    """What is typed about an outlet."""

    kind: str
    name: str
    valid_from: date
    valid_until: date | None = None
    address: str = ""
    slot_seconds: int | None = None


@transaction.atomic
def open_outlet(*, unit: Unit, words: OutletWords, by: Actor, at: datetime, form_key: str = "") -> Outlet:
    """Enter an outlet of a unit; a form sent twice makes one. Raises Refused, BadInput."""
    if refusal := records_publicity(by, unit, at):
        raise Refused(refusal)
    if not unit.exists_on(local_day(at)):
        raise Refused(f"{unit.name} không còn hoạt động; mở kênh ở đơn vị kế thừa.")
    if form_key and (twin := Outlet.objects.filter(unit=unit, form_key=form_key).first()):
        return twin
    told = _checked(words)
    outlet = Outlet.objects.create(
        unit=unit, kind=told.kind, name=told.name, address=told.address, slot_seconds=told.slot_seconds,
        valid_from=told.valid_from, valid_until=told.valid_until, sort_key=sort_key(told.name), form_key=form_key,
        opened_by_id=by.account_id, opened_at=at,
    )  # fmt: skip
    facts = {"unit": unit.pk, "kind": told.kind, "name": told.name, "slot_seconds": told.slot_seconds}
    record("open_outlet", outlet, by=by, at=at, facts=facts | {"valid": [told.valid_from, told.valid_until]})
    return outlet


@transaction.atomic
def change_outlet(*, outlet: Outlet, words: OutletWords, seen_version: int, by: Actor, at: datetime) -> Outlet:
    """Give an outlet other words or a last day; its kind stays. Raises Refused, Stale, BadInput."""
    row = Outlet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=outlet.pk)
    if refusal := records_publicity(by, row.unit, at):
        raise Refused(refusal)
    if row.version != seen_version:
        raise Stale("Kênh vừa được người khác sửa. Tải lại trang để xem bản mới nhất rồi làm tiếp.")
    if words.kind != row.kind:
        raise BadInput("Loại kênh không đổi được. Kết thúc kênh này rồi mở kênh khác.", field="kind")
    told = _checked(words)
    _days_hold_what_ran(row, told)
    names = ("name", "address", "slot_seconds", "valid_from", "valid_until")
    changes = {one: [getattr(row, one), getattr(told, one)] for one in names if getattr(row, one) != getattr(told, one)}
    if not changes:
        return row
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    row.sort_key, row.version = sort_key(told.name), row.version + 1
    row.save(update_fields=[*changes, "sort_key", "version"])
    record("change_outlet", row, by=by, at=at, facts={"unit": row.unit_id, **changes})
    return row


def _checked(words: OutletWords) -> OutletWords:
    if words.kind not in OutletKind.values:
        raise BadInput("Chọn loại kênh.", field="kind")
    name, address = one_line(nfc(words.name)), one_line(nfc(words.address))
    if not name or len(name) > NAME:
        raise BadInput(f"Ghi tên kênh, không quá {NAME} ký tự.", field="name")
    if len(address) > ADDRESS:
        raise BadInput(f"Viết địa chỉ không quá {ADDRESS} ký tự.", field="address")
    slot = words.slot_seconds if words.kind in WITH_SLOT else None
    if slot is not None and not 10 <= slot <= LONGEST:
        raise BadInput("Thời lượng một lần phát từ 10 giây đến 6 giờ.", field="slot")
    if words.valid_until is not None and words.valid_until < words.valid_from:
        raise BadInput("Ngày cuối không thể trước ngày đầu.", field="valid_until")
    return OutletWords(words.kind, name, words.valid_from, words.valid_until, address, slot)


def _days_hold_what_ran(row: Outlet, told: OutletWords) -> None:
    """The days of an outlet cover what ran on it and what is still planned."""
    ran = row.broadcasts.filter(withdrawn_at=None).order_by("ran_on").values_list("ran_on", flat=True)
    first, last = ran.first(), ran.last()
    if first is not None and told.valid_from > first:
        raise BadInput(f"Kênh đã phát, đăng từ ngày {first:%d/%m/%Y}.", field="valid_from")
    if told.valid_until is None:
        return
    if last is not None and told.valid_until < last:
        raise BadInput(f"Kênh còn phát, đăng ngày {last:%d/%m/%Y}.", field="valid_until")
    if row.planned_runs.filter(state=PlannedState.PLANNED, planned_on__gt=told.valid_until).exists():
        raise BadInput("Lịch còn mục sau ngày ấy. Dời hoặc hủy các mục đó trước.", field="valid_until")
