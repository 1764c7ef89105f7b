"""Hand-over (bàn giao): everything that somebody is passes to a successor on a day, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import local_day
from neuguong.org.enums import Basis
from neuguong.org.models import Account, CouncilSeat, Membership
from neuguong.org.operations.accounts import lock
from neuguong.org.operations.councils import seat, unseat
from neuguong.org.operations.holding import hold
from neuguong.org.operations.memberships import appoint, cut, end_delegations_of
from neuguong.org.policy import may_deactivate, may_grant, may_manage_account


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What passed and what ended: delegations and substitutes are personal, so they end."""

    memberships: int
    seats: int
    ended: int


@transaction.atomic
def hand_over(
    *,
    leaver: Account,
    successor: Account,
    on: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    document: str = "",
) -> HandedOver:
    """From `on` (today or before) the successor is what the leaver was; the leaver's account is locked.

    Roles and council seats pass; delegations given or received and substitutes end. Raises Refused and BadInput,
    and then nothing has passed.
    """
    hold(leaver, successor, by=by)
    _check(leaver, successor, on, by=by, today=local_day(at))
    still = Q(valid_to=None) | Q(valid_to__gte=on)
    last_day = on - timedelta(days=1)
    told: dict[str, Any] = {"by": by, "at": at, "recorded_at": recorded_at}
    passed = ended = 0
    for row in Membership.objects.filter(still, account=leaver).select_related("unit").order_by("id"):
        begin, finish = max(on, row.valid_from), row.valid_to
        cut(row, last_day=last_day, **told)
        if row.basis != Basis.APPOINTED:
            ended += 1
            continue
        if not _already(successor, row, begin):
            appoint(
                account=successor, unit=row.unit, role=row.role, subtree=row.subtree, valid_from=begin,
                valid_to=finish, document=document or row.document, **told,
            )  # fmt: skip
        passed += 1
    seats = _pass_seats(leaver, successor, on, **told)
    ended += end_delegations_of(leaver, last_day=last_day, **told)
    if not (passed or ended or seats):
        raise Refused(f"{leaver.full_name} không còn vai trò hay chức vụ nào để bàn giao.")
    lock(account=leaver, reason=f"Bàn giao từ ngày {on:%d/%m/%Y}", **told)
    facts = {"leaver": leaver.pk, "successor": successor.pk, "on": on, "memberships": passed, "seats": seats}
    record("hand_over", leaver, facts=facts, personal={"document": document}, **told)
    return HandedOver(passed, seats, ended)


def _check(leaver: Account, successor: Account, on: date, *, by: Actor, today: date) -> None:
    if leaver.pk == successor.pk:
        raise BadInput("Người nhận phải là người khác.", field="successor")
    if not successor.is_active:
        raise BadInput("Tài khoản người nhận đang khóa.", field="successor")
    if on > today:
        raise BadInput("Ghi bàn giao vào đúng ngày bàn giao hoặc sau đó, không ghi trước.", field="on")
    refusal = may_manage_account(by, account=leaver, on=today)
    if refusal is None and by.account_id == leaver.pk:
        refusal = may_deactivate(by, account=leaver, on=today)
    if refusal:
        raise Refused(refusal)
    for row in Membership.objects.on(today).filter(account=leaver).select_related("unit"):
        refusal = may_grant(by, account=successor, unit=row.unit, role=row.role, subtree=row.subtree, on=today)
        if refusal:
            raise Refused(refusal)


def _already(successor: Account, row: Membership, begin: date) -> bool:
    held = Membership.objects.on(begin).filter(account=successor, unit=row.unit, role=row.role, subtree=row.subtree)
    return held.filter(valid_to=None).exists()


def _pass_seats(
    leaver: Account, successor: Account, on: date, *, by: Actor, at: datetime, recorded_at: datetime | None
) -> int:
    still = Q(valid_to=None) | Q(valid_to__gte=on)
    found = list(CouncilSeat.objects.filter(still, account=leaver).select_related("council"))
    for row in found:
        begin, finish = max(on, row.valid_from), row.valid_to
        unseat(seat_row=row, last_day=on - timedelta(days=1), by=by, at=at, recorded_at=recorded_at)
        seat(
            council=row.council, account=successor, seat_code=row.seat, valid_from=begin, valid_to=finish, by=by, at=at,
            recorded_at=recorded_at,
        )  # fmt: skip
    return len(found)
