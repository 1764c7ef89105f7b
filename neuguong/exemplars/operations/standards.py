"""A unit's own standard: begun, written, issued by the head, followed by a later version (KH 87, III.2.1.c)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import StandardState, SubjectKind
from neuguong.exemplars.models import Standard, StandardCriterion
from neuguong.exemplars.operations.words import tidy
from neuguong.exemplars.policy import standard_edit_refusal, standard_plan_in_force
from neuguong.exemplars.workflows import STANDARD
from neuguong.org.models import Unit, UnitAncestor
from neuguong.programme.models import Plan, Sector

TITLE_LETTERS, TEXT_LETTERS, MOST_CRITERIA = 200, 4_000, 60


@dataclass(frozen=True, slots=True)
class OwnCriterion:
    """One criterion as typed. `code` names one that is there already; a new one has none. `sector` is a code."""

    title: str
    text: str = ""
    sector: str = ""
    kind: str = ""
    code: str = ""


def _take(standard: Standard, seen_version: int | None) -> None:
    """Lock the row and read it afresh; Stale when the page the person saw is older than the row."""
    standard.refresh_from_db(from_queryset=Standard.objects.select_for_update())
    if seen_version is not None and seen_version != standard.version:
        raise Stale("Bản nháp này vừa được lưu ở nơi khác. Xem bản mới nhất rồi lưu lại phần của mình.")


def _issued(unit: Unit, plan: Plan) -> Standard | None:
    """The unit's newest issued version."""
    return Standard.objects.filter(unit=unit, plan=plan, state=StandardState.ISSUED).order_by("-number").first()


