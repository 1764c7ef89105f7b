"""Who is what from when until when: appointing, ending, delegating, standing in."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import write_letter
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.org.enums import Basis, Role
from neuguong.org.models import Account, Membership, Unit
from neuguong.org.operations.holding import hold
from neuguong.org.policy import SEAT_ROLES, may_delegate, may_end, may_grant, may_substitute


@transaction.atomic
def appoint(
    *,
    account: Account,
    unit: Unit,
    role: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    subtree: bool = False,
    valid_to: date | None = None,
    document: str = "",
) -> Membership:
    """Give somebody a role at a unit (phân công); the last day counts. Raises Refused and BadInput."""
    hold(account)
    if refusal := may_grant(by, account=account, unit=unit, role=role, subtree=subtree, on=local_day(at)):
        raise Refused(refusal)
    if Role(role) in SEAT_ROLES:
        raise BadInput("Vai trò trong Hội đồng được giao bằng chức vụ trong Hội đồng.", field="role")
    return _begin(
        account=account, unit=unit, role=role, subtree=subtree, valid_from=valid_from, valid_to=valid_to,
        document=document, basis=Basis.APPOINTED, behalf=None, by=by, at=at, recorded_at=recorded_at,
    )  # fmt: skip


@transaction.atomic
def delegate(
    *,
    head: Account,
    to: Account,
    unit: Unit,
    valid_from: date,
    valid_to: date,
    document: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> Membership:
    """The head of a unit lets one of its people act as head until a day, by a document (ủy quyền).

    It ends by itself after `valid_to` and cannot be passed on. Raises Refused and BadInput.
    """
    hold(head, to)
    if refusal := may_delegate(by, head=head, unit=unit, on=local_day(at)):
        raise Refused(refusal)
    if to.pk == head.pk:
        raise BadInput("Không thể ủy quyền cho chính mình.", field="to")
    if not Membership.objects.on(max(valid_from, local_day(at))).filter(account=to, unit=unit).exists():
        raise BadInput("Người được ủy quyền phải đang được phân công ở đơn vị.", field="to")
    _need_end_and_document(valid_from, valid_to, document, today=local_day(at))
    row = _begin(
        account=to, unit=unit, role=Role.UNIT_HEAD, subtree=False, valid_from=valid_from, valid_to=valid_to,
        document=document, basis=Basis.DELEGATED, behalf=head, by=by, at=at, recorded_at=recorded_at,
    )  # fmt: skip
    body = (
        f"{head.full_name} ủy quyền cho anh/chị thay người đứng đầu {unit.name} từ {valid_from:%d/%m/%Y} "
        f"đến hết {valid_to:%d/%m/%Y} (theo {row.document}). Sau ngày ấy ủy quyền tự hết."
    )
    write_letter(key=f"delegated:{row.pk}", recipient_id=to.pk, subject="Anh/chị được ủy quyền", body=body, at=at)
    return row


@transaction.atomic
def substitute(
    *,
    absent: Account,
    stand_in: Account,
    unit: Unit,
    role: str,
    valid_from: date,
    valid_to: date,
    document: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> Membership:
    """Somebody stands in for somebody who is away (làm thay); both names stay on record and both are told.

    Named by who is away, by the unit's head or by the administrator; it ends by itself after `valid_to`. `document` is
    the reason and its paper. Raises Refused, BadInput.
    """
    hold(absent, stand_in)
    rows = Membership.objects.on(valid_from).filter(account=absent, unit=unit, role=role, basis=Basis.APPOINTED)
    held = rows.select_related("unit").first()
    if held is None:
        raise BadInput("Người vắng không giữ vai trò này ở đơn vị vào ngày bắt đầu.", field="absent")
    if stand_in.pk == absent.pk:
        raise BadInput("Người làm thay phải là người khác.", field="stand_in")
    if refusal := may_substitute(by, held=held, stand_in=stand_in, on=local_day(at)):
        raise Refused(refusal)
    _need_end_and_document(valid_from, valid_to, document, today=local_day(at))
    row = _begin(
        account=stand_in, unit=unit, role=role, subtree=held.subtree, valid_from=valid_from, valid_to=valid_to,
        document=document, basis=Basis.SUBSTITUTE, behalf=absent, by=by, at=at, recorded_at=recorded_at,
    )  # fmt: skip
    _tell_substitute(row, absent, stand_in, by=by, at=at)
    return row


def _tell_substitute(row: Membership, absent: Account, stand_in: Account, *, by: Actor, at: datetime) -> None:
    """Who stands in and who is away both know from when until when; not who wrote it down themself."""
    what = f"{Role(row.role).label}, {row.unit.name}, từ {row.valid_from:%d/%m/%Y} đến hết {row.valid_to:%d/%m/%Y}"
    told = (
        (stand_in, "Anh/chị làm thay", f"Anh/chị làm thay {absent.full_name} ({what}). Lý do: {row.document}."),
        (absent, "Đã cử người làm thay", f"{stand_in.full_name} làm thay anh/chị ({what}). Lý do: {row.document}."),
    )
    for person, subject, body in told:
        if person.pk != by.account_id:
            text = f"{body} Sau ngày ấy việc làm thay tự hết; mọi việc làm thay đều ghi rõ tên hai người."
            write_letter(
                key=f"substitute:{row.pk}:{person.pk}", recipient_id=person.pk, subject=subject, body=text, at=at
            )


def _need_end_and_document(valid_from: date, valid_to: date | None, document: str, *, today: date) -> None:
    if valid_to is None:
        raise BadInput("Ghi ngày cuối cùng: ủy quyền và làm thay luôn có ngày kết thúc.", field="valid_to")
    if valid_to < max(valid_from, today):
        raise BadInput("Ngày cuối phải từ hôm nay trở đi và không trước ngày đầu.", field="valid_to")
    if not document.strip():
        raise BadInput("Ghi số và ngày của văn bản.", field="document")


def _begin(
    *,
    account: Account,
    unit: Unit,
    role: str,
    subtree: bool,
    valid_from: date,
    valid_to: date | None,
    document: str,
    basis: Basis,
    behalf: Account | None,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None,
) -> Membership:
    if not account.is_active:
        raise BadInput("Tài khoản này đang khóa.", field="account")
    if valid_to is not None and valid_to < valid_from:
        raise BadInput("Ngày cuối không được trước ngày đầu.", field="valid_to")
    if not unit.exists_on(valid_from):
        raise BadInput(f"Ngày {valid_from:%d/%m/%Y} đơn vị “{unit.name}” chưa có hoặc không còn.", field="valid_from")
    if _same_role(account, unit, role, valid_from, valid_to).exists():
        raise BadInput("Người này đã giữ vai trò ấy ở đơn vị trong thời gian đó.", field="role")
    row = Membership.objects.create(
        account=account,
        unit=unit,
        role=role,
        subtree=subtree,
        basis=basis,
        on_behalf_of=behalf,
        document=nfc(document).strip()[:200],
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by_id=by.account_id,
        recorded_at=recorded_at or at,
    )
    facts = {
        "account": account.pk, "unit": unit.ref, "role": role, "subtree": subtree, "basis": basis,
        "on_behalf_of": behalf.pk if behalf else None, "valid_from": valid_from, "valid_to": valid_to,
    }  # fmt: skip
    record(
        "begin_membership", row, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"document": row.document}
    )
    return row


def carry(
    row: Membership,
    *,
    to: Unit,
    role: str,
    valid_from: date,
    document: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    valid_to: date | None = None,
) -> Membership | None:
    """Let a role go on at the unit that its own became; None for who holds it there already. No guard of its own."""
    if _same_role(row.account, to, role, valid_from, valid_to).exists():
        return None
    new = Membership.objects.create(
        account_id=row.account_id, unit=to, role=role, subtree=row.subtree, basis=Basis.APPOINTED,
        document=nfc(document).strip()[:200], valid_from=valid_from, valid_to=valid_to, granted_by_id=by.account_id,
        recorded_at=recorded_at or at,
    )  # fmt: skip
    facts = {"account": row.account_id, "unit": to.ref, "role": role, "from": row.unit_id, "valid_from": valid_from}
    record("carry_membership", new, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return new


def _same_role(account: Account, unit: Unit, role: str, begin: date, finish: date | None) -> "QuerySet[Membership]":
    rows = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=begin), account=account, unit=unit, role=role)
    return rows if finish is None else rows.filter(valid_from__lte=finish)


@transaction.atomic
def end(
    *, membership: Membership, last_day: date, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Membership:
    """Let a membership end after `last_day`; what its holder delegated from it ends with it. Raises Refused, BadInput."""
    hold(membership.account)
    if not Membership.objects.filter(pk=membership.pk).exists():
        raise Refused("Phân công này vừa được hủy.")
    membership.refresh_from_db(fields=["valid_from", "valid_to"])
    if refusal := may_end(by, membership=membership, on=local_day(at)):
        raise Refused(refusal)
    if membership.valid_to is not None and membership.valid_to < local_day(at):
        raise Refused(f"Phân công này đã kết thúc ngày {membership.valid_to:%d/%m/%Y}.")
    if last_day < membership.valid_from:
        raise BadInput(
            f"Phân công bắt đầu ngày {membership.valid_from:%d/%m/%Y}, không thể thôi trước đó.", field="last_day"
        )
    cut(membership, last_day=last_day, by=by, at=at, recorded_at=recorded_at)
    if membership.basis == Basis.APPOINTED:
        end_delegations_of(
            membership.account, unit=membership.unit, role=membership.role, last_day=last_day, by=by, at=at,
            recorded_at=recorded_at,
        )  # fmt: skip
    return membership


def cut(row: Membership, *, last_day: date, by: Actor, at: datetime, recorded_at: datetime | None = None) -> None:
    """End a row after `last_day`. One that lies wholly ahead goes, and the audit keeps it; one that has begun stays."""
    facts = {"account": row.account_id, "unit": row.unit_id, "role": row.role, "valid_to": [row.valid_to, last_day]}
    told: dict[str, Any] = {"by": by, "at": at, "recorded_at": recorded_at}
    if row.valid_from > max(last_day, local_day(at)):
        record("cancel_membership", row, facts=facts | {"valid_from": row.valid_from}, **told)
        row.delete()
        return
    row.valid_to = max(last_day, row.valid_from)
    row.save(update_fields=["valid_to"])
    record("end_membership", row, facts=facts, **told)


def end_delegations_of(
    giver: Account,
    *,
    last_day: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    unit: Unit | None = None,
    role: str = "",
) -> int:
    """Stop what somebody delegated and who stands in for them, beyond `last_day`; says how many rows that were.

    Who no longer holds a role cannot lend it.
    """
    rows = Membership.objects.filter(on_behalf_of=giver, valid_to__gt=last_day)
    if unit is not None:
        rows = rows.filter(unit=unit, role=role)
    found = list(rows)
    for row in found:
        cut(row, last_day=last_day, by=by, at=at, recorded_at=recorded_at)
    return len(found)
