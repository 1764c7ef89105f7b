"""Notices to the unit's people when something is decided. That something arrived, the ledger tells: it knows the round."""

from datetime import datetime

from neuguong.core.models import StateChange
from neuguong.core.outbox import write_letter, write_letters
from neuguong.core.periods import local_day
from neuguong.exemplars.models import Exemplar, Nomination, Preparer
from neuguong.exemplars.queries.carrying import carried_by
from neuguong.exemplars.queries.dossier import title_of
from neuguong.org.enums import Role
from neuguong.org.models import Account
from neuguong.org.queries.access import holders_of_role, in_charge
from neuguong.org.roles import Permission

# Step -> what happened, what to do next.
_WORDS = {
    "return": ("Hồ sơ {number} được trả lại", "Hồ sơ {title} được trả lại để bổ sung. Sửa xong thì gửi lại; hồ sơ giữ ngày gửi đầu."),
    "verify": ("Hồ sơ {number} đạt thẩm định", "Hồ sơ {title} đạt thẩm định. Đơn vị không phải làm gì thêm."),
    "decline": ("Hồ sơ {number} không đạt", "Hồ sơ {title} không đạt và không tính vào chỉ tiêu. Có thể giới thiệu điển hình khác."),
    "recognise_unit": ("Đơn vị đã công nhận hồ sơ {number}", "{title} được {unit} công nhận là điển hình tiên tiến."),
    "recognise_council": ("Hội đồng đã công nhận hồ sơ {number}", "{title} được Hội đồng công nhận là điển hình tiên tiến."),
}  # fmt: skip


_PAGE_WORDS = {
    "revoke": (
        "Đã hủy công nhận {name}",
        "Việc công nhận {name} đã bị hủy theo Quyết định {number} ngày {day}. Trang công khai và dòng trong sổ đã gỡ; số liệu của kỳ được tính lại.\n\nLý do: {reason}",
    ),
    "correct": ("Đã đính chính trang của {name}", "Trang công khai trước ghi: “{said}”. Nay đính chính: “{true}”."),
}  # fmt: skip


def _concerned(nomination: Nomination, at: datetime) -> list[Account]:
    """The unit's head and who prepared the dossier, or their successors in office."""
    on = local_day(at)
    unit = carried_by(nomination, on) or nomination.keeper
    present = in_charge(Permission.PREPARE_NOMINATION, unit=unit, on=on)
    hands = set(Preparer.objects.filter(nomination=nomination).values_list("account_id", flat=True))
    heads = {one.pk for one in holders_of_role(Role.UNIT_HEAD, unit=unit, on=on)}
    wrote = [one for one in present if one.pk in hands]
    return [one for one in present if one.pk in heads or one in wrote or not wrote]


def tell_of_page(exemplar: Exemplar, what: str, *, at: datetime, **words: str) -> None:
    """Tell the units whose dossiers made the page that it was revoked or corrected; one happening never tells twice."""
    subject, body = _PAGE_WORDS[what]
    dossiers = Nomination.objects.filter(recognitions__exemplar=exemplar).select_related("unit").distinct()
    told = {account.pk: one for one in dossiers.order_by("-pk") for account in _concerned(one, at)}
    words["name"] = exemplar.name
    for account, nomination in told.items():
        write_letter(
            key=f"exemplar:{exemplar.pk}:{what}:{at:%Y%m%d%H%M%S}:{account}",
            recipient_id=account,
            subject=subject.format(**words)[:200],
            body=body.format(**words),
            link=f"{nomination._meta.label_lower}:{nomination.pk}",
            at=at,
        )


def tell(nomination: Nomination, change: StateChange) -> None:
    """Write one letter to each person concerned, but not to who took the step; one step never tells twice."""
    if change.step not in _WORDS:
        return
    subject, body = _WORDS[change.step]
    words = {
        "number": nomination.number,
        "unit": nomination.unit.name,
        "title": title_of(nomination.subject.name, nomination.subject.form_of_address),
    }
    reason = f"\n\nLý do: {change.note}" if change.step in ("return", "decline") else ""
    told = [one.pk for one in _concerned(nomination, change.recorded_at) if one.pk != change.account_id]
    write_letters(
        {pk: f"nomination:{nomination.pk}:{change.step}:{change.pk}:{pk}" for pk in told},
        subject=subject.format(**words),
        body=body.format(**words) + reason,
        link=f"{nomination._meta.label_lower}:{nomination.pk}",
        at=change.recorded_at,
    )
