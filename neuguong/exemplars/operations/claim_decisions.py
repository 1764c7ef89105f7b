"""The verifier's side of claims: each decided alone, a question to the unit, a statement dismissed (KH 87, III.3)."""

from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.outbox import write_letter
from neuguong.core.periods import local_day
from neuguong.core.typed import one_line
from neuguong.exemplars.enums import ClaimState, StatementKind, WordingRule
from neuguong.exemplars.models import Claim, ClaimQuestion, Dismissal, Nomination
from neuguong.exemplars.operations.claims import MOVED, held_claim, move, reopen
from neuguong.exemplars.operations.words import take
from neuguong.exemplars.policy import edit_refusal, judging_refusal
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission


def _decided(by: Actor, at: datetime) -> dict[str, object]:
    return {"decided_by": by.account_id, "decided_at": at}


def _unseen(claim: Claim, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != claim.version:
        raise Stale("Ý này vừa được người khác thay đổi. Tải lại trang để xem bản mới nhất rồi làm tiếp.")


@transaction.atomic
def check_claim(*, claim: Claim, by: Actor, at: datetime, seen_version: int | None = None) -> Claim:
    """Find a claim right by its evidence; pressed twice, once. Raises Refused, Stale."""
    held_claim(claim)
    if claim.state == ClaimState.CHECKED:
        return claim
    _unseen(claim, seen_version)
    move("check", claim, by=by, at=at, also=_decided(by, at))
    return claim


@transaction.atomic
def correct_claim(
    *, claim: Claim, true_text: str, reason: str, by: Actor, at: datetime, seen_version: int | None = None
) -> Claim:
    """Say what is true instead, by the evidence; only this may be published. Raises Refused, Stale, BadInput."""
    held_claim(claim)
    true_text = one_line(true_text, 1000, "true_text", "Ghi điều đúng theo minh chứng.")
    reason = one_line(reason, 500, "reason", "Ghi vì sao đính chính.")
    if claim.state == ClaimState.CORRECTED and (claim.true_text, claim.reason) == (true_text, reason):
        return claim
    if true_text == claim.quote:
        raise BadInput("Điều đúng giống hệt chữ trong bài. Nếu chữ đã đúng thì chọn “Đúng”.", field="true_text")
    _unseen(claim, seen_version)
    also = {**_decided(by, at), "true_text": true_text, "reason": reason}
    move("correct", claim, by=by, at=at, note=reason, also=also)
    return claim


@transaction.atomic
def reject_claim(*, claim: Claim, reason: str, by: Actor, at: datetime, seen_version: int | None = None) -> Claim:
    """Find a claim not true: the dossier passes only when its words are gone. Raises Refused, Stale, BadInput."""
    held_claim(claim)
    reason = one_line(reason, 500, "reason", "Ghi vì sao bác bỏ.")
    if claim.state == ClaimState.REJECTED and claim.reason == reason:
        return claim
    _unseen(claim, seen_version)
    move("reject", claim, by=by, at=at, note=reason, also={**_decided(by, at), "reason": reason})
    return claim


@transaction.atomic
def reopen_claim(*, claim: Claim, by: Actor, at: datetime) -> Claim:
    """Take a conclusion back. Raises Refused."""
    held_claim(claim)
    if refusal := judging_refusal(by, claim.nomination, at):
        raise Refused(refusal)
    reopen(claim, by=by, at=at)
    return claim


@transaction.atomic
def ask_unit(*, claim: Claim, question: str, by: Actor, at: datetime) -> ClaimQuestion:
    """Ask the unit about one claim; its people are told. The same question twice is one. Raises Refused, BadInput."""
    held_claim(claim)
    if refusal := judging_refusal(by, claim.nomination, at):
        raise Refused(refusal)
    if by.account_id is None:
        raise Refused("Việc này cần một người đã đăng nhập.")
    question = one_line(question, 500, "question", "Ghi câu hỏi.")
    if open_one := ClaimQuestion.objects.filter(claim=claim, answered_at=None).first():
        if open_one.question == question:
            return open_one
        raise Refused("Đang chờ đơn vị trả lời câu hỏi trước về ý này.")
    reopen(claim, by=by, at=at, note="Hỏi lại đơn vị.")
    row = ClaimQuestion.objects.create(claim=claim, question=question, asked_by_id=by.account_id, asked_at=at)
    facts = {"claim": claim.pk, "nomination": claim.nomination_id}
    record("ask_claim_question", row, by=by, at=at, facts=facts, personal={"question": question})
    _tell(row, at)
    return row


def _tell(row: ClaimQuestion, at: datetime) -> None:
    nomination = row.claim.nomination
    for person in in_charge(Permission.PREPARE_NOMINATION, unit=nomination.keeper, on=local_day(at)):
        write_letter(
            key=f"claim-question:{row.pk}:{person.pk}",
            recipient_id=person.pk,
            subject=f"Hồ sơ {nomination.number}: cơ quan thường trực hỏi một ý",
            body=f"Về “{row.claim.quote}”: {row.question}\n\nMở hồ sơ, vào mục Ý cần minh chứng để trả lời.",
            link=f"{nomination._meta.label_lower}:{nomination.pk}",
            at=at,
        )


@transaction.atomic
def dismiss(
    *, nomination: Nomination, matter: str, start: int, end: int, quote: str, reason: str, by: Actor, at: datetime
) -> Dismissal:
    """Say why nothing is to be proved at this place (the verifier), or why a wording stays (whoever writes or verifies).

    The same place twice is one row. Raises Refused, Stale, BadInput.
    """
    take(nomination)
    judging = judging_refusal(by, nomination, at)
    if matter in StatementKind.values:
        refusal = judging
    elif matter in WordingRule.values:
        refusal = judging and edit_refusal(by, nomination, at)
    else:
        raise BadInput("Chọn chỗ cần bỏ qua.", field="matter")
    if refusal:
        raise Refused(refusal)
    text = nomination.achievement_summary
    if not 0 <= start <= end <= len(text) or text[start:end] != quote:
        raise Stale(MOVED)
    reason = one_line(reason, 500, "reason", "Ghi lý do bỏ qua.")
    present = Dismissal.objects.filter(nomination=nomination, matter=matter, start=start, end=end, gone_at=None)
    if twin := present.first():
        return twin
    row = Dismissal.objects.create(
        nomination=nomination, matter=matter, start=start, end=end, quote=quote, reason=reason,
        dismissed_by_id=by.account_id, dismissed_at=at,
    )  # fmt: skip
    facts = {"nomination": nomination.pk, "matter": matter}
    record("dismiss_statement", row, by=by, at=at, facts=facts, personal={"quote": quote, "reason": reason})
    return row


@transaction.atomic
def take_dismissal_back(*, dismissal: Dismissal, by: Actor, at: datetime) -> None:
    """Open a dismissed place again. Raises Refused."""
    nomination = dismissal.nomination
    take(nomination)
    judging = judging_refusal(by, nomination, at)
    refusal = judging if dismissal.matter in StatementKind.values else judging and edit_refusal(by, nomination, at)
    if refusal:
        raise Refused(refusal)
    dismissal.refresh_from_db(fields=["gone_at"])
    if dismissal.gone_at is None:
        dismissal.gone_at = at
        dismissal.save(update_fields=["gone_at"])
        record("take_dismissal_back", dismissal, by=by, at=at, facts={"nomination": nomination.pk})
