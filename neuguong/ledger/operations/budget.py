"""Money for publicity: a unit's estimate by line, appraised by finance, approved by the leader (KH 87, IV.3). No bookkeeping."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.numbers import whole_dong
from neuguong.core.outbox import write_letters
from neuguong.core.papers import number_text
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.exemplars.queries.carrying import carried_by
from neuguong.ledger.enums import EstimateState
from neuguong.ledger.models import Estimate, EstimateLine, LineAppraisal, Obligation
from neuguong.ledger.policy import prepares_estimate, writes_estimates
from neuguong.ledger.queries.budget import total_of
from neuguong.ledger.workflows import ESTIMATE
from neuguong.org.models import Account, Unit, UnitAncestor
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.budget import budget_rules

TITLE, CONTENT, MEASURE, REASON, MOST_LINES = 200, 300, 40, 500, 100
MOST = 10**13  # đồng; what is larger was mistyped
OPEN = (EstimateState.DRAFT, EstimateState.SUBMITTED, EstimateState.APPRAISED)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was typed."""

    category: str
    content: str
    measure: str
    quantity: Decimal
    unit_price: int


@dataclass(frozen=True, slots=True)
class Left:
    """What finance leaves of a line."""

    amount: int
    reason: str = ""


@transaction.atomic
def start_estimate(
    *, plan: Plan, unit: Unit, year: int, title: str, form_key: str, by: Actor, at: datetime,
    obligation: Obligation | None = None,
) -> Estimate:  # fmt: skip
    """Begin a draft for a year of the plan, for one duty or in general. The same `form_key` again is the same draft.

    Raises Refused (not theirs), BadInput (a sentence at the field).
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)  # one form sent twice at once: one after the other
    if twin := Estimate.objects.filter(form_key=form_key).first():
        return twin
    if refusal := writes_estimates(by, unit, at):
        raise Refused(refusal)
    if not unit.exists_on(local_day(at)):
        raise Refused(f"{unit.name} không còn vào ngày này. Đơn vị kế thừa lập dự toán của mình.")
    if not UnitAncestor.objects.filter(unit=unit, ancestor_id=plan.unit_id).exists():
        raise BadInput(f"Kế hoạch {plan.number} không giao việc cho {unit.name}.")
    if not plan.valid_from.year <= year <= plan.valid_until.year:
        raise BadInput(f"Chọn năm từ {plan.valid_from.year} đến {plan.valid_until.year}.", field="year")
    if obligation is not None and (obligation.unit_id, obligation.duty.plan_id) != (unit.pk, plan.pk):
        raise BadInput("Chọn một nhiệm vụ trong danh sách.", field="obligation")
    row = Estimate.objects.create(
        plan=plan, unit=unit, year=year, obligation=obligation, title=_title(title), series=form_key, form_key=form_key,
        state=EstimateState.DRAFT, prepared_by_id=by.account_id, created_at=at,
    )  # fmt: skip
    record("start_estimate", row, by=by, at=at, facts={"unit": unit.pk, "year": year})
    return row


@transaction.atomic
def write_estimate(
    *, estimate: Estimate, title: str, lines: Sequence[Line], edited: int, by: Actor, at: datetime
) -> Estimate:
    """Save a draft with all its lines; amounts are computed. `edited` is the saving that the writer had read.

    Raises Refused (not theirs, no draft any more), Stale (saved by somebody else meanwhile), BadInput.
    """
    row = _taken(estimate)
    if row.state != EstimateState.DRAFT:
        raise Refused(f"Dự toán {EstimateState(row.state).label} nên không sửa được. Lập lần sau để điều chỉnh.")
    if refusal := prepares_estimate(by, row, at):
        raise Refused(refusal)
    words = [_checked(line, place, row, at) for place, line in enumerate(lines, start=1)]
    if len(words) > MOST_LINES:
        raise BadInput(f"Một dự toán không quá {MOST_LINES} khoản.")
    said = row.title
    row.title = _title(title)
    if row.edited != edited:
        if (said, [_told(one) for one in row.lines.all()]) == (row.title, [_told(one) for one in words]):
            return row  # the same form pressed twice
        raise Stale("Người khác vừa lưu dự toán này. Chữ của anh/chị còn ở đây; xem lại rồi lưu lần nữa nếu vẫn muốn.")
    row.lines.all().delete()
    EstimateLine.objects.bulk_create(words)
    row.edited += 1
    row.save(update_fields=["title", "edited"])
    record("write_estimate", row, by=by, at=at, facts={"lines": len(words), "asked": sum(one.amount for one in words)})
    return row


@transaction.atomic
def submit_estimate(*, estimate: Estimate, by: Actor, at: datetime, edited: int | None = None) -> Estimate:
    """The head sends it to finance; a first edition that an ended unit left is the successor's from then on.

    `edited` is the saving that the head had read: what was saved since is read first. Raises Refused, Stale.
    """
    row = _taken(estimate)
    if row.state == EstimateState.SUBMITTED and row.submitted_by_id == by.account_id:
        return row
    if edited is not None and row.edited != edited:
        raise Stale("Dự toán vừa được lưu lại. Xem bản mới nhất rồi gửi.")
    _step("submit", row, by=by, at=at, submitted_by_id=by.account_id, submitted_at=at, **_taken_over(row, at))
    asked = number_text(total_of(row).asked)
    told = f"{row.unit.name} đề nghị {asked} đồng cho năm {row.year}: {row.title}."
    _tell(row, _of_plan(row, Permission.APPRAISE_BUDGET, at), "Có dự toán chờ thẩm định", told, at)
    return row


@transaction.atomic
def appraise_estimate(
    *, estimate: Estimate, left: Mapping[int, Left], by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Estimate:
    """Finance takes or reduces each line, with a reason where it reduces; never more than was asked.

    `left` by the line's id. Raises Refused, BadInput (`field` is "line-<id>" of the line).
    """
    row = _taken(estimate)
    if row.state == EstimateState.APPRAISED and row.appraised_by_id == by.account_id:
        return row
    if refusal := ESTIMATE.refusal("appraise", dossier=row, actor=by, at=at):
        raise Refused(refusal)
    lines = list(row.lines.all())
    if set(left) != {line.pk for line in lines}:
        raise BadInput("Thẩm định đủ mọi khoản của dự toán.")
    made = [_appraised(line, left[line.pk]) for line in lines]
    LineAppraisal.objects.bulk_create(made)
    _step(
        "appraise", row, by=by, at=at, recorded_at=recorded_at, appraised_by_id=by.account_id, appraised_at=at,
        appraised_recorded_at=recorded_at or at,
    )  # fmt: skip
    total = total_of(row)
    told = (
        f"{row.unit.name}, năm {row.year}: đề nghị {number_text(total.asked)} đồng, "
        f"thẩm định {number_text(total.appraised or 0)} đồng."
    )
    _tell(row, _of_plan(row, Permission.APPROVE_BUDGET, at), "Có dự toán chờ phê duyệt", told, at)
    return row


@transaction.atomic
def return_estimate(*, estimate: Estimate, reason: str, by: Actor, at: datetime) -> Estimate:
    """Finance before it appraised, or the leader afterwards, gives it back with a reason; the unit makes a further edition."""
    row, reason = _taken(estimate), nfc(reason).replace("\x00", "").strip()
    if len(reason) > REASON * 4:
        raise BadInput("Ghi lý do trả lại, không quá 2.000 ký tự.", field="reason")
    step = "refuse" if row.state == EstimateState.APPRAISED else "send_back"
    _step(step, row, by=by, at=at, note=reason)
    _tell(row, _of_unit(row, at), "Dự toán bị trả lại", f"{row.title}, năm {row.year}: {reason}", at)
    return row


@transaction.atomic
def approve_estimate(*, estimate: Estimate, document: str, by: Actor, at: datetime) -> Estimate:
    """The leader approves what finance left, with the number of the decision where there is one."""
    row = _taken(estimate)
    if row.state == EstimateState.APPROVED and row.approved_by_id == by.account_id:
        return row
    number = " ".join(nfc(document).replace("\x00", "").split())
    if len(number) > 100:
        raise BadInput("Số văn bản không quá 100 ký tự.", field="document")
    _step("approve", row, by=by, at=at, approved_by_id=by.account_id, approved_at=at, document=number)
    told = f"{row.title}, năm {row.year}: được duyệt {number_text(total_of(row).approved or 0)} đồng."
    people = {one.pk: one for one in (*_of_unit(row, at), *_of_plan(row, Permission.APPRAISE_BUDGET, at))}
    _tell(row, people.values(), "Dự toán được phê duyệt", told, at)
    return row


@transaction.atomic
def drop_estimate(*, estimate: Estimate, by: Actor, at: datetime) -> Estimate:
    """A draft that nobody needs."""
    row = _taken(estimate)
    if row.state != EstimateState.DROPPED:
        _step("drop", row, by=by, at=at)
    return row


@transaction.atomic
def revise_estimate(*, estimate: Estimate, by: Actor, at: datetime) -> Estimate:
    """A further edition with the lines of one that was returned or approved; the earlier one stays as it was.

    Pressed twice, one draft. Raises Refused (not theirs, another edition is under way).
    """
    row = _taken(estimate)
    Unit.objects.select_for_update(of=("self",)).get(pk=row.unit_id)
    if refusal := prepares_estimate(by, row, at):
        raise Refused(refusal)
    if row.state not in (EstimateState.RETURNED, EstimateState.APPROVED):
        raise Refused("Chỉ dự toán bị trả lại hoặc đã phê duyệt mới lập lần sau.")
    editions = Estimate.objects.filter(series=row.series)
    if going := editions.filter(state__in=OPEN).first():
        if going.state == EstimateState.DRAFT:
            return going
        raise Refused(f"Lần {going.edition} của dự toán này đang {EstimateState(going.state).label}.")
    number = 1 + (editions.aggregate(last=Max("edition"))["last"] or 0)
    made = Estimate.objects.create(
        plan=row.plan, unit=row.unit, kept_by=row.kept_by, year=row.year, obligation=row.obligation, title=row.title,
        series=row.series,        edition=number, state=EstimateState.DRAFT, form_key=f"{row.series}:{number}", prepared_by_id=by.account_id,
        created_at=at,
    )  # fmt: skip
    for line in row.lines.all():
        line.pk, line.estimate = None, made
        line.save(force_insert=True)
    record("revise_estimate", made, by=by, at=at, facts={"of": row.pk, "edition": number})
    return made


def _taken(estimate: Estimate) -> Estimate:
    rows = Estimate.objects.select_for_update(of=("self",)).select_related(
        "plan__unit", "unit", "kept_by", "obligation"
    )
    return rows.get(pk=estimate.pk)


def _taken_over(row: Estimate, at: datetime) -> dict[str, Any]:
    """What a draft of an ended unit becomes when its successor sends it: the successor's, for the same duty of its own."""
    unit = carried_by(row, local_day(at)) if row.edition == 1 else None
    if unit is None:
        return {}
    duty = row.obligation
    own = duty and Obligation.objects.filter(unit=unit, duty=duty.duty_id, period=duty.period, voided_on=None).first()
    return {"unit": unit, "kept_by": None, "obligation": own}


