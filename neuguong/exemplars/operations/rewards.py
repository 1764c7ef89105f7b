"""Awards from province, ministry or State of somebody without a dossier here: entered from the decision, compared, taken back.

They are told of only (KH 87, III.3.b): nothing of them counts as found, introduced or recognised.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import StoredFile
from neuguong.core.periods import local_day
from neuguong.core.text import fold, sort_key
from neuguong.core.typed import one_line
from neuguong.exemplars.enums import HIGHER_LEVELS, Labour, RewardState, SubjectKind
from neuguong.exemplars.models import RewardRecord
from neuguong.exemplars.policy import edits_reward, keeps_rewards
from neuguong.exemplars.workflows import REWARD
from neuguong.org.models import Unit, UnitAncestor
from neuguong.programme.models import Plan, Sector

EARLIEST = 1945  # no decision of the State is older
OLDEST = 1900
REASON = 300
NOT_FROM_ABOVE = "Chọn cấp khen: tỉnh, bộ ngành hay Nhà nước. Khen của huyện, xã thì lập hồ sơ."
# field -> how many letters at most, what is said when it is missing
LINES = {
    "name": (200, "Ghi họ tên, hoặc tên tập thể, hộ như trong quyết định."),
    "form_of_address": (20, ""),
    "position": (200, "Ghi chức vụ hoặc công việc như trong quyết định."),
    "award": (200, "Ghi hình thức khen thưởng như trong quyết định, ví dụ Bằng khen của Chủ tịch UBND tỉnh."),
    "authority": (200, "Ghi người hoặc cơ quan đã ký quyết định."),
    "decision_number": (60, "Ghi số quyết định."),
    "praised_for": (1000, "Chép câu “vì đã …” của quyết định."),
}
OVERTAKEN = "Bản ghi vừa được sửa. Tải lại trang rồi đối chiếu lại với bản chụp."


@dataclass(frozen=True, slots=True)
class Told:
    """What stands in the decision, and what is known besides: how to address them, year of birth, sector, labour."""

    kind: str
    name: str
    position: str
    award: str
    level: str
    authority: str
    decision_number: str
    decided_on: date
    praised_for: str
    form_of_address: str = ""
    birth_year: int | None = None
    labour: str = ""
    sector: Sector | None = None


class AlreadyRecorded(BadInput):
    """The same award stands in another record, `twin`."""

    def __init__(self, twin: RewardRecord) -> None:
        super().__init__(
            f"Đã có bản ghi Quyết định số {twin.decision_number} ngày {twin.decided_on:%d/%m/%Y} khen {twin.name}. "
            "Mở bản ghi ấy, không ghi lần nữa.",
            field="decision_number",
        )
        self.twin = twin


def told_of(row: RewardRecord) -> Told:
    """What a record tells, as it could be typed again."""
    return Told(**{name: getattr(row, name) for name in Told.__dataclass_fields__})


@transaction.atomic
def enter_reward(
    *, plan: Plan, unit: Unit, told: Told, scan_name: str, scan: BinaryIO | bytes, form_key: str = "", by: Actor,
    at: datetime,
) -> RewardRecord:  # fmt: skip
    """Record an award from its decision, with the scan; a form sent twice is one record. It waits for somebody else's check.

    Raises Refused, BadInput with the field, AlreadyRecorded (number, day and name stand in a record already).
    """
    row = RewardRecord(plan=plan, unit=unit, entered_at=at, form_key=form_key[:60])
    if by.account_id is None:
        raise Refused("Việc này cần một người đã đăng nhập.")
    row.entered_by_id = by.account_id
    if refusal := keeps_rewards(by, row, at):
        raise Refused(refusal)
    Plan.objects.select_for_update().get(pk=plan.pk)
    if form_key and (twin := RewardRecord.objects.filter(entered_by_id=by.account_id, form_key=form_key[:60]).first()):
        return twin
    _write(row, told, unit, at)
    row.scan = accept_upload(name=scan_name, content=scan, by=by, at=at)
    _keep(row)
    StoredFile.objects.filter(pk=row.scan_id).update(link=f"{RewardRecord._meta.label_lower}:{row.pk}")
    record("enter_reward", row, by=by, at=at, facts=_facts(row), personal=_personal(row))
    return row


@transaction.atomic
def edit_reward(
    *, reward: RewardRecord, unit: Unit, told: Told, scan: tuple[str, BinaryIO | bytes] | None = None,
    seen_version: int | None = None, by: Actor, at: datetime,
) -> RewardRecord:  # fmt: skip
    """Put right what nobody has compared yet; nothing changed, nothing is written. Raises as `enter_reward`, and Stale."""
    row = _held(reward, seen_version)
    if refusal := edits_reward(by, row, at):
        raise Refused(refusal)
    before = (told_of(row), row.unit_id)
    _write(row, told, unit, at)
    if (told_of(row), row.unit_id) == before and scan is None:
        return row
    if scan is not None:
        link = f"{RewardRecord._meta.label_lower}:{row.pk}"
        row.scan = accept_upload(name=scan[0], content=scan[1], by=by, at=at, link=link)
    row.version += 1
    _keep(row)
    record("edit_reward", row, by=by, at=at, facts=_facts(row), personal=_personal(row))
    return row


@transaction.atomic
def check_reward(*, reward: RewardRecord, seen_version: int | None = None, by: Actor, at: datetime) -> RewardRecord:
    """Somebody else compared it with the scan, and it is right: it may be told. Twice is once. Raises Refused, Stale."""
    row = _held(reward, None)
    if row.state == RewardState.CHECKED and row.checked_by_id == by.account_id:
        return row
    _moved(row, seen_version)
    _step("check", row, by=by, at=at, checked_by_id=by.account_id, checked_at=at)
    return row


@transaction.atomic
def withdraw_reward(*, reward: RewardRecord, reason: str, by: Actor, at: datetime) -> RewardRecord:
    """Take a record back: what tells of it is gone at once. Twice is once. Raises Refused, BadInput."""
    row = _held(reward, None)
    if row.state == RewardState.WITHDRAWN:
        return row
    _step("withdraw", row, note=one_line(reason, REASON, "reason", "Ghi lý do rút."), by=by, at=at)
    return row


def _step(name: str, row: RewardRecord, *, note: str = "", by: Actor, at: datetime, **also: Any) -> None:
    before = row.state
    REWARD.apply(name, dossier=row, by=by, at=at, note=note, also=also)
    personal = {"note": note} if note else None
    record(f"{name}_reward", row, by=by, at=at, facts={"state": [before, row.state]}, personal=personal)


def _held(reward: RewardRecord, seen_version: int | None) -> RewardRecord:
    rows = RewardRecord.objects.select_for_update(of=("self",)).select_related("plan__unit", "unit", "sector", "scan")
    row = rows.get(pk=reward.pk)
    _moved(row, seen_version)
    return row


def _moved(row: RewardRecord, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != row.version:
        raise Stale(OVERTAKEN)


def _write(row: RewardRecord, told: Told, unit: Unit, at: datetime) -> None:
    _sound(row, told, unit, local_day(at))
    for name, (most, missing) in LINES.items():
        setattr(row, name, one_line(getattr(told, name), most, name, missing))
    alone = told.kind == SubjectKind.INDIVIDUAL
    row.kind, row.level, row.decided_on, row.sector, row.unit = (
        told.kind,
        told.level,
        told.decided_on,
        told.sector,
        unit,
    )
    row.birth_year, row.labour = (told.birth_year, told.labour) if alone else (None, "")
    row.form_of_address = row.form_of_address if alone else ""
    row.sort_key = sort_key(row.name, person=alone)
    row.search_text = fold(f"{row.name} {row.award} {row.decision_number} {row.authority}")[:900]
    row.same_key = hashlib.sha256(f"{fold(row.decision_number)}|{row.decided_on}|{fold(row.name)}".encode()).hexdigest()


def _sound(row: RewardRecord, told: Told, unit: Unit, on: date) -> None:
    """Choices are among those offered, days and years can be true. Raises BadInput."""
    within = UnitAncestor.objects.filter(unit=unit, ancestor_id=row.plan.unit_id).exists()
    day, born = told.decided_on, told.birth_year
    for wrong, sentence, field in (
        (told.kind not in SubjectKind.values, "Chọn cá nhân, tập thể hay hộ gia đình.", "kind"),
        (told.level not in HIGHER_LEVELS, NOT_FROM_ABOVE, "level"),
        (day > on, "Ngày quyết định không thể sau hôm nay.", "decided_on"),
        (day.year < EARLIEST, f"Ngày quyết định trước năm {EARLIEST}. Xem lại năm.", "decided_on"),
        (born is not None and not OLDEST <= born <= day.year, "Năm sinh chưa đúng.", "birth_year"),
        (bool(told.labour) and told.labour not in Labour.values, "Chọn vị trí.", "labour"),
        (told.sector and told.sector.plan_id != row.plan_id, "Chọn lĩnh vực của kế hoạch này.", "sector"),
        (not within or not (unit.exists_on(on) or unit.pk == row.unit_id), "Chọn một đơn vị trong danh sách.", "unit"),
    ):
        if wrong:
            raise BadInput(sentence, field=field)


def _keep(row: RewardRecord) -> None:
    """Store it, unless the same award stands in another record."""
    same = RewardRecord.objects.filter(plan_id=row.plan_id, same_key=row.same_key).exclude(pk=row.pk)
    standing = same.exclude(state=RewardState.WITHDRAWN)
    if twin := standing.first():
        raise AlreadyRecorded(twin)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # two people at the same moment
        if twin := standing.first():
            raise AlreadyRecorded(twin) from None
        raise


def _facts(row: RewardRecord) -> dict[str, Any]:
    names = ("plan_id", "unit_id", "sector_id", "kind", "level", "decided_on", "scan_id", "labour", "version")
    return {name: getattr(row, name) for name in names}


def _personal(row: RewardRecord) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*LINES, "birth_year")}
