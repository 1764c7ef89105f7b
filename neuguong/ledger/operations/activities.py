"""Recording what was done for a duty that is an activity: own plan, event, report, training (KH 87, III.3–III.6, IV.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import StoredFile
from neuguong.core.periods import day_begins, local_day
from neuguong.core.text import nfc
from neuguong.ledger.enums import ActivityForm
from neuguong.ledger.models import Activity, Coordination, Obligation, UnitPaper
from neuguong.ledger.policy import (
    is_an_activity,
    keeps_ledger,
    not_excused,
    not_fed_by_itself,
    not_written_here,
    records_activities,
    still_owed,
)
from neuguong.ledger.queries.events import held_on_day
from neuguong.programme.enums import ActivityKind


@dataclass(frozen=True, slots=True)
class Agreed:
    """With whom something was agreed, from when until when; without an end it goes on."""

    partner: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, as it was typed; `agreed` only of a programme of coordination (KH 87, III.3.d)."""

    title: str
    held_on: date
    form: str = ""
    note: str = ""
    document: str = ""
    agreed: Agreed | None = None


@transaction.atomic
def record_activity(
    *,
    obligation: Obligation,
    done: Done,
    file_name: str,
    content: BinaryIO | bytes,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    form_key: str = "",
) -> Activity:
    """Write down one thing done, with its file; it counts from the day it was done, whenever it is typed.

    `form_key` makes a form sent twice one record. Raises Refused (not theirs, excused, counted otherwise), BadInput.
    """
    row = Obligation.objects.select_for_update(of=("self",)).select_related("duty__plan", "unit").get(pk=obligation.pk)
    for refusal in (
        is_an_activity(row), records_activities(by, row.unit, at), not_fed_by_itself(by, row, at),
        not_written_here(by, row, at), still_owed(row, at),
        not_excused(row, at),
    ):  # fmt: skip
        if refusal:
            raise Refused(refusal)
    if form_key and (twin := Activity.objects.filter(obligation=row, form_key=form_key).first()):
        return twin
    _checked(row, done, local_day(at))  # before the file is taken in
    _not_an_event(row, done.held_on)
    stored = accept_upload(name=file_name, content=content, by=by, at=at, link=f"ledger.obligation:{row.pk}")
    return write_activity(row, done, stored, by=by, at=at, recorded_at=recorded_at, form_key=form_key)


def write_activity(
    row: Obligation,
    done: Done,
    stored: StoredFile,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None,
    form_key: str = "",
    paper: UnitPaper | None = None,
    counts_from: datetime | None = None,
) -> Activity:
    """Write down what was done, within an act that has decided whether it may be. Raises BadInput.

    It counts from `counts_from`, or from the day it was done.
    """
    done = _checked(row, done, local_day(at))
    _not_an_event(row, done.held_on)
    own_day = at if done.held_on == local_day(at) else day_begins(done.held_on)
    activity = Activity.objects.create(
        obligation=row,
        title=done.title,
        held_on=done.held_on,
        form=done.form,
        note=done.note,
        document=done.document,
        file=stored,
        paper=paper,
        form_key=form_key,
        recorded_by_id=by.account_id,
        effective_at=counts_from or own_day,
        recorded_at=recorded_at or at,
    )
    if done.agreed is not None:
        Coordination.objects.create(
            activity=activity,
            partner=done.agreed.partner,
            valid_from=done.agreed.valid_from,
            valid_until=done.agreed.valid_until,
        )
    facts = {"unit": row.unit_id, "duty": row.duty.code, "period": row.period, "held_on": done.held_on}
    facts |= {"paper": paper.pk} if paper else {}
    record("record_activity", activity, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return activity


def _checked(row: Obligation, done: Done, today: date) -> Done:
    title = nfc(done.title).strip()
    if not title:
        raise BadInput("Ghi tên việc đã làm hoặc tên văn bản.", field="title")
    if len(title) > 300:
        raise BadInput("Tên việc không quá 300 ký tự.", field="title")
    if done.held_on > today:
        raise BadInput("Ngày thực hiện chưa tới; làm xong rồi mới ghi.", field="held_on")
    plan = row.duty.plan
    if not plan.valid_from <= done.held_on <= plan.valid_until:
        span = f"từ {plan.valid_from:%d/%m/%Y} đến {plan.valid_until:%d/%m/%Y}"
        raise BadInput(f"Ngày thực hiện phải trong thời gian của kế hoạch, {span}.", field="held_on")
    if done.form and done.form not in ActivityForm.values:
        raise BadInput("Chọn hình thức trực tiếp, trực tuyến hoặc lồng ghép.", field="form")
    if row.duty.activity == ActivityKind.EVENT and not done.form:
        raise BadInput("Chọn hình thức trực tiếp, trực tuyến hoặc lồng ghép.", field="form")
    return Done(
        title, done.held_on, done.form, nfc(done.note).strip(), nfc(done.document).strip(), _agreed(row, done.agreed)
    )


def _not_an_event(row: Obligation, day: date) -> None:
    """What was held as an event counts by itself; typed once more it would count twice (docs/adr/0033)."""
    if event := held_on_day(row, day):
        told = f"“{event.holding.event.name}” ngày {day:%d/%m/%Y} đã tự tính cho việc này nên không ghi lại."
        raise BadInput(f"{told} Nếu là việc khác cùng ngày thì lập sự kiện riêng.", field="held_on")


def _agreed(row: Obligation, agreed: Agreed | None) -> Agreed | None:
    if agreed is None or row.duty.activity != ActivityKind.COORDINATION:
        return None
    partner = " ".join(nfc(agreed.partner).split())
    if not partner or len(partner) > 200:
        raise BadInput("Ghi bên phối hợp, không quá 200 ký tự.", field="partner")
    if agreed.valid_until is not None and agreed.valid_until < agreed.valid_from:
        raise BadInput("Ngày cuối không thể trước ngày đầu.", field="valid_until")
    return Agreed(partner, agreed.valid_from, agreed.valid_until)


@transaction.atomic
def withdraw_activity(
    *, activity: Activity, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Activity:
    """Take a record back: it counts no more from now on and stays to be read, with the reason.

    The unit takes back what it recorded; the office what does not show what it should. Raises Refused, BadInput, Stale.
    """
    row = Activity.objects.select_for_update(of=("self",)).select_related("obligation__unit").get(pk=activity.pk)
    if refusal := _may_withdraw(row, by, at):
        raise Refused(refusal)
    if row.withdrawn_at is not None:
        raise Stale(f"Việc này đã được rút ngày {local_day(row.withdrawn_at):%d/%m/%Y}.")
    text = nfc(reason).strip()
    if not text:
        raise BadInput("Ghi lý do rút.", field="reason")
    row.withdrawn_at, row.withdrawn_recorded_at = at, recorded_at or at
    row.withdrawn_by_id, row.withdraw_reason = by.account_id, text
    row.save(update_fields=["withdrawn_at", "withdrawn_recorded_at", "withdrawn_by", "withdraw_reason"])
    facts = {"unit": row.obligation.unit_id, "obligation": row.obligation_id}
    record("withdraw_activity", row, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"reason": text})
    return row


def _may_withdraw(row: Activity, by: Actor, at: datetime) -> str | None:
    unit = row.obligation.unit
    return None if keeps_ledger(by, unit, at) is None else records_activities(by, unit, at)
