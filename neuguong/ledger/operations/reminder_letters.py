"""Issuing an urging letter with its list of debtors, and entering its official number afterwards (KH 87, IV.4)."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import StoredFile
from neuguong.core.papers import build_letter
from neuguong.core.periods import Period, local_day
from neuguong.core.working_days import add_working_days
from neuguong.ledger.models import Obligation, Reminder, ReminderLetter, ReminderReference
from neuguong.ledger.operations.references import checked_number, said
from neuguong.ledger.policy import urges
from neuguong.ledger.queries.reminder_paper import (
    EVERYTHING_OVERDUE,
    Debtor,
    ReminderLetterContent,
    debtors,
    reminder_letter_paper,
)
from neuguong.programme.models import Duty, Plan
from neuguong.programme.queries.urging import urging_letter_of

NO_WORDS = "Kế hoạch chưa có mẫu công văn đôn đốc nên chưa lập được công văn."


@transaction.atomic
def issue_reminder_letter(
    *,
    plan: Plan,
    on: date,
    duty: str = "",
    period: str = "",
    leave_out: Collection[int] = (),
    signer: str = "",
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    form_key: str = "",
) -> ReminderLetter:
    """Freeze the letter that urges those who had not done a duty in a period by a day, or all that was overdue.

    `leave_out` are obligations not to be listed. Its rows count as urged on the day it is made; `form_key` makes a form
    sent twice one letter. Raises Refused, BadInput when nobody is left to urge.
    """
    _require(urges(by, plan, at))
    today = local_day(at)
    rules = urging_letter_of(plan, at)
    if rules is None:
        raise Refused(NO_WORDS)
    if on > today:
        raise BadInput("Ngày tính không thể sau hôm nay.", field="on")
    if duty and not Obligation.objects.filter(duty__plan=plan, duty__code=duty, period=period).exists():
        raise BadInput("Kế hoạch không có nhiệm vụ này trong kỳ đã chọn.", field="what")
    plan = Plan.objects.select_for_update().select_related("unit").get(pk=plan.pk)
    if form_key and (twin := ReminderLetter.objects.filter(plan=plan, form_key=form_key).first()):
        return twin
    found = [
        one
        for one in debtors(plan, on=on, today=today, duty=duty, period=period)
        if one.row.obligation_id not in set(leave_out)
    ]
    if not found:
        raise BadInput("Không còn việc nào để đôn đốc: mọi đơn vị đã xong hoặc đã bỏ hết khỏi danh sách.")
    row = Duty.objects.get(plan=plan, code=duty) if duty else None
    content = ReminderLetterContent(
        rules=rules,
        plan_number=plan.number,
        plan_date=plan.issued_on,
        on=on,
        what=f"{row.title}, {Period(period).label}" if row else EVERYTHING_OVERDUE,
        answer_by=add_working_days(today, rules.answer_working_days),
        drafted_on=today,
        lines=tuple(one.line for one in found),
        signer=" ".join(signer.split()),
    )
    letter = _write(plan, row, period, content, form_key, by=by, at=at, recorded_at=recorded_at or at)
    _count_as_urged(letter, found, on=today, recorded_at=recorded_at or at)
    facts = {"running_number": letter.running_number, "on": on, "duty": duty, "period": period, "digest": letter.digest}
    facts |= {"obligations": [one.row.obligation_id for one in found]}
    record("issue_reminder_letter", letter, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return letter


def _write(
    plan: Plan,
    duty: Duty | None,
    period: str,
    content: ReminderLetterContent,
    form_key: str,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime,
) -> ReminderLetter:
    made = build_letter(reminder_letter_paper(content), made_at=at)
    start = f"ĐĐ-{content.drafted_on.year}-"
    number = f"{start}{ReminderLetter.objects.filter(plan=plan, running_number__startswith=start).count() + 1:02d}"
    return ReminderLetter.objects.create(
        plan=plan,
        running_number=number,
        duty=duty,
        period=period if duty else "",
        on=content.on,
        answer_by=content.answer_by,
        lines=[asdict(line) for line in content.lines],
        name=f"{number}.docx",
        digest=hashlib.sha256(made).hexdigest(),
        content=made,
        form_key=form_key,
        issued_by_id=by.account_id,
        issued_at=at,
        recorded_at=recorded_at,
    )


def _count_as_urged(letter: ReminderLetter, found: Collection[Debtor], *, on: date, recorded_at: datetime) -> None:
    duties = dict(Duty.objects.filter(plan=letter.plan).values_list("code", "id"))
    Reminder.objects.bulk_create(
        Reminder(
            obligation_id=one.row.obligation_id,
            unit_id=one.row.unit_id,
            duty_id=duties[one.row.duty_code],
            period=one.row.period,
            last_day=one.row.last_day,
            days=-one.row.days_left,
            letter=letter,
            reached_on=on,
            urged_on=on,
            recorded_at=recorded_at,
        )
        for one in found
    )


@transaction.atomic
def enter_reminder_reference(
    *,
    letter: ReminderLetter,
    document_number: str,
    issued_on: date,
    scan: StoredFile | None = None,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> ReminderReference:
    """Official number, date and signed scan, after the letter was signed; a slip is mended by entering it again.

    Raises Refused, BadInput.
    """
    _require(urges(by, letter.plan, at))
    number = checked_number(document_number, issued_on, made_at=letter.issued_at, made="lập công văn", at=at)
    Plan.objects.select_for_update().get(pk=letter.plan_id)
    newest = letter.references.select_related("scan").last()
    if newest and said(newest.document_number, newest.issued_on, newest.scan) == said(number, issued_on, scan):
        return newest
    reference = ReminderReference.objects.create(
        letter=letter,
        document_number=number,
        issued_on=issued_on,
        scan=scan,
        entered_by_id=by.account_id,
        recorded_at=recorded_at or at,
    )
    facts = {"document_number": number, "issued_on": issued_on, "scan": scan.digest if scan else ""}
    record("enter_reminder_reference", letter, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return reference


def _require(refusal: str | None) -> None:
    if refusal:
        raise Refused(refusal)