def _copy(source: Standard, draft: Standard) -> int:
    """The criteria of another version of the same plan, under the same codes; how many they were."""
    rows = [
        StandardCriterion(
            standard=draft, code=row.code, sector_id=row.sector_id, kind=row.kind, title=row.title, text=row.text,
            position=row.position,
        )
        for row in source.criteria.all()
    ]  # fmt: skip
    StandardCriterion.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def start_standard(*, unit: Unit, plan: Plan, by: Actor, at: datetime, source: Standard | None = None) -> Standard:
    """Begin a draft: from `source` (an issued one of any unit), else from the own version in force, else empty.

    The source is remembered. The caller passes a source that the person may read. Raises Refused when a draft is
    there already or this is not the person's unit, BadInput for a source or a plan that does not fit.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)  # two people who begin at once: the second finds the first's
    blank = Standard(unit=unit, plan=plan)
    if refusal := standard_edit_refusal(by, blank, at) or standard_plan_in_force(by, blank, at):
        raise Refused(refusal)
    if not UnitAncestor.objects.filter(unit=unit, ancestor_id=plan.unit_id).exists():
        raise BadInput(f"Kế hoạch {plan.number} không áp dụng cho {unit.name}.", field="plan")
    if Standard.objects.filter(unit=unit, plan=plan, state=StandardState.DRAFT).exists():
        raise Refused(f"{unit.name} đang có một bản nháp. Soạn tiếp bản ấy, hoặc bỏ bản ấy rồi lập bản khác.")
    if source is not None and (source.state != StandardState.ISSUED or source.plan_id != plan.pk):
        raise BadInput("Chỉ lập từ tiêu chuẩn đã ban hành của cùng kế hoạch.", field="source")
    source = source or _issued(unit, plan)
    draft = Standard.objects.create(
        plan=plan, unit=unit, copied_from=source, applies_to=source.applies_to if source else "",
        created_by_id=by.account_id, created_at=at, edited_by_id=by.account_id, edited_at=at,
    )  # fmt: skip
    copied = _copy(source, draft) if source else 0
    record(
        "start_standard", draft, by=by, at=at,
        facts={"unit": unit.pk, "plan": plan.pk, "source": source.pk if source else None, "criteria": copied},
    )  # fmt: skip
    return draft


def _checked(rows: Sequence[OwnCriterion], plan_id: int) -> list[tuple[OwnCriterion, Sector | None]]:
    """The rows tidied, those without any word left out; BadInput names the place ("title-3") of what cannot stand."""
    sectors = {sector.code: sector for sector in Sector.objects.filter(plan_id=plan_id)}
    kept: list[tuple[OwnCriterion, Sector | None]] = []
    for place, row in enumerate(rows):
        title, text = " ".join(tidy(row.title).split()), tidy(row.text).strip()
        if not title and not text:
            continue
        if not title:
            raise BadInput("Ghi tên tiêu chuẩn, ví dụ “Thu nhập của hộ”.", field=f"title-{place}")
        if len(title) > TITLE_LETTERS or len(text) > TEXT_LETTERS:
            field = f"title-{place}" if len(title) > TITLE_LETTERS else f"text-{place}"
            raise BadInput("Tên tiêu chuẩn không quá 200 ký tự, nội dung không quá 4.000 ký tự.", field=field)
        if row.sector and row.sector not in sectors:
            raise BadInput("Chọn lĩnh vực trong danh sách của kế hoạch.", field=f"sector-{place}")
        if row.kind and row.kind not in SubjectKind.values:
            raise BadInput("Chọn tập thể, cá nhân, hộ gia đình hoặc mọi đối tượng.", field=f"kind-{place}")
        kept.append((OwnCriterion(title, text, row.sector, row.kind, row.code), sectors.get(row.sector)))
    if len(kept) > MOST_CRITERIA:
        raise BadInput(f"Mỗi bộ nhận nhiều nhất {MOST_CRITERIA} tiêu chuẩn. Gộp bớt lại.", field="")
    return kept


def _as_words(row: StandardCriterion) -> list[str]:
    return [row.title, row.text, row.sector.code if row.sector else "", row.kind]


@transaction.atomic
def write_standard(
    *,
    standard: Standard,
    applies_to: str,
    criteria: Sequence[OwnCriterion],
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> Standard:
    """Put these criteria, in this order, in place of the draft's. The general criteria of the plan cannot be touched.

    What was there before stays in the audit. Saving what is there already changes nothing. Raises Refused, BadInput,
    and Stale when somebody saved in between: then nothing is written and the caller still has what was typed.
    """
    _take(standard, seen_version)
    if refusal := standard_edit_refusal(by, standard, at):
        raise Refused(refusal)
    applies_to = tidy(applies_to).strip()
    if len(applies_to) > TEXT_LETTERS:
        raise BadInput("Đối tượng áp dụng không quá 4.000 ký tự.", field="applies_to")
    wanted = _checked(criteria, standard.plan_id)
    before = {row.code: _as_words(row) for row in standard.criteria.select_related("sector")}
    new, used = [], set()
    for place, (row, sector) in enumerate(wanted):
        code = row.code if row.code in before and row.code not in used else secrets.token_hex(4)
        used.add(code)
        new.append(
            StandardCriterion(
                standard=standard,
                code=code,
                sector=sector,
                kind=row.kind,
                title=row.title,
                text=row.text,
                position=place,
            )
        )
    after = {row.code: _as_words(row) for row in new}
    if list(after.items()) == list(before.items()) and applies_to == standard.applies_to:
        return standard
    standard.criteria.all().delete()
    StandardCriterion.objects.bulk_create(new)
    told = {
        code: [before.get(code), after.get(code)] for code in {**before, **after} if before.get(code) != after.get(code)
    }
    if applies_to != standard.applies_to:
        told["applies_to"] = [standard.applies_to, applies_to]  # type: ignore[list-item]
    standard.applies_to, standard.version = applies_to, standard.version + 1
    standard.edited_by_id, standard.edited_at = by.account_id, at
    standard.save(update_fields=["applies_to", "version", "edited_by", "edited_at"])
    record(
        "write_standard", standard, by=by, at=at, facts={"criteria": len(new), "changed": sorted(told)}, personal=told
    )
    return standard


def _step(
    name: str, standard: Standard, *, by: Actor, at: datetime, also: dict[str, Any], facts: dict[str, Any]
) -> None:
    before = standard.state
    STANDARD.apply(name, dossier=standard, by=by, at=at, also=also)
    record(f"{name}_standard", standard, by=by, at=at, facts={"state": [before, standard.state], **facts})


def _check_day(standard: Standard, last: Standard | None, issued_on: date, today: date) -> None:
    """The day of the paper: neither in the future nor before what it rests on."""
    if issued_on > today:
        raise BadInput("Ngày ban hành không thể sau hôm nay.", field="issued_on")
    if last is not None and last.issued_on is not None and issued_on < last.issued_on:
        raise BadInput(
            f"Bản {last.number} ban hành ngày {last.issued_on:%d/%m/%Y}; bản sau không thể ban hành trước ngày đó.",
            field="issued_on",
        )
    if issued_on < standard.plan.issued_on:
        raise BadInput(
            f"Kế hoạch {standard.plan.number} ban hành ngày {standard.plan.issued_on:%d/%m/%Y}; "
            "tiêu chuẩn của đơn vị không thể có trước.",
            field="issued_on",
        )
    if issued_on < standard.unit.valid_from:
        raise BadInput(
            f"{standard.unit.name} có từ ngày {standard.unit.valid_from:%d/%m/%Y}; không ban hành trước ngày đó được.",
            field="issued_on",
        )


@transaction.atomic
def issue_standard(
    *,
    standard: Standard,
    document_number: str,
    issued_on: date,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> Standard:
    """The head issues the draft with number and day of the signed paper (KH 87, III.2.1.c); it is in force from then.

    Versions are numbered 1, 2, 3 … without gaps: one draft at a time, and its row is locked. An issued version never
    changes. Raises Refused, Stale, BadInput.
    """
    _take(standard, seen_version)
    if refusal := STANDARD.refusal("issue", dossier=standard, actor=by, at=at):
        raise Refused(refusal)  # before anything that was typed is judged
    document_number = " ".join(tidy(document_number).split())
    if not document_number or len(document_number) > 60:
        raise BadInput("Ghi số, ký hiệu của văn bản ban hành, không quá 60 ký tự.", field="document_number")
    last = _issued(standard.unit, standard.plan)
    _check_day(standard, last, issued_on, local_day(at))
    number = (last.number or 0) + 1 if last else 1
    also = {"number": number, "document_number": document_number, "issued_on": issued_on, "issued_at": at}
    facts = {"unit": standard.unit_id, "number": number, "document_number": document_number, "issued_on": issued_on}
    _step("issue", standard, by=by, at=at, also=also, facts=facts)
    return standard


@transaction.atomic
def drop_standard(*, standard: Standard, by: Actor, at: datetime, seen_version: int | None = None) -> Standard:
    """Put a draft aside for good; another can be begun. Its words stay readable. Raises Refused, Stale."""
    _take(standard, seen_version)
    _step("drop", standard, by=by, at=at, also={"edited_at": at}, facts={"unit": standard.unit_id})
    return standard
