"""Keeping a unit's roster of speakers: entering somebody, putting a row right, ending it with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_day
from neuguong.core.text import sort_key
from neuguong.core.typed import one_line
from neuguong.org.enums import SpeakerKind
from neuguong.org.models import Account, Speaker, Unit
from neuguong.org.policy import records_publicity


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """What was typed about somebody. With an account the name is the account's."""

    kind: str
    name: str
    topics: str
    valid_from: date
    valid_until: date | None = None
    position: str = ""
    phone: str = ""
    document: str = ""


@transaction.atomic
def enter_speaker(
    *, unit: Unit, words: SpeakerWords, account: Account | None = None, form_key: str = "", by: Actor, at: datetime
) -> Speaker:
    """Put somebody on a unit's roster; the form sent twice is one row. Raises Refused and BadInput."""
    held = _held(unit, by, at)
    assert by.account_id is not None  # noqa: S101  asked above
    if form_key and (twin := Speaker.objects.filter(unit=held, form_key=form_key).first()):
        return twin
    told = _tidied(words, account)
    _not_there_yet(held, told, account, at)
    row = Speaker.objects.create(
        unit=held, account=account, form_key=form_key, entered_by_id=by.account_id, entered_at=at, **told
    )
    record("enter_speaker", row, by=by, at=at, facts=_facts(row), personal={"name": row.name, "phone": row.phone})
    return row


@transaction.atomic
def change_speaker(*, speaker: Speaker, words: SpeakerWords, version: int, by: Actor, at: datetime) -> Speaker:
    """Put right what stands about somebody, if nobody else has meanwhile. Raises Refused, Stale, BadInput."""
    row = _open(speaker, by, at)
    told = _tidied(words, row.account)
    if all(getattr(row, name) == value for name, value in told.items()):
        return row
    if row.version != version:
        raise Stale("Người khác vừa sửa dòng này. Xem bản mới nhất rồi sửa tiếp.")
    for name, value in told.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record("change_speaker", row, by=by, at=at, facts=_facts(row), personal={"name": row.name, "phone": row.phone})
    return row


@transaction.atomic
def end_speaker(*, speaker: Speaker, ended_on: date, reason: str, by: Actor, at: datetime) -> Speaker:
    """From a day on they speak no more; what they held stays. Twice is once. Raises Refused and BadInput."""
    _held(speaker.unit, by, at)
    row = Speaker.objects.select_for_update(of=("self",)).select_related("unit").get(pk=speaker.pk)
    if row.ended_on is not None:
        return row
    if not row.valid_from <= ended_on <= local_day(at):
        raise BadInput(f"Ngày thôi phải từ {row.valid_from:%d/%m/%Y} đến hôm nay.", field="ended_on")
    row.ended_on, row.ended_at, row.ended_by_id = ended_on, at, by.account_id
    row.ended_reason = one_line(reason, 300, "reason", "Ghi lý do thôi.")
    row.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_reason"])
    facts = {"unit": row.unit_id, "ended_on": ended_on}
    record("end_speaker", row, by=by, at=at, facts=facts, personal={"reason": row.ended_reason})
    return row


def _held(unit: Unit, by: Actor, at: datetime) -> Unit:
    """The unit, locked, for somebody who keeps its roster: two entries of one person come one after the other."""
    held = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if by.account_id is None or (refusal := records_publicity(by, held, at)):
        raise Refused(refusal if by.account_id else "Việc này cần một người đã đăng nhập.")
    return held


def _open(speaker: Speaker, by: Actor, at: datetime) -> Speaker:
    _held(speaker.unit, by, at)
    rows = Speaker.objects.select_for_update(of=("self",)).select_related("unit", "account")
    row = rows.get(pk=speaker.pk)
    if row.ended_on is not None:
        raise Refused(f"{row.name} đã thôi từ {row.ended_on:%d/%m/%Y}; dòng này không sửa nữa. Cần thì ghi mới.")
    return row


def _not_there_yet(unit: Unit, told: dict[str, object], account: Account | None, at: datetime) -> None:
    rows = Speaker.objects.filter(unit=unit, ended_on=None)
    if account is not None and rows.filter(account=account).exists():
        raise BadInput(f"{account.full_name} đã có trong danh sách.", field="account")
    twins = rows.on(local_day(at)).filter(account=None, name=told["name"], position=told["position"])
    if account is None and twins.exists():
        raise BadInput(
            f"{told['name']} đã có trong danh sách. Nếu là người khác trùng tên, ghi chức vụ, nơi công tác cho rõ.",
            field="position" if not told["position"] else "name",
        )


def _tidied(words: SpeakerWords, account: Account | None) -> dict[str, object]:
    if words.kind not in SpeakerKind.values:
        raise BadInput("Chọn báo cáo viên hoặc tuyên truyền viên.", field="kind")
    if words.valid_until is not None and words.valid_until < words.valid_from:
        raise BadInput("Ngày cuối không thể trước ngày đầu.", field="valid_until")
    name = account.full_name if account else one_line(words.name, 120, "name", "Ghi họ và tên.")
    return {
        "kind": words.kind,
        "name": name,
        "position": one_line(words.position, 200, "position"),
        "phone": one_line(words.phone, 30, "phone"),
        "topics": one_line(words.topics, 400, "topics", "Ghi chuyên đề nói được."),
        "document": one_line(words.document, 200, "document"),
        "valid_from": words.valid_from,
        "valid_until": words.valid_until,
        "sort_key": sort_key(name, person=True),
    }


def _facts(row: Speaker) -> dict[str, object]:
    return {"unit": row.unit_id, "kind": row.kind, "valid_from": row.valid_from, "valid_until": row.valid_until}
