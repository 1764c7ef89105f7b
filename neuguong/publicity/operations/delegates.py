"""Choosing delegates by rule, changing the list with reasons, inviting who stands on it (KH 87, III.3.b)."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.text import nfc
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.register import shown
from neuguong.programme.queries.delegates import delegate_rules
from neuguong.publicity.enums import AttendeePart
from neuguong.publicity.models import Delegate, DelegateList, Event
from neuguong.publicity.operations.attendees import invite_exemplars
from neuguong.publicity.operations.events import locked_event
from neuguong.publicity.policy.events import invites
from neuguong.publicity.queries.delegates import candidates, fallen
from neuguong.publicity.reading.delegates import propose

REASON = 300


@transaction.atomic
def propose_delegates(*, event: Event, rule: str, by: Actor, at: datetime) -> DelegateList:
    """Draw up a list by a rule of the plan; an earlier one stays to be read. Raises Refused, BadInput."""
    row = locked_event(event)
    if refusal := invites(by, row, at):
        raise Refused(refusal)
    chosen = next((one for one in delegate_rules(row.plan, row.kind, at) if one.code == rule), None)
    if chosen is None:
        raise BadInput("Kế hoạch không có quy tắc này. Chọn lại.", field="rule")
    last: int = DelegateList.objects.filter(event=row).aggregate(last=Max("number"))["last"] or 0
    made = DelegateList.objects.create(
        event=row, number=last + 1, rule=chosen.code, made_by_id=by.account_id, made_at=at,
        rule_words={key: value if isinstance(value, int) else str(value) for key, value in asdict(chosen).items()},
    )  # fmt: skip
    choices = propose(candidates(row, chosen), chosen)
    Delegate.objects.bulk_create(
        Delegate(delegate_list=made, exemplar_id=one.id, reason=one.reason, added_by_id=by.account_id)
        for one in choices
    )
    facts = {"event": row.pk, "rule": chosen.code, "delegates": len(choices)}
    record("propose_delegates", made, by=by, at=at, facts=facts)
    return made


def _open_list(delegates: DelegateList, by: Actor, at: datetime) -> DelegateList:
    """The list, locked, while it is the newest one and may still change."""
    row = DelegateList.objects.select_for_update(of=("self",)).select_related("event__unit").get(pk=delegates.pk)
    if refusal := invites(by, row.event, at):
        raise Refused(refusal)
    if DelegateList.objects.filter(event=row.event_id, number__gt=row.number).exists():
        raise Stale("Danh sách đã được lập lại. Tải lại trang để xem danh sách mới.")
    return row


def _reason(reason: str) -> str:
    text = " ".join(nfc(reason).split())
    if not text:
        raise BadInput("Ghi lý do.", field="reason")
    if len(text) > REASON:
        raise BadInput(f"Lý do không quá {REASON} ký tự.", field="reason")
    return text


@transaction.atomic
def add_delegate(*, delegates: DelegateList, exemplar: Exemplar, reason: str, by: Actor, at: datetime) -> Delegate:
    """Put somebody of the register on the list, with why. Raises Refused, Stale, BadInput."""
    row, text = _open_list(delegates, by, at), _reason(reason)
    if not shown().filter(pk=exemplar.pk, plan=row.event.plan_id).exists():
        raise BadInput("Điển hình này không còn trong sổ.", field="exemplar")
    told = {"reason": text, "by_hand": True, "added_by_id": by.account_id, "removed_at": None, "removed_by": None}
    made, _ = Delegate.objects.update_or_create(
        delegate_list=row, exemplar=exemplar, defaults={**told, "remove_reason": ""}
    )
    record("add_delegate", made, by=by, at=at, facts={"list": row.pk, "exemplar": exemplar.pk, "reason": text})
    return made


@transaction.atomic
def remove_delegate(*, delegate: Delegate, reason: str, by: Actor, at: datetime) -> Delegate:
    """Take somebody off the list, with why. Raises Refused, Stale, BadInput."""
    row, text = _open_list(delegate.delegate_list, by, at), _reason(reason)
    line = Delegate.objects.select_for_update().get(pk=delegate.pk)
    if line.removed_at is None:
        line.removed_at, line.removed_by_id, line.remove_reason = at, by.account_id, text
        line.save(update_fields=["removed_at", "removed_by", "remove_reason"])
        facts = {"list": row.pk, "exemplar": line.exemplar_id}
        record("remove_delegate", line, by=by, at=at, facts=facts, personal={"reason": text})
    return line


@transaction.atomic
def invite_delegates(*, delegates: DelegateList, by: Actor, at: datetime) -> int:
    """Put everybody of the list onto the list of the event; who is invited already stays as they are. How many were new.

    Raises Refused, Stale, BadInput.
    """
    row = _open_list(delegates, by, at)
    if gone := fallen(row):
        raise Refused(f"{len(gone)} đại biểu không còn trong sổ điển hình. Bỏ họ khỏi danh sách rồi chuyển.")
    ids = list(row.delegates.filter(removed_at=None).order_by("pk").values_list("exemplar_id", flat=True))
    if not ids:
        raise BadInput("Danh sách chưa có đại biểu nào.")
    many = invite_exemplars(event=row.event, exemplar_ids=ids, part=AttendeePart.DELEGATE, by=by, at=at)
    DelegateList.objects.filter(pk=row.pk).update(invited_at=at)
    record("invite_delegates", row, by=by, at=at, facts={"event": row.event_id, "new": many})
    return many
