"""Who binds what the summary states to evidence, who decides it, and when a dossier may pass."""

from datetime import datetime

from django.db.models import Q

from neuguong.core.actor import Actor
from neuguong.core.enums import FileState
from neuguong.core.once import once
from neuguong.exemplars.enums import NominationState
from neuguong.exemplars.models import Claim, ClaimQuestion, Nomination, Proof
from neuguong.exemplars.policy.nominations import (
    apart_in_office,
    did_not_prepare,
    edit_refusal,
    may,
    not_before_sending,
    verifies,
)
from neuguong.exemplars.queries.claims import open_points
from neuguong.org.roles import Permission


def judging_refusal(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Why this person cannot decide what the summary states now, or None: as for verifying (KH 87, III.3)."""
    if nomination.state != NominationState.SUBMITTED:
        label = NominationState(nomination.state).label
        return f"Hồ sơ đang ở trạng thái “{label}” nên không kiểm chứng được."
    guards = (verifies, did_not_prepare, apart_in_office, not_before_sending)
    return next((reason for guard in guards if (reason := guard(actor, nomination, at))), None)


def answering_refusal(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Why this person cannot answer for the unit now, or None."""
    if nomination.state not in (NominationState.SUBMITTED, NominationState.RETURNED):
        return "Hồ sơ không còn chờ thẩm định nên câu hỏi đã khép lại."
    if may(actor, Permission.PREPARE_NOMINATION, nomination, at):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {nomination.unit.name} trả lời được."


def binds(actor: Actor, claim: Claim, at: datetime) -> str | None:
    """The unit binds while it writes, and while the verifier asks about this very claim."""
    refusal = edit_refusal(actor, claim.nomination, at)
    if refusal is None:
        return None
    asked = ClaimQuestion.objects.filter(claim=claim, answered_at=None).exists()
    return answering_refusal(actor, claim.nomination, at) if asked else refusal


def rests_on_something(claim: Claim) -> bool:
    """Whether any proof lies under the claim."""
    return once(("rests", claim.pk), lambda: Proof.objects.filter(claim=claim, removed_at=None).exists())


def has_proof(_actor: Actor, claim: Claim, _at: datetime) -> str | None:
    """Nothing is supported, checked or corrected that rests on nothing."""
    if rests_on_something(claim):
        return None
    return "Ý này chưa có căn cứ nào. Đề nghị đơn vị gắn minh chứng, hoặc bác bỏ."


def can_be_read(actor: Actor, claim: Claim, at: datetime) -> str | None:
    """Nothing is found right by a file that nobody could open: one in quarantine, or thrown out of it."""
    rows = Proof.objects.filter(claim=claim, removed_at=None)
    if rows.filter(Q(evidence=None) | Q(evidence__file__state=FileState.CLEAN)).exists():
        return None
    return has_proof(actor, claim, at) or (
        "Tệp dưới ý này chưa xem được: đang kiểm tra hoặc đã bị loại. Đợi kiểm tra xong, hoặc hỏi đơn vị."
    )


def has_no_proof(_actor: Actor, claim: Claim, _at: datetime) -> str | None:
    """What still rests on something stays supported."""
    return None if has_proof(_actor, claim, _at) else "Ý này còn căn cứ khác."


def decides(actor: Actor, claim: Claim, at: datetime) -> str | None:
    """Whoever may verify the dossier decides its claims, one by one."""
    return judging_refusal(actor, claim.nomination, at)


def nothing_asked(_actor: Actor, claim: Claim, _at: datetime) -> str | None:
    """First the answer, then the conclusion."""
    if ClaimQuestion.objects.filter(claim=claim, answered_at=None).exists():
        return "Đang chờ đơn vị trả lời câu hỏi về ý này."
    return None


def touches(actor: Actor, claim: Claim, at: datetime) -> str | None:
    """A claim is opened again by whoever decides it, or by the unit that changes the text or the evidence."""
    return None if binds(actor, claim, at) is None else decides(actor, claim, at)


def claims_are_settled(_actor: Actor, nomination: Nomination, _at: datetime) -> str | None:
    """No dossier passes while anything its summary states is open (KH 87, III.3: khách quan, trung thực)."""
    left = open_points(nomination).sentence
    return f"{left} Mở mục Ý cần minh chứng để giải quyết." if left else None
