"""Sending: a dossier into its round, or the quarter's return as an act of its own (KH 87, IV.2)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import write_letters
from neuguong.core.periods import Period, local_day
from neuguong.core.text import nfc
from neuguong.exemplars.enums import StandInStep
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.nominations import submit_nomination
from neuguong.exemplars.queries.carrying import carried_by
from neuguong.exemplars.queries.conflicts import judges_left
from neuguong.ledger.enums import ReturnKind
from neuguong.ledger.models import Obligation, Return, UnitPaper
from neuguong.ledger.policy import is_a_return, keeps_ledger, not_excused, not_typed_by, sends_return, still_owed
from neuguong.ledger.queries.rounds import closing, counted_dossiers, round_for
from neuguong.org.models import Account
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission
from neuguong.programme.queries.plans import rules_of


@transaction.atomic
def send_nomination(
    *,
    nomination: Nomination,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    late_for: Obligation | None = None,
    seen_version: int | None = None,
) -> Nomination:
    """Send a dossier into the round that is open for its unit; one returned and completed keeps its first round.

    After a cut-off the dossier goes into the next round. `late_for` is the missed return of a closed quarter that
    this sending answers as well: it is recorded as a late list. Raises Refused, Stale.
    """
    again = nomination.sent_at is not None
    if again:
        code, year, on_time = nomination.round_code, nomination.round_year or 0, bool(nomination.on_time)
    else:
        unit = carried_by(nomination, local_day(at)) or nomination.unit
        found = round_for(unit, nomination.plan, at)
        if found is None:
            raise Refused(_no_round_left(nomination, at))
        code, year, on_time = found.period.code, found.period.year_number, found.on_time
    sent = submit_nomination(
        nomination=nomination,
        round_code=code,
        round_year=year,
        on_time=on_time,
        by=by,
        at=at,
        recorded_at=recorded_at,
        seen_version=seen_version,
    )
    if late_for is not None:
        _check_same_unit(late_for, sent)
        send_late_list(obligation=late_for, by=by, at=at, recorded_at=recorded_at)
    words = "gửi lại sau khi bổ sung" if again else f"gửi vào đợt {Period(code).label}"
    _tell_office(
        key=f"sent:{sent.pk}:{sent.version}",
        subject=f"{sent.unit.short_name} {'gửi lại' if again else 'gửi'} hồ sơ {sent.number}",
        body=f"{sent.unit.name} đã {words} hồ sơ {sent.number}. Hồ sơ đang chờ thẩm định.",
        link=f"exemplars.nomination:{sent.pk}",
        people=judges_left(sent, StandInStep.VERIFY, at),
        at=at,
    )
    return sent


def _no_round_left(nomination: Nomination, at: datetime) -> str:
    duty = rules_of(nomination.plan, at).return_duty
    last = duty.cut_off.last_on_time_day(duty.last_period)
    return f"Đợt cuối của Kế hoạch {nomination.plan.number} đã chốt hết ngày {last:%d/%m/%Y} nên không nhận thêm hồ sơ."


def _check_same_unit(obligation: Obligation, nomination: Nomination) -> None:
    if (obligation.unit_id, obligation.duty.plan_id) != (nomination.unit_id, nomination.plan_id):
        raise BadInput("Báo cáo quý được chọn không phải của đơn vị và kế hoạch này.", field="late_for")


def _locked(obligation: Obligation, by: Actor, at: datetime) -> Obligation:
    """The row, locked, if this person may answer it."""
    row = Obligation.objects.select_for_update(of=("self",)).select_related("duty__plan", "unit").get(pk=obligation.pk)
    refusals = (is_a_return(row), sends_return(by, row.unit, at), still_owed(row, at), not_excused(row, at))
    for refusal in refusals:
        if refusal:
            raise Refused(refusal)
    return row


@transaction.atomic
def send_nil_return(
    *,
    obligation: Obligation,
    reason: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    paper: UnitPaper | None = None,
) -> Return:
    """Report that there is nobody to introduce this quarter, with the reason; after the cut-off it stays late.

    Raises BadInput without a reason, Refused for a round that has not begun, has a dossier or was answered.
    """
    row, reason = _locked(obligation, by, at), nfc(reason).strip()
    label = Period(row.period).label
    if not reason:
        raise BadInput("Ghi lý do không có điển hình để giới thiệu.", field="reason")
    if rules_of(row.duty.plan, at).round_at(at) < Period(row.period):
        raise Refused(f"Đợt {label} chưa mở nên chưa báo “không có” được.")
    if counted_dossiers(row, at).exists():
        raise Refused(f"Đơn vị đã gửi hồ sơ cho {label} nên không báo “không có”.")
    if row.returns.exists():
        raise Refused(f"Đơn vị đã báo cáo {label}.")
    return _write_return(row, ReturnKind.NIL, reason, by=by, at=at, recorded_at=recorded_at, paper=paper)


@transaction.atomic
def send_late_list(
    *,
    obligation: Obligation,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    reason: str = "",
    paper: UnitPaper | None = None,
) -> Return:
    """Answer a missed quarter with a list after its cut-off; its dossiers go into the next round. Raises Refused."""
    row = _locked(obligation, by, at)
    label = Period(row.period).label
    if at < closing(row, at):
        raise Refused(f"Chưa hết hạn {label}: gửi hồ sơ là đã gửi danh sách.")
    if counted_dossiers(row, at).exists() or row.returns.exists():
        raise Refused(f"Đơn vị đã báo cáo {label}.")
    return _write_return(row, ReturnKind.LIST, nfc(reason).strip(), by=by, at=at, recorded_at=recorded_at, paper=paper)


def _write_return(
    row: Obligation,
    kind: ReturnKind,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None,
    paper: UnitPaper | None,
) -> Return:
    sent = Return.objects.create(
        obligation=row,
        kind=kind,
        reason=reason,
        sent_by_id=by.account_id,
        paper=paper,
        effective_at=at,
        recorded_at=recorded_at or at,
    )
    facts = {"unit": row.unit_id, "period": row.period, "kind": kind, "late": at >= closing(row, at)}
    record("send_return", sent, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"reason": reason})
    label = Period(row.period).label
    what = "báo không có điển hình" if kind == ReturnKind.NIL else "gửi danh sách sau hạn"
    _tell_office(
        key=f"return:{sent.pk}",
        subject=f"{row.unit.short_name} {what} {label}",
        body=f"{row.unit.name} {what} {label}.{f' Lý do: {reason}' if reason else ''}",
        link=f"ledger.obligation:{row.pk}",
        people=in_charge(Permission.KEEP_LEDGER, unit=row.unit, on=local_day(at)),
        at=at,
    )
    return sent


@transaction.atomic
def accept_return(*, sent: Return, by: Actor, at: datetime, recorded_at: datetime | None = None) -> Return:
    """The office takes note of a return; doing it again changes nothing. Raises Refused."""
    row = Return.objects.select_for_update(of=("self",)).select_related("obligation__unit").get(pk=sent.pk)
    if refusal := keeps_ledger(by, row.obligation.unit, at) or not_typed_by(by, row):
        raise Refused(refusal)
    if row.accepted_at is None:
        row.accepted_at = at
        row.save(update_fields=["accepted_at"])
        record("accept_return", row, by=by, at=at, recorded_at=recorded_at, facts={"unit": row.obligation.unit_id})
    return row


@transaction.atomic
def accept_returns(*, obligation: Obligation, by: Actor, at: datetime, recorded_at: datetime | None = None) -> None:
    """Take note of everything a unit reported on one row. Raises Refused when nothing was reported."""
    waiting = list(Return.objects.filter(obligation=obligation).order_by("effective_at", "id"))
    if not waiting:
        raise Refused("Đơn vị chưa gửi báo cáo nào để tiếp nhận.")
    for sent in waiting:
        accept_return(sent=sent, by=by, at=at, recorded_at=recorded_at)


def _tell_office(*, key: str, subject: str, body: str, link: str, people: Iterable[Account], at: datetime) -> None:
    """One notice to each person of the office whose turn it is; about a dossier, nobody who stands too close to it."""
    keys = {account.pk: f"{key}:{account.pk}" for account in people}
    write_letters(keys, subject=subject, body=body, link=link, at=at)