def _step(
    name: str,
    row: Estimate,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    note: str = "",
    **also: Any,
) -> None:
    before = row.state
    ESTIMATE.apply(name, dossier=row, by=by, at=at, recorded_at=recorded_at, note=note, also=also)
    total = total_of(row)
    facts = {"state": [before, row.state], "asked": total.asked, "appraised": total.appraised, "unit": row.unit_id}
    record(
        f"{name}_estimate", row, by=by, at=at, recorded_at=recorded_at, facts=facts,
        personal={"note": note} if note else None,
    )  # fmt: skip


def _title(text: str) -> str:
    tidy = " ".join(nfc(text).replace("\x00", "").split())
    if not tidy or len(tidy) > TITLE:
        raise BadInput(f"Ghi tên dự toán, không quá {TITLE} ký tự.", field="title")
    return tidy


def _checked(line: Line, place: int, row: Estimate, at: datetime) -> EstimateLine:
    content, measure = (" ".join(nfc(text).replace("\x00", "").split()) for text in (line.content, line.measure))
    for text, most, what in ((content, CONTENT, "diễn giải"), (measure, MEASURE, "đơn vị tính")):
        if not text or len(text) > most:
            raise BadInput(f"Khoản {place}: ghi {what}, không quá {most} ký tự.", field="lines")
    if line.category not in budget_rules(row.plan, at).expenses:
        raise BadInput(f"Khoản {place}: chọn nội dung chi.", field="lines")
    amount = whole_dong(line.quantity * line.unit_price)
    if line.quantity <= 0 or line.unit_price <= 0 or amount <= 0:
        raise BadInput(f"Khoản {place}: số lượng và đơn giá phải lớn hơn 0.", field="lines")
    if amount > MOST or line.quantity >= 10**9:
        raise BadInput(f"Khoản {place}: số tiền quá lớn, kiểm tra lại số lượng và đơn giá.", field="lines")
    return EstimateLine(
        estimate=row, position=place, category=line.category, content=content, measure=measure, quantity=line.quantity,
        unit_price=line.unit_price, amount=amount,
    )  # fmt: skip


