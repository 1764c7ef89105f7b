"""Telling a unit's staff of the plan: opened by the head, known by each person, done (KH 87, IV.1)."""

from collections.abc import Collection
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import StoredFile
from neuguong.core.outbox import write_letters
from neuguong.core.periods import local_day
from neuguong.core.text import nfc, sort_key
from neuguong.ledger.enums import UnitPlanState
from neuguong.ledger.models import Acknowledgement, Dissemination, UnitPlan
from neuguong.ledger.policy import disseminates, keeps_ledger
from neuguong.org.models import Account, Unit
from neuguong.org.queries.people import people_of
from neuguong.programme.models import Plan

NAME_LETTERS, POINT_LETTERS, MOST_NAMES = 120, 8_000, 500


def _locked(dissemination: Dissemination) -> Dissemination:
    rows = Dissemination.objects.select_for_update(of=("self",)).select_related("unit", "plan")
    return rows.get(pk=dissemination.pk)


def _open(dissemination: Dissemination) -> Dissemination:
    """The row, locked, if it still runs."""
    row = _locked(dissemination)
    if row.withdrawn_at is not None:
        raise Stale("Đợt phổ biến này đã được rút.")
    if row.done_on is not None:
        raise Stale(f"Đợt phổ biến này đã xong ngày {row.done_on:%d/%m/%Y}.")
    return row


def _of_head(dissemination: Dissemination, by: Actor, at: datetime) -> Dissemination:
    row = _open(dissemination)
    if refusal := disseminates(by, row.unit, at):
        raise Refused(refusal)
    return row


def _people(dissemination: Dissemination, accounts: Collection[Account], at: datetime) -> None:
    """Put these accounts on the list and tell each of them."""
    Acknowledgement.objects.bulk_create(
        Acknowledgement(dissemination=dissemination, account=one, name=one.full_name, sort_key=one.sort_key)
        for one in accounts
    )
    write_letters(
        {one.pk: f"dissemination:{dissemination.pk}:{one.pk}" for one in accounts},
        subject=f"Kế hoạch {dissemination.plan.number} được phổ biến, cần xác nhận đã nắm được",
        body=f"{dissemination.unit.name} phổ biến kế hoạch đến từng người. Đọc nội dung chính rồi bấm “Tôi đã đọc và nắm được”.",
        link=f"ledger.dissemination:{dissemination.pk}",
        at=at,
    )


@transaction.atomic
def open_dissemination(
    *, unit: Unit, plan: Plan, points: str, by: Actor, at: datetime, unit_plan: UnitPlan | None = None
) -> Dissemination:
    """The head opens the round: every account of the unit is on the list and gets a notice. Raises Refused, BadInput."""
    Unit.objects.select_for_update().get(pk=unit.pk)  # two presses at once: the second finds the first's
    if refusal := disseminates(by, unit, at):
        raise Refused(refusal)
    if Dissemination.objects.filter(unit=unit, plan=plan, closed_at=None, withdrawn_at=None).exists():
        raise Refused(f"{unit.name} đang có một đợt phổ biến. Hoàn thành đợt ấy rồi mở đợt khác.")
    if unit_plan is not None and (
        unit_plan.state != UnitPlanState.ISSUED or (unit_plan.unit_id, unit_plan.plan_id) != (unit.pk, plan.pk)
    ):
        raise BadInput("Chỉ phổ biến kế hoạch của đơn vị mình đã ban hành.", field="unit_plan")
    text = nfc(points).strip()
    if not text or len(text) > POINT_LETTERS:
        raise BadInput("Ghi nội dung chính của kế hoạch, không quá 8.000 ký tự.", field="points")
    row = Dissemination.objects.create(
        plan=plan, unit=unit, unit_plan=unit_plan, points=text, opened_by_id=by.account_id, opened_at=at
    )
    people = list(people_of(unit, on=local_day(at)))
    _people(row, people, at)
    facts = {"unit": unit.pk, "plan": plan.pk, "unit_plan": unit_plan.pk if unit_plan else None, "people": len(people)}
    record("open_dissemination", row, by=by, at=at, facts=facts)
    return row


