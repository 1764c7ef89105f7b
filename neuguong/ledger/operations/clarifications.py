"""Question and answer for all units: publishing what an obstacle taught, replacing it, taking it back."""

from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_day
from neuguong.core.text import fold, nfc
from neuguong.ledger.models import Clarification, Obstacle
from neuguong.ledger.policy import publishes_for, tends_obstacle, was_answered
from neuguong.org.models import Unit
from neuguong.programme.models import Duty, Plan

QUESTION, ANSWER, REASON = 500, 4000, 500


@transaction.atomic
def publish_clarification(
    *,
    obstacle: Obstacle,
    question: str,
    answer: str,
    form_key: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    duty: Duty | None = None,
    replaces: Clarification | None = None,
) -> Clarification:
    """Publish edited words to every unit of the plan, at a duty or in general; with `replaces` in place of an older one.

    The words do not name the unit that asked. The same `form_key` again is the same clarification.
    Raises Refused (not theirs, not answered yet), BadInput (words), Stale (the older one is no longer in force).
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=obstacle.plan_id)
    if twin := Clarification.objects.filter(form_key=form_key).first():
        return twin
    if refusal := tends_obstacle(by, obstacle, at) or was_answered(by, obstacle, at):
        raise Refused(refusal)
    if duty is not None and duty.plan_id != plan.pk:
        raise BadInput("Chọn một nhiệm vụ của kế hoạch.", field="duty")
    if replaces is not None:
        _require_in_force(replaces)
    asked = _words(question, "question", QUESTION, obstacle.unit)
    told = _words(answer, "answer", ANSWER, obstacle.unit)
    row = Clarification.objects.create(
        plan=plan, duty=duty, obstacle=obstacle, replaces=replaces, question=" ".join(asked.split()), answer=told,
        search_text=fold(f"{asked} {told} {duty.title if duty else ''}"), form_key=form_key,
        published_by_id=by.account_id, effective_at=at, recorded_at=recorded_at or at,
    )  # fmt: skip
    facts = {
        "plan": plan.pk, "duty": duty.code if duty else None, "obstacle": obstacle.pk,
        "replaces": replaces.pk if replaces else None,
    }  # fmt: skip
    record("publish_clarification", row, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return row


@transaction.atomic
def withdraw_clarification(
    *, clarification: Clarification, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Clarification:
    """Take it back: units read it no more; the office still does, with the reason. Raises Refused, BadInput, Stale."""
    rows = Clarification.objects.select_for_update(of=("self",)).select_related("plan__unit")
    row = rows.get(pk=clarification.pk)
    if refusal := publishes_for(by, row.plan, at):
        raise Refused(refusal)
    _require_in_force(row)
    text = nfc(reason).replace("\x00", "").strip()
    if not text or len(text) > REASON:
        raise BadInput(f"Ghi lý do rút, không quá {REASON} ký tự.", field="reason")
    row.withdrawn_at, row.withdrawn_recorded_at = at, recorded_at or at
    row.withdrawn_by_id, row.withdraw_reason = by.account_id, text
    row.save(update_fields=["withdrawn_at", "withdrawn_recorded_at", "withdrawn_by", "withdraw_reason"])
    record("withdraw_clarification", row, by=by, at=at, recorded_at=recorded_at, personal={"reason": text})
    return row


def _require_in_force(row: Clarification) -> None:
    if row.withdrawn_at is not None:
        raise Stale(f"Giải đáp này đã được rút ngày {local_day(row.withdrawn_at):%d/%m/%Y}.")
    if Clarification.objects.filter(replaces=row).exists():
        raise Stale("Giải đáp này đã được thay bằng bản mới.")


def _words(text: str, field: str, most: int, unit: Unit) -> str:
    tidy = nfc(text).replace("\x00", "").replace("\r\n", "\n").strip()
    if not tidy:
        raise BadInput("Ghi câu hỏi." if field == "question" else "Ghi lời đáp.", field=field)
    if len(tidy) > most:
        raise BadInput(f"Viết không quá {most:,} ký tự.".replace(",", "."), field=field)
    folded = f" {fold(tidy)} "
    if named := next((name for name in (unit.name, unit.short_name) if f" {fold(name)} " in folded), None):
        raise BadInput(f"Lời này nêu tên “{named}”. Viết chung cho mọi đơn vị, không nêu đơn vị đã hỏi.", field=field)
    return tidy