def _told(line: EstimateLine) -> tuple[object, ...]:
    return (line.category, line.content, line.measure, line.quantity, line.unit_price)


def _appraised(line: EstimateLine, left: Left) -> LineAppraisal:
    reason, field = " ".join(nfc(left.reason).replace("\x00", "").split()), f"line-{line.pk}"
    if left.amount < 0 or left.amount > line.amount:
        raise BadInput(f"Chỉ giữ nguyên hoặc giảm: không quá {number_text(line.amount)} đồng.", field=field)
    if left.amount < line.amount and not reason:
        raise BadInput("Giảm thì ghi lý do.", field=field)
    if len(reason) > REASON:
        raise BadInput(f"Lý do không quá {REASON} ký tự.", field=field)
    return LineAppraisal(
        line=line, asked=line.amount, amount=left.amount, reason=reason if left.amount < line.amount else ""
    )


def _of_plan(row: Estimate, permission: Permission, at: datetime) -> list[Account]:
    return in_charge(permission, unit=row.plan.unit, on=local_day(at))


def _of_unit(row: Estimate, at: datetime) -> list[Account]:
    return in_charge(Permission.PREPARE_NOMINATION, unit=row.keeper, on=local_day(at))


def _tell(row: Estimate, people: Collection[Account], subject: str, body: str, at: datetime) -> None:
    keys = {one.pk: f"estimate:{row.pk}:{row.version}:{one.pk}" for one in people}
    write_letters(keys, subject=subject, body=body, link=f"{Estimate._meta.label_lower}:{row.pk}", at=at)
