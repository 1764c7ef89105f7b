"""A unit's own plan: begun from the parent's duties, written, issued by the head, followed by a later version (KH 87, IV.1)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.outbox import write_letters
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.ledger.enums import UnitPlanState
from neuguong.ledger.models import PlanRemark, UnitPlan, UnitPlanTask
from neuguong.ledger.policy import keeps_ledger, unit_plan_edit_refusal, unit_plan_in_force
from neuguong.ledger.queries.inherited import Inherited, inherited_duties, kept_terms, terms_of
from neuguong.ledger.workflows import UNIT_PLAN
from neuguong.org.models import Unit, UnitAncestor
from neuguong.org.queries.access import in_charge
from neuguong.org.queries.people import people_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import version_at

TITLE_LETTERS, TEXT_LETTERS, NAME_LETTERS, MOST_OWN, MOST_DAYS = 200, 4_000, 120, 40, 180
_OWN = ("own_required", "own_due_on", "days_ahead", "responsible_id", "responsible_name", "method")


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One row as typed. `code` names one that is there already; a new one of the unit's own has none."""

    code: str = ""
    title: str = ""
    required: int | None = None
    due_on: date | None = None
    days_ahead: int = 0
    responsible_id: int | None = None
    responsible_name: str = ""
    method: str = ""


def _take(unit_plan: UnitPlan, seen_version: int | None) -> None:
    """Lock the row and read it afresh; Stale when the page the person saw is older than the row."""
    unit_plan.refresh_from_db(from_queryset=UnitPlan.objects.select_for_update())
    if seen_version is not None and seen_version != unit_plan.version:
        raise Stale("Bản nháp này vừa được lưu ở nơi khác. Xem bản mới nhất rồi lưu lại phần của mình.")


def _issued(unit: Unit, plan: Plan) -> UnitPlan | None:
    rows = UnitPlan.objects.filter(unit=unit, plan=plan, state=UnitPlanState.ISSUED)
    return rows.order_by("-number").first()


@transaction.atomic
def start_unit_plan(*, unit: Unit, plan: Plan, by: Actor, at: datetime) -> UnitPlan:
    """Begin a draft that holds every duty the unit still owes; persons, earlier days and own tasks come from the last version.

    Raises Refused when a draft is there already or this is not the person's unit, BadInput for a plan that is not theirs.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)  # two people who begin at once: the second finds the first's
    blank = UnitPlan(unit=unit, plan=plan)
    if refusal := unit_plan_edit_refusal(by, blank, at) or unit_plan_in_force(by, blank, at):
        raise Refused(refusal)
    if not UnitAncestor.objects.filter(unit=unit, ancestor_id=plan.unit_id).exists():
        raise BadInput(f"Kế hoạch {plan.number} không áp dụng cho {unit.name}.", field="plan")
    if UnitPlan.objects.filter(unit=unit, plan=plan, state=UnitPlanState.DRAFT).exists():
        raise Refused(f"{unit.name} đang có một bản nháp. Soạn tiếp bản ấy, hoặc bỏ bản ấy rồi lập bản khác.")
    last = _issued(unit, plan)
    draft = UnitPlan.objects.create(
        plan=plan, unit=unit, general=last.general if last else "", parent_number=version_at(plan, at).number,
        created_by_id=by.account_id, created_at=at, edited_by_id=by.account_id, edited_at=at,
    )  # fmt: skip
    tasks = _inherit(draft, list(last.tasks.all()) if last else [], local_day(at))
    told = {"unit": unit.pk, "plan": plan.pk, "from": last.pk if last else None, "tasks": tasks}
    record("start_unit_plan", draft, by=by, at=at, facts=told)
    return draft


@transaction.atomic
def renew_unit_plan(*, unit_plan: UnitPlan, by: Actor, at: datetime, seen_version: int | None = None) -> UnitPlan:
    """Bring a draft in line with what the unit owes now; what the unit itself said stays as far as it is not weaker.

    Raises Refused, Stale.
    """
    _take(unit_plan, seen_version)
    if refusal := unit_plan_edit_refusal(by, unit_plan, at):
        raise Refused(refusal)
    before = list(unit_plan.tasks.all())
    unit_plan.tasks.all().delete()
    tasks = _inherit(unit_plan, before, local_day(at))
    unit_plan.parent_number = version_at(unit_plan.plan, at).number
    _touch(unit_plan, by, at, "parent_number")
    record("renew_unit_plan", unit_plan, by=by, at=at, facts={"unit": unit_plan.unit_id, "tasks": tasks})
    return unit_plan


def _touch(unit_plan: UnitPlan, by: Actor, at: datetime, *more: str) -> None:
    unit_plan.version += 1
    unit_plan.edited_by_id, unit_plan.edited_at = by.account_id, at
    unit_plan.save(update_fields=["version", "edited_by", "edited_at", *more])


def _inherit(draft: UnitPlan, known: Sequence[UnitPlanTask], on: date) -> int:
    """Tasks for what the unit owes, then the unit's own ones; how many they are."""
    before = {task.code: task for task in known}
    rows = []
    for one in inherited_duties(draft.unit, draft.plan, on=on):
        if one.waiting:
            rows.append(_inherited_task(draft, one, before.get(one.duty.code)))
    for task in known:
        if task.duty_id is None:
            rows.append(_copied(draft, task))
    for position, row in enumerate(rows):
        row.position = position
    UnitPlanTask.objects.bulk_create(rows)
    return len(rows)


