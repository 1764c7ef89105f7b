"""Forming a council and filling its seats."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.org.enums import Seat
from neuguong.org.models import Account, Council, CouncilSeat, Unit
from neuguong.org.operations.holding import hold
from neuguong.org.policy import may_manage_accounts, may_seat


@transaction.atomic
def form_council(
    *, unit: Unit, name: str, valid_from: date, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Council:
    """Found the council of a unit; one at a time. Raises Refused and BadInput."""
    if refusal := may_manage_accounts(by, unit=unit, on=local_day(at)):
        raise Refused(refusal)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two councils typed at the same moment
    if not name.strip():
        raise BadInput("Ghi tên Hội đồng.", field="name")
    if Council.objects.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from), unit=unit).exists():
        raise BadInput("Đơn vị này đang có Hội đồng.", field="unit")
    council = Council.objects.create(unit=unit, name=nfc(name).strip(), valid_from=valid_from)
    facts = {"unit": unit.ref, "valid_from": valid_from}
    record("form_council", council, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return council


@transaction.atomic
def seat(
    *,
    council: Council,
    account: Account,
    seat_code: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    valid_to: date | None = None,
) -> CouncilSeat:
    """Give somebody a seat (the secretary has no vote); one chair at a time, one seat a person. Refused, BadInput."""
    hold(account)
    if refusal := may_seat(by, account=account, council=council, on=local_day(at)):
        raise Refused(refusal)
    Council.objects.select_for_update().get(pk=council.pk)  # two chairs typed at the same moment wait for each other
    if not account.is_active:
        raise BadInput("Tài khoản này đang khóa.", field="account")
    if valid_to is not None and valid_to < valid_from:
        raise BadInput("Ngày cuối không được trước ngày đầu.", field="valid_to")
    taken = _meeting(council, valid_from, valid_to).select_related("account")
    if taken.filter(account=account).exists():
        raise BadInput("Người này đang có chức vụ trong Hội đồng. Cho thôi chức vụ cũ trước.", field="account")
    chair = taken.filter(seat=Seat.CHAIR).first() if seat_code == Seat.CHAIR else None
    if chair:
        raise BadInput(
            f"Hội đồng đang có Chủ tịch: {chair.account.full_name}. Cho thôi trước rồi mới giao.", field="seat_code"
        )
    row = CouncilSeat.objects.create(
        council=council, account=account, seat=Seat(seat_code), valid_from=valid_from, valid_to=valid_to
    )
    facts = {
        "council": council.pk,
        "account": account.pk,
        "seat": seat_code,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    record("take_seat", row, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return row


def _meeting(council: Council, begin: date, finish: date | None) -> "QuerySet[CouncilSeat]":
    rows = CouncilSeat.objects.filter(Q(valid_to=None) | Q(valid_to__gte=begin), council=council)
    return rows if finish is None else rows.filter(valid_from__lte=finish)


@transaction.atomic
def unseat(
    *, seat_row: CouncilSeat, last_day: date, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> None:
    """Let a seat end after `last_day`; one that would not have begun by then goes, and the audit keeps it. Refused."""
    if refusal := may_manage_accounts(by, unit=seat_row.council.unit, on=local_day(at)):
        raise Refused(refusal)
    Council.objects.select_for_update().get(pk=seat_row.council_id)
    if not CouncilSeat.objects.filter(pk=seat_row.pk).exists():
        raise Refused("Chức vụ này vừa được hủy.")
    seat_row.refresh_from_db(fields=["valid_from", "valid_to"])
    facts = {"council": seat_row.council_id, "account": seat_row.account_id, "seat": seat_row.seat}
    facts |= {"valid_to": [seat_row.valid_to, last_day]}
    record("leave_seat", seat_row, by=by, at=at, recorded_at=recorded_at, facts=facts)
    if seat_row.valid_from > max(last_day, local_day(at)):
        seat_row.delete()
        return
    seat_row.valid_to = max(last_day, seat_row.valid_from)
    seat_row.save(update_fields=["valid_to"])
