"""May this person record what verification found, and has everything been asked that the law asks?"""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import NominationState
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.policy.nominations import apart_in_office, did_not_prepare, verifies
from neuguong.exemplars.queries.checks import items_of


def checks(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Who may verify a dossier may also ask and go there (KH 87, III.3); nobody else."""
    for guard in (verifies, did_not_prepare, apart_in_office):
        if refusal := guard(actor, nomination, at):
            return refusal
    if nomination.sent_at is None:
        return "Hồ sơ chưa gửi nên chưa thẩm định."
    return None


def answers_checklist(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """The checklist is filled in while the dossier waits for verification; afterwards it stays as it was then."""
    if refusal := checks(actor, nomination, at):
        return refusal
    if nomination.state != NominationState.SUBMITTED:
        label = NominationState(nomination.state).label
        return f"Hồ sơ đang ở trạng thái “{label}” nên không ghi thêm vào danh mục thẩm định."
    return None


def checks_on_site(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """A check on site may come in late, from a telephone without network, so no later state refuses it."""
    return checks(actor, nomination, at)


FEW = 2  # more than so many questions are not repeated in one sentence; the list stands on the same page


def checklist_is_done(_actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Everything that the law asks was asked and nothing stands in the way (KH 87, III.3); what is missing is named.

    It comes after the guards about the person, so that only who judges the dossier reads this sentence.
    """
    items = items_of(nomination, local_day(at))
    missing = [one.question.question for one in items if not one.reply]
    in_way = [one.question.question for one in items if one.in_way]
    told = []
    if in_way:
        told.append(f"Có nội dung chưa cho phép kết luận đạt: {' '.join(in_way)}")
    if missing:
        named = f": {' '.join(missing)}" if len(missing) <= FEW else "; trả lời từng nội dung trong Danh mục thẩm định."
        told.append(f"Danh mục thẩm định còn {len(missing)} nội dung chưa trả lời{named}")
    return " ".join(told) or None