def _copied(draft: UnitPlan, task: UnitPlanTask) -> UnitPlanTask:
    own = {name: getattr(task, name) for name in _OWN}
    return UnitPlanTask(unit_plan=draft, code=task.code, title=task.title, **own)


def _inherited_task(draft: UnitPlan, one: Inherited, before: UnitPlanTask | None) -> UnitPlanTask:
    row = UnitPlanTask(
        unit_plan=draft, code=one.duty.code, duty=one.duty, title=one.duty.title, clause=one.duty.clause,
        required=one.required, own_required=one.required, terms=kept_terms(one.terms, one.waiting),
    )  # fmt: skip
    if before is not None:
        row.own_required = max(one.required, before.own_required)
        row.responsible_id, row.responsible_name = before.responsible_id, before.responsible_name
        row.method, row.days_ahead = before.method, before.days_ahead if len(row.terms) > 1 else 0
        day = terms_of(row)[row.terms[0][0]] if len(row.terms) == 1 else None
        if len(row.terms) == 1 and before.own_due_on and (day is None or before.own_due_on <= day):
            row.own_due_on = before.own_due_on
    return row


@transaction.atomic
def write_unit_plan(
    *,
    unit_plan: UnitPlan,
    general: str,
    tasks: Sequence[PlannedTask],
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> UnitPlan:
    """Put what was typed in place of the draft's. Inherited tasks stay whatever is sent, and are never weakened.

    Raises Refused, BadInput (naming the place, "due_on-3"), and Stale when somebody saved in between: then nothing is
    written and the caller still has what was typed. Saving what is there already changes nothing.
    """
    _take(unit_plan, seen_version)
    if refusal := unit_plan_edit_refusal(by, unit_plan, at):
        raise Refused(refusal)
    general = nfc(general).strip()
    if len(general) > 4 * TEXT_LETTERS:
        raise BadInput("Phần chung không quá 16.000 ký tự.", field="general")
    before = {task.code: task for task in unit_plan.tasks.all()}
    rows = _judged(unit_plan, tasks, before, local_day(at))
    words = {row.code: _as_words(row) for row in rows}
    old = {code: _as_words(task) for code, task in before.items()}
    if list(words.items()) == list(old.items()) and general == unit_plan.general:
        return unit_plan
    unit_plan.tasks.all().delete()
    UnitPlanTask.objects.bulk_create(rows)
    changed = sorted(code for code in {**old, **words} if old.get(code) != words.get(code))
    told: dict[str, Any] = {code: [old.get(code), words.get(code)] for code in changed}
    if general != unit_plan.general:
        told["general"] = [unit_plan.general, general]
    unit_plan.general = general
    _touch(unit_plan, by, at, "general")
    facts = {"unit": unit_plan.unit_id, "tasks": len(rows), "changed": changed}
    record("write_unit_plan", unit_plan, by=by, at=at, facts=facts, personal=told)
    return unit_plan


def _as_words(task: UnitPlanTask) -> list[str]:
    return [task.title, *(str(getattr(task, name) or "") for name in _OWN)]


def _judged(
    draft: UnitPlan, typed: Sequence[PlannedTask], before: dict[str, UnitPlanTask], on: date
) -> list[UnitPlanTask]:
    """The rows to keep: every inherited one in the plan's order, then the unit's own as typed."""
    staff = set(people_of(draft.unit, on=on).values_list("pk", flat=True))
    staff |= {task.responsible_id for task in before.values() if task.responsible_id}
    rows = [*_inherited_rows(draft, typed, before, staff), *_own_rows(draft, typed, before, staff)]
    for position, task in enumerate(rows):
        task.position = position
    return rows


def _inherited_rows(
    draft: UnitPlan, typed: Sequence[PlannedTask], before: dict[str, UnitPlanTask], staff: set[int]
) -> list[UnitPlanTask]:
    told = {row.code: (place, row) for place, row in enumerate(typed)}
    rows = []
    for task in before.values():
        if task.duty_id is None:
            continue
        fresh = _renewed(draft, task)
        if task.code in told:
            place, row = told[task.code]
            _say(fresh, row, place, staff)
            _not_weaker(fresh, row, place)
        rows.append(fresh)
    return rows


def _own_rows(
    draft: UnitPlan, typed: Sequence[PlannedTask], before: dict[str, UnitPlanTask], staff: set[int]
) -> list[UnitPlanTask]:
    """The unit's own tasks; rows without any word are left out."""
    rows: list[UnitPlanTask] = []
    used = {code for code, task in before.items() if task.duty_id is not None}
    for place, row in enumerate(typed):
        title = " ".join(nfc(row.title).split())
        empty = not (title or row.method.strip() or row.due_on or row.responsible_name.strip())
        if empty or (row.code in before and before[row.code].duty_id is not None):
            continue
        if not title or len(title) > TITLE_LETTERS:
            raise BadInput("Ghi tên việc, không quá 200 ký tự.", field=f"title-{place}")
        code = row.code if row.code in before and row.code not in used else f"own-{secrets.token_hex(4)}"
        used.add(code)
        fresh = UnitPlanTask(unit_plan=draft, code=code, title=title)
        _say(fresh, row, place, staff)
        fresh.own_due_on = _within(draft.plan, row.due_on, place)
        rows.append(fresh)
    if len(rows) > MOST_OWN:
        raise BadInput(f"Mỗi kế hoạch nhận nhiều nhất {MOST_OWN} việc riêng. Gộp bớt lại.", field="general")
    return rows


def _renewed(draft: UnitPlan, task: UnitPlanTask) -> UnitPlanTask:
    kept = ("code", "duty_id", "title", "clause", "required", "terms", *_OWN)
    return UnitPlanTask(unit_plan=draft, **{name: getattr(task, name) for name in kept})


def _say(task: UnitPlanTask, row: PlannedTask, place: int, staff: set[int]) -> None:
    """Who does it and how."""
    name, method = " ".join(nfc(row.responsible_name).split()), nfc(row.method).strip()
    if len(name) > NAME_LETTERS:
        raise BadInput("Tên, chức vụ người phụ trách không quá 120 ký tự.", field=f"responsible_name-{place}")
    if len(method) > TEXT_LETTERS:
        raise BadInput("Cách làm không quá 4.000 ký tự.", field=f"method-{place}")
    if row.responsible_id is not None and row.responsible_id not in staff:
        raise BadInput("Chọn người trong danh sách, hoặc ghi tên, chức vụ.", field=f"responsible-{place}")
    task.responsible_id, task.responsible_name, task.method = row.responsible_id, name, method


def _not_weaker(task: UnitPlanTask, row: PlannedTask, place: int) -> None:
    """The unit may do more and earlier, never fewer and never later than the parent plan (KH 87, IV.1)."""
    required = task.required if row.required is None else row.required
    if required < task.required:
        raise BadInput(
            f"Kế hoạch cấp trên yêu cầu ít nhất {task.required}; không ghi ít hơn.", field=f"required-{place}"
        )
    if required > 999:
        raise BadInput("Ghi số không quá 999.", field=f"required-{place}")
    task.own_required, days = required, terms_of(task)
    if len(days) > 1:
        if not 0 <= row.days_ahead <= MOST_DAYS:
            raise BadInput(f"Số ngày xong trước hạn từ 0 đến {MOST_DAYS}.", field=f"days_ahead-{place}")
        task.days_ahead = row.days_ahead
        return
    day = next(iter(days.values()), None)
    if row.due_on and day and row.due_on > day:
        raise BadInput(
            f"Hạn của kế hoạch cấp trên là hết ngày {day:%d/%m/%Y}; không ghi muộn hơn.", field=f"due_on-{place}"
        )
    task.own_due_on = None if row.due_on == day else _within(task.unit_plan.plan, row.due_on, place)


def _within(plan: Plan, day: date | None, place: int) -> date | None:
    if day is not None and not plan.valid_from <= day <= plan.valid_until:
        span = f"từ {plan.valid_from:%d/%m/%Y} đến {plan.valid_until:%d/%m/%Y}"
        raise BadInput(f"Ngày phải trong thời gian của kế hoạch cấp trên, {span}.", field=f"due_on-{place}")
    return day


@transaction.atomic
def issue_unit_plan(
    *,
    unit_plan: UnitPlan,
    document_number: str,
    issued_on: date,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> UnitPlan:
    """The head issues the draft with number and day of the signed paper; it replaces the version before from that day.

    It answers the duty of having a plan by itself. An issued version never changes. Raises Refused, Stale, BadInput.
    """
    _take(unit_plan, seen_version)
    if refusal := UNIT_PLAN.refusal("issue", dossier=unit_plan, actor=by, at=at):
        raise Refused(refusal)  # before anything that was typed is judged
    number = " ".join(nfc(document_number).split())
    if not number or len(number) > 60:
        raise BadInput("Ghi số, ký hiệu của văn bản ban hành, không quá 60 ký tự.", field="document_number")
    last = _issued(unit_plan.unit, unit_plan.plan)
    _check_day(unit_plan, last, issued_on, local_day(at))
    place = (last.number or 0) + 1 if last else 1
    also = {"number": place, "document_number": number, "issued_on": issued_on, "issued_at": at}
    UNIT_PLAN.apply("issue", dossier=unit_plan, by=by, at=at, also=also)
    facts = {"unit": unit_plan.unit_id, "number": place, "document_number": number, "issued_on": issued_on}
    record("issue_unit_plan", unit_plan, by=by, at=at, facts=facts)
    return unit_plan


def _check_day(unit_plan: UnitPlan, last: UnitPlan | None, issued_on: date, today: date) -> None:
    """The day of the paper: neither in the future nor before what it rests on."""
    plan, unit = unit_plan.plan, unit_plan.unit
    if issued_on > today:
        raise BadInput("Ngày ban hành không thể sau hôm nay.", field="issued_on")
    earliest = max(plan.issued_on, unit.valid_from, last.issued_on if last and last.issued_on else plan.issued_on)
    if issued_on < earliest:
        why = f"{earliest - timedelta(days=1):%d/%m/%Y}"
        raise BadInput(
            f"Ngày ban hành phải sau ngày {why}: không trước kế hoạch cấp trên, không trước bản đã ban hành.",
            field="issued_on",
        )


@transaction.atomic
def drop_unit_plan(*, unit_plan: UnitPlan, by: Actor, at: datetime, seen_version: int | None = None) -> UnitPlan:
    """Put a draft aside for good; another can be begun. Its words stay readable. Raises Refused, Stale."""
    _take(unit_plan, seen_version)
    UNIT_PLAN.apply("drop", dossier=unit_plan, by=by, at=at, also={"edited_at": at})
    record("drop_unit_plan", unit_plan, by=by, at=at, facts={"unit": unit_plan.unit_id})
    return unit_plan


@transaction.atomic
def remark_on_plan(*, unit_plan: UnitPlan, text: str, by: Actor, at: datetime, form_key: str = "") -> PlanRemark:
    """The office says something about an issued plan; the unit's people get a notice. Raises Refused, BadInput."""
    row = UnitPlan.objects.select_for_update(of=("self",)).select_related("unit", "plan").get(pk=unit_plan.pk)
    if refusal := keeps_ledger(by, row.unit, at):
        raise Refused(refusal)
    if row.state != UnitPlanState.ISSUED:
        raise Refused("Kế hoạch chưa ban hành; cơ quan thường trực góp ý khi đơn vị đã ban hành.")
    if form_key and (twin := PlanRemark.objects.filter(unit_plan=row, form_key=form_key).first()):
        return twin
    words = nfc(text).strip()
    if not words or len(words) > TEXT_LETTERS:
        raise BadInput("Ghi ý kiến, không quá 4.000 ký tự.", field="text")
    remark = PlanRemark.objects.create(
        unit_plan=row, text=words, form_key=form_key, made_by_id=by.account_id, made_at=at
    )
    record(
        "remark_on_plan", row, by=by, at=at, facts={"unit": row.unit_id, "remark": remark.pk}, personal={"text": words}
    )
    people = in_charge(Permission.PREPARE_NOMINATION, unit=row.unit, on=local_day(at))
    write_letters(
        {one.pk: f"plan_remark:{remark.pk}:{one.pk}" for one in people},
        subject=f"Ý kiến về kế hoạch của {row.unit.name}",
        body=words,
        link=f"ledger.unitplan:{row.pk}",
        at=at,
    )
    return remark
