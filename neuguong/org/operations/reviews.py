"""The yearly list of accounts and roles: the unit's head answers for each, the administrator gets who has left as work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import write_letters
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.org.enums import ReviewAnswer
from neuguong.org.models import Membership, RoleReview, Unit
from neuguong.org.policy import confirms_roles
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission


@dataclass(frozen=True, slots=True)
class Answered:
    """What was chosen for one role."""

    membership_id: int
    answer: str
    note: str = ""


@transaction.atomic
def confirm_roles(
    *, unit: Unit, year: int, answers: Sequence[Answered], by: Actor, at: datetime, recorded_at: datetime | None = None
) -> int:
    """Write down the answers that are new; how many that were. Nothing is locked by it: the administrator decides.

    Raises Refused (not the head), BadInput (a role that is not of the unit, another role without saying which).
    """
    if by.account_id is None or (refusal := confirms_roles(by, unit=unit, on=local_day(at))):
        raise Refused(refusal if by.account_id else "Việc này cần một người đã đăng nhập.")
    on = local_day(at)
    rows = Membership.objects.select_for_update(of=("self",)).on(on).filter(unit=unit).exclude(account_id=by.account_id)
    known = {row.pk: row for row in rows.filter(pk__in=[one.membership_id for one in answers]).order_by("pk")}
    written: list[RoleReview] = []
    for one in answers:
        note = nfc(one.note).strip()[:200]
        if one.membership_id not in known or one.answer not in ReviewAnswer.values:
            raise BadInput("Danh sách vừa thay đổi. Tải lại trang rồi xác nhận.")
        if one.answer == ReviewAnswer.OTHER and not note:
            raise BadInput("Ghi vai trò đúng, để quản trị viên sửa.", field=f"note-{one.membership_id}")
        last = RoleReview.objects.filter(membership_id=one.membership_id, year=year).order_by("-made_at", "-pk").first()
        if last is None or (last.answer, last.note) != (one.answer, note):
            written.append(
                RoleReview(
                    membership=known[one.membership_id],
                    year=year,
                    answer=one.answer,
                    note=note,
                    made_by_id=by.account_id,
                    made_at=at,
                )  # fmt: skip
            )
    RoleReview.objects.bulk_create(written)
    if written:
        facts = {"year": year, "answers": {str(one.membership_id): one.answer for one in written}}
        record("confirm_roles", unit, by=by, at=at, recorded_at=recorded_at, facts=facts)
        _tell_administrators(unit, year, written, at)
    return len(written)


def _tell_administrators(unit: Unit, year: int, written: Sequence[RoleReview], at: datetime) -> None:
    open_now = [one for one in written if one.answer != ReviewAnswer.RIGHT]
    if not open_now:
        return
    told = "; ".join(f"{one.membership.account.full_name}: {one.get_answer_display()}" for one in open_now)
    write_letters(
        {
            one.pk: f"role-review:{written[0].pk}:{one.pk}"
            for one in in_charge(Permission.MANAGE_ACCOUNTS, unit=unit, on=local_day(at))
        },
        subject=f"{unit.short_name}: {len(open_now)} tài khoản cần sửa",
        body=f"Người đứng đầu {unit.name} xác nhận tài khoản năm {year}. {told}. Mở Tài khoản, Xác nhận hằng năm để xử lý.",
        at=at,
    )