@transaction.atomic
def add_people(*, dissemination: Dissemination, names: Collection[str], by: Actor, at: datetime) -> int:
    """Add staff who have no account, by name, and whoever got an account since; how many were added.

    A name that is there already is left out. Raises Refused, Stale, BadInput.
    """
    row = _of_head(dissemination, by, at)
    known = set(row.people.values_list("name", flat=True))
    wanted = list(dict.fromkeys(name for one in names if (name := " ".join(nfc(one).split()))))
    if any(len(name) > NAME_LETTERS for name in wanted):
        raise BadInput("Mỗi dòng một họ tên, không quá 120 ký tự.", field="names")
    there = set(row.people.exclude(account=None).values_list("account_id", flat=True))
    accounts = [one for one in people_of(row.unit, on=local_day(at)) if one.pk not in there]
    new = [name for name in wanted if name not in known]
    if not new and not accounts:
        raise BadInput("Ghi ít nhất một họ tên chưa có trong danh sách.", field="names")
    if row.people.count() + len(new) + len(accounts) > MOST_NAMES:
        raise BadInput(f"Danh sách nhận nhiều nhất {MOST_NAMES} người.", field="names")
    _people(row, accounts, at)
    Acknowledgement.objects.bulk_create(
        Acknowledgement(dissemination=row, name=name, sort_key=sort_key(name, person=True)) for name in new
    )
    told = {"unit": row.unit_id, "added": len(new) + len(accounts)}
    record("add_people", row, by=by, at=at, facts=told, personal={"names": new})
    return len(new) + len(accounts)


@transaction.atomic
def acknowledge(*, dissemination: Dissemination, by: Actor, at: datetime) -> Acknowledgement:
    """One person says for themselves that they read it and know it; pressed twice it is said once. Raises Refused, Stale."""
    row = _locked(dissemination)
    mine = row.people.filter(account__isnull=False, account=by.account_id).first()
    if mine is None:
        raise Refused("Anh/chị không có trong danh sách phổ biến của đơn vị này.")
    if mine.known_at is not None:
        return mine
    _open(row)
    mine.known_at = at
    mine.save(update_fields=["known_at"])
    record("acknowledge", row, by=by, at=at, facts={"unit": row.unit_id, "person": mine.pk})
    _done_if_all(row, by, at)
    return mine


@transaction.atomic
def tick_people(
    *, dissemination: Dissemination, person_ids: Collection[int], file_name: str, content: BinaryIO | bytes, by: Actor,
    at: datetime,
) -> Dissemination:  # fmt: skip
    """The head notes who signed on paper, with the signed list. Raises Refused, Stale, BadInput."""
    row = _of_head(dissemination, by, at)
    rows = Acknowledgement.objects.filter(dissemination=row, pk__in=person_ids, known_at=None)
    if not rows.exists():
        raise BadInput("Chọn ít nhất một người đã ký trong danh sách.", field="people")
    stored = _signed(row, file_name, content, by, at)
    count = rows.update(known_at=at, ticked_by_id=by.account_id, signed_list=stored)
    record("tick_people", row, by=by, at=at, facts={"unit": row.unit_id, "people": count, "file": stored.pk})
    _done_if_all(row, by, at)
    return row


@transaction.atomic
def close_dissemination(
    *, dissemination: Dissemination, file_name: str, content: BinaryIO | bytes, by: Actor, at: datetime
) -> Dissemination:
    """The head ends the round with the signed list though some have not said so here. Raises Refused, Stale, BadInput."""
    row = _of_head(dissemination, by, at)
    row.signed_list = _signed(row, file_name, content, by, at)
    row.save(update_fields=["signed_list"])
    _close(row, by, at)
    return row


def _signed(row: Dissemination, file_name: str, content: BinaryIO | bytes, by: Actor, at: datetime) -> StoredFile:
    return accept_upload(name=file_name, content=content, by=by, at=at, link=f"ledger.dissemination:{row.pk}")


def _done_if_all(row: Dissemination, by: Actor, at: datetime) -> None:
    if not row.people.filter(known_at=None).exists():
        _close(row, by, at)


def _close(row: Dissemination, by: Actor, at: datetime) -> None:
    row.done_on, row.closed_at, row.closed_by_id = local_day(at), at, by.account_id
    row.save(update_fields=["done_on", "closed_at", "closed_by"])
    left = row.people.filter(known_at=None).count()
    record("close_dissemination", row, by=by, at=at, facts={"unit": row.unit_id, "not_yet": left})


@transaction.atomic
def withdraw_dissemination(*, dissemination: Dissemination, reason: str, by: Actor, at: datetime) -> Dissemination:
    """Take a round back: it counts no more from now on and stays to be read, with the reason. The head or the office.

    Raises Refused, Stale, BadInput.
    """
    row = _locked(dissemination)
    if keeps_ledger(by, row.unit, at) and (refusal := disseminates(by, row.unit, at)):
        raise Refused(refusal)
    if row.withdrawn_at is not None:
        raise Stale(f"Đợt phổ biến này đã được rút ngày {local_day(row.withdrawn_at):%d/%m/%Y}.")
    text = nfc(reason).strip()
    if not text:
        raise BadInput("Ghi lý do rút.", field="reason")
    row.withdrawn_at, row.withdrawn_by_id, row.withdraw_reason = at, by.account_id, text
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    record("withdraw_dissemination", row, by=by, at=at, facts={"unit": row.unit_id}, personal={"reason": text})
    return row
